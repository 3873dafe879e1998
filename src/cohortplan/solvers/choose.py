"""A first choice of hosts and slots: visits take, one after another, the option that adds least.

Plain numpy. Only the prices that are quick to look up count: visit options, host loads, person marks.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cohortplan.primitives import HostLoad, Ints, Longs, PersonMark, VisitOption
from cohortplan.problem import Problem, Term
from cohortplan.solvers.bounds.dual import GRAIN
from cohortplan.solvers.bounds.hosts import scarcity
from cohortplan.solvers.certain import bundles
from cohortplan.solvers.merge import merged

Reals = npt.NDArray[np.float64]

#: What one unit of a hard rule weighs against one of soft cost here.
HARD = 1e6


def level(term: Term) -> float:
    """Return what one unit of a term weighs in a first decision."""
    return HARD if term.hard else float(term.weight)


def choose_visits(problem: Problem, rng: np.random.Generator, seat: Ints, hint: Ints | None) -> Ints:
    """Choose an option for every visit: what `hint` chooses where that may be, else what adds least.

    Visits with the fewest choices come first.
    """
    prices = VisitPrices(problem, seat)
    choice = np.full(len(problem.choices), -1, dtype=np.int32)
    for v, options in enumerate(problem.choices):
        if hint is not None and hint[v] in options:
            choice[v] = hint[v]
            prices.take(v, int(hint[v]))
    freedom = np.array([len(options) for options in problem.choices])
    for v in np.lexsort((rng.random(len(freedom)), freedom)):
        if choice[v] < 0:
            options, price = problem.choices[v], prices.of(int(v))
            best = options[price == price.min()]
            choice[v] = best[rng.integers(len(best))]
            prices.take(int(v), int(choice[v]))
    return choice


class VisitPrices:
    """What each choice would add for a visit, given the visits already made.

    Parameters
    ----------
    scarce : bool
        Whether hosts that are in demand cost something, too.
    """

    def __init__(self, problem: Problem, seat: Ints, *, scarce: bool = True) -> None:
        self._problem = problem
        self._seat = seat
        terms = [(term.shape, level(term)) for term in problem.terms]
        self._visits = [(shape, worth) for shape, worth in terms if isinstance(shape, VisitOption)]
        leader = bundles(problem)
        self._leads = leader == np.arange(len(leader))
        self._marks = [_Marks(shape, worth, leader) for shape, worth in terms if isinstance(shape, PersonMark)]
        self._dear = (
            scarcity(problem)[problem.axes.option_host] / GRAIN if scarce else np.zeros(len(problem.axes.options))
        )
        loads = [(shape, worth) for shape, worth in terms if isinstance(shape, HostLoad)]
        self._loads = _Loads(loads, len(problem.axes.options))

    def members(self, v: int) -> Longs:
        """Who goes on visit v."""
        place = self._problem.axes.visits[v]
        return np.flatnonzero(self._seat[place.round] == place.set)

    def of(self, v: int) -> Reals:
        """Price of each of visit v's choices."""
        members, options = self.members(v), self._problem.choices[v]
        price = self._loads.of(len(members))[options] + self._dear[options]
        for visit, worth in self._visits:
            if visit.row[v] >= 0:
                price += worth * visit.table[visit.row[v], options]
        leading = members[self._leads[members]]
        for mark in self._marks:
            price += mark.of(leading, options)
        return price

    def take(self, v: int, option: int) -> None:
        """Make visit v by `option`."""
        members = self.members(v)
        self._loads.take(option, len(members))
        for mark in self._marks:
            mark.take(members[self._leads[members]], option)


