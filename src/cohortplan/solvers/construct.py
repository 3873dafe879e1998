"""A first decision in milliseconds: a stratified deal of people, then a greedy choice of hosts.

Plain numpy. People are dealt in lexicographic order of all they are counted for, so that each set gets its share of
every attribute at once; ties go to the set whose members have met the person least. Visits take, one after another,
the option that adds least by the prices that are cheap to look up.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from cohortplan.primitives import (
    OUT,
    Axes,
    Bools,
    Decision,
    HostLoad,
    Ints,
    PairWeight,
    PersonMark,
    SetCount,
    VisitOption,
)
from cohortplan.problem import AllowedSets, Problem, Term

Reals = npt.NDArray[np.float64]

#: Up to so many people are dealt one by one, each where they have met the fewest.
FEW = 1000
#: What one unit of a hard rule weighs against one of soft cost here.
_HARD = 1e6
#: What an earlier meeting weighs against one unit of soft cost.
_MEETING = 1.0


def construct(problem: Problem, seed: int, hint: Decision | None = None) -> Decision:
    """Make a complete decision.

    Parameters
    ----------
    seed : int
        The one source of randomness.
    hint : Decision, optional
        What it seats where `problem.seats` allows and chooses among `problem.choices` is kept.

    Returns
    -------
    Decision
        Everyone who takes part sits in an allowed set, every visit takes one of its choices.
    """
    rng = np.random.default_rng(seed)
    seat = _deal_all(problem, rng, None if hint is None else hint.seat)
    choice = _choose_all(problem, rng, seat, None if hint is None else hint.choice)
    return Decision(seat, choice)


def _deal_all(problem: Problem, rng: np.random.Generator, hint: Ints | None) -> Ints:
    axes = problem.axes
    seat = np.full(axes.attends.shape, OUT, dtype=np.int32)
    ranks = strata(problem)
    few = axes.people_count <= FEW
    meetings = np.zeros((axes.people_count if few else 0,) * 2)
    for r in range(len(seat)):
        seats = problem.seats
        if hint is not None:
            kept = np.flatnonzero((hint[r] >= 0) & seats.menus[seats.menu[r], hint[r]])
            seat[r, kept] = hint[r, kept]
        room = _room(axes, r, int(seats.seated[r].sum()))
        order = _order(seats.width[r], ranks, rng)
        if few:
            most = np.array([spec.most for spec in axes.scenario.rounds[r].sets], dtype=np.int32)
            _deal(seat[r], seats.round(r), room, most, order, meetings + _aversion(problem, r), rng)
            meetings += _MEETING * ((seat[r][:, None] == seat[r][None, :]) & (seat[r] >= 0)[:, None])
        else:
            _deal_in_laps(seat[r], seats, r, room, order, rng)
    return seat


def strata(problem: Problem) -> Ints:
    """Rank of each participant in lexicographic order of what the set counts weigh: int array (P,)."""
    weights = [term.shape.weight for term in problem.terms if isinstance(term.shape, SetCount)]
    if not weights:
        return np.zeros(problem.axes.people_count, dtype=np.int32)
    _, rank = np.unique(np.stack(weights, axis=1), axis=0, return_inverse=True)
    return rank.ravel().astype(np.int32)


def _order(width: Ints, ranks: Ints, rng: np.random.Generator) -> Ints:
    """Order in which people are dealt: those with little choice first, then by stratum, at random within it."""
    bound = width < width.max(initial=0)
    order = np.lexsort((rng.random(len(ranks)), ranks, np.where(bound, width, width.max(initial=0))))
    return order[width[order] > 0].astype(np.int32)


def _room(axes: Axes, r: int, people: int) -> Ints:
    """How many members each set is to get: as even as least and most allow, the rest shared out."""
    specs = axes.scenario.rounds[r].sets
    room = np.array([spec.least for spec in specs])
    most = np.array([spec.most for spec in specs])
    while room.sum() < people:
        open_sets = room < most if (room < most).any() else np.ones(len(room), dtype=bool)
        room[np.flatnonzero(open_sets)[np.argmin(room[open_sets])]] += 1
    return room.astype(np.int32)


def _aversion(problem: Problem, r: int) -> Reals:
    """What it costs that two people share a set of round r, by the pair weights: (P, P)."""
    people = problem.axes.people_count
    cost = np.zeros((people, people))
    for term in problem.terms:
        if isinstance(term.shape, PairWeight) and term.shape.rounds[r]:
            extra = _level(term) * (term.shape.same - term.shape.split)
            np.add.at(cost, (term.shape.a, term.shape.b), extra)
            np.add.at(cost, (term.shape.b, term.shape.a), extra)
    return cost


def _level(term: Term) -> float:
    return _HARD if term.hard else float(term.weight)


def _deal(
    seats: Ints, allowed: Bools, room: Ints, most: Ints, order: Ints, dislike: Reals, rng: np.random.Generator
) -> None:
    """Seat the people of one round in `order`, each where there is space and nobody to be kept apart from.

    Among such sets the deal goes in laps, in each of which every set with room gets one person.
    """
    sets = len(room)
    taken = np.bincount(seats[seats >= 0], minlength=allowed.shape[1])[:sets]
    lap = np.zeros(sets, dtype=bool)
    for p in order[seats[order] < 0]:
        even = taken >= room
        if (lap | even).all():
            lap[:] = False
        seated = seats >= 0
        cost = np.bincount(seats[seated], weights=dislike[p, seated], minlength=sets)
        ranking = np.lexsort((rng.random(sets), cost, lap, even, cost // _HARD, taken >= most, ~allowed[p, :sets]))
        s = int(ranking[0])
        seats[p] = s
        taken[s] += 1
        lap[s] = True


def _deal_in_laps(seats: Ints, allowed: AllowedSets, r: int, room: Ints, order: Ints, rng: np.random.Generator) -> None:
    """Seat the people of one round in `order`, in laps in each of which every set with room gets one person.

    Quick, whatever the number of people: whom anybody has met, or is to be kept apart from, is not looked at.
    """
    for p in order[(seats[order] < 0) & (allowed.width[r, order] < len(room))].tolist():
        mine = allowed.sets(r, p)
        free = room[mine] - np.bincount(seats[seats >= 0], minlength=len(room))[mine]
        seats[p] = mine[np.argmax(free)]
    room = np.maximum(room - np.bincount(seats[seats >= 0], minlength=len(room)), 0)
    places = np.repeat(np.arange(len(room), dtype=np.int32), room)
    lap = np.concatenate([np.arange(n) for n in room.tolist()])
    places = places[np.lexsort((rng.random(len(places)), lap))]
    waiting = order[seats[order] < 0]
    seats[waiting] = places[np.arange(len(waiting)) % max(1, len(places))]


class _Prices:
    """What each option would add for a visit, given the visits already made, by prices that are quick to look up."""

    def __init__(self, problem: Problem, seat: Ints) -> None:
        self._axes = problem.axes
        self._seat = seat
        self._visits: list[tuple[VisitOption, float]] = []
        self._loads: list[tuple[HostLoad, float, npt.NDArray[np.int64]]] = []
        self._marks: list[tuple[PersonMark, float, npt.NDArray[np.int64]]] = []
        for term in problem.terms:
            shape, level = term.shape, _level(term)
            if isinstance(shape, VisitOption):
                self._visits.append((shape, level))
            elif isinstance(shape, HostLoad):
                self._loads.append((shape, level, np.zeros(len(shape.row), dtype=np.int64)))
            elif isinstance(shape, PersonMark):
                self._marks.append((shape, level, np.zeros(shape.row.shape, dtype=np.int64)))

    def members(self, v: int) -> Ints:
        """Who goes on visit v."""
        place = self._axes.visits[v]
        return np.flatnonzero(self._seat[place.round] == place.set).astype(np.int32)

    def of(self, v: int) -> Reals:
        """Price of every option for visit v: (O,)."""
        members = self.members(v)
        price = np.zeros(len(self._axes.options))
        for visit, level in self._visits:
            if visit.row[v] >= 0:
                price += level * visit.table[visit.row[v]]
        for load, level, amount in self._loads:
            before, row = amount[load.bucket], load.row[load.bucket]
            more = load.weight * (len(members) if load.persons else 1)
            rise = _rise(load.table, row, before, before + more)
            price += level * np.bincount(load.option, weights=rise, minlength=len(price))
        for mark, level, count in self._marks:
            before = count[:, members]
            rise = _rise(mark.table, mark.row[:, members], before, before + 1).sum(axis=1)
            price += level * np.append(rise, 0.0)[mark.mark]
        return price

    def take(self, v: int, option: int) -> None:
        """Make visit v by `option`."""
        members = self.members(v)
        for load, _, amount in self._loads:
            mine = load.option == option
            np.add.at(amount, load.bucket[mine], load.weight[mine] * (len(members) if load.persons else 1))
        for mark, _, count in self._marks:
            if mark.mark[option] >= 0:
                count[mark.mark[option], members] += 1


def _rise(table: Ints, row: npt.NDArray[Any], before: npt.NDArray[Any], after: npt.NDArray[Any]) -> Reals:
    """How much ``table[row, amount]`` rises from one amount to another, 0 where ``row`` is -1."""
    last = table.shape[1] - 1
    rise = table[row, np.minimum(after, last)] - table[row, np.minimum(before, last)]
    return np.where(row >= 0, rise, 0).astype(np.float64)


def _choose_all(problem: Problem, rng: np.random.Generator, seat: Ints, hint: Ints | None) -> Ints:
    prices = _Prices(problem, seat)
    choice = np.full(len(problem.choices), -1, dtype=np.int32)
    for v, options in enumerate(problem.choices):
        if hint is not None and hint[v] in options:
            choice[v] = hint[v]
            prices.take(v, int(hint[v]))
    freedom = np.array([len(options) for options in problem.choices])
    for v in np.lexsort((rng.random(len(freedom)), freedom)):
        if choice[v] < 0:
            options = problem.choices[v]
            price = prices.of(int(v))[options]
            best = options[price == price.min()]
            choice[v] = best[rng.integers(len(best))]
            prices.take(int(v), int(choice[v]))
    return choice
