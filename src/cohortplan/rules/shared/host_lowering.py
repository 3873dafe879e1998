"""Helpers by which rules about visits price options and marks; used only inside `lower`."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np

from cohortplan.model.base import last_day
from cohortplan.model.hosts import Host
from cohortplan.primitives import (
    Axes,
    Bools,
    Ints,
    Longs,
    Option,
    PersonMark,
    PersonSum,
    Primitive,
    VisitOption,
)
from cohortplan.rules.shared.visiting import avoidably_away


def options_in(axes: Axes, rounds: Iterable[str]) -> Bools:
    """Which options belong to visits of `rounds`: bool array (O,)."""
    menu_round = np.zeros(len(axes.menu_start) - 1, dtype=np.int32)
    for place in axes.visits:
        menu_round[place.menu] = place.round
    chosen: Bools = np.repeat(axes.round_mask(rounds)[menu_round], np.diff(axes.menu_start))
    return chosen


def options_on(axes: Axes, rounds: Iterable[str], groups: Mapping[str, str]) -> Callable[..., Longs]:
    """Return a function that finds the options of `rounds`, on given days, at the hosts of a group.

    `groups` names the group of each host id; the function takes a group and days, and returns an array of options.
    """
    of_host = np.array([groups.get(name, "") for name in axes.host] or [""])
    used = options_in(axes, rounds)
    day = axes.times[0].astype("datetime64[D]")

    def find(group: str, *days: date) -> Longs:
        on = np.isin(day, np.array(days, dtype="datetime64[D]"))
        return np.flatnonzero(used & on & (of_host[axes.option_host] == group))

    return find


def visits_by_set(axes: Axes, rounds: Iterable[str]) -> Ints:
    """Count the visits of each set: int32 array (R, S), 0 outside `rounds`."""
    count = np.zeros((len(axes.set_ids), axes.widest), dtype=np.int32)
    for place in axes.visits:
        count[place.round, place.set] += 1
    return count * axes.round_mask(rounds)[:, None]


def people_mask(axes: Axes, people: Iterable[str]) -> Bools:
    """Which participants are among `people`: bool array (P,)."""
    chosen = set(people)
    return np.array([name in chosen for name in axes.person], dtype=bool)


def marks_by_host(axes: Axes, groups: Iterable[Iterable[str]]) -> Ints:
    """Mark each option with the position of the group of host ids its host is in, -1 for none: int32 array (O,)."""
    of_host = np.full(len(axes.host), -1, dtype=np.int32)
    for number, group in enumerate(groups):
        of_host[[axes.host[name] for name in group]] = number
    return of_host[axes.option_host]


def marks_by_barred(axes: Axes) -> tuple[Ints, Bools]:
    """Give the same mark to options that the same people cannot face.

    Returns
    -------
    mark : int32 array (O,)
        The mark of each option, -1 where everyone may go.
    barred : bool array (M, P)
        Who cannot face options with a mark.
    """
    start, end = axes.times
    first, last = start.astype("datetime64[D]"), (end - np.timedelta64(1, "us")).astype("datetime64[D]")
    people, hosts = axes.scenario.participants, axes.scenario.hosts
    concerned = [p for p, person in enumerate(people) if person.cannot]
    shut = np.zeros((len(concerned), len(axes.options)), dtype=bool)
    for row, p in enumerate(concerned):
        for cannot in people[p].cannot:
            here = np.array([cannot.code in host.codes for host in hosts], dtype=bool)[axes.option_host]
            if cannot.first is not None:
                here &= np.datetime64(cannot.first) <= last
            if cannot.last is not None:
                here &= first <= np.datetime64(cannot.last)
            shut[row] |= here
    return _marks_by_people(axes, concerned, shut)


def marks_by_away(axes: Axes) -> tuple[Ints, Bools]:
    """Give the same mark to options that fall on days on which the same people are away, though not on all offered.

    People who miss the round are left out, for they have no seat in it.

    Returns
    -------
    mark, away
        As from `marks_by_barred`.
    """
    scenario = axes.scenario
    menus = {place.menu: place for place in axes.visits}
    offered = dict.fromkeys(day for place in menus.values() for day in place.activity.days)
    some: dict[Hashable, bool] = {}
    for person in scenario.participants:
        presence = scenario.presence(person)
        if presence not in some:
            some[presence] = any(scenario.away(person, day) for day in offered)
    concerned = [p for p, person in enumerate(scenario.participants) if some[scenario.presence(person)]]
    names = [scenario.participants[p].id for p in concerned]
    columns: dict[tuple[int, date, date], list[bool]] = {}
    shut = np.zeros((len(concerned), len(axes.options)), dtype=bool)
    for o, option in enumerate(axes.options if concerned else ()):
        key = (option.menu, option.start.date(), last_day(option.start, option.end))
        if key not in columns and option.menu in menus:
            place = menus[option.menu]
            columns[key] = [
                bool(axes.attends[place.round, p]) and avoidably_away(scenario, name, place.activity, *key[1:])
                for p, name in zip(concerned, names, strict=True)
            ]
        shut[:, o] = columns.get(key, False)
    return _marks_by_people(axes, concerned, shut)


def marks_by_shut(axes: Axes, alike: Sequence[str], shut: Callable[[int, int], bool]) -> tuple[Ints, Bools]:
    """Give the same mark to options that are shut to the same people.

    Parameters
    ----------
    alike : sequence of P str
        Options are shut to all participants of one name, or to none of them.
    shut : callable
        Tells it of an option and a participant.

    Returns
    -------
    mark, barred
        As from `marks_by_barred`.
    """
    names = {name: p for p, name in enumerate(alike)}
    by_name = {name: [shut(o, p) for o in range(len(axes.options))] for name, p in names.items()}
    table = np.array([by_name[name] for name in alike], dtype=bool).reshape(len(alike), len(axes.options))
    return _marks_by_people(axes, range(len(alike)), table)


def _marks_by_people(axes: Axes, concerned: Sequence[int], shut: Bools) -> tuple[Ints, Bools]:
    """Mark options alike that are shut (C, O) to the same of the people `concerned`; -1 where to none."""
    some = shut.any(axis=0)
    if not some.any():
        return np.full(len(axes.options), -1, dtype=np.int32), np.zeros((0, axes.people_count), dtype=bool)
    packed = np.packbits(shut[:, some], axis=0)
    _, sample, number = np.unique(packed, axis=1, return_index=True, return_inverse=True)
    mark = np.full(len(axes.options), -1, dtype=np.int32)
    mark[some] = number.reshape(-1)
    barred = np.zeros((len(sample), axes.people_count), dtype=bool)
    barred[:, concerned] = shut[:, some][:, sample].T
    return mark, barred


def price_options(
    axes: Axes, rounds: Sequence[str], priced: Callable[[Host, datetime, datetime], bool]
) -> Sequence[Primitive]:
    """Price each visit of `rounds` that takes an option for which ``priced(host, start, end)``, at 1."""
    chosen = axes.round_mask(rounds)
    hosts = axes.scenario.hosts
    cost = np.array([priced(hosts[option.host], option.start, option.end) for option in axes.options], dtype=bool)
    cost &= options_in(axes, rounds)
    if not cost.any():
        return []
    row = np.array([0 if chosen[place.round] else -1 for place in axes.visits], dtype=np.int32)
    return [VisitOption(row, cost[None, :].astype(np.int32))]


def price_marks(
    axes: Axes, rounds: Sequence[str], mark: Ints, price: Ints | Bools, cost: Callable[[int], int]
) -> Sequence[Primitive]:
    """Price how often a person's visits in `rounds` carry each of M marks.

    Parameters
    ----------
    mark : int32 array (O,)
        The mark of each option, -1 for none.
    price : int or bool array (M, P)
        By what the cost of each person's visits with a mark is multiplied; 0 = they are not priced.
    cost : callable
        Price of a number of visits.
    """
    factors = np.flatnonzero(np.bincount(price.ravel()))
    factors = factors[factors > 0]
    if not len(factors):
        return []
    used = np.where(options_in(axes, rounds), mark, -1).astype(np.int32)
    most = int(visits_by_set(axes, rounds).max(axis=1).sum())
    costs = np.array([cost(times) for times in range(most + 1)], dtype=np.int32)
    if not costs[0]:
        # Marks that no option carries then cost nothing; there may be thousands of them, times thousands of people.
        carried = np.unique(used[used >= 0])
        used = np.where(used >= 0, np.searchsorted(carried, used), -1).astype(np.int32)
        price = price[carried]
        if not price.any():
            return []
    number = np.full(factors[-1] + 1, -1, dtype=np.int32)
    number[factors] = np.arange(len(factors))
    return [PersonMark(used, number[price.astype(np.int32)], factors[:, None].astype(np.int32) * costs)]


def price_sums(
    axes: Axes, rounds: Sequence[str], kind: Sequence[int], weight: Sequence[Sequence[int]], cost: Callable[[int], int]
) -> Sequence[Primitive]:
    """Price what everyone's visits in `rounds` add up to.

    Parameters
    ----------
    kind : sequence of int
        The row of `weight` of each of P participants.
    weight : sequence of C sequences of H int
        What a visit to each host adds.
    cost : callable
        Price of a total.
    """
    table = np.array(weight, dtype=np.int32).reshape(len(weight), len(axes.host))
    return price_option_sums(axes, rounds, kind, table[:, axes.option_host], [0] * axes.people_count, [cost])


def price_option_sums(
    axes: Axes,
    rounds: Sequence[str],
    kind: Sequence[int],
    weight: Sequence[Sequence[int]] | Ints,
    row: Sequence[int],
    costs: Sequence[Callable[[int], int]],
) -> Sequence[Primitive]:
    """Price what everyone's visits in `rounds` add up to, by the options they take.

    Parameters
    ----------
    kind : sequence of int
        The row of `weight` of each of P participants.
    weight : int array (C, O)
        What each option adds.
    row : sequence of int
        Which of `costs` is the price of each participant's total.
    """
    table = np.array(weight, dtype=np.int32).reshape(len(weight), len(axes.options))
    of_option = np.where(options_in(axes, rounds), table, 0).astype(np.int32)
    most = int(visits_by_set(axes, rounds).max(axis=1).sum()) * int(of_option.max(initial=0))
    prices = np.array([[cost(total) for total in range(most + 1)] for cost in costs], dtype=np.int32)
    if not prices.any():
        return []
    return [PersonSum(np.array(kind, dtype=np.int32), of_option, np.array(row, dtype=np.int32), prices)]


def price_by_set(
    axes: Axes,
    rounds: Sequence[str],
    facts: Callable[[str, str], Hashable],
    cost: Callable[[Any, Option], int],
) -> Sequence[Primitive]:
    """Price the option of each visit of `rounds` by what its set is: ``cost(facts(round, set), option)``."""
    names, chosen = list(axes.round), axes.round_mask(rounds)
    rows: dict[tuple[int, Hashable], int] = {}
    row = np.full(len(axes.visits), -1, dtype=np.int32)
    for v, place in enumerate(axes.visits):
        if chosen[place.round]:
            known = facts(names[place.round], axes.set_ids[place.round][place.set])
            row[v] = rows.setdefault((place.menu, known), len(rows))
    table = np.zeros((len(rows), len(axes.options)), dtype=np.int32)
    for (menu, known), number in rows.items():
        for option in range(int(axes.menu_start[menu]), int(axes.menu_start[menu + 1])):
            table[number, option] = cost(known, axes.options[option])
    return [VisitOption(row, table)] if table.any() else []
