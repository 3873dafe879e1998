"""The slow and plain twin: who meets whom, counted pair by pair."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from cohortplan.primitives import Ints


def meetings(seat: Ints) -> Counter[tuple[int, int]]:
    """Count for every two seats the rounds in which they share a set."""
    found: Counter[tuple[int, int]] = Counter()
    for row in seat.tolist():
        sets: dict[int, list[int]] = {}
        for person, s in enumerate(row):
            sets.setdefault(s, []).append(person)
        for members in sets.values():
            found.update(combinations(members, 2))
    return found


def sizes(seat: Ints, groups: int) -> set[int]:
    """Return the sizes of all sets of all rounds."""
    return {row.count(s) for row in seat.tolist() for s in range(groups)}


def assert_design(seat: Ints, groups: int, size: int) -> None:
    """Check that all sets are of one size, and that no two seats share a set twice."""
    assert seat.shape[1] == groups * size
    assert sizes(seat, groups) == {size}
    assert max(meetings(seat).values(), default=1) == 1
