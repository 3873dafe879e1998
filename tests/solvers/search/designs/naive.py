"""Designs by brute force: who met whom, counted pair by pair."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from cohortplan.primitives import Ints


def met_twice(seat: Ints) -> int:
    """Count the meetings of pairs beyond their first."""
    met: Counter[tuple[int, int]] = Counter()
    for row in seat.tolist():
        for p, q in combinations(range(len(row)), 2):
            if row[p] == row[q] and row[p] >= 0:
                met[p, q] += 1
    return sum(times - 1 for times in met.values())


def sizes(row: Ints, groups: int) -> list[int]:
    """Return how many people each set of a round has."""
    return [row.tolist().count(s) for s in range(groups)]


def is_design(seat: Ints, groups: int, size: int) -> bool:
    """Tell whether all sets of all rounds have the size and nobody meets anybody twice."""
    return all(sizes(row, groups) == [size] * groups for row in seat) and met_twice(seat) == 0
