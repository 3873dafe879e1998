"""Groupings to breed from: what a child inherits, and whose place it takes."""

from __future__ import annotations

import numpy as np
import pytest

from cohortplan.solvers.search.grouping.pool import PATIENCE, Pool, cross

SIZES = [3, 5, 4, 4]


def grouping(rng: np.random.Generator) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """A grouping of 16 people at random, of sets of the sizes above."""
    return rng.permutation(np.repeat(np.arange(len(SIZES)), SIZES))


@pytest.mark.parametrize("seed", range(5))
def test_a_child_has_the_sizes_of_its_first_parent(seed: int) -> None:
    """Also where the other's are different."""
    rng = np.random.default_rng(seed)
    second = rng.permutation(np.repeat(np.arange(4), [8, 2, 1, 5]))
    child = cross(grouping(rng), second, 4, rng)
    assert np.bincount(child).tolist() == SIZES


@pytest.mark.parametrize("seed", range(5))
def test_the_set_chosen_first_is_kept_whole(seed: int) -> None:
    """One set of one of the parents, the largest there is, is in the child as it was."""
    rng = np.random.default_rng(seed)
    first, second = grouping(rng), grouping(rng)
    child = cross(first, second, 4, rng)
    kept = [set(np.flatnonzero(child == s)) for s in range(4)]
    assert any(set(np.flatnonzero(parent == 1)) in kept for parent in (first, second))


def test_parents_alike_have_a_child_like_them() -> None:
    """Where both put the same people together, so does the child, whatever the sets are called."""
    rng = np.random.default_rng(0)
    first = grouping(rng)
    second = np.array([0, 1, 3, 2])[first]
    child = cross(first, second, 4, rng)
    assert ((child[:, None] == child) == (first[:, None] == first)).all()


def test_a_child_takes_the_place_of_its_worse_parent() -> None:
    """If it is better than that, and not as good as another, which it may be the same as."""
    rng = np.random.default_rng(0)
    pool = Pool(3)
    groups = [grouping(rng) for _ in range(4)]
    for value, group in zip((10, 20, 30), groups, strict=False):
        assert not pool.full
        pool.add(value, group)
    assert pool.full
    for value in (9, 20, 30):
        pool.replace((0, 1), value, groups[3])
    assert sorted(pool.values) == [10, 20, 30]
    pool.replace((0, 1), 25, groups[3])
    assert sorted(pool.values) == [20, 25, 30]


def test_a_newcomer_takes_the_place_of_the_worst() -> None:
    """Where there is no room left."""
    rng = np.random.default_rng(0)
    pool = Pool(2)
    for value in (10, 20, 15):
        pool.add(value, grouping(rng))
    assert sorted(pool.values) == [15, 20]


def test_a_pool_of_which_nothing_better_comes_is_stale() -> None:
    """After so many fruitless children in a row; it is fresh again when it begins anew."""
    rng = np.random.default_rng(0)
    pool = Pool(2)
    for value in (10, 20):
        pool.add(value, grouping(rng))
    pool.replace((0, 1), 15, grouping(rng))
    for _ in range(2 * PATIENCE):
        pool.replace((0, 1), 1, grouping(rng))
        assert not pool.stale
    pool.replace((0, 1), 1, grouping(rng))
    assert pool.stale
    pool.clear()
    assert not pool.stale
    assert not pool.full
