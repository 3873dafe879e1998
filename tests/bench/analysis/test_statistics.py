"""Effects and tests, against published values and against twins that count one by one."""

from __future__ import annotations

from itertools import product
from math import inf
from random import Random

import numpy as np
import pytest
from scipy import stats

from cohortplan.bench.analysis.effects import a12, a12_interval, median_interval
from cohortplan.bench.analysis.significance import friedman, holm, mean_ranks, signed_rank


def test_a12_counts_pairs() -> None:
    """A12 is the share of pairs in which the first is less, a tie counting half; infinite values are worse than any."""
    draw = Random(1)  # noqa: S311 - nothing is secret here
    for _ in range(50):
        first, second = ([draw.choice([0, 1, 2, 3, inf]) for _ in range(draw.randint(1, 8))] for _ in range(2))
        wins = sum((a < b) + 0.5 * (a == b) for a, b in product(first, second))
        assert a12(first, second) == pytest.approx(wins / (len(first) * len(second)))
        assert a12(first, second) == pytest.approx(1 - a12(second, first))


def test_a12_is_the_statistic_of_mann_and_whitney() -> None:
    """A12 is U / (m n), so scipy's U must give the same."""
    first, second = [3.1, 4.0, 2.2, 5.9], [4.0, 6.5, 7.1, 3.3, 8.0]
    u = stats.mannwhitneyu(second, first).statistic
    assert a12(first, second) == pytest.approx(u / 20)


def test_intervals_are_the_same_each_time_and_hold_the_value() -> None:
    """The bootstrap has random numbers of its own: nobody else's change it, and an effect lies within."""
    cases = [([1.0, 2.0, 3.0], [2.0, 3.0, 4.0]), ([5.0, 5.0], [5.0, 6.0])]
    once = a12_interval(cases)
    np.random.default_rng(5).random(9)
    assert a12_interval(cases) == once
    assert once[0] <= np.mean([a12(*case) for case in cases]) <= once[1]


def test_a_bootstrap_finds_the_interval_that_draws_one_by_one_find() -> None:
    """Drawing cases and values one by one gives nearly the same interval of the median as drawing by columns."""
    draw = Random(2)  # noqa: S311 - nothing is secret here
    cases = [[draw.gauss(mean, 1) for _ in range(5)] for mean in (0, 1, 2, 3, 4, 5, 6)]
    found = sorted(
        float(np.median([np.median(draw.choices(case, k=len(case))) for case in draw.choices(cases, k=len(cases))]))
        for _ in range(400)
    )
    assert median_interval(cases) == pytest.approx((found[10], found[389]), abs=0.35)


def test_one_case_is_drawn_by_its_seeds() -> None:
    """With a single case the interval comes from its runs alone; with one run it is a point."""
    assert median_interval([[3.0]]) == (3.0, 3.0)
    low, high = median_interval([[1.0, 2.0, 9.0]])
    assert (low, high) == (1.0, 9.0)


def test_signed_rank_gives_the_published_value() -> None:
    """Darwin's maize, fifteen pairs: the sum of ranks is 24, and p is 0.041, as scipy's manual has it."""
    maize = [6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75]
    assert signed_rank(maize) == pytest.approx(0.041259765625)


def test_signed_rank_allows_for_ties_and_zeros() -> None:
    """With ties and zeros p is the share of all signs that give ranks as uneven, Pratt's ranks included."""
    values = [0, 0, 1, 1, -1, 2, 2, 3, -3, 4, 5, 5]
    ranks = stats.rankdata(np.abs(values))[2:]
    seen = sum(rank * np.sign(value) for rank, value in zip(ranks, values[2:], strict=True))
    sums = [np.dot(ranks, signs) for signs in product((-1, 1), repeat=len(ranks))]
    assert signed_rank(values) == pytest.approx(np.mean(np.abs(sums) >= abs(seen)))


def test_signed_rank_is_that_of_scipy() -> None:
    """Without ties p is scipy's exact one up to 50 differences, and its approximation beyond."""
    draw = np.random.default_rng(4)
    for size in (6, 9, 20, 50):
        values = draw.normal(0.3, 1, size)
        assert signed_rank(values) == pytest.approx(stats.wilcoxon(values, method="exact").pvalue)
    values = draw.normal(0.1, 1, 60).round(1)
    assert signed_rank(values) == stats.wilcoxon(values, zero_method="pratt", correction=True, method="approx").pvalue


def test_few_differences_give_no_p_value() -> None:
    """Below six differences that are not zero p cannot come below 0.05, and none is given."""
    assert signed_rank([1, 2, 3, 4, 5]) is None
    assert signed_rank([0] * 30) is None
    assert signed_rank([1, 2, 3, 4, 5, 6]) == pytest.approx(2 / 2**6)


def test_friedman_gives_the_published_value() -> None:
    """Demšar (2006), table 6: four classifiers on fourteen data sets have mean ranks 3.143, 2.000, 2.893 and 1.964.

    Two values that are alike as printed have ranks of their own there, so one has a digit more here.
    """
    scores = [
        (0.763, 0.768, 0.771, 0.798), (0.599, 0.591, 0.590, 0.569), (0.954, 0.971, 0.968, 0.967),
        (0.628, 0.661, 0.654, 0.657), (0.882, 0.888, 0.886, 0.898), (0.936, 0.931, 0.916, 0.931),
        (0.661, 0.668, 0.609, 0.685), (0.583, 0.583, 0.563, 0.625), (0.775, 0.838, 0.866, 0.875),
        (1.000, 1.000, 1.000, 1.000), (0.940, 0.962, 0.965, 0.962), (0.619, 0.666, 0.614, 0.669),
        (0.972, 0.981, 0.9751, 0.975), (0.957, 0.978, 0.946, 0.970),
    ]  # fmt: skip
    losses = [[-value for value in row] for row in scores]
    assert mean_ranks(losses) == pytest.approx([3.143, 2.000, 2.893, 1.964], abs=5e-4)
    told = friedman(losses)
    assert told is not None
    # Demšar's 9.28 is not corrected for ties, of which there are three of two values and one of four.
    assert told[0] == pytest.approx(9.28 / (1 - (3 * 6 + 60) / (14 * 60)), abs=0.01)
    assert told[1] == pytest.approx(stats.chi2.sf(told[0], 3))


def test_friedman_needs_blocks_that_differ() -> None:
    """Two columns, five blocks, or blocks in which all are alike give nothing."""
    assert friedman([[1, 2]] * 9) is None
    assert friedman([[1, 2, 3]] * 5) is None
    assert friedman([[4, 4, 4]] * 9) is None


def test_holm_gives_the_published_values() -> None:
    """By hand: the least of four times four, the next times three, and never less than one before; None stays."""
    assert holm([0.01, 0.04, None, 0.03, 0.005]) == pytest.approx([0.03, 0.06, None, 0.06, 0.02])
    assert holm([0.6, 0.7]) == [1.0, 1.0]
