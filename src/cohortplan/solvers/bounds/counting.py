"""Counting arguments on how many pairs can meet at all, and how many meetings cannot be avoided."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from cohortplan.primitives import Bools, Ints
from cohortplan.problem import Problem
from cohortplan.solvers.bounds.sizes import allowed_sizes, seated

Value = Callable[[int], int]


def pairs(size: int) -> int:
    """Number of pairs in a set."""
    return size * (size - 1) // 2


def even_split(boxes: int, size: int) -> int:
    """Fewest pairs that share a box when `size` people come from `boxes` boxes: those of the most even split."""
    each, more = divmod(size, boxes)
    return more * pairs(each + 1) + (boxes - more) * pairs(each)


def _new_pairs(boxes: int, size: int) -> int:
    return pairs(size) - even_split(boxes, size)


def _no_repeats(boxes: int, size: int) -> int:
    return -even_split(boxes, size)


def best_total(sizes: Sequence[Ints], people: int, value: Value) -> int | None:
    """Return the greatest sum of ``value(size)`` over sets whose sizes add up to `people`; None if none do."""
    lowest = np.iinfo(np.int64).min // 2
    best = np.full(people + 1, lowest, dtype=np.int64)
    best[0] = 0
    for allowed in sizes:
        after = np.full(people + 1, lowest, dtype=np.int64)
        for n in allowed[allowed <= people].tolist():
            np.maximum(after[n:], best[: people + 1 - n] + value(n), out=after[n:])
        best = after
    return int(best[people]) if best[people] > lowest // 2 else None


class Meetings:
    """What counting says about meetings in some rounds of a problem."""

    def __init__(self, problem: Problem, rounds: Bools) -> None:
        self._sizes = allowed_sizes(problem)
        self._seated = seated(problem)
        self._problem = problem
        self.rounds = [int(r) for r in np.flatnonzero(rounds)]

    def _extreme(self, r: int, value: Value) -> int:
        found = best_total(self._sizes[r], int(self._seated[r].sum()), value)
        return 0 if found is None else found

    def fewest(self) -> int:
        """Fewest meetings: pairs sharing a set, summed over rounds."""
        return -sum(self._extreme(r, lambda size: -pairs(size)) for r in self.rounds)

    def most(self) -> int:
        """Most meetings."""
        return sum(self._extreme(r, pairs) for r in self.rounds)

    def most_pairs(self) -> int:
        """Most different pairs that can meet.

        After any one round, a set drawn from its sets repeats at least the pairs of the most even split; someone
        who missed that round counts as a set of one.
        """
        if not self.rounds:
            return 0
        return min(self._most_after(first) for first in self.rounds)

    def _most_after(self, first: int) -> int:
        total = self._extreme(first, pairs)
        for r in self.rounds:
            if r != first:
                total += self._extreme(r, partial(_new_pairs, self._boxes(first, r)))
        return total

    def fewest_repeats(self) -> int:
        """Fewest meetings of pairs that met in an earlier round, each counted once."""
        return max((self._repeats_after(first) for first in self.rounds), default=0)

    def _repeats_after(self, first: int) -> int:
        total = 0
        for r in self.rounds:
            if r != first:
                total -= self._extreme(r, partial(_no_repeats, self._boxes(first, r)))
        return total

    def _boxes(self, first: int, later: int) -> int:
        newcomers = int((self._seated[later] & ~self._seated[first]).sum())
        return int(self._problem.axes.sets[first]) + newcomers

    def reach(self) -> Ints:
        """Most people each participant can meet, by the sizes of the sets they may sit in: int32 array (P,)."""
        total = np.zeros(self._problem.axes.people_count, dtype=np.int32)
        for r in self.rounds:
            room = np.zeros(self._problem.axes.widest, dtype=np.int32)
            for s, allowed in enumerate(self._sizes[r]):
                room[s] = max(int(allowed[-1]) - 1, 0) if len(allowed) else 0
            total += np.where(self._problem.seats[r], room, 0).max(axis=1)
        return total
