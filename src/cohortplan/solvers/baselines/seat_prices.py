"""What it costs to seat one more person, given who is seated already: exact, one class for each shape of cost.

Plain numpy; with everyone seated, what all seats were said to cost is what the shapes' values come to.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from cohortplan.primitives import (
    OUT,
    AssignmentCost,
    Ints,
    Longs,
    PairCount,
    PairRows,
    PairWeight,
    PersonContacts,
    Primitive,
    SetCount,
    SetRange,
    SetSpread,
)
from cohortplan.problem import Problem
from cohortplan.solvers.choose import Index, Reals, level


class SeatPrices:
    """What each set would cost one more person.

    Parameters
    ----------
    problem : Problem
        Its shapes over visits are not looked at.

    Attributes
    ----------
    seat : int32 array (R, P)
        Who sits where; `OUT` for those who are not seated yet.
    size : int32 array (R, S)
        Members of each set.
    """

    def __init__(self, problem: Problem) -> None:
        attends = problem.axes.attends
        self.seat: Ints = np.full(attends.shape, OUT, dtype=np.int32)
        self.size: Ints = np.zeros((len(attends), problem.axes.widest), dtype=np.int32)
        self.sets = problem.axes.sets
        priced = [(_price(term.shape, self), level(term)) for term in problem.terms]
        self._prices = [(price, worth) for price, worth in priced if price is not None]

    def of(self, r: int, p: int) -> Reals:
        """Return what each set of a round would cost a person who has no seat in it: (sets of r,)."""
        cost = np.zeros(self.sets[r])
        for price, worth in self._prices:
            cost += worth * price.of(r, p)[: len(cost)]
        return cost

    def take(self, r: int, p: int, s: int) -> None:
        """Seat a person."""
        for price, _ in self._prices:
            price.take(r, p, s)
        self.seat[r, p] = s
        self.size[r, s] += 1

    def beside(self, pairs: PairRows, rounds: Ints, r: int, p: int) -> tuple[Ints, Ints, Ints]:
        """Find the people seated in round r whose meetings with p are priced: who, which row, how often met so far."""
        who = np.flatnonzero(self.seat[r] >= 0).astype(np.int32)
        row = pairs.at(np.minimum(who, p), np.maximum(who, p))
        who, row = who[row >= 0], row[row >= 0]
        own = self.seat[rounds, p][:, None]
        met = ((self.seat[np.ix_(rounds, who)] == own) & (own >= 0)).sum(axis=0)
        return who, row, met.astype(np.int32)

    def by_set(self, r: int, who: Ints, cost: Longs) -> Reals:
        """Sum up what sharing a set with each person costs."""
        return np.bincount(self.seat[r, who], weights=cost, minlength=self.size.shape[1]).astype(np.float64)


class _Price(Protocol):
    """One shape; asked and told before the person is seated."""

    def of(self, r: int, p: int) -> Reals:
        """Return what each set would cost."""
        ...

    def take(self, r: int, p: int, s: int) -> None:
        """Take note of a seat."""
        ...


def _price(shape: Primitive, seats: SeatPrices) -> _Price | None:
    match shape:
        case AssignmentCost():
            return _Assignment(shape, seats)
        case SetCount():
            return _Count(shape, seats)
        case SetRange():
            return _Range(shape, seats)
        case SetSpread():
            return _Spread(shape, seats)
        case PairWeight():
            return _Pairs(shape, seats)
        case PairCount():
            return _Meetings(shape, seats)
        case PersonContacts():
            return _Contacts(shape, seats)
        case _:
            return None


class _Assignment:
    def __init__(self, shape: AssignmentCost, seats: SeatPrices) -> None:
        self._shape, self._sets, self._people = shape, seats.size.shape[1], seats.seat.shape[1]
        self._rows = Index(shape.round * self._people + shape.person, seats.seat.size)

    def of(self, r: int, p: int) -> Reals:
        rows = self._rows.rows(r * self._people + p)
        cost = np.bincount(self._shape.set[rows], self._shape.cost[rows], self._sets)
        return cost.astype(np.float64)

    def take(self, r: int, p: int, s: int) -> None:
        """Nothing depends on it."""


class _Count:
    def __init__(self, shape: SetCount, seats: SeatPrices) -> None:
        self._shape, self._seats = shape, seats
        self._total: Longs = np.zeros(seats.size.shape, dtype=np.int64)

    def of(self, r: int, p: int) -> Reals:
        size, total = self._seats.size[r], self._total[r]
        rise = self._cost(r, size + 1, total + self._shape.weight[p]) - self._cost(r, size, total)
        return np.where(self._shape.row[r] >= 0, rise, 0)

    def _cost(self, r: int, size: Ints, total: Longs) -> Longs:
        _, most, heaviest = self._shape.table.shape
        found = self._shape.table[self._shape.row[r], np.minimum(size, most - 1), np.minimum(total, heaviest - 1)]
        return found.astype(np.int64)

    def take(self, r: int, p: int, s: int) -> None:
        self._total[r, s] += self._shape.weight[p]


class _Range:
    def __init__(self, shape: SetRange, seats: SeatPrices) -> None:
        self._shape, self._sets = shape, seats.sets
        self._total: Longs = np.zeros(seats.size.shape, dtype=np.int64)

    def of(self, r: int, p: int) -> Reals:
        total, row = self._total[r, : self._sets[r]], self._shape.row[r]
        cost = np.zeros(self._total.shape[1])
        if row >= 0:
            after = total + self._shape.weight[p] * np.eye(len(total), dtype=np.int64)
            cost[: len(total)] = self._cost(row, after) - self._cost(row, total[None, :])
        return cost

    def _cost(self, row: int, total: Longs) -> Longs:
        table = self._shape.table
        return table[row, np.minimum(np.ptp(total, axis=1), table.shape[1] - 1)].astype(np.int64)

    def take(self, r: int, p: int, s: int) -> None:
        self._total[r, s] += self._shape.weight[p]


class _Spread:
    def __init__(self, shape: SetSpread, seats: SeatPrices) -> None:
        self._shape = shape
        self._seen = np.zeros((*seats.size.shape, shape.table.shape[1]), dtype=bool)

    def of(self, r: int, p: int) -> Reals:
        value, row, table = self._shape.value_of[p], self._shape.row[r], self._shape.table.astype(np.int64)
        if value < 0:
            return np.zeros(len(row))
        count = self._seen[r].sum(axis=1)
        rise = table[row, count + ~self._seen[r, :, value]] - table[row, count]
        return np.where(row >= 0, rise, 0)

    def take(self, r: int, p: int, s: int) -> None:
        if self._shape.value_of[p] >= 0:
            self._seen[r, s, self._shape.value_of[p]] = True


class _Pairs:
    def __init__(self, shape: PairWeight, seats: SeatPrices) -> None:
        self._shape, self._seats = shape, seats
        people = seats.seat.shape[1]
        self._of_a, self._of_b = Index(shape.a, people), Index(shape.b, people)

    def of(self, r: int, p: int) -> Reals:
        shape, seats = self._shape, self._seats
        if not shape.rounds[r]:
            return np.zeros(seats.size.shape[1])
        first, second = self._of_a.rows(p), self._of_b.rows(p)
        rows, others = np.concatenate([first, second]), np.concatenate([shape.b[first], shape.a[second]])
        seated = seats.seat[r, others] >= 0
        rows, others = rows[seated], others[seated]
        return shape.split[rows].sum() + seats.by_set(r, others, shape.same[rows].astype(np.int64) - shape.split[rows])

    def take(self, r: int, p: int, s: int) -> None:
        """The seats are all it depends on."""


class _Meetings:
    def __init__(self, shape: PairCount, seats: SeatPrices) -> None:
        self._shape, self._seats = shape, seats
        self._rounds = np.flatnonzero(shape.rounds).astype(np.int32)

    def of(self, r: int, p: int) -> Reals:
        if not self._shape.rounds[r]:
            return np.zeros(self._seats.size.shape[1])
        who, row, met = self._seats.beside(self._shape.pairs, self._rounds, r, p)
        table, last = self._shape.table.astype(np.int64), self._shape.table.shape[1] - 1
        rise = table[row, np.minimum(met + 1, last)] - table[row, np.minimum(met, last)]
        return self._seats.by_set(r, who, rise)

    def take(self, r: int, p: int, s: int) -> None:
        """The seats are all it depends on."""


class _Contacts:
    def __init__(self, shape: PersonContacts, seats: SeatPrices) -> None:
        self._shape, self._seats = shape, seats
        self._rounds = np.flatnonzero(shape.rounds).astype(np.int32)
        self._contacts = np.zeros(seats.seat.shape[1], dtype=np.int64)

    def _new(self, r: int, p: int) -> Ints:
        who, _, met = self._seats.beside(self._shape.pairs, self._rounds, r, p)
        return who[met == 0]

    def _rise(self, who: Ints, more: Longs) -> Longs:
        row, table, has = self._shape.row[who], self._shape.table.astype(np.int64), self._contacts[who]
        last = table.shape[1] - 1
        return np.where(row >= 0, table[row, np.minimum(has + more, last)] - table[row, np.minimum(has, last)], 0)

    def of(self, r: int, p: int) -> Reals:
        sets = self._seats.size.shape[1]
        if not self._shape.rounds[r]:
            return np.zeros(sets)
        who = self._new(r, p)
        more = np.bincount(self._seats.seat[r, who], minlength=sets)
        own = self._rise(np.full(sets, p, dtype=np.int32), more)
        return own + self._seats.by_set(r, who, self._rise(who, np.ones(len(who), dtype=np.int64)))

    def take(self, r: int, p: int, s: int) -> None:
        if self._shape.rounds[r]:
            who = self._new(r, p)
            who = who[self._seats.seat[r, who] == s]
            self._contacts[who] += 1
            self._contacts[p] += len(who)
