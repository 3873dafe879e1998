"""The kernel of groupings against its brute-force twin, and what the search makes of it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from cohortplan.solvers.search.grouping.chain import GroupChain
from cohortplan.solvers.search.grouping.engine import Grouper
from cohortplan.solvers.search.grouping.sizes import draw_sizes
from tests.solvers.search.grouping import naive
from tests.support.uncompiled import once, run_uncompiled

#: Bounds of sizes: of sets that cannot change theirs, and of sets that can.
BOUNDS = {"fixed": ([4, 4, 4], [4, 4, 4]), "free": ([2, 3, 1], [6, 5, 9])}
PEOPLE = 12


def arrays(name: str) -> tuple[naive.Array, naive.Array]:
    """Return bounds of sizes as arrays."""
    least, most = BOUNDS[name]
    return np.array(least, dtype=np.int64), np.array(most, dtype=np.int64)


@pytest.mark.parametrize("name", BOUNDS)
@pytest.mark.parametrize("temperature", [0.0, 10.0, 1e6])
def test_sums_are_kept_right(name: str, temperature: float) -> None:
    """After every sweep, hot or cold, the kept sum is that of the grouping, the best no lower, and sizes allowed."""
    least, most = arrays(name)
    for seed in range(3):
        rng = np.random.default_rng(seed)
        gain = naive.random_gain(rng, PEOPLE)
        chain = GroupChain(gain, least, most, seed)
        chain.load(rng.permutation(np.repeat(np.arange(3), 4)))
        before = chain.group
        for _ in range(10):
            chain.run(temperature, 1.0, 1)
            assert chain.value == naive.value(gain, chain.group.tolist())
            assert chain.best[0] == naive.value(gain, chain.best[1].tolist()) >= chain.value
            assert naive.allowed(chain.group.tolist(), least.tolist(), most.tolist())
        assert (chain.group != before).any()


@pytest.mark.parametrize("name", BOUNDS)
def test_without_heat_no_move_is_left_that_brings_more(name: str) -> None:
    """At temperature 0 the search ends where no swap and no transfer raises the sum."""
    least, most = arrays(name)
    for seed in range(3):
        gain = naive.random_gain(np.random.default_rng(seed), PEOPLE)
        chain = GroupChain(gain, least, most, seed)
        chain.load(np.repeat(np.arange(3), 4))
        chain.run(0.0, 1.0, 1000)
        others = naive.neighbours(chain.group.tolist(), least.tolist(), most.tolist())
        assert max(naive.value(gain, other) for other in others) <= chain.value


def test_sizes_change_where_they_may() -> None:
    """With heat, transfers lead through sets of several sizes; without room for them sizes stay."""
    for name, changes in (("fixed", False), ("free", True)):
        chain = GroupChain(naive.random_gain(np.random.default_rng(0), PEOPLE), *arrays(name), 0)
        chain.load(np.repeat(np.arange(3), 4))
        chain.run(1e6, 1.0, 5)
        assert (np.bincount(chain.group, minlength=3) != 4).any() == changes


@pytest.mark.parametrize("name", ["fixed", "free"])
@pytest.mark.parametrize("limit", [60_000, 600_000])
def test_the_best_of_all_groupings_is_found(name: str, limit: int) -> None:
    """On nine people the search finds what trying every grouping finds, with and without room for breeding."""
    least, most = (np.array(bound) for bound in (([3] * 3, [3] * 3) if name == "fixed" else ([1, 2, 3], [4, 4, 6])))
    for seed, (low, high) in enumerate([(0, 50), (-50, 50), (-50, 0), (7, 8)]):
        gain = naive.random_gain(np.random.default_rng(seed), 9, low, high)
        grouper = Grouper(gain, least, most, seed, limit)
        left = lambda grouper=grouper: 0.0 if grouper.spent else float(limit - grouper.tried)  # noqa: E731
        grouper.settle(left)
        while left() > 0:
            grouper.go_on(left)
        assert grouper.best[0] == naive.value(gain, grouper.best[1].tolist())
        assert grouper.best[0] == naive.optimum(gain, least.tolist(), most.tolist())


def test_no_more_swaps_are_tried_than_allowed() -> None:
    """The limit is never exceeded, and missed by less than one scan of two sets."""
    chain = GroupChain(naive.random_gain(np.random.default_rng(0), PEOPLE), *arrays("fixed"), 0, 1_000)
    chain.load(np.repeat(np.arange(3), 4))
    while not chain.spent:
        chain.run(1e6, 1.0, 7)
    assert 1_000 - 16 < chain.tried <= 1_000


def test_sizes_suit_the_sign_of_the_gains() -> None:
    """Where gains are positive as many pairs as can be share a set, where they are negative as few as can be."""
    rng = np.random.default_rng(0)
    least, most = np.array([1, 2, 2, 0]), np.array([5, 4, 6, 9])
    sizes = [(a, b, c, 12 - a - b - c) for a in range(1, 6) for b in range(2, 5) for c in range(2, 7)]
    squares = [sum(size**2 for size in each) for each in sizes if 0 <= each[3] <= 9]
    for mean, wanted in ((1.0, max(squares)), (-1.0, min(squares))):
        drawn = draw_sizes(least, most, 12, mean, rng)
        assert drawn.sum() == 12
        assert ((least <= drawn) & (drawn <= most)).all()
        assert (drawn**2).sum() == wanted


def test_temperatures_fall_with_the_rate_asked_for() -> None:
    """The rarer changes for the worse are to be, the colder it has to be."""
    grouper = Grouper(naive.random_gain(np.random.default_rng(3), 24), np.array([6] * 4), np.array([6] * 4), 0)
    grouper.settle(lambda: 1e9)
    found = [grouper.temperature(rate) for rate in (1e-1, 1e-2, 1e-3, 1e-4)]
    assert all(cold < hot for hot, cold in pairwise(found))


@pytest.mark.slow
@once
def test_kernels_run_uncompiled() -> None:
    """The same checks hold with compilation switched off, where Python would notice what numba does not."""
    run = run_uncompiled(__file__, "sums or allowed")
    assert run.returncode == 0, run.stdout
