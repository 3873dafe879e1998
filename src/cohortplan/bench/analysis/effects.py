"""Sizes of differences, and how sure they are: A12, and intervals by the bootstrap. Plain numbers, no tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from cohortplan.bench.analysis.view import Floats

#: Replicates of a bootstrap, the share of them that an interval covers, and the seed of all of them.
REPLICATES, COVERED, SEED = 2000, 0.95, 20260101

Interval = tuple[float, float]


def a12(first: ArrayLike, second: ArrayLike) -> float:
    """Return how likely a value of `first` is less than one of `second`, a tie counting half (Vargha, Delaney 2000).

    0.5 says that neither is better, 1 that the first is always less. Values may be infinite.
    """
    return float(_wins(first, second).mean())


def _wins(first: ArrayLike, second: ArrayLike) -> Floats:
    a, b = np.asarray(first, dtype=float)[:, None], np.asarray(second, dtype=float)[None, :]
    return np.asarray((a < b) + 0.5 * (a == b), dtype=float)


def a12_interval(cases: Sequence[tuple[Sequence[float], Sequence[float]]]) -> Interval:
    """Return the interval of the mean over cases of their A12, given the values of both sides in each."""
    draw = np.random.Generator(np.random.PCG64(SEED))
    replicates = []
    for first, second in cases:
        wins = _wins(first, second)
        rows, columns = (_weights(draw, size) for size in wins.shape)
        replicates.append(np.einsum("bi,ij,bj->b", rows, wins, columns))
    return _between(draw, np.array(replicates), np.mean)


def median_interval(cases: Sequence[Sequence[float]]) -> Interval:
    """Return the interval of the median over cases of the median of their values."""
    draw = np.random.Generator(np.random.PCG64(SEED))
    replicates = []
    for values in cases:
        drawn = draw.integers(len(values), size=(REPLICATES, len(values)))
        replicates.append(np.median(np.asarray(values, dtype=float)[drawn], axis=1))
    return _between(draw, np.array(replicates), np.median)


def _weights(draw: np.random.Generator, size: int) -> Floats:
    """Return for each replicate how much each of so many values counts when as many are drawn anew."""
    return np.asarray(draw.multinomial(size, [1 / size] * size, size=REPLICATES) / size)


def _between(draw: np.random.Generator, replicates: Floats, combine: Callable[..., Floats]) -> Interval:
    """Draw cases anew, too, if there are several; return the middle part of what `combine` makes of them."""
    count = len(replicates)
    drawn = draw.integers(count, size=(REPLICATES, count))
    combined = combine(replicates[drawn, np.arange(REPLICATES)[:, None]], axis=1)
    low, high = np.quantile(combined, ((1 - COVERED) / 2, (1 + COVERED) / 2))
    return float(low), float(high)
