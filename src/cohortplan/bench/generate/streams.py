"""Random numbers that are the same on every machine and with every version of numpy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import TypeVar

from numpy.random import PCG64

Item = TypeVar("Item")


class Stream:
    """A stream of random numbers for one purpose, so that changing one part of a scenario leaves the others alone.

    Only what numpy promises never to change is used of it: the bits of PCG64.
    """

    def __init__(self, *purpose: str) -> None:
        self._bits = PCG64(int.from_bytes(sha256("/".join(purpose).encode()).digest()[:16], "big"))

    def unit(self) -> float:
        """Draw a number from 0 up to 1."""
        return (int(self._bits.random_raw()) >> 11) / 2**53

    def below(self, number: int) -> int:
        """Draw a whole number from 0 up to `number`, exclusive."""
        return int(self.unit() * number)

    def pick(self, items: Sequence[Item]) -> Item:
        """Draw one of `items`."""
        return items[self.below(len(items))]

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """Return `items` in random order."""
        found = list(items)
        for last in range(len(found) - 1, 0, -1):
            other = self.below(last + 1)
            found[last], found[other] = found[other], found[last]
        return found

    def sample(self, number: int, size: int) -> Iterator[int]:
        """Draw `size` different whole numbers from 0 up to `number`; a larger sample begins with a smaller one."""
        moved: dict[int, int] = {}
        for place in range(min(size, number)):
            other = place + self.below(number - place)
            yield moved.get(other, other)
            moved[other] = moved.get(place, place)

    def weighted(self, items: Sequence[Item], weights: Sequence[float]) -> Item:
        """Draw one of `items`, each with a chance that is proportional to its weight."""
        left = self.unit() * sum(weights)
        for item, weight in zip(items, weights, strict=True):
            left -= weight
            if left < 0:
                return item
        return items[-1]

    def zipf(self, items: Sequence[Item]) -> Item:
        """Draw one of `items`, the k-th with a chance that is proportional to 1/k."""
        return self.weighted(items, [1 / rank for rank in range(1, len(items) + 1)])
