"""Tests: the signed-rank test for two, Friedman's for more, and Holm's correction. scipy does the tests."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from cohortplan.bench.analysis.frames import library
from cohortplan.bench.analysis.view import Floats

#: With fewer differences the signed-rank test cannot come below 0.05, whatever they are.
FEWEST = 6
#: Up to so many differences p is exact.
EXACT = 50
#: With fewer blocks Friedman's approximation is poor.
FEWEST_BLOCKS = 6


def signed_rank(differences: ArrayLike) -> float | None:
    """Return the p-value of Wilcoxon's signed-rank test, two-sided; None if fewer than 6 differences are not 0.

    Differences of 0 are ranked and then left out, as Pratt (1959) has it. p is exact up to 50 differences, ties or not,
    and beyond that of the normal approximation, with corrections for ties and continuity.
    """
    values = np.asarray(differences, dtype=float)
    if np.count_nonzero(values) < FEWEST:
        return None
    if len(values) <= EXACT:
        return _share_of_signs(values)
    test = library("scipy.stats").wilcoxon(values, zero_method="pratt", correction=True, method="asymptotic")
    return float(test.pvalue)


def _share_of_signs(values: Floats) -> float:
    """Return the share of all signs that differences could have by which ranks would be as uneven, or more so."""
    twice = np.rint(2 * library("scipy.stats").rankdata(np.abs(values))).astype(int)  # whole, as ties have halves
    ranks, seen = twice[values != 0], twice[values > 0].sum()
    ways = np.zeros(ranks.sum() + 1)
    ways[0] = 1
    for rank in ranks:
        ways[rank:] = ways[rank:] + ways[:-rank]
    middle = ranks.sum() / 2
    uneven = np.abs(np.arange(len(ways)) - middle) >= abs(seen - middle)
    return float(ways[uneven].sum() / ways.sum())


def friedman(blocks: ArrayLike) -> tuple[float, float] | None:
    """Return Friedman's chi-squared, corrected for ties, and its p-value, given a row for each block.

    None for fewer than 3 columns or 6 blocks, or where all values of each block are equal.
    """
    values = np.asarray(blocks, dtype=float)
    if values.ndim != 2 or values.shape[1] < 3 or len(values) < FEWEST_BLOCKS:
        return None
    if (values == values[:, :1]).all():
        return None
    found = library("scipy.stats").friedmanchisquare(*values.T)
    return float(found.statistic), float(found.pvalue)


def mean_ranks(blocks: ArrayLike) -> list[float]:
    """Return the mean rank of each column, 1 for the least of a block; ties share their ranks."""
    ranked = library("scipy.stats").rankdata(np.asarray(blocks, dtype=float), axis=1)
    return [float(rank) for rank in ranked.mean(axis=0)]


def holm(values: Sequence[float | None]) -> list[float | None]:
    """Return p-values made larger, as Holm (1979) has it, so that all together err as seldom as one; None stays."""
    known = sorted((value, place) for place, value in enumerate(values) if value is not None)
    adjusted: list[float | None] = [None] * len(values)
    largest = 0.0
    for step, (value, place) in enumerate(known):
        largest = max(largest, min(1.0, value * (len(known) - step)))
        adjusted[place] = largest
    return adjusted
