"""A first decision in milliseconds: a stratified deal of people, then a greedy choice of hosts.

Plain numpy. People are dealt in lexicographic order of all they are counted for, so that each set gets its share of
every attribute at once; ties go to the set whose members have met the person least. Visits take, one after another,
the option that adds least by the prices that are cheap to look up.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cohortplan.primitives import (
    OUT,
    Axes,
    Bools,
    Decision,
    Ints,
    PairWeight,
    SetCount,
)
from cohortplan.problem import AllowedSets, Problem
from cohortplan.solvers.choose import HARD, choose_visits, level

Reals = npt.NDArray[np.float64]

#: Up to so many people are dealt one by one, each where they have met the fewest.
FEW = 1000
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
    choice = choose_visits(problem, rng, seat, None if hint is None else hint.choice)
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
        room = set_room(axes, r, int(seats.seated[r].sum()))
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


def set_room(axes: Axes, r: int, people: int) -> Ints:
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
            extra = level(term) * (term.shape.same - term.shape.split)
            np.add.at(cost, (term.shape.a, term.shape.b), extra)
            np.add.at(cost, (term.shape.b, term.shape.a), extra)
    return cost


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
        ranking = np.lexsort((rng.random(sets), cost, lap, even, cost // HARD, taken >= most, ~allowed[p, :sets]))
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
