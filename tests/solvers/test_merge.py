"""Leaders are priced for all who follow them."""

from __future__ import annotations

import numpy as np
import pytest

from cohortplan.primitives import Ints
from cohortplan.solvers import merge
from cohortplan.solvers.merge import merged


def naive(row: Ints, table: Ints, leader: Ints) -> list[list[list[int]]]:
    """Costs of each mark, participant and amount, those of followers added to their leaders'."""
    costs = [[[0] * table.shape[1] for _ in leader] for _ in row]
    for m, p in np.ndindex(row.shape):
        if row[m, p] >= 0:
            for amount, cost in enumerate(table[row[m, p]].tolist()):
                costs[m][leader[p]][amount] += cost
    return costs


@pytest.mark.parametrize("counted", [0, 1 << 22])
@pytest.mark.parametrize("seed", range(6))
def test_sums_are_those_of_the_members(seed: int, counted: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever leads costs what all of theirs did, others nothing, and no row of the table is left unused."""
    monkeypatch.setattr(merge, "_COUNTED", counted)
    rng = np.random.default_rng(seed)
    row, table = rng.integers(-1, 4, (3, 7), dtype=np.int32), rng.integers(0, 9, (4, 5))
    leader = np.array([0, 1, 0, 1, 4, 0, 6], dtype=np.int32)
    found, sums = merged(row, table, leader)
    assert naive(found, sums, np.arange(7, dtype=np.int32)) == naive(row, table, leader)
    assert (found[:, [2, 3, 5]] == -1).all()
    assert set(found[found >= 0].tolist()) == set(range(len(sums)))


def test_without_followers_nothing_changes() -> None:
    """Where everyone leads themselves, costs are what they were."""
    row, table = np.array([[0, 1], [-1, 0]], dtype=np.int32), np.array([[0, 1], [2, 3]])
    found, same = merged(row, table, np.arange(2, dtype=np.int32))
    assert (found == row).all()
    assert (same == table).all()
