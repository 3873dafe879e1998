"""Numbers for pairs of participants that need no square array: by groups of people who are alike, with exceptions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from cohortplan.primitives.axes import Ints, Longs
from cohortplan.primitives.decision import Decision

Whole = npt.NDArray[np.integer[Any]]

#: Up to so many pairs, in both orders, meetings are counted in an array that has a place for each.
DENSE = 1 << 22


@dataclass(frozen=True, eq=False)
class PairRows:
    """Table row of each pair of participants, -1 where the pair is not priced.

    Attributes
    ----------
    group : int32 array (P,)
        Group 0 .. G-1 of each participant.
    base : int32 array (G, G)
        Row of the pairs of people of two groups, or of one; symmetric.
    a, b : int32 array (N,)
        The exceptions: pairs with ``a < b``, each once, ascending.
    row : int32 array (N,)
        Row of each exception.
    """

    group: Ints
    base: Ints
    a: Ints
    b: Ints
    row: Ints

    @classmethod
    def of(cls, group: Whole, base: Whole, pairs: tuple[Ints, Ints] | None = None, row: Ints | int = 0) -> PairRows:
        """Make rows by groups and of pairs that are exceptions, given in any order, each once."""
        first, second = pairs if pairs is not None else (np.zeros(0, dtype=np.int32),) * 2
        a, b = np.minimum(first, second), np.maximum(first, second)
        order = np.lexsort((b, a))
        rows = np.broadcast_to(np.asarray(row, dtype=np.int32), a.shape)[order]
        return cls(group.astype(np.int32), base.astype(np.int32), a[order], b[order], rows)

    @property
    def width(self) -> int:
        """One more than the largest row."""
        return max(int(self.base.max(initial=-1)), int(self.row.max(initial=-1))) + 1

    def at(self, a: Ints, b: Ints) -> Ints:
        """Rows of pairs with ``a < b``: int32 arrays (N,) each."""
        found: Ints = self.base[self.group[a], self.group[b]]
        if len(self.a):
            keys = self._keys(a, b)
            place = np.minimum(np.searchsorted(self._exceptions, keys), len(self.a) - 1)
            hit = self._exceptions[place] == keys
            found[hit] = self.row[place[hit]]
        return found

    def among(self, people: Ints) -> PairRows:
        """Return the rows among some participants, given in ascending order and numbered anew in that order."""
        place = np.full(len(self.group), -1, dtype=np.int32)
        place[people] = np.arange(len(people))
        here = (place[self.a] >= 0) & (place[self.b] >= 0)
        return PairRows(self.group[people], self.base, place[self.a[here]], place[self.b[here]], self.row[here])

    @cached_property
    def square(self) -> Ints:
        """Rows of all pairs as a symmetric int32 array (P, P) with -1 on the diagonal, for a few thousand people."""
        square: Ints = self.base[self.group][:, self.group]
        square[self.a, self.b] = self.row
        square[self.b, self.a] = self.row
        np.fill_diagonal(square, -1)
        return square

    @cached_property
    def census(self) -> Longs:
        """How many pairs have each row: int64 array (width + 1,), those that are not priced at the end, at index -1."""
        size = np.bincount(self.group, minlength=len(self.base)).astype(np.int64)
        pairs = np.triu(np.outer(size, size), 1) + np.diag(size * (size - 1) // 2)
        counts = np.zeros(self.width + 1, dtype=np.int64)
        np.add.at(counts, self.base, pairs)
        np.add.at(counts, self.base[self.group[self.a], self.group[self.b]], -1)
        np.add.at(counts, self.row, 1)
        return counts

    @cached_property
    def census_each(self) -> Longs:
        """How many of each participant's pairs have each row: int64 array (P, width + 1), as in `census`."""
        size = np.bincount(self.group, minlength=len(self.base)).astype(np.int64)
        by_group = np.zeros((len(self.base), self.width + 1), dtype=np.int64)
        for row in range(-1, self.width):
            by_group[:, row] = (self.base == row) @ size - (np.diag(self.base) == row)
        counts: Longs = by_group[self.group]
        usual = self.base[self.group[self.a], self.group[self.b]]
        for one in (self.a, self.b):
            np.add.at(counts, (one, usual), -1)
            np.add.at(counts, (one, self.row), 1)
        return counts

    @cached_property
    def _exceptions(self) -> Longs:
        return self._keys(self.a, self.b)

    def _keys(self, a: Ints, b: Ints) -> Longs:
        return a.astype(np.int64) * len(self.group) + b


def met_pairs(decision: Decision, rounds: npt.NDArray[np.bool_]) -> tuple[Ints, Ints, Ints]:
    """Find who shares a set in some of the `rounds`.

    Returns
    -------
    a, b, times : int32 arrays (N,)
        Pairs with ``a < b``, ascending, and in how many of the rounds they share a set.
    """
    people = decision.seat.shape[1]
    keys = np.concatenate([np.zeros(0, dtype=np.int64), *(_beside(row) for row in decision.seat[rounds])])
    found: npt.NDArray[Any]
    if people * people <= DENSE:
        counts = np.bincount(keys, minlength=1)
        found = np.flatnonzero(counts)
        times = counts[found]
    else:
        found, times = np.unique(keys, return_counts=True)
    return (found // people).astype(np.int32), (found % people).astype(np.int32), times.astype(np.int32)


def _beside(row: Ints) -> Longs:
    """Number ``a * P + b`` of each pair ``a < b`` that shares a set in one round."""
    order = np.argsort(row, kind="stable")
    order = order[row[order] >= 0]
    seats, keys = row[order], []
    for distance in range(1, int(np.bincount(seats, minlength=1).max())):
        same = seats[distance:] == seats[:-distance]
        keys.append(order[:-distance][same] * len(row) + order[distance:][same])
    return np.concatenate([np.zeros(0, dtype=np.int64), *keys])
