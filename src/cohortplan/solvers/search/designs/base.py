"""What a design is: rounds in which nobody shares a set with anybody twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from cohortplan.primitives import OUT, Ints

#: No more rounds are made of a design without end than there are seats to fill here: large cohorts stay quick.
SEATS = 2_000_000

#: Groups and size in, int array (rounds, groups * size) of set indices out, or None where it does not apply.
Construct = Callable[[int, int], Ints | None]


@dataclass(frozen=True)
class Construction:
    """A way to make rounds without repeats.

    Attributes
    ----------
    name : str
        What the construction is called.
    argument : str
        Why there is no repeat, in words, and where that was shown.
    construct : callable
        Makes the rounds for a number of sets and their size.
    """

    name: str
    argument: str
    construct: Construct


@dataclass(frozen=True)
class Design:
    """Rounds without repeats.

    Attributes
    ----------
    seat : int32 array (rounds, people)
        Set index of each person in each round, -1 for a seat that is left empty.
    argument : str
        Why there is no repeat.
    """

    seat: Ints
    argument: str

    @property
    def rounds(self) -> int:
        """How many rounds there are."""
        return len(self.seat)


def seated(blocks: Sequence[Sequence[int] | Ints] | Ints, points: int) -> Ints:
    """Return the set index of each of `points` points in one round of blocks, int array (points,)."""
    seat = np.full(points, OUT, dtype=np.int32)
    for s, block in enumerate(blocks):
        seat[np.asarray(block)] = s
    return seat


def repeats(seat: Ints) -> int:
    """Count how often two people share a set again, over an int array (rounds, people) of set indices."""
    shared = np.zeros((seat.shape[1], seat.shape[1]), dtype=np.int32)
    for row in seat:
        shared += (row[:, None] == row[None, :]) & (row >= 0)[:, None]
    np.fill_diagonal(shared, 0)
    return int(np.maximum(shared - 1, 0).sum()) // 2
