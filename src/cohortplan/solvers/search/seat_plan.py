"""Seat plans: rounds without repeats, made by design theory, in which who takes which seat is left to decide."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from cohortplan.primitives import OUT, Bools, Decision, Ints, PairCount
from cohortplan.problem import AllowedSets, Problem
from cohortplan.solvers.construct import construct, strata
from cohortplan.solvers.search.designs import truncated

#: Shares of the moves that leave a design a design: only trades.
TRADES = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0)
#: A design is of use if it gives at least this part of the rounds.
PART = 0.5


class SeatPlan(NamedTuple):
    """People seated on a design, and how to go on from there.

    Attributes
    ----------
    start : Decision
        Complete.
    problem : Problem
        What is left to decide: the seats of a design that is too short for all rounds stay as they are.
    shares : tuple of float, or None
        How often each kind of move is to be tried: only trades where the design gives all rounds.
    """

    start: Decision
    problem: Problem
    shares: tuple[float, ...] | None


def seat_plan(problem: Problem, seed: int, *, in_order: bool = True) -> SeatPlan | None:
    """Seat people on a design, if meetings are priced and there is one for most of the rounds in which they are.

    Neighbouring seats of most designs are in different sets, so people who are alike and sit side by side are spread.

    Parameters
    ----------
    seed : int
        The one source of randomness.
    in_order : bool
        Whether people who are alike take neighbouring seats; else all sit anywhere.

    Returns
    -------
    SeatPlan or None
        Whoever is away leaves their seat empty; the other rounds and the visits are as `construct` has them.
    """
    rounds = _priced(problem)
    sets = problem.axes.sets[rounds]
    people = np.flatnonzero(problem.axes.attends[rounds].any(axis=0))
    if len(sets) < 2 or (sets != sets[0]).any() or sets[0] < 2:
        return None
    even = np.full(sets[0], len(people) // sets[0])
    even[: len(people) % sets[0]] += 1
    design = truncated([even.tolist()] * len(sets), len(people))
    if design is None or design.rounds < PART * len(sets):
        return None
    short = design.rounds < len(sets)
    rounds[np.flatnonzero(rounds)[design.rounds :]] = False
    rng = np.random.default_rng(seed)
    order = np.lexsort((rng.random(len(people)), strata(problem)[people] if in_order else np.zeros(len(people))))
    seat = np.full_like(problem.axes.attends, OUT, dtype=np.int32)
    seat[np.ix_(rounds, people)] = _named(problem, rounds, design.seat)[:, np.argsort(order)]
    seat[~problem.axes.attends] = OUT
    start = construct(problem, seed, Decision(seat, np.full(len(problem.choices), -1, dtype=np.int32)))
    return SeatPlan(start, _pinned(problem, rounds, start), None) if short else SeatPlan(start, problem, TRADES)


def _pinned(problem: Problem, rounds: Bools, start: Decision) -> Problem:
    """Leave people only the seats that they have, in some of the rounds."""
    seats = problem.seats
    menu = np.where(rounds[:, None] & seats.seated, len(seats.menus) + start.seat, seats.menu)
    menus = np.concatenate([seats.menus, np.eye(seats.menus.shape[1], dtype=bool)])
    return replace(problem, seats=AllowedSets.of(menu, menus))


def _priced(problem: Problem) -> Bools:
    """Tell in which rounds the number of meetings of a pair is priced: bool array (R,)."""
    priced = np.zeros(len(problem.axes.sets), dtype=bool)
    for term in problem.terms:
        if isinstance(term.shape, PairCount):
            priced |= term.shape.rounds
    return priced


def _named(problem: Problem, rounds: Bools, design: Ints) -> Ints:
    """Number a design's sets so that, in each round, larger ones are those that may hold more."""
    named = design.copy()
    for row, r in zip(named, np.flatnonzero(rounds), strict=True):
        specs = problem.axes.scenario.rounds[r].sets
        roomy = np.argsort([-spec.most for spec in specs], kind="stable")
        full = np.argsort(-np.bincount(row, minlength=len(specs)), kind="stable")
        number = np.empty(len(specs), dtype=np.int32)
        number[full] = roomy
        row[:] = number[row]
    return named
