"""Some of the pairs of participants, as bounds count them; without an array over pairs where there are too many."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cohortplan.primitives import Bools, Longs, PairRows

#: Beyond so many participants no matrix over pairs is made, and no pair is called impossible.
MOST_PEOPLE = 1000


@dataclass(frozen=True, eq=False)
class PairSet:
    """Some of the pairs of P participants.

    Attributes
    ----------
    people : int
        P.
    marks : symmetric bool array (P, P), or None
        Which pairs, False on the diagonal; None = all pairs.
    """

    people: int
    marks: Bools | None = None

    def __and__(self, other: PairSet) -> PairSet:
        """Return the pairs in both."""
        if self.marks is None or other.marks is None:
            return self if other.marks is None else other
        return PairSet(self.people, self.marks & other.marks)

    @property
    def count(self) -> int:
        """Number of pairs."""
        return int(self.each.sum()) // 2

    @cached_property
    def each(self) -> Longs:
        """Number of pairs each participant is in: int64 array (P,)."""
        if self.marks is None:
            return np.full(self.people, self.people - 1, dtype=np.int64)
        each: Longs = self.marks.sum(axis=1, dtype=np.int64)
        return each

    def census(self, rows: PairRows) -> Longs:
        """How many of the pairs have each row: int64 array (width + 1,), those without a row at index -1."""
        return rows.census if self.marks is None else self.census_each(rows).sum(axis=0) // 2

    def census_each(self, rows: PairRows) -> Longs:
        """The same for each participant's pairs: int64 array (P, width + 1)."""
        if self.marks is None:
            return rows.census_each
        width = rows.width + 1
        square = np.where(self.marks, rows.square, -2)
        index = (square + 1 + np.arange(self.people)[:, None] * width)[square > -2]
        counts = np.bincount(index, minlength=self.people * width).reshape(self.people, width)
        return np.roll(counts, -1, axis=1)
