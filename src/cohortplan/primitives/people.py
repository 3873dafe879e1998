"""The cost shapes over who sits with whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from cohortplan.primitives.axes import Axes, Bools, Ints
from cohortplan.primitives.decision import Decision, sizes
from cohortplan.primitives.pairs import PairRows, met_pairs
from cohortplan.primitives.tables import look_up


def weigh(decision: Decision, axes: Axes, weight: Ints) -> Ints:
    """Sum of the weights of each set's members: int32 array (R, S)."""
    totals = np.zeros((len(decision.seat), axes.widest), dtype=np.int32)
    for r, seats in enumerate(decision.seat):
        placed = seats >= 0
        totals[r] = np.bincount(seats[placed], weights=weight[placed], minlength=axes.widest)
    return totals


@dataclass(frozen=True, eq=False)
class AssignmentCost:
    """Price of a participant sitting in a set: sparse rows (round, person, set, cost), each int32 array (N,)."""

    name: ClassVar[str] = "assignment cost"
    round: Ints
    person: Ints
    set: Ints
    cost: Ints

    def value(self, decision: Decision, axes: Axes) -> int:
        """Sum of the costs of the seats taken."""
        del axes
        return int(self.cost[decision.seat[self.round, self.person] == self.set].sum())


@dataclass(frozen=True, eq=False)
class SetCount:
    """Price of what a set's members weigh together, which may depend on how many they are.

    Attributes
    ----------
    weight : int32 array (P,)
        Non-negative weight of each participant.
    table : int32 array (T, Z, L)
        Cost of a set of a size with a total weight, both clipped to the table; Z = 1 where size does not matter.
    row : int32 array (R, S)
        Table row of each set, -1 where the set is not priced.
    """

    name: ClassVar[str] = "set count"
    weight: Ints
    table: Ints
    row: Ints

    def value(self, decision: Decision, axes: Axes) -> int:
        """Sum of the costs of the sets' totals."""
        totals = weigh(decision, axes, self.weight)
        used = self.row >= 0
        size = np.minimum(sizes(decision, axes)[used], self.table.shape[1] - 1)
        total = np.minimum(totals[used], self.table.shape[2] - 1)
        return int(self.table[self.row[used], size, total].sum())


@dataclass(frozen=True, eq=False)
class SetRange:
    """Price of how much more the members of a round's heaviest set weigh than those of its lightest.

    Attributes
    ----------
    weight : int32 array (P,)
        Non-negative weight of each participant.
    table : int32 array (T, L)
        Cost of a difference.
    row : int32 array (R,)
        Table row of each round, -1 where the round is not priced.
    """

    name: ClassVar[str] = "set range"
    weight: Ints
    table: Ints
    row: Ints

    def value(self, decision: Decision, axes: Axes) -> int:
        """Sum of the costs of the rounds' differences."""
        totals = weigh(decision, axes, self.weight)
        exists = np.arange(axes.widest)[None, :] < axes.sets[:, None]
        heaviest = np.where(exists, totals, 0).max(axis=1)
        lightest = np.where(exists, totals, np.iinfo(np.int32).max).min(axis=1)
        return look_up(self.table, self.row, heaviest - lightest)


@dataclass(frozen=True, eq=False)
class SetSpread:
    """Price of how many different values a set's members have.

    Attributes
    ----------
    value_of : int32 array (P,)
        Value 0 .. K-1 of each participant, -1 for none.
    table : int32 array (T, K + 1)
        Cost of a number of different values.
    row : int32 array (R, S)
        Table row of each set, -1 where the set is not priced.
    """

    name: ClassVar[str] = "set spread"
    value_of: Ints
    table: Ints
    row: Ints

    def value(self, decision: Decision, axes: Axes) -> int:
        """Sum of the costs of the sets' numbers of values."""
        seen = np.zeros((*decision.seat.shape[:1], axes.widest, self.table.shape[1]), dtype=bool)
        for r, seats in enumerate(decision.seat):
            counted = (seats >= 0) & (self.value_of >= 0)
            seen[r, seats[counted], self.value_of[counted]] = True
        return look_up(self.table, self.row, seen.sum(axis=2).astype(np.int32))


@dataclass(frozen=True, eq=False)
class PairWeight:
    """Price of two people sharing a set, or not, each round: sparse rows of pairs, int32 arrays (N,).

    Attributes
    ----------
    a, b : int32 array (N,)
        The pair.
    same, split : int32 array (N,)
        Cost for each round in which both sit in the same set, or in different sets.
    rounds : bool array (R,)
        The rounds that count.
    """

    name: ClassVar[str] = "pair weight"
    a: Ints
    b: Ints
    same: Ints
    split: Ints
    rounds: Bools

    def value(self, decision: Decision, axes: Axes) -> int:
        """Sum over rounds and pairs."""
        del axes
        seat_a, seat_b = decision.seat[self.rounds][:, self.a], decision.seat[self.rounds][:, self.b]
        both = (seat_a >= 0) & (seat_b >= 0)
        cost = np.where(seat_a == seat_b, self.same, self.split)
        return int((cost * both).sum())


@dataclass(frozen=True, eq=False)
class PairCount:
    """Price of the number of rounds in which two people share a set.

    Attributes
    ----------
    pairs : PairRows
        Table row of each pair, -1 where the pair is not priced.
    table : int32 array (T, R + 1)
        Cost of a number of meetings.
    rounds : bool array (R,)
        The rounds that count.
    """

    name: ClassVar[str] = "pair count"
    pairs: PairRows
    table: Ints
    rounds: Bools

    def value(self, decision: Decision, axes: Axes) -> int:
        """Sum over unordered pairs: what all would cost that never meet, and what meetings change."""
        del axes
        a, b, times = met_pairs(decision, self.rounds)
        row = self.pairs.at(a, b)
        never = self.table[:, 0].astype(np.int64)
        unmet = self.pairs.census[:-1] @ never[: self.pairs.width] - never[row[row >= 0]].sum()
        return int(unmet) + look_up(self.table, row, times)


@dataclass(frozen=True, eq=False)
class PersonContacts:
    """Price of how many different people a participant meets (a *person total*).

    Attributes
    ----------
    pairs : PairRows
        Which pairs count: those with a row of 0, others have -1.
    row : int32 array (P,)
        Table row of each participant, -1 where not priced.
    table : int32 array (T, P + 1)
        Cost of a number of contacts.
    rounds : bool array (R,)
        The rounds that count.
    """

    name: ClassVar[str] = "person contacts"
    pairs: PairRows
    row: Ints
    table: Ints
    rounds: Bools

    def value(self, decision: Decision, axes: Axes) -> int:
        """Sum over participants."""
        a, b, _ = met_pairs(decision, self.rounds)
        counted = self.pairs.at(a, b) >= 0
        met = np.bincount(np.concatenate([a[counted], b[counted]]), minlength=axes.people_count)
        return look_up(self.table, self.row, met.astype(np.int32))
