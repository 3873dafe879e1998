"""The cost shapes over where sets go, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from cohortplan.primitives.axes import Axes, Ints
from cohortplan.primitives.decision import Decision, sizes, visitors
from cohortplan.primitives.tables import look_up


@dataclass(frozen=True, eq=False)
class VisitOption:
    """Price of a visit's host and slot.

    Attributes
    ----------
    row : int32 array (V,)
        Table row of each visit, -1 where not priced.
    table : int32 array (T, O)
        Cost of each option.
    """

    name: ClassVar[str] = "visit option"
    row: Ints
    table: Ints

    def value(self, decision: Decision, axes: Axes) -> int:
        """Sum over visits."""
        del axes
        used = self.row >= 0
        return int(self.table[self.row[used], decision.choice[used]].sum())


@dataclass(frozen=True, eq=False)
class VisitPair:
    """Price of the options that two visits take, such as hosts too far apart for one day.

    Attributes
    ----------
    a, b : int32 array (N,)
        The two visits of each pair.
    spot : int32 array (O,)
        What each option is where prices are looked up, -1 where it costs nothing; X spots in all.
    table : int32 array (X, X)
        Cost of the first visit's spot and the second's.
    """

    name: ClassVar[str] = "visit pair"
    a: Ints
    b: Ints
    spot: Ints
    table: Ints

    def value(self, decision: Decision, axes: Axes) -> int:
        """Sum over pairs of visits."""
        del axes
        first, second = self.spot[decision.choice[self.a]], self.spot[decision.choice[self.b]]
        priced = (first >= 0) & (second >= 0)
        return int(self.table[first[priced], second[priced]].sum())


@dataclass(frozen=True, eq=False)
class HostLoad:
    """Price of what comes together in buckets of options, such as all visits to one host at one time.

    A visit that takes option o adds ``weight`` (times its set's size if `persons`) to each bucket o belongs to.

    Attributes
    ----------
    option, bucket, weight : int32 array (N,)
        The membership rows.
    row : int32 array (B,)
        Table row of each bucket.
    table : int32 array (T, L)
        Cost of an amount; L exceeds the largest amount that prices differently.
    persons : bool
        Whether people are counted instead of visits.
    """

    name: ClassVar[str] = "host load"
    option: Ints
    bucket: Ints
    weight: Ints
    row: Ints
    table: Ints
    persons: bool = False

    def value(self, decision: Decision, axes: Axes) -> int:
        """Sum over buckets."""
        load = np.zeros(len(axes.options), dtype=np.int32)
        size = sizes(decision, axes)
        for v, place in enumerate(axes.visits):
            load[decision.choice[v]] += size[place.round, place.set] if self.persons else 1
        amount = np.zeros(len(self.row), dtype=np.int32)
        np.add.at(amount, self.bucket, self.weight * load[self.option])
        return look_up(self.table, self.row, amount)


@dataclass(frozen=True, eq=False)
class PersonMark:
    """Price of how often a participant's visits carry a mark (this host, this kind, this sector).

    Attributes
    ----------
    mark : int32 array (O,)
        The mark of each option, -1 for none; M marks in all.
    row : int32 array (M, P)
        Table row of each mark and participant, -1 where not priced.
    table : int32 array (T, L)
        Cost of a number of visits; L exceeds the largest number that prices differently.
    """

    name: ClassVar[str] = "person × host mark"
    mark: Ints
    row: Ints
    table: Ints

    def value(self, decision: Decision, axes: Axes) -> int:
        """Sum over marks and participants."""
        times = np.zeros(self.row.shape, dtype=np.int32)
        for option, members in visitors(decision, axes):
            if self.mark[option] >= 0:
                times[self.mark[option], members] += 1
        return look_up(self.table, self.row, times)


@dataclass(frozen=True, eq=False)
class PersonSum:
    """Price of what a participant's visits add up to, such as minutes of travel (a *person total*).

    Attributes
    ----------
    kind : int32 array (P,)
        What each participant is where weights are looked up, such as where they live; C kinds in all.
    weight : int32 array (C, O)
        Non-negative amount that an option adds for a participant of a kind.
    row : int32 array (P,)
        Table row of each participant, -1 where not priced.
    table : int32 array (T, L)
        Cost of a total; L exceeds the largest total that prices differently.
    """

    name: ClassVar[str] = "person sum"
    kind: Ints
    weight: Ints
    row: Ints
    table: Ints

    def value(self, decision: Decision, axes: Axes) -> int:
        """Sum over participants."""
        total = np.zeros(len(self.row), dtype=np.int32)
        for option, members in visitors(decision, axes):
            total[members] += self.weight[self.kind[members], option]
        return look_up(self.table, self.row, total)


@dataclass(frozen=True, eq=False)
class PersonSpread:
    """Price of how many different marks a participant's visits carry (a *person total*).

    Attributes
    ----------
    mark : int32 array (O,)
        The mark of each option, -1 for none; M marks in all.
    row : int32 array (P,)
        Table row of each participant, -1 where not priced.
    table : int32 array (T, M + 1)
        Cost of a number of different marks.
    """

    name: ClassVar[str] = "person spread"
    mark: Ints
    row: Ints
    table: Ints

    def value(self, decision: Decision, axes: Axes) -> int:
        """Sum over participants."""
        seen = np.zeros((len(self.row), int(self.mark.max(initial=-1)) + 1), dtype=bool)
        for option, members in visitors(decision, axes):
            if self.mark[option] >= 0:
                seen[members, self.mark[option]] = True
        return look_up(self.table, self.row, seen.sum(axis=1).astype(np.int32))
