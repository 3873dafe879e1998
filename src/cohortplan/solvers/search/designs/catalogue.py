"""What searches of our own have found: starters, difference matrices, and matrices with a hole.

Each is developed by `starters`, `matrices` or `holes`, and the tests count pair by pair that nobody meets twice.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cohortplan.primitives import Ints


class Starter(NamedTuple):
    """Rounds that a group moves to all others, as `starters.develop` does.

    Attributes
    ----------
    groups, size : int
        Number of sets in a round, and people in each.
    orders : tuple of int
        The group is the direct product of the integers modulo each of these.
    rounds : tuple of rounds
        Each a tuple of blocks of points; a single block stands for all blocks to which the group moves it.
    """

    groups: int
    size: int
    orders: tuple[int, ...]
    rounds: tuple[tuple[tuple[int, ...], ...], ...]


class StoredMatrix(NamedTuple):
    """A matrix over the direct product of the integers modulo each of `orders`: int32 array (R, s)."""

    orders: tuple[int, ...]
    entries: Ints


def _rounds(text: str) -> tuple[tuple[tuple[int, ...], ...], ...]:
    """Read rounds separated by slashes, their blocks by commas."""
    return tuple(
        tuple(tuple(int(p) for p in block.split()) for block in round_.split(",")) for round_ in text.split("/")
    )


def _entries(text: str) -> Ints:
    """Read a matrix, one row a line."""
    return np.array([[int(x) for x in row.split()] for row in text.strip().splitlines()], dtype=np.int32)


STARTERS = (
    Starter(
        6,
        3,
        (4,),
        _rounds("""
        0 8 9, 1 4 7, 2 6 12, 3 14 16, 5 10 13, 11 15 17 /
        0 1 11, 2 14 15, 3 4 17, 5 9 16, 6 8 13, 7 10 12
    """),
    ),
    Starter(
        6,
        4,
        (7,),
        _rounds("""
        0 2 6 9, 1 7 20 22, 3 8 17 23, 4 12 19 21, 5 15 16 18, 10 11 13 14
    """),
    ),
    Starter(
        6,
        5,
        (6,),
        _rounds("""
        0 7 13 15 21, 1 17 18 20 24, 2 4 6 16 26, 3 9 14 19 28, 5 8 10 23 25, 11 12 22 27 29
    """),
    ),
    Starter(
        8,
        3,
        (11,),
        _rounds("""
        0 7 21, 1 12 22, 2 3 15, 4 6 9, 5 11 20, 8 13 16, 10 17 23, 14 18 19
    """),
    ),
    Starter(
        9,
        4,
        (11,),
        _rounds("""
        0 20 30 34, 1 5 13 18, 2 7 23 27, 3 4 6 32, 8 11 31 35, 9 19 22 33, 10 14 15 17, 12 16 24 29,
        21 25 26 28
    """),
    ),
    Starter(
        10,
        3,
        (14,),
        _rounds("""
        0 2 6, 1 4 20, 3 15 29, 5 23 25, 7 12 22, 8 9 17, 10 21 28, 11 14 18, 13 26 27, 16 19 24
    """),
    ),
    Starter(
        10,
        5,
        (9,),
        _rounds("""
        0 7 20 23 24, 1 2 35 40 43, 3 9 29 38 46, 4 16 22 34 47, 5 12 28 39 49, 6 10 14 17 42, 8 13 18 27 48,
        11 21 32 44 45, 15 19 26 36 41, 25 30 31 33 37
    """),
    ),
    Starter(
        11,
        3,
        (11,),
        _rounds("""
        0 1 9, 2 18 24, 3 7 32, 4 10 17, 5 16 19, 6 21 25, 8 28 29, 11 15 20, 12 13 23, 14 27 30, 22 26 31 /
        0 19 27 /
        0 20 23 /
        0 12 24 /
        0 17 26 /
        0 21 28
    """),
    ),
    Starter(
        11,
        4,
        (14,),
        _rounds("""
        0 4 19 24, 1 7 15 40, 2 18 36 43, 3 6 8 29, 5 17 41 42, 9 16 26 27, 10 21 23 37, 11 20 35 39,
        12 13 28 30, 14 22 31 34, 25 32 33 38
    """),
    ),
    Starter(
        12,
        3,
        (17,),
        _rounds("""
        0 20 32, 1 10 11, 2 4 8, 3 26 29, 5 30 34, 6 23 24, 7 21 31, 9 14 19, 12 15 28, 13 17 25, 16 27 35,
        18 22 33
    """),
    ),
    Starter(
        12,
        4,
        (15,),
        _rounds("""
        0 33 34 38, 1 7 9 44, 2 5 21 41, 3 4 8 15, 6 26 32 35, 10 28 42 46, 11 17 20 36, 12 25 43 47,
        13 27 40 45, 14 16 22 24, 18 19 23 30, 29 31 37 39
    """),
    ),
)

#: Difference matrices (see `matrices`); for groups of even order whose Sylow 2-subgroup is cyclic none has all columns.
MATRICES = (
    StoredMatrix(
        (2, 6),
        _entries("""
        0 0 0 0 0 0 0 0 0 0 0 0
        0 1 2 3 4 5 6 7 8 9 10 11
        0 5 7 2 11 8 9 3 10 1 4 6
        0 6 10 7 2 4 3 1 9 11 5 8
        0 7 6 5 9 2 11 4 3 10 8 1
        0 8 11 1 5 9 2 10 7 3 6 4
    """),
    ),
    StoredMatrix(
        (2, 6),
        _entries("""
        0 0 0 0 0 0 0 0
        0 9 11 4 6 8 1 3
        0 10 5 2 11 4 3 8
        0 11 6 1 4 2 9 10
        0 2 1 5 9 6 8 7
        0 8 4 7 2 11 5 9
        0 5 10 11 7 1 4 6
    """),
    ),
    StoredMatrix(
        (10,),
        _entries("""
        0 0 0 0 0 0 0
        0 3 8 2 4 1 7
        0 2 1 9 6 7 8
        0 9 5 4 7 6 1
        0 6 4 7 8 2 5
        0 4 6 8 3 5 9
        0 5 2 3 1 9 6
    """),
    ),
    StoredMatrix(
        (10,),
        _entries("""
        0 0 0 0 0 0 0 0
        0 3 5 2 7 4 8 9
        0 8 9 5 4 3 6 1
        0 2 7 8 5 9 1 3
        0 9 2 4 6 8 3 7
        0 6 4 7 1 2 9 5
    """),
    ),
)

#: Matrices with a hole (see `holes`): 7 to 9 are the elements that the integers modulo 7 leave alone.
HOLED = (
    StoredMatrix(
        (7,),
        _entries("""
        7 8 9 6 6 4 5 0 0 1 4 5 5
        2 5 4 7 8 9 5 3 4 2 6 3 4
        1 1 2 6 3 0 7 8 9 6 6 4 6
        4 5 2 1 4 5 2 6 3 7 8 9 5
    """),
    ),
)
