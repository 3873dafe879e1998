"""Every construction, held to a brute-force count of pairs."""

from __future__ import annotations

import numpy as np
import pytest

from cohortplan.solvers.search.designs import CONSTRUCTIONS, Construction, repeats
from cohortplan.solvers.search.designs.affine import affine_space
from cohortplan.solvers.search.designs.arrays import orthogonal_array
from cohortplan.solvers.search.designs.base import Construct
from cohortplan.solvers.search.designs.compose import blown_up, filled
from cohortplan.solvers.search.designs.fours import fours
from cohortplan.solvers.search.designs.kirkman import kirkman_double, kirkman_triple
from cohortplan.solvers.search.designs.pairs import round_robin
from cohortplan.solvers.search.designs.transversal import transversal
from tests.solvers.search.designs.naive import is_design, met_twice

SHAPES = [(groups, size) for groups in range(2, 14) for size in range(2, groups + 1) if groups * size <= 100]


@pytest.mark.parametrize("construction", CONSTRUCTIONS, ids=lambda construction: construction.name)
def test_constructions_repeat_nothing(construction: Construction) -> None:
    """Whatever a construction makes has full sets and no repeats; each makes something."""
    made = 0
    for groups, size in SHAPES:
        seat = construction.construct(groups, size)
        if seat is not None:
            assert seat.dtype == np.int32
            assert is_design(seat, groups, size), (groups, size)
            made += 1
    assert made > 0
    assert construction.argument.endswith(".")


@pytest.mark.parametrize(
    ("construct", "groups", "size"),
    [(round_robin, 9, 2), (affine_space, 9, 3), (affine_space, 7, 7), (affine_space, 16, 4)]
    + [(kirkman_double, groups, 3) for groups in (5, 9, 13, 17, 21)]
    + [(kirkman_triple, groups, 3) for groups in (7, 13, 19, 25)]
    + [(fours, groups, 4) for groups in (4, 7, 10, 13, 19)],
)
def test_everybody_meets_everybody(construct: Construct, groups: int, size: int) -> None:
    """Resolvable designs leave nobody unmet: there are (people - 1) / (size - 1) rounds."""
    seat = construct(groups, size)
    assert seat is not None
    assert len(seat) * (size - 1) == groups * size - 1
    assert repeats(seat) == 0


@pytest.mark.parametrize(("levels", "factors"), [(6, 3), (7, 8), (9, 10), (10, 4), (12, 7), (15, 4), (22, 4), (24, 4)])
def test_orthogonal_arrays(levels: int, factors: int) -> None:
    """Any two factors show every pair of levels once."""
    array = orthogonal_array(levels)
    assert array is not None
    assert len(array) >= factors
    for i in range(len(array)):
        for j in range(i):
            assert len(set(zip(array[i].tolist(), array[j].tolist(), strict=True))) == levels**2


def test_blown_up_and_filled() -> None:
    """Fifteen in threes, each replaced by three, who then meet: 22 rounds in which 45 people all meet."""
    fifteen = kirkman_double(5, 3)
    assert fifteen is not None
    seat = blown_up(15, 3, 3, lambda _groups, _size: fifteen, 99)
    assert seat is not None
    assert (seat.shape, met_twice(seat)) == ((21, 45), 0)
    fewer = blown_up(15, 3, 3, lambda _groups, _size: fifteen, 7)
    assert fewer is not None
    assert (fewer == seat[:7]).all()
    full = filled(seat, 15, 3, lambda groups, size: np.zeros((1, groups * size), dtype=np.int32))
    assert len(full) == 22
    assert is_design(full, 15, 3)


def test_nothing_to_fill() -> None:
    """Where everybody met, no hole is found, and the rounds stay as they are."""
    seat = affine_space(3, 3)
    assert seat is not None
    assert filled(seat, 3, 3, lambda _groups, _size: seat) is seat


def test_counts_of_repeats_agree() -> None:
    """The count over matrices is the count pair by pair, empty seats apart, also where there are repeats."""
    seat = np.random.default_rng(0).integers(-1, 4, size=(5, 20)).astype(np.int32)
    assert repeats(seat) == met_twice(seat) > 0
    sound = transversal(5, 4)
    assert sound is not None
    assert repeats(sound) == 0
