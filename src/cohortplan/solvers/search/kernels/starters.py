"""Annealing the base blocks of a starter until they hold no class of pairs twice."""

from __future__ import annotations

import math

from cohortplan.primitives import Ints
from cohortplan.solvers.search.kernels.jit import entry, kernel
from cohortplan.solvers.search.kernels.random import below, unit
from cohortplan.solvers.search.layout import Longs


@kernel
def _place(blocks: Ints, classes: Ints, count: Longs, b: int, i: int, point: int, sign: int) -> int:
    """Count the pairs of `point` with the rest of block b, who leaves (sign -1) or takes (1) place i there.

    Returns the change of the repeats. A class below 0 is one whose own translates coincide: always a repeat.
    """
    delta = 0
    for j in range(blocks.shape[1]):
        if j != i:
            kind = classes[point, blocks[b, j]]
            if kind < 0:
                delta += sign
            else:
                before = count[kind]
                count[kind] = before + sign
                delta += sign if max(before, before + sign) > 1 else 0
    return delta


@kernel
def _put(blocks: Ints, classes: Ints, count: Longs, b: int, i: int, point: int) -> int:
    """Put another point in place i of block b and return the change of the repeats."""
    delta = _place(blocks, classes, count, b, i, blocks[b, i], -1)
    blocks[b, i] = point
    return delta + _place(blocks, classes, count, b, i, point, 1)


@entry
def anneal_blocks(
    blocks: Ints, classes: Ints, count: Longs, order: int, words: Longs, repeats: int, steps: int, heat: float
) -> int:
    """Move points between blocks, in place, until nothing repeats or `steps` moves were tried; return the repeats.

    Parameters
    ----------
    blocks : int32 array (blocks, size)
        Base blocks; changed in place.
    classes : int32 array (points, points)
        Class of each pair.
    count : int64 array (classes,)
        Pairs of each class that the blocks hold; kept up to date.
    order : int
        0: two points of different blocks change places. Otherwise a point moves within its copy of a group with so
        many elements.
    words : int64 array (4,)
        State of the random numbers.
    repeats : int
        Pairs too many at the start.
    steps : int
        Moves to try.
    heat : float
        Temperature, in repeats.
    """
    for _ in range(steps):
        if repeats == 0:
            break
        b = below(words, blocks.shape[0])
        i = below(words, blocks.shape[1])
        out = blocks[b, i]
        if order > 0:
            into = out // order * order + below(words, order)
            delta = _put(blocks, classes, count, b, i, into)
            if delta > 0 and unit(words) >= math.exp(-delta / heat):
                delta += _put(blocks, classes, count, b, i, out)
        else:
            c = (b + 1 + below(words, blocks.shape[0] - 1)) % blocks.shape[0]
            j = below(words, blocks.shape[1])
            into = blocks[c, j]
            delta = _put(blocks, classes, count, b, i, into) + _put(blocks, classes, count, c, j, out)
            if delta > 0 and unit(words) >= math.exp(-delta / heat):
                delta += _put(blocks, classes, count, b, i, out) + _put(blocks, classes, count, c, j, into)
        repeats += delta
    return repeats
