"""Helpers by which rules make primitives; used only inside `lower`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime

import numpy as np

from cohortplan.model.rounds import SetSpec
from cohortplan.primitives import (
    AssignmentCost,
    Axes,
    Ints,
    SetCount,
    SetRange,
    SetSpread,
    VisitOption,
)

#: Up to this many participants a table covers every size; beyond, up to four times the largest set.
SMALL = 200

#: ``price(spec, size, total)`` of a set with `size` members of `total` weight.
SetPrice = Callable[[SetSpec, int, int], int]


def price_sets(
    axes: Axes,
    rounds: Iterable[str],
    cost: SetPrice,
    weight: Sequence[int] | None = None,
    *,
    by_size: bool = False,
) -> SetCount:
    """Make a set count over `rounds`.

    Parameters
    ----------
    rounds : iterable of str
        Round ids.
    cost : callable
        ``cost(spec, size, total)``: price of a set; `size` is 0 unless `by_size`.
    weight : sequence of int, optional
        Weight of each participant, P of them; 1 each unless given.
    by_size : bool
        Whether the price depends on the number of members too.
    """
    return price_sets_by_round(axes, dict.fromkeys(rounds, cost), weight, by_size=by_size)


def price_sets_by_round(
    axes: Axes,
    costs: Mapping[str, SetPrice],
    weight: Sequence[int] | None = None,
    *,
    by_size: bool = False,
) -> SetCount:
    """Make a set count whose price differs from round to round.

    Parameters
    ----------
    costs : mapping of str to callable
        Price of the sets of each round, as in `price_sets`; sets of like size and the same callable share a row.
    weight, by_size
        As in `price_sets`.
    """
    weights = np.ones(axes.people_count, dtype=np.int32) if weight is None else np.array(weight, dtype=np.int32)
    largest = _largest_size(axes)
    heaviest = int(np.sort(weights)[-largest:].sum())
    sizes = range(largest + 1) if by_size else range(1)
    row = np.full((len(axes.set_ids), axes.widest), -1, dtype=np.int32)
    places: dict[tuple[SetPrice, int, int], int] = {}
    tables: list[list[list[int]]] = []
    for round_id, cost in costs.items():
        r = axes.round[round_id]
        for s, spec in enumerate(axes.scenario.rounds[r].sets):
            key = (cost, spec.least, spec.most)
            if key not in places:
                places[key] = len(tables)
                tables.append([[cost(spec, size, total) for total in range(heaviest + 1)] for size in sizes])
            row[r, s] = places[key]
    return SetCount(weights, np.array(tables or [[[0]]], dtype=np.int32), row)


def price_totals(axes: Axes, most: Mapping[str, int], weight: Sequence[int]) -> SetCount:
    """Make a set count that prices each unit above ``most[set id]``, where participants weigh ``weight[p]``."""
    weights = np.array(weight, dtype=np.int32)
    heaviest = int(np.sort(weights)[-_largest_size(axes) :].sum())
    limits, rows = np.unique(np.array(list(most.values()), dtype=np.int32), return_inverse=True)
    row = np.full((len(axes.set_ids), axes.widest), -1, dtype=np.int32)
    for name, index in zip(most, rows.tolist(), strict=True):
        row[axes.set_place[name]] = index
    totals = np.arange(heaviest + 1, dtype=np.int32)
    table = np.maximum(totals[None, :] - limits[:, None], 0) if len(limits) else np.zeros((1, 1), dtype=np.int32)
    return SetCount(weights, table[:, None, :], row)


def _largest_size(axes: Axes) -> int:
    largest = axes.people_count
    if largest > SMALL:
        largest = min(largest, 4 * max(spec.most for each in axes.scenario.rounds for spec in each.sets))
    return largest


def ints(values: Iterable[int]) -> Ints:
    """Make an int32 vector."""
    return np.array(list(values), dtype=np.int32)


def marked(axes: Axes, people: Iterable[str]) -> list[int]:
    """Weights of the P participants: 1 for each of `people`, 0 for the others."""
    chosen = set(people)
    return [int(name in chosen) for name in axes.person]


def price_seats(axes: Axes, seats: Iterable[tuple[str, str]]) -> AssignmentCost:
    """Make an assignment cost of 1 for each of N (participant, set) seats, all different."""
    rows = [(*axes.set_place[set_id], axes.person[person]) for person, set_id in seats]
    r, s, p = (ints(row[column] for row in rows) for column in range(3))
    return AssignmentCost(round=r, person=p, set=s, cost=np.ones_like(p))


def price_other_seats(axes: Axes, locks: Mapping[tuple[str, str], int]) -> AssignmentCost:
    """Make an assignment cost for every seat of a round but one: for (participant, set) the price of any other."""
    places = [axes.set_place[set_id] for _, set_id in locks]
    lock = np.repeat(np.arange(len(locks)), [axes.sets[r] for r, _ in places])
    begin = np.flatnonzero(np.diff(lock, prepend=-1))
    s = np.arange(len(lock)) - begin[lock]
    rounds, own = (ints(place[k] for place in places) for k in (0, 1))
    other = s != own[lock]
    person, cost = ints(axes.person[name] for name, _ in locks), ints(locks.values())
    return AssignmentCost(rounds[lock[other]], person[lock[other]], s[other].astype(np.int32), cost[lock[other]])


def price_visits(axes: Axes, costs: Mapping[tuple[str, str], Callable[[str, datetime], int]]) -> VisitOption:
    """Make a visit option that prices some visits.

    Parameters
    ----------
    costs : mapping of (str, str) to callable
        For a set id and an activity id ``cost(host, start)``, the price of making that visit so.
    """
    row = np.full(len(axes.visits), -1, dtype=np.int32)
    table = np.zeros((max(1, len(costs)), len(axes.options)), dtype=np.int32)
    rows = {key: index for index, key in enumerate(costs)}
    for v, place in enumerate(axes.visits):
        key = (axes.set_ids[place.round][place.set], place.activity.id)
        if key in costs:
            row[v] = rows[key]
            for o in axes.menu(v):
                option = axes.options[o]
                table[row[v], o] = costs[key](axes.scenario.hosts[option.host].id, option.start)
    return VisitOption(row, table)


def price_range(axes: Axes, rounds: Iterable[str], weight: Sequence[int], free: int) -> SetRange:
    """Make a set range that prices each unit above `free`, where participants weigh ``weight[p]``."""
    weights = np.array(weight, dtype=np.int32)
    heaviest = int(np.sort(weights)[-_largest_size(axes) :].sum())
    table = np.maximum(np.arange(heaviest + 1, dtype=np.int32) - np.int32(free), 0)
    row = np.where(axes.round_mask(rounds), 0, -1).astype(np.int32)
    return SetRange(weights, table[None, :], row)


def price_spread(
    axes: Axes, rounds: Iterable[str], groups: Collection[Iterable[str]], cost: Callable[[int], int]
) -> SetSpread:
    """Make a set spread: ``cost(n)`` for every set of `rounds` whose members come from `n` of the K `groups`."""
    value_of = np.full(axes.people_count, -1, dtype=np.int32)
    for value, people in enumerate(groups):
        value_of[[axes.person[name] for name in people]] = value
    chosen = axes.round_mask(rounds)[:, None] & (np.arange(axes.widest) < axes.sets[:, None])
    table = ints(cost(span) for span in range(len(groups) + 1))
    return SetSpread(value_of, table[None, :], np.where(chosen, 0, -1).astype(np.int32))
