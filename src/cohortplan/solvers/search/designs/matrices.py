"""Difference matrices: the shortest way to write rounds down.

A matrix M over a group of g elements, one row for each round, one column for each of s rows of seats. Seat x of row b
sits in set ``x + M[a, b]`` of round a. Two seats of rows b and c, x and y, share that set when
``y - x = M[a, b] - M[a, c]``: so nobody meets twice when these differences are distinct over the rounds, for every two
columns. Seats of the same row never meet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np

from cohortplan.primitives import Ints
from cohortplan.solvers.search.designs import catalogue
from cohortplan.solvers.search.designs.fields import factors, field


class Matrix(NamedTuple):
    """A difference matrix.

    Attributes
    ----------
    plus : int32 array (g, g)
        The group: the sum of two elements.
    entries : int32 array (R, s)
        The matrix.
    argument : str
        Why differences are distinct.
    """

    plus: Ints
    entries: Ints
    argument: str


def cyclic(order: int) -> Ints:
    """Return the table of sums modulo `order`."""
    return np.add.outer(np.arange(order), np.arange(order)).astype(np.int32) % order


def pairs(first: Ints, second: Ints) -> Ints:
    """Return the table of sums of two groups' direct product: the pair (x, y) is ``x * (order of second) + y``."""
    order = len(second)
    return np.kron(first, np.ones_like(second)) * order + np.tile(second, first.shape)


def direct_product(orders: Sequence[int]) -> Ints:
    """Return the table of sums of the direct product of the integers modulo each of `orders`."""
    return reduce(pairs, map(cyclic, orders))


def slopes(groups: int, size: int, rounds: int) -> Matrix | None:
    """Multiply modulo g: differences ``(a - a') * (b - b')`` are not 0 as long as they are less than g."""
    rounds = min(rounds, (groups - 1) // (size - 1) + 1)
    entries = np.multiply.outer(np.arange(rounds), np.arange(size)).astype(np.int32) % groups
    argument = f"Seat x of row b sits in set x + ab modulo {groups} of round a; (a - a')(b - b') is never 0 there."
    return Matrix(cyclic(groups), entries, argument)


def fields(groups: int, size: int, rounds: int) -> Matrix | None:
    """Multiply in a product of finite fields (Moore 1896, MacNeish 1922).

    A field of q elements gives q rounds of q columns, ``M[a, b] = ab``, as ``(a - a')(b - b')`` is never 0. A product
    of fields gives as many columns as the smallest factor has; or, turned, as many rounds, with all g columns.
    """
    orders = [prime**exponent for prime, exponent in factors(groups)]
    least = min(orders)
    turned = size > least
    if min(size, rounds) < 1 or max(orders) > _LARGEST:
        return None
    plus = reduce(pairs, (field(q).plus for q in orders))
    product = reduce(_both, (field(q).times[:, :least] for q in orders))
    entries = product.T[:rounds, :size] if turned else product[:rounds, :size]
    names = " x ".join(f"GF({q})" for q in orders)
    argument = f"Seat x of row b sits in set x + ab of round a, in {names} (Moore 1896, MacNeish 1922)."
    return Matrix(plus, entries, argument)


def _both(first: Ints, second: Ints) -> Ints:
    """Return the matrix whose row (a, a') holds the pairs of what the rows a and a' hold."""
    return (first[:, None, :] * len(second) + second[None, :, :]).reshape(-1, first.shape[1])


def stored(groups: int, size: int, rounds: int) -> Matrix | None:
    """Take the stored matrix, as it is or turned, with most rounds."""
    found = [
        Matrix(
            direct_product(orders), entries[:rounds, :size], f"A difference matrix of order {groups}, found by search."
        )
        for orders, matrix in catalogue.MATRICES
        for entries in (matrix, matrix.T)
        if np.prod(orders) == groups and entries.shape[1] >= size
    ]
    return max(found, key=lambda matrix: len(matrix.entries), default=None)


#: Fields larger than this are not needed: `slopes` serves many groups.
_LARGEST = 128

#: Each makes a matrix of `size` columns and at most `rounds` rows, or None.
MATRICES: tuple[Callable[[int, int, int], Matrix | None], ...] = (slopes, fields, stored)
