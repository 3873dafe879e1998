"""Starters: a few base blocks, developed by a group of translations, give every round.

The points are `orbits` copies of an abelian group ``Z_a x Z_b x ...`` and `fixed` further points that no translation
moves. Some base blocks make one round; its translates are as many rounds as the group has elements. They are free of
repeats if and only if the base blocks hold at most one pair of each class, a class being all translates of a pair. A
block that has one point in every copy is spread, by its translates alone, over all points: it makes one more round.
(Bose 1939 calls this the method of symmetrically repeated differences, Anderson 1997 *starters*.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import prod

import numpy as np

from cohortplan.primitives import Bools, Ints
from cohortplan.solvers.search.designs.base import seated

Block = tuple[int, ...]


@dataclass(frozen=True)
class Frame:
    """Points and the translations that move them.

    Point ``copy * order + element`` belongs to the copy of the group with that number; the fixed points come last.

    Attributes
    ----------
    moduli : tuple of int
        The group is the direct product of the integers modulo each of these.
    orbits, fixed : int
        How many copies of the group, and how many points that stay where they are.
    hole : int
        Each run of so many consecutive points is kept apart by the starter, so that it can be a set of another round;
        translations must take runs to runs.
    """

    moduli: tuple[int, ...]
    orbits: int
    fixed: int = 0
    hole: int = 1

    @property
    def order(self) -> int:
        """How many translations there are."""
        return prod(self.moduli)

    @property
    def points(self) -> int:
        """How many points there are."""
        return self.orbits * self.order + self.fixed

    @cached_property
    def elements(self) -> Ints:
        """The group's elements by their coordinates, int array (order, number of moduli)."""
        return np.array(list(product(*map(range, self.moduli))), dtype=np.int32)

    def number(self, elements: Ints) -> Ints:
        """Return the numbers of elements given by coordinates that need not be reduced, int array (...)."""
        weights = np.array([prod(self.moduli[i + 1 :]) for i in range(len(self.moduli))])
        return ((elements % np.array(self.moduli)) @ weights).astype(np.int32)

    @cached_property
    def translations(self) -> Ints:
        """Where each translation takes each point, int array (order, points)."""
        sums = self.number(self.elements[:, None, :] + self.elements[None, :, :])
        moved = [sums + copy * self.order for copy in range(self.orbits)]
        still = np.tile(np.arange(self.orbits * self.order, self.points), (self.order, 1))
        return np.concatenate([*moved, still], axis=1).astype(np.int32)

    @cached_property
    def classes(self) -> Ints:
        """Number of the class of every pair, int array (points, points); -1 for pairs no block may hold.

        These are the pairs of a hole and those that some translation leaves as they are.
        """
        first, second = np.triu_indices(self.points, 1)
        a, b = self.translations[:, first], self.translations[:, second]
        codes = np.minimum(a, b) * self.points + np.maximum(a, b)
        barred = ((codes == codes[:1]).sum(axis=0) > 1) | (first // self.hole == second // self.hole)
        _, number = np.unique(np.where(barred, -1, codes.min(axis=0)), return_inverse=True)
        number = number - int(barred.any())
        table = np.full((self.points, self.points), -1, dtype=np.int32)
        table[first, second] = table[second, first] = number.ravel()
        return table


@dataclass(frozen=True)
class Starter:
    """Base blocks on a frame.

    Attributes
    ----------
    frame : Frame
        The points and their translations.
    bases : tuple of rounds
        Each a tuple of blocks of point numbers that hold every point once.
    spread : tuple of blocks
        Blocks with one point in each copy of the group; each makes one round of its own.
    """

    frame: Frame
    bases: tuple[tuple[Block, ...], ...]
    spread: tuple[Block, ...] = field(default=())

    def rounds(self) -> Ints:
        """Return the set index of every point in every round, int array (rounds, points)."""
        translations = self.frame.translations
        developed = np.empty((len(self.bases), *translations.shape), dtype=np.int32)
        for rounds, blocks in zip(developed, self.bases, strict=True):
            rounds[np.arange(self.frame.order)[:, None], translations] = seated(blocks, self.frame.points)
        single = [seated(translations[:, list(block)], self.frame.points) for block in self.spread]
        return np.concatenate([*developed, *(row[None] for row in single)])


@dataclass(frozen=True)
class Multiplier:
    """A permutation of the points that takes translates to translates: its powers leave a starter as it is.

    Attributes
    ----------
    factors : tuple of int
        What each coordinate of the group is multiplied by.
    copies : tuple of int
        Where each copy of the group goes.
    still : tuple of int
        Where each fixed point goes.
    """

    factors: tuple[int, ...]
    copies: tuple[int, ...]
    still: tuple[int, ...] = ()

    def image(self, frame: Frame) -> Ints:
        """Return where each point goes, int array (points,)."""
        inside = frame.number(frame.elements * np.array(self.factors))
        moved = [inside + frame.order * copy for copy in self.copies]
        still = np.array(self.still, dtype=np.int32) + frame.orbits * frame.order
        return np.concatenate([*moved, still]).astype(np.int32)


def holds_each_once(classes: Ints) -> Bools:
    """Tell which rows of an int array (rows, columns) hold no number twice and no -1, bool array (rows,)."""
    ordered = np.sort(classes, axis=1)
    return (ordered[:, 0] >= 0) & (np.diff(ordered, axis=1) > 0).all(axis=1)


def pairs_of(block: Sequence[int] | Ints, frame: Frame) -> Ints:
    """Return the classes of the pairs of blocks given as int array (..., size): int array (..., pairs)."""
    points = np.asarray(block)
    first, second = np.triu_indices(points.shape[-1], 1)
    return frame.classes[points[..., first], points[..., second]]