class _Marks:
    """One person mark."""

    def __init__(self, shape: PersonMark, worth: float, leader: Ints) -> None:
        self._mark = shape.mark
        row, table = merged(shape.row, shape.table.astype(np.int64), leader)
        self._row = np.ascontiguousarray(row.T)
        # The price of one visit more, by row and number of visits; what is not priced has the last row.
        rise = np.diff(table, axis=1, append=table[:, -1:])
        self._rise = worth * np.concatenate([rise, np.zeros((1, rise.shape[1]))])
        self._count = np.zeros(self._row.shape, dtype=np.int64)

    def of(self, members: Longs, options: Ints) -> Reals:
        """Price of each option for such members."""
        times = np.minimum(self._count[members], self._rise.shape[1] - 1)
        rise: Reals = self._rise[self._row[members], times].sum(axis=0)
        return np.append(rise, 0.0)[self._mark[options]]

    def take(self, members: Longs, option: int) -> None:
        """Count a visit."""
        if self._mark[option] >= 0:
            self._count[members, self._mark[option]] += 1


class _Loads:
    """All host loads: for sets of each size what each option would add, kept up while visits are made."""

    def __init__(self, shapes: Sequence[tuple[HostLoad, float]], options: int) -> None:
        self._options = options
        blocks: list[Ints] = [np.zeros((4, 0), dtype=np.int32)]
        tables: list[Reals] = [np.zeros(0)]
        first: list[Longs] = [np.zeros(0, dtype=np.int64)]
        last: list[Longs] = [np.zeros(0, dtype=np.int64)]
        buckets = length = 0
        for shape, worth in shapes:
            priced = shape.row[shape.bucket] >= 0
            persons = np.full(int(priced.sum()), shape.persons)
            rows = (shape.option[priced], shape.bucket[priced] + buckets, shape.weight[priced], persons)
            blocks.append(np.stack(rows).astype(np.int32))
            first.append(length + shape.row.astype(np.int64) * shape.table.shape[1])
            last.append(np.full(len(shape.row), shape.table.shape[1] - 1, dtype=np.int64))
            tables.append(shape.table.ravel() * np.float64(worth))
            buckets, length = buckets + len(shape.row), length + shape.table.size
        self._option, self._bucket, self._weight, self._persons = np.concatenate(blocks, axis=1)
        self._table, self._first, self._last = (np.concatenate(parts) for parts in (tables, first, last))
        self._amount = np.zeros(buckets, dtype=np.int64)
        self._by_option = Index(self._option, options)
        self._by_bucket = Index(self._bucket, buckets)
        self._price: dict[int, Reals] = {}

    def of(self, people: int) -> Reals:
        """Price of each option for a set of so many people: (O,), not to be changed."""
        if people not in self._price:
            rise = self._rise(np.arange(len(self._option)), people)
            self._price[people] = np.bincount(self._option, rise, self._options).astype(np.float64)
        return self._price[people]

    def _more(self, rows: Longs, people: int) -> Longs:
        """Return what each membership would add to its bucket."""
        more: Longs = self._weight[rows] * np.where(self._persons[rows], people, 1).astype(np.int64)
        return more

    def _rise(self, rows: Longs, people: int) -> Reals:
        bucket = self._bucket[rows]
        before, first, last = self._amount[bucket], self._first[bucket], self._last[bucket]
        after = before + self._more(rows, people)
        rise: Reals = self._table[first + np.minimum(after, last)] - self._table[first + np.minimum(before, last)]
        return rise

    def take(self, option: int, people: int) -> None:
        """Let a set of so many people take an option, and price anew what shares a bucket with it."""
        mine = self._by_option.rows(option)
        if not len(mine):
            return
        shared = np.concatenate([self._by_bucket.rows(int(b)) for b in np.unique(self._bucket[mine])])
        for size, price in self._price.items():
            np.subtract.at(price, self._option[shared], self._rise(shared, size))
        np.add.at(self._amount, self._bucket[mine], self._more(mine, people))
        for size, price in self._price.items():
            np.add.at(price, self._option[shared], self._rise(shared, size))


class Index:
    """Where each of `count` values stands in an array."""

    def __init__(self, values: Ints, count: int) -> None:
        self._order = np.argsort(values, kind="stable")
        self._start = np.searchsorted(values[self._order], np.arange(count + 1))

    def rows(self, value: int) -> Longs:
        """Return the places of one value, ascending."""
        return self._order[self._start[value] : self._start[value + 1]]
