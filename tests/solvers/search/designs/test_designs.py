from __future__ import annotations

from math import prod

import numpy as np
import pytest

from cohortplan.solvers.search.designs import best, truncated
from cohortplan.solvers.search.designs.catalogue import MATRICES, STARTERS, Starter, StoredMatrix
from cohortplan.solvers.search.designs.matrices import stored
from cohortplan.solvers.search.designs.starters import started
from tests.solvers.search.designs.naive import assert_design, meetings, sizes

PRIME_POWERS = (2, 3, 4, 5, 7, 8, 9, 11, 13, 16)


@pytest.mark.parametrize(("groups", "size"), [(g, s) for g in range(1, 13) for s in range(1, 14)])
def test_nobody_meets_twice(groups: int, size: int) -> None:
    """Whatever is asked for, the rounds are full, of the right sizes, and without repeats."""
    design = best(groups, size, 30)
    assert 1 <= design.rounds <= 30
    if size > 1:
        assert_design(design.seat, groups, size)
    assert best(groups, size, 3).rounds == min(3, design.rounds)


@pytest.mark.parametrize("groups", range(2, 13))
def test_everyone_meets_everyone_in_pairs(groups: int) -> None:
    """In sets of two a round robin lets everyone meet."""
    assert len(meetings(best(groups, 2, 99).seat)) == groups * (2 * groups - 1)


@pytest.mark.parametrize("q", PRIME_POWERS)
def test_affine_planes(q: int) -> None:
    """For a prime power q, all of q times q people meet in q + 1 rounds."""
    design = best(q, q, 99)
    assert design.rounds == q + 1
    assert len(meetings(design.seat)) == q * q * (q * q - 1) // 2


@pytest.mark.parametrize(
    ("groups", "size"), [(5, 3), (7, 3), (9, 3), (13, 3), (19, 3), (25, 3), (4, 4), (7, 4), (10, 4), (13, 4), (22, 4)]
)
def test_everyone_meets_everyone(groups: int, size: int) -> None:
    """Kirkman triple systems and resolvable quadruple systems have as many rounds as there can be."""
    design = best(groups, size, 99)
    assert_design(design.seat, groups, size)
    assert design.rounds == (groups * size - 1) // (size - 1)


@pytest.mark.parametrize(
    ("groups", "size"),
    [(g, 3) for g in (3, 5, 6, 7, 8, 9, 10, 11, 12)] + [(g, 4) for g in (4, 6, 7, 9, 10, 11, 12)],
)
def test_no_round_more_is_possible(groups: int, size: int) -> None:
    """These designs reach the bound that counts whom one person can meet: in w rounds, w (s - 1) of the others."""
    assert best(groups, size, 99).rounds == (groups * size - 1) // (size - 1)


@pytest.mark.parametrize("starter", STARTERS)
def test_stored_starters(starter: Starter) -> None:
    """A stored starter has rounds of all points and yields one round for each move of each of them."""
    order = prod(starter.orders)
    design = started(starter.groups, starter.size, 99)
    assert design is not None
    assert_design(design.seat, starter.groups, starter.size)
    assert design.rounds == sum(1 if len(blocks) == 1 else order for blocks in starter.rounds)


@pytest.mark.parametrize("matrix", MATRICES)
def test_stored_matrices(matrix: StoredMatrix) -> None:
    """A stored matrix has as many rounds as rows and seats as many rows as it has columns, and also turned."""
    rows, columns = matrix.entries.shape
    groups = prod(matrix.orders)
    for rounds, size in ((rows, columns), (columns, rows)):
        found = stored(groups, size, rounds)
        assert found is not None
        assert len(found.entries) == rounds
        assert_design(best(groups, size, rounds).seat, groups, size)


def test_ten_tens_four_times() -> None:
    """A hundred people sit in tens four times without repeats, although no group of order ten gives three rounds."""
    design = best(10, 10, 99)
    assert design.rounds == 4
    assert_design(design.seat, 10, 10)


@pytest.mark.parametrize(("groups", "size", "rounds"), [(8, 4, 9), (9, 3, 13), (16, 4, 21), (12, 3, 16), (100, 8, 9)])
def test_transversal_designs_are_filled(groups: int, size: int, rounds: int) -> None:
    """Seats of a row meet in rounds of their own where rows can be split into sets."""
    design = best(groups, size, rounds)
    assert design.rounds == rounds
    assert_design(design.seat, groups, size)


@pytest.mark.parametrize(
    ("groups", "people", "rounds"),
    [(7, 30, 7), (8, 29, 8), (9, 70, 9), (75, 599, 6), (4, 11, 3), (4, 7, 7), (5, 9, 9), (3, 2, 5), (13, 40, 9)],
)
def test_people_are_taken_out(groups: int, people: int, rounds: int) -> None:
    """Sets are as even as they can be, nobody meets twice, and everybody sits in every round."""
    seat = truncated(groups, people, rounds)
    assert seat is not None
    assert seat.shape == (rounds, people)
    assert seat.dtype == np.int32
    assert sizes(seat, groups) == {people // groups, -(-people // groups)}
    assert max(meetings(seat).values(), default=1) == 1


def test_no_design_no_seats() -> None:
    """More rounds than anyone can have without repeats are refused."""
    assert truncated(4, 16, 6) is None
    assert truncated(3, 12, 2) is None
