"""Affine spaces: sets are lines, a round is all lines of one direction."""

from __future__ import annotations

from itertools import product

import numpy as np

from cohortplan.primitives import Ints
from cohortplan.solvers.search.designs.base import Construction
from cohortplan.solvers.search.designs.field import Field, field

#: Points of the largest space made.
_LARGEST = 1024


def affine_space(groups: int, size: int) -> Ints | None:
    """Partition the points of AG(m, q), where q is the size and ``q**m`` the number of people, into parallel lines."""
    finite = field(size)
    dimension = _dimension(groups * size, size)
    if finite is None or dimension < 2 or groups * size > _LARGEST:
        return None
    points = np.array(list(product(range(size), repeat=dimension)), dtype=np.int32)
    weights = size ** np.arange(dimension)[::-1]
    seat = []
    for direction in points:
        leading = np.flatnonzero(direction)
        if len(leading) and direction[leading[0]] == 1:
            origin = _origin(points, direction, int(leading[0]), finite) @ weights
            seat.append(np.unique(origin, return_inverse=True)[1].ravel())
    return np.array(seat, dtype=np.int32)


def _dimension(people: int, q: int) -> int:
    """Return m with ``q**m == people``, 0 where there is none."""
    m = 0
    while people > 1 and people % q == 0:
        people, m = people // q, m + 1
    return m if people == 1 else 0


def _origin(points: Ints, direction: Ints, place: int, finite: Field) -> Ints:
    """Move every point along `direction` until its coordinate at `place` is 0."""
    travel = finite.times[points[:, place][:, None], direction[None, :]]
    return finite.subtract(points, travel)


AFFINE_SPACE = Construction(
    "affine space",
    "Two points of an affine space over a finite field lie on one line only, and lines of one direction do not meet "
    "(Bose 1939).",
    affine_space,
)
