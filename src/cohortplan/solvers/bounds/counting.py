"""Counting arguments on how many pairs can meet at all, and how many meetings cannot be avoided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from functools import partial

import numpy as np

from cohortplan.primitives import Bools, Ints
from cohortplan.problem import Problem, remembered
from cohortplan.shape import even_sizes, even_split, pairs, repeats_of_design
from cohortplan.solvers.bounds.sizes import allowed_sizes, seated

Value = Callable[[int], int]

#: What a set of a size adds, given how many earlier sets its members come from.
DrawnValue = Callable[[int, int], int]


def _pairs(boxes: int, size: int) -> int:
    del boxes
    return pairs(size)


def _fewer_pairs(boxes: int, size: int) -> int:
    del boxes
    return -pairs(size)


def _new_pairs(boxes: int, size: int) -> int:
    return pairs(size) - even_split(boxes, size)


def _no_repeats(boxes: int, size: int) -> int:
    return -even_split(boxes, size)


def best_total(sizes: Sequence[Ints], people: int, value: Value) -> int | None:
    """Return the greatest sum of ``value(size)`` over sets whose sizes add up to `people`; None if none do."""
    if all(len(allowed) == 1 for allowed in sizes):
        only = [int(allowed[0]) for allowed in sizes]
        return sum(map(value, only)) if sum(only) == people else None
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
    """What counting says about meetings of some of the people in some rounds.

    Parameters
    ----------
    sizes : sequence of sequences of int32 arrays
        How many of the people each set may hold, by round and set.
    present : bool array (R, P)
        Who of the people sits in some set of each round.
    sets : int32 array (R,)
        Number of sets of each round.
    rounds : bool array (R,)
        The rounds that count.
    """

    def __init__(self, sizes: Sequence[Sequence[Ints]], present: Bools, sets: Ints, rounds: Bools) -> None:
        self._sizes, self._present, self._sets = sizes, present, sets
        self.rounds = [int(r) for r in np.flatnonzero(rounds)]
        self._found: dict[Hashable, int] = {}

    @classmethod
    def of(cls, problem: Problem, rounds: Bools) -> Meetings:
        """Return what counting says about everyone's meetings."""
        return cls(allowed_sizes(problem), seated(problem), problem.axes.sets, rounds)

    def _extreme(self, r: int, value: DrawnValue, boxes: int = 0) -> int:
        """Return the greatest sum of a value over the sets of a round; rounds that are alike are looked at once."""
        people = int(self._present[r].sum())
        key = (people, tuple(allowed.tobytes() for allowed in self._sizes[r]), value, boxes)
        if key not in self._found:
            self._found[key] = best_total(self._sizes[r], people, partial(value, boxes)) or 0
        return self._found[key]

    def fewest(self) -> int:
        """Fewest meetings: pairs sharing a set, summed over rounds."""
        return -sum(self._extreme(r, _fewer_pairs) for r in self.rounds)

    def most(self) -> int:
        """Most meetings."""
        return sum(self._extreme(r, _pairs) for r in self.rounds)

    def most_pairs(self) -> int:
        """Most different pairs that can meet.

        After any one round, a set drawn from its sets repeats at least the pairs of the most even split; someone
        who missed that round counts as a set of one. Where no design avoids repeats, these count as well.
        """
        if not self.rounds:
            return 0
        return min(self.most() - self._design_repeats(), *(self._most_after(first) for first in self.rounds))

    def _most_after(self, first: int) -> int:
        total = self._extreme(first, _pairs)
        for r in self.rounds:
            if r != first:
                total += self._extreme(r, _new_pairs, self._boxes(first, r))
        return total

    def fewest_repeats(self) -> int:
        """Fewest meetings of pairs that met in an earlier round, each counted once."""
        return max([self._design_repeats(), *(self._repeats_after(first) for first in self.rounds)])

    def _repeats_after(self, first: int) -> int:
        total = 0
        for r in self.rounds:
            if r != first:
                total -= self._extreme(r, _no_repeats, self._boxes(first, r))
        return total

    def _boxes(self, first: int, later: int) -> int:
        newcomers = int((self._present[later] & ~self._present[first]).sum())
        return int(self._sets[first]) + newcomers

    def _design_repeats(self) -> int:
        """Fewest repeats, as designs tell, of rounds that split the same people as evenly as can be."""
        splits: Counter[tuple[bytes, int, int]] = Counter()
        for r in self.rounds:
            people, sets = int(self._present[r].sum()), int(self._sets[r])
            even = even_sizes(people, sets)
            if all(len(n) and {int(n[0]), int(n[-1])} <= {even[0], even[-1]} for n in self._sizes[r][:sets]):
                splits[self._present[r].tobytes(), people, sets] += 1
        return max((repeats_of_design(people, sets, n) for (_, people, sets), n in splits.items()), default=0)


@remembered
def meetings_each(problem: Problem, rounds: Bools) -> tuple[Ints, Ints]:
    """Fewest and most meetings of each participant, by the sizes of the sets they may sit in: int32 arrays (P,)."""
    sizes = allowed_sizes(problem)
    least = np.zeros(problem.axes.people_count, dtype=np.int32)
    most = np.zeros_like(least)
    for r in np.flatnonzero(rounds).tolist():
        menus, mine = problem.seats.menus, problem.seats.menu[r]
        fewest, room = (np.array([_others(n, end) for n in sizes[r]], dtype=np.int32) for end in (0, -1))
        least += np.where(menus.any(axis=1), np.where(menus, fewest, np.iinfo(np.int32).max).min(axis=1), 0)[mine]
        most += np.where(menus, room, 0).max(axis=1)[mine]
    return least, most


def _others(sizes: Ints, end: int) -> int:
    """How many others someone finds in a set of the smallest (`end` 0) or largest (-1) of `sizes`."""
    return max(int(sizes[end]) - 1, 0) if len(sizes) else 0
