"""Bounds on what people see: by everyone's own least cost, whatever the others do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from cohortplan.primitives import Bools, Ints, Longs, PersonMark, PersonSpread, PersonSum
from cohortplan.problem import Problem, Term
from cohortplan.solvers.bounds.base import Bound


@dataclass(frozen=True, eq=False)
class Trips:
    """How many visits people make.

    Attributes
    ----------
    low, high : int64 array (R, P)
        Fewest and most visits of each participant in each round.
    most : int
        Most visits anyone makes in all.
    """

    low: Longs
    high: Longs
    most: int

    @classmethod
    @lru_cache(maxsize=1)
    def of(cls, problem: Problem) -> Trips:
        """Count what each allowed set does."""
        visits = np.zeros((len(problem.axes.sets), problem.axes.widest), dtype=np.int64)
        for place in problem.axes.visits:
            visits[place.round, place.set] += 1
        low, high = between(problem, visits)
        return cls(low, high, int(high.sum(axis=0).max(initial=0)))


def between(problem: Problem, amount: Longs) -> tuple[Longs, Longs]:
    """Return the least and the most of the sets' amounts (R, S) that each participant may get in each round: (R, P)."""
    menus, seated = problem.seats.menus, problem.seats.seated
    ends = []
    for worst, choose in ((np.iinfo(np.int64).max, np.min), (-1, np.max)):
        by_menu = [choose(np.where(menus, row, worst), axis=1) for row in amount]
        rows = np.stack([each[menu] for each, menu in zip(by_menu, problem.seats.menu, strict=True)])
        ends.append(np.where(seated, rows, 0))
    return ends[0], ends[1]


def own_marks(problem: Problem, term: Term) -> Iterator[Bound]:
    """Bound a person mark by the cheapest number of visits with each mark that each person can make."""
    shape = term.shape
    if not isinstance(shape, PersonMark) or not shape.row.size:
        return
    reaches = _Reaches(problem, shape.mark, len(shape.row))
    value = int(shape.table[shape.row[shape.row >= 0], 0].sum(dtype=np.int64))
    # Where nobody has to carry a mark, and not to carry it is cheapest, nothing is gained by looking closer.
    idle = np.append(shape.table[:, 0] == shape.table.min(axis=1), True)
    for m in np.flatnonzero(reaches.forced | ~idle[shape.row].all(axis=1)).tolist():
        who = np.flatnonzero(shape.row[m] >= 0)
        table = shape.table[shape.row[m, who]]
        low, high = (each[who] for each in reaches.of(m))
        value += int((_least(table, low, high) - table[:, 0]).sum())
    yield Bound(term.rule, value, "Everyone makes the cheapest number of visits that can be made, of every kind.")


def own_spread(problem: Problem, term: Term) -> Iterator[Bound]:
    """Bound a person spread by the cheapest number of different marks that each person can see."""
    shape = term.shape
    if not isinstance(shape, PersonSpread):
        return
    who = np.flatnonzero(shape.row >= 0)
    offered = np.concatenate([np.zeros(0, dtype=np.int32), *{id(c): c for c in problem.choices}.values()])
    marks = np.unique(shape.mark[offered])
    high = np.minimum(Trips.of(problem).high.sum(axis=0), (marks >= 0).sum())[who]
    least = _least(shape.table[shape.row[who]], np.zeros_like(high), high)
    yield Bound(term.rule, int(least.sum()), "Nobody sees more than there is, or more than they make visits.")


def own_sum(problem: Problem, term: Term) -> Iterator[Bound]:
    """Bound a person sum by the cheapest total that each person's nearest and farthest hosts allow."""
    shape = term.shape
    if not isinstance(shape, PersonSum):
        return
    value = 0
    for kind in np.unique(shape.kind[shape.row >= 0]).tolist():
        who = np.flatnonzero((shape.row >= 0) & (shape.kind == kind))
        low, high = (ends[:, who].sum(axis=0) for ends in _sums(problem, shape.weight[kind]))
        value += int(_least(shape.table[shape.row[who]], low, high).sum())
    yield Bound(term.rule, value, "Nobody's visits add up to less than if each went to the best host for them.")


def _sums(problem: Problem, weight: Ints) -> tuple[Longs, Longs]:
    """Return the least and the most that each participant's visits of each round may weigh: int64 arrays (R, P)."""
    least, most = (np.zeros((len(problem.axes.sets), problem.axes.widest), dtype=np.int64) for _ in range(2))
    ends: dict[int, tuple[int, int]] = {}
    for place, choices in zip(problem.axes.visits, problem.choices, strict=True):
        if id(choices) not in ends:
            ends[id(choices)] = int(weight[choices].min()), int(weight[choices].max())
        low, high = ends[id(choices)]
        least[place.round, place.set] += low
        most[place.round, place.set] += high
    return between(problem, least)[0], between(problem, most)[1]


def _least(table: Ints, low: Longs, high: Longs) -> Longs:
    """Return the least entry of each table row (N, L) from one amount to another: int64 array (N,)."""
    amount = np.arange(int(high.max(initial=0)) + 1)
    cost = table[:, np.minimum(amount, table.shape[1] - 1)].astype(np.int64)
    open_ = (low[:, None] <= amount) & (amount <= high[:, None])
    least: Longs = np.where(open_, cost, np.iinfo(np.int64).max).min(axis=1)
    return least


class _Reaches:
    """How many visits with a mark each person can make at least and at most.

    Attributes
    ----------
    forced : bool array (M,)
        Marks that some visits carry wherever they go.
    """

    def __init__(self, problem: Problem, mark: Ints, marks: int) -> None:
        self._problem = problem
        self.forced = np.zeros(marks, dtype=bool)
        self._visits: list[tuple[Bools, int, Longs]] = []
        self._shape = shape = (len(problem.axes.sets), problem.axes.widest)
        counts: dict[int, Longs] = {}
        for place, choices in zip(problem.axes.visits, problem.choices, strict=True):
            if id(choices) not in counts:
                counts[id(choices)] = np.zeros(shape, dtype=np.int64)
                here = np.bincount(mark[choices] + 1, minlength=marks + 1) > 0
                only = int(mark[choices[0]]) if here.sum() == 1 else -1
                if only >= 0:
                    self.forced[only] = True
                self._visits.append((here[1:], only, counts[id(choices)]))
            counts[id(choices)][place.round, place.set] += 1

    def of(self, m: int) -> tuple[Longs, Longs]:
        """Return the fewest and the most visits with mark m: int64 arrays (P,)."""
        must = sum((count for _, only, count in self._visits if only == m), start=np.zeros(1, dtype=np.int64))
        may = sum((count for here, _, count in self._visits if here[m]), start=np.zeros(1, dtype=np.int64))
        must, may = (np.broadcast_to(each, self._shape) for each in (must, may))
        low, high = between(self._problem, must)[0], between(self._problem, may)[1]
        return low.sum(axis=0), high.sum(axis=0)
