"""Rows of pairs by groups and exceptions, and who has met."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np
import pytest

from cohortplan.primitives import OUT, Decision, PairRows, met_pairs
from cohortplan.primitives import pairs as pairs_module

ROWS = PairRows.of(
    np.array([0, 1, 0, 1, 1]),
    np.array([[0, 2], [2, -1]]),
    (np.array([3, 0], dtype=np.int32), np.array([1, 4], dtype=np.int32)),
    np.array([1, -1], dtype=np.int32),
)
SQUARE = [[-1, 2, 0, 2, -1], [2, -1, 2, 1, -1], [0, 2, -1, 2, 2], [2, 1, 2, -1, -1], [-1, -1, 2, -1, -1]]


def test_a_pair_has_its_groups_row_unless_it_is_an_exception() -> None:
    """Pairs within the second group are not priced, but one of them is; one pair across is taken out."""
    assert ROWS.square.tolist() == SQUARE
    a, b = (side.astype(np.int32) for side in np.triu_indices(5, 1))
    assert ROWS.at(a, b).tolist() == [SQUARE[p][q] for p, q in combinations(range(5), 2)]


def test_the_census_counts_the_pairs_of_each_row() -> None:
    """Rows 0 to 2, then the pairs without one: over all pairs, and for each person."""
    found = Counter(SQUARE[p][q] for p, q in combinations(range(5), 2))
    assert ROWS.census.tolist() == [found[0], found[1], found[2], found[-1]]
    each = [Counter(SQUARE[p][q] for q in range(5) if q != p) for p in range(5)]
    assert ROWS.census_each.tolist() == [[mine[0], mine[1], mine[2], mine[-1]] for mine in each]


def test_many_random_rows_are_counted_right() -> None:
    """The census is that of the square array, whatever the groups and exceptions."""
    rng = np.random.default_rng(2)
    for _ in range(50):
        people, groups = int(rng.integers(2, 9)), int(rng.integers(1, 4))
        base = np.triu(rng.integers(-1, 3, (groups, groups)))
        a, b = (side.astype(np.int32) for side in np.triu_indices(people, 1))
        chosen = rng.random(len(a)) < 0.3
        row = rng.integers(-1, 3, int(chosen.sum())).astype(np.int32)
        rows = PairRows.of(rng.integers(groups, size=people), np.maximum(base, base.T), (b[chosen], a[chosen]), row)
        assert (
            rows.census.tolist() == np.roll(np.bincount(rows.square[a, b] + 1, minlength=rows.width + 1), -1).tolist()
        )
        assert (rows.census_each.sum(axis=0) == 2 * rows.census).all()


@pytest.mark.parametrize("dense", [0, 1 << 22])
def test_met_pairs_are_those_who_share_a_set_in_the_rounds_asked_for(
    dense: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted person by person it is the same, with room for all pairs and without; who sits nowhere meets nobody."""
    monkeypatch.setattr(pairs_module, "DENSE", dense)
    rng = np.random.default_rng(5)
    for _ in range(20):
        seat = rng.integers(OUT, 3, (4, 9), dtype=np.int32)
        rounds = rng.random(4) < 0.7
        met: Counter[tuple[int, int]] = Counter()
        for row in seat[rounds].tolist():
            met.update((p, q) for p, q in combinations(range(9), 2) if row[p] == row[q] != OUT)
        a, b, times = met_pairs(Decision(seat, np.zeros(0, dtype=np.int32)), rounds)
        assert list(zip(a.tolist(), b.tolist(), times.tolist(), strict=True)) == sorted(
            (p, q, n) for (p, q), n in met.items()
        )
