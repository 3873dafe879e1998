"""The door to the designs: how many rounds there are, how many there can be, and sizes that nearly fit."""

from __future__ import annotations

import numpy as np
import pytest

from cohortplan.shape import known_repeat_free, most_repeat_free
from cohortplan.solvers.search.designs import best, repeats, truncated
from tests.solvers.search.designs.naive import is_design, met_twice, sizes


@pytest.mark.parametrize("groups", range(1, 13))
def test_best_stays_within_the_bounds(groups: int) -> None:
    """What is built has no repeats, never more rounds than can be, and as many as are known, but for 11 sets of 9."""
    for size in range(1, 14):
        design = best(groups, size, 99, budget=0)
        assert design is not None
        assert is_design(design.seat, groups, size), (groups, size)
        assert 1 <= design.rounds <= most_repeat_free(groups, size).rounds, (groups, size)
        assert design.rounds == known_repeat_free(groups, size).rounds - ((groups, size) == (11, 9)), (groups, size)


@pytest.mark.parametrize(
    ("groups", "size", "rounds"),
    [(groups, 2, 2 * groups - 1) for groups in range(2, 13)]
    + [(q, q, q + 1) for q in (3, 4, 5, 7, 8, 9, 11)]
    + [(groups, 3, (3 * groups - 1) // 2) for groups in range(5, 13)]
    + [(groups, 4, (4 * groups - 1) // 3) for groups in (4, 6, 7, 8, 9, 10, 13)]
    + [(6, 5, 6), (6, 6, 3), (8, 6, 8), (10, 5, 10), (10, 10, 4), (12, 6, 13), (12, 11, 6), (12, 12, 7)],
)
def test_rounds_reached(groups: int, size: int, rounds: int) -> None:
    """Pairs, planes, Kirkman's threes, fours, and squares of orders 6, 10 and 12 reach what is known to exist."""
    design = best(groups, size, 1, budget=0)
    assert design is not None
    assert design.rounds == rounds


def test_nobody_to_seat() -> None:
    """Without sets or without people in them there is no design."""
    assert best(0, 3, 1) is None
    assert best(3, 0, 1) is None


def test_search_adds_rounds_the_same_ones_each_time() -> None:
    """Where the constructions give too few rounds, the search finds more within its budget."""
    without = best(22, 3, 99, budget=0)
    assert without is not None
    found = [best(22, 3, without.rounds + 1, budget=1_000_000) for _ in range(2)]
    assert found[0] is not None
    assert found[1] is not None
    assert found[0].rounds > without.rounds
    assert (found[0].seat == found[1].seat).all()
    assert is_design(found[0].seat, 22, 3)


@pytest.mark.parametrize(("groups", "size"), [(2_000, 2), (625, 8)])
def test_large_cohorts_get_a_few_rounds(groups: int, size: int) -> None:
    """For thousands of people, more rounds than anyone plans are made, not all that exist."""
    design = best(groups, size, 6)
    assert design is not None
    assert 6 <= design.rounds < known_repeat_free(groups, size).rounds
    assert repeats(design.seat[:, :300]) == 0


@pytest.mark.parametrize(
    ("people", "groups", "rounds"),
    [
        (30, 6, 6),
        (31, 6, 4),
        (34, 6, 4),
        (35, 6, 3),
        (36, 6, 3),
        (34, 7, 7),
        (47, 8, 8),
        (44, 8, 8),
        (26, 7, 8),
        (5, 5, 1),
    ],
)
def test_sizes_that_nearly_fit(people: int, groups: int, rounds: int) -> None:
    """People left out of a larger design leave sets of the sizes asked for, wherever these stand, and no repeats."""
    rng = np.random.default_rng(people)
    small, large = divmod(people, groups)
    wanted = [rng.permutation([small + 1] * large + [small] * (groups - large)).tolist() for _ in range(12)]
    design = truncated(wanted, people)
    assert design is not None
    assert design.rounds >= rounds
    assert design.seat.shape == (design.rounds, people)
    assert met_twice(design.seat) == 0
    assert [sizes(row, groups) for row in design.seat] == wanted[: design.rounds]


@pytest.mark.parametrize("wanted", [[], [[3, 5, 4]], [[4, 4], [3, 5]], [[4, 4], [3, 3, 2]], [[4, 3]], [[8, 0]]])
def test_sizes_that_do_not_fit(wanted: list[list[int]]) -> None:
    """Sizes of more than two kinds, of sets that differ in number, empty ones or with another total are not met."""
    assert truncated(wanted, 8 if wanted != [[3, 5, 4]] else 12) is None
