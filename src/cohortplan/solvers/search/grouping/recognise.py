"""Recognises a problem that is nothing but one grouping of people by what their pairs cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cohortplan.primitives import (
    OUT,
    AssignmentCost,
    Bools,
    Decision,
    HostLoad,
    Ints,
    PairWeight,
    PersonMark,
    PersonSpread,
    SetCount,
    VisitOption,
)
from cohortplan.problem import Problem, Term
from cohortplan.solvers.bounds.sizes import allowed_sizes, seated

#: Sums of gains within a set keep below this, so that they fit 32 bits.
LARGEST_SUM = 2**30

_OF_VISITS = (VisitOption, HostLoad, PersonMark, PersonSpread)


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
    people: npt.NDArray[np.int64]
    gain: Ints
    least: npt.NDArray[np.int64]
    most: npt.NDArray[np.int64]

    def take(self, decision: Decision) -> npt.NDArray[np.int64]:
        """Return the set of each of the people who move."""
        return decision.seat[self.round, self.people].astype(np.int64)

    def put(self, decision: Decision, group: npt.NDArray[np.int64]) -> Decision:
        """Return `decision` with the people who move in the sets given."""
        changed = decision.copy()
        changed.seat[self.round, self.people] = group
        return changed


def recognise(problem: Problem) -> Grouping | None:
    """Return the grouping that `problem` amounts to, or None if there is more to it.

    There are no visits, people can move in one round only and may sit in each of its sets, soft terms price pairs
    alone, and hard terms do no more than bound the sizes of sets.
    """
    moving = np.flatnonzero((problem.seats.sum(axis=2) > 1).any(axis=1))
    if problem.axes.visits or len(moving) != 1:
        return None
    r = int(moving[0])
    people = np.flatnonzero(seated(problem)[r])
    free = problem.seats[r][people]
    if not free[:, : int(problem.axes.sets[r])].all() or not all(_fits(term, r, people) for term in problem.terms):
        return None
    sizes = allowed_sizes(problem)[r][: int(problem.axes.sets[r])]
    if not all(len(allowed) and allowed[-1] - allowed[0] == len(allowed) - 1 for allowed in sizes):
        return None
    least = np.array([allowed[0] for allowed in sizes], dtype=np.int64)
    most = np.array([allowed[-1] for allowed in sizes], dtype=np.int64)
    if not least.sum() <= len(people) <= most.sum():
        return None
    return Grouping(r, people, _fit(_gain(problem, r, people), int(most.max())), least, most)


def _fits(term: Term, r: int, people: npt.NDArray[np.int64]) -> bool:
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


def _gain(problem: Problem, r: int, people: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
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


def _fit(gain: npt.NDArray[np.int64], widest: int) -> Ints:
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
