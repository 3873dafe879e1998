"""What it costs to make one more visit, given those made already: exact, for every shape of cost over visits."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from cohortplan.primitives import Ints, Longs, PersonSpread, PersonSum, VisitPair
from cohortplan.problem import Problem
from cohortplan.solvers.choose import Index, Reals, VisitPrices, level


class AllVisitPrices(VisitPrices):
    """What each choice would add for a visit: also what the first choice of hosts leaves out, as it takes longer."""

    def __init__(self, problem: Problem, seat: Ints) -> None:
        super().__init__(problem, seat, scarce=False)
        priced = [(_price(term.shape, len(problem.choices)), level(term)) for term in problem.terms]
        self._others = [(price, worth) for price, worth in priced if price is not None]

    def of(self, v: int) -> Reals:
        """Price of each of visit v's choices."""
        price, members = super().of(v), self.members(v)
        for other, worth in self._others:
            price += worth * other.of(v, members, self._problem.choices[v])
        return price

    def take(self, v: int, option: int) -> None:
        """Make visit v by `option`."""
        super().take(v, option)
        for other, _ in self._others:
            other.take(v, self.members(v), option)


class _Price(Protocol):
    """One shape; asked and told before the visit is made."""

    def of(self, v: int, members: Longs, options: Ints) -> Reals:
        """Return what each option would cost."""
        ...

    def take(self, v: int, members: Longs, option: int) -> None:
        """Take note of a visit."""
        ...


def _price(shape: object, visits: int) -> _Price | None:
    match shape:
        case VisitPair():
            return _Pairs(shape, visits)
        case PersonSum():
            return _Sum(shape)
        case PersonSpread():
            return _Spread(shape)
        case _:
            return None


class _Pairs:
    def __init__(self, shape: VisitPair, visits: int) -> None:
        self._shape = shape
        self._of_a, self._of_b = Index(shape.a, visits), Index(shape.b, visits)
        # Nothing is priced with a visit that is not made yet.
        self._spot = np.full(visits, -1, dtype=np.int32)

    def of(self, v: int, members: Longs, options: Ints) -> Reals:
        del members
        shape, cost = self._shape, np.zeros(len(options))
        mine, free = shape.spot[options], shape.spot[options] < 0
        for other in self._spot[shape.b[self._of_a.rows(v)]]:
            cost += np.where(free | (other < 0), 0, shape.table[mine, other])
        for other in self._spot[shape.a[self._of_b.rows(v)]]:
            cost += np.where(free | (other < 0), 0, shape.table[other, mine])
        return cost

    def take(self, v: int, members: Longs, option: int) -> None:
        del members
        self._spot[v] = self._shape.spot[option]


class _Sum:
    def __init__(self, shape: PersonSum) -> None:
        self._shape = shape
        self._total = np.zeros(len(shape.row), dtype=np.int64)

    def of(self, v: int, members: Longs, options: Ints) -> Reals:
        del v
        shape, members = self._shape, members[self._shape.row[members] >= 0]
        before = self._total[members][:, None]
        after = before + shape.weight[np.ix_(shape.kind[members], options)]
        table, row, last = shape.table.astype(np.float64), shape.row[members][:, None], shape.table.shape[1] - 1
        rise: Reals = (table[row, np.minimum(after, last)] - table[row, np.minimum(before, last)]).sum(axis=0)
        return rise

    def take(self, v: int, members: Longs, option: int) -> None:
        del v
        self._total[members] += self._shape.weight[self._shape.kind[members], option]


class _Spread:
    def __init__(self, shape: PersonSpread) -> None:
        self._shape = shape
        self._seen = np.zeros((len(shape.row), int(shape.mark.max(initial=-1)) + 1), dtype=bool)

    def of(self, v: int, members: Longs, options: Ints) -> Reals:
        del v
        shape, members = self._shape, members[self._shape.row[members] >= 0]
        marks = shape.mark[options]
        if not self._seen.shape[1]:
            return np.zeros(len(options))
        new = ~self._seen[np.ix_(members, marks)] & (marks >= 0)
        table, row, count = shape.table.astype(np.float64), shape.row[members], self._seen[members].sum(axis=1)
        rise: Reals = (table[row[:, None], count[:, None] + new] - table[row, count][:, None]).sum(axis=0)
        return rise

    def take(self, v: int, members: Longs, option: int) -> None:
        del v
        if self._shape.mark[option] >= 0:
            self._seen[members, self._shape.mark[option]] = True
