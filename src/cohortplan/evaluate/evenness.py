"""How evenly something is shared out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True)
class Evenness:
    """How evenly something is shared: the least, the middle and the most that anybody has, and two indices.

    Attributes
    ----------
    least, median, most : int
        Half of them have no more than the median.
    gini : float
        0 where all have the same, towards 1 where one has all.
    jain : float
        1 where all have the same; where so many share it evenly and the others have nothing, the share of these.
    """

    least: int
    median: int
    most: int
    gini: float
    jain: float


def evenness(numbers: Iterable[int]) -> Evenness | None:
    """Return how even some numbers are, none of them negative; None if there are none."""
    ascending = sorted(numbers)
    if not ascending:
        return None
    median = percentile(ascending, 0.5)
    return Evenness(ascending[0], median, ascending[-1], round(gini(ascending), 3), round(jain(ascending), 3))


def percentile(ascending: Sequence[int], share: float) -> int:
    """Return the least of the numbers that at least this share of them do not exceed."""
    return ascending[max(0, ceil(share * len(ascending)) - 1)]


def gini(ascending: Sequence[int]) -> float:
    """Return the Gini coefficient of numbers in ascending order: 0 where all are equal, or all are 0."""
    count, total = len(ascending), sum(ascending)
    weighted = sum(rank * number for rank, number in enumerate(ascending, start=1))
    return 0.0 if not total else 2 * weighted / (count * total) - (count + 1) / count


def jain(numbers: Sequence[int]) -> float:
    """Return the index of R. Jain, D.-M. Chiu and W. Hawe (1984), ``(Σx)² / (n Σx²)``: 1 where all are equal, or 0."""
    squares = sum(number * number for number in numbers)
    return sum(numbers) ** 2 / (len(numbers) * squares) if squares else 1.0
