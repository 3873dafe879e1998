"""What a grouping is worth, spelled out pair by pair, and the best of all groupings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]


def value(gain: Array, group: Sequence[int]) -> int:
    """Sum of the gains of pairs in one set."""
    return sum(int(gain[a, b]) for a, b in combinations(range(len(group)), 2) if group[a] == group[b])


def allowed(group: Sequence[int], least: Sequence[int], most: Sequence[int]) -> bool:
    """Whether every set has a size within its bounds."""
    sizes = [list(group).count(s) for s in range(len(least))]
    return all(low <= size <= high for low, size, high in zip(least, sizes, most, strict=True))


def neighbours(group: Sequence[int], least: Sequence[int], most: Sequence[int]) -> Iterator[list[int]]:
    """Yield every allowed grouping that one swap or one transfer away."""
    people, sets = range(len(group)), range(len(least))
    for a, b in combinations(people, 2):
        swapped = list(group)
        swapped[a], swapped[b] = group[b], group[a]
        yield swapped
    for a, s in product(people, sets):
        moved = list(group)
        moved[a] = s
        if allowed(moved, least, most):
            yield moved


def optimum(gain: Array, least: Sequence[int], most: Sequence[int]) -> int:
    """Return the largest value of all allowed groupings."""
    every = product(range(len(least)), repeat=len(gain))
    return max(value(gain, group) for group in every if allowed(group, least, most))


def random_gain(rng: np.random.Generator, people: int, low: int = -20, high: int = 100) -> Array:
    """Draw a symmetric int32 matrix of gains."""
    gain = np.triu(rng.integers(low, high, (people, people)), 1)
    return (gain + gain.T).astype(np.int32)
