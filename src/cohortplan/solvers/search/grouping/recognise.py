"""Recognises a problem that is nothing but one grouping of people by what their pairs cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cohortplan.primitives import (
    OUT,
    AssignmentCost,
    Bools,
    Decision,
    HostLoad,
    Ints,
    Longs,
    PairWeight,
    PersonMark,
    PersonSpread,
    PersonSum,
    SetCount,
    VisitOption,
    VisitPair,
)
from cohortplan.problem import Problem, Term
from cohortplan.solvers.bounds.sizes import allowed_sizes, seated

#: Sums of gains within a set keep below this, so that they fit 32 bits.
LARGEST_SUM = 2**30

_OF_VISITS = (VisitOption, HostLoad, PersonMark, PersonSpread, PersonSum, VisitPair)


@dataclass(frozen=True, eq=False)
class Grouping:
    """Put n people into G sets of given sizes, so that the gains of pairs within sets add up to most.

    The maximally diverse grouping problem, for gains of either sign.

    Attributes
    ----------
    round : int
        The round in which they move.
    people : int array (n,)
        The participants who move.
    gain : int32 array (n, n)
        What it saves that two share a set, symmetric, 0 on the diagonal. Halved and rounded as often as sums within
        a set need to fit 32 bits.
    least, most : int64 array (G,)
        Bounds on the sizes of the sets.
    """

    round: int
    people: Longs
    gain: Ints
    least: Longs
    most: Longs

    def take(self, decision: Decision) -> Longs:
        """Return the set of each of the people who move."""
        return decision.seat[self.round, self.people].astype(np.int64)

    def put(self, decision: Decision, group: Longs) -> Decision:
        """Return `decision` with the people who move in the sets given."""
        changed = decision.copy()
        changed.seat[self.round, self.people] = group
        return changed


def is_grouping(problem: Problem) -> bool:
    """Whether `recognise` would find a grouping; takes no time."""
    return _bounds(problem) is not None


def recognise(problem: Problem) -> Grouping | None:
    """Return the grouping that `problem` amounts to, or None if there is more to it.

    There are no visits, people can move in one round only and may sit in each of its sets, soft terms price pairs
    alone, and hard terms do no more than bound the sizes of sets.
    """
    bounds = _bounds(problem)
    if bounds is None:
        return None
    r, people, least, most = bounds
    return Grouping(r, people, _fit(_gain(problem, r, people), int(most.max())), least, most)


def _bounds(problem: Problem) -> tuple[int, Longs, Longs, Longs] | None:
    """Return the round, the people who move, and the least and most members of each set; None if there is more."""
    moving = np.flatnonzero((problem.seats.width > 1).any(axis=1))
    if problem.axes.visits or len(moving) != 1:
        return None
    r = int(moving[0])
    sets = int(problem.axes.sets[r])
    people = np.flatnonzero(seated(problem)[r])
    free = bool((problem.seats.width[r, people] == sets).all())
    if not free or not all(_fits(term, r, people) for term in problem.terms):
        return None
    sizes = allowed_sizes(problem)[r][:sets]
    if not all(len(allowed) and allowed[-1] - allowed[0] == len(allowed) - 1 for allowed in sizes):
        return None
    least = np.array([allowed[0] for allowed in sizes], dtype=np.int64)
    most = np.array([allowed[-1] for allowed in sizes], dtype=np.int64)
    return (r, people, least, most) if least.sum() <= len(people) <= most.sum() else None


def _fits(term: Term, r: int, people: Longs) -> bool:
    """Whether a term is constant, prices pairs, or bounds sizes."""
    shape = term.shape
    if isinstance(shape, PairWeight):
        return not (term.hard and shape.rounds[r] and len(shape.a))
    if isinstance(shape, AssignmentCost):
        return not np.isin(shape.person[(shape.round == r) & (shape.cost > 0)], people).any()
    if isinstance(shape, SetCount):
        counts_heads = shape.table.shape[1] == 1 and bool((shape.weight == 1).all())
        return (term.hard and counts_heads) or bool((shape.row[r] < 0).all())
    return isinstance(shape, _OF_VISITS)


def _gain(problem: Problem, r: int, people: Longs) -> Longs:
    """What sharing a set of round r saves each pair of the people: int64 array (n, n)."""
    count = problem.axes.people_count
    gain = np.zeros((count, count), dtype=np.int64)
    for term in problem.terms:
        shape = term.shape
        if isinstance(shape, PairWeight) and shape.rounds[r]:
            saved = term.weight * (shape.split.astype(np.int64) - shape.same)
            np.add.at(gain, (shape.a, shape.b), saved)
    gain += gain.T
    np.fill_diagonal(gain, 0)
    everyone: Bools = np.zeros(count, dtype=bool)
    everyone[people] = True
    return gain if everyone.all() else gain[np.ix_(people, people)]


def _fit(gain: Longs, widest: int) -> Ints:
    """Halve the gains until sums within the widest set fit, rounding to nearest."""
    largest = int(np.abs(gain).max(initial=0)) * max(1, widest)
    shift = max(0, (largest // LARGEST_SUM).bit_length())
    if shift:
        gain = (gain + (1 << (shift - 1))) >> shift
    return gain.astype(np.int32)


def seats_kept(decision: Decision, grouping: Grouping) -> bool:
    """Whether `decision` seats everyone who moves, in sets of allowed sizes."""
    group = grouping.take(decision)
    if (group == OUT).any():
        return False
    size = np.bincount(group, minlength=len(grouping.least))
    return bool(((grouping.least <= size) & (size <= grouping.most)).all())
