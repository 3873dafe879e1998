"""Good groupings to breed from, and how two of them make a third."""

from __future__ import annotations

import numpy as np

from cohortplan.primitives import Longs

#: A pool is stale after so many fruitless children for each grouping there is room for.
PATIENCE = 5


class Pool:
    """A few groupings with their sums, of which no child repeats one.

    Parameters
    ----------
    room : int
        How many there may be, 2 or more.

    Attributes
    ----------
    values : list of int
        The sum of each.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self.clear()

    def clear(self) -> None:
        """Begin anew."""
        self.values: list[int] = []
        self._groups: list[Longs] = []
        self._fruitless = 0

    @property
    def full(self) -> bool:
        """Whether there are as many as there may be."""
        return len(self.values) >= self._room

    @property
    def stale(self) -> bool:
        """Whether breeding has come to an end: for long nothing better came of it."""
        return self._fruitless > PATIENCE * self._room

    def add(self, value: int, group: Longs) -> None:
        """Put a grouping in; if there is no room, in place of the worst, if it is better and not as good as another."""
        if self.full:
            self._put(int(np.argmin(self.values)), value, group)
        else:
            self.values.append(value)
            self._groups.append(group)

    def breed(self, sets: int, rng: np.random.Generator) -> tuple[tuple[int, int], Longs]:
        """Draw two parents; return them, and a grouping made of both."""
        i, j = (int(k) for k in rng.choice(len(self.values), 2, replace=False))
        return (i, j), cross(self._groups[i], self._groups[j], sets, rng)

    def replace(self, parents: tuple[int, int], value: int, group: Longs) -> None:
        """Put a child in its worse parent's place, if it is better than that and not as good as another."""
        if self._put(min(parents, key=self.values.__getitem__), value, group):
            self._fruitless = 0
        else:
            self._fruitless += 1

    def _put(self, place: int, value: int, group: Longs) -> bool:
        better = value > self.values[place] and value not in self.values
        if better:
            self.values[place], self._groups[place] = value, group
        return better


def cross(first: Longs, second: Longs, sets: int, rng: np.random.Generator) -> Longs:
    """Make a grouping that keeps whole sets of two others in turn, as far as they go together.

    Each time the set is kept that has most members left; it gets the place of a set whose size fits best. Who is left
    over fills up the sets at random. Sizes are those of `first`. After the crossover of P. Galinier and J.-K. Hao,
    *Hybrid evolutionary algorithms for graph coloring*, Journal of Combinatorial Optimization 3(4), 1999.

    Parameters
    ----------
    first, second : int64 arrays (n,)
        The set of each person, below `sets`.
    """
    size = np.bincount(first, minlength=sets)
    child = np.full(len(first), -1, dtype=np.int64)
    places = [int(s) for s in rng.permutation(sets)]
    parents = (first, second) if rng.random() < 0.5 else (second, first)
    for turn in range(sets):
        parent = parents[turn % 2]
        left = child < 0
        counts = np.bincount(parent[left], minlength=sets)
        members = rng.permutation(np.flatnonzero(left & (parent == int(counts.argmax()))))
        place = min(places, key=lambda s: abs(int(size[s]) - len(members)))
        places.remove(place)
        child[members[: size[place]]] = place
    rest = np.flatnonzero(child < 0)
    room = size - np.bincount(child[child >= 0], minlength=sets)
    child[rest] = rng.permutation(np.repeat(np.arange(sets), room))
    return child
