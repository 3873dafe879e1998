"""Chooses how to spend what is left of a budget: many short descents, or few long ones.

Each way to search, an *arm*, has brought some results at some cost. By the mean and the deviation of its results the
best of as many more as the budget allows is predicted; the arm with the highest prediction is taken. Descents that
take longer than any so far are predicted to go on gaining as the last step up did.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import fmean, pstdev

#: A step up makes a descent so many times as long.
STEP = 3
#: What is left must be so many times the cost of an arm.
_MARGIN = 1.15
#: One choice in so many takes the arm that has had least, for results are not spread as predicted; but none that costs
#: more than this part of what is left.
HEDGE, _SHARE = 2, 10


@dataclass
class Arms:
    """The results of each arm: a level, which is how often the length was stepped up, and a mode.

    Attributes
    ----------
    modes : int
        Number of modes.
    """

    modes: int
    _values: dict[tuple[int, int], list[float]] = field(default_factory=dict)
    _costs: dict[tuple[int, int], list[float]] = field(default_factory=dict)
    _taken: int = 0

    def note(self, level: int, mode: int, value: float, cost: float) -> None:
        """Note the result of an arm and what it cost."""
        self._values.setdefault((level, mode), []).append(value)
        self._costs.setdefault((level, mode), []).append(cost)

    def choose(self, left: float) -> tuple[int, int]:
        """Return level and mode to take up with so much left; the lowest of the known if nothing fits."""
        self._taken += 1
        fresh = [(0, mode) for mode in range(self.modes) if (0, mode) not in self._values]
        if fresh:
            return fresh[0]
        if self._taken % HEDGE == 0:
            spent = [(sum(costs), arm) for arm, costs in self._costs.items() if _SHARE * self._cost(arm) <= left]
            if spent:
                return min(spent)[1]
        fitting = [(self._predict(arm, left), arm) for arm in self._open() if _MARGIN * self._cost(arm) <= left]
        return max(fitting)[1] if fitting else min(self._values)

    def _open(self) -> Iterator[tuple[int, int]]:
        """Every arm that was tried, and of each mode the next longer one."""
        yield from self._values
        for mode in range(self.modes):
            yield 1 + max(level for level, each in self._values if each == mode), mode

    def _cost(self, arm: tuple[int, int]) -> float:
        level, mode = arm
        return fmean(self._costs[arm]) if arm in self._costs else STEP * fmean(self._costs[level - 1, mode])

    def _predict(self, arm: tuple[int, int], left: float) -> float:
        more = left / max(1.0, self._cost(arm))
        return self._mean(arm) + self._deviation(arm) * math.sqrt(2.0 * math.log1p(more))

    def _mean(self, arm: tuple[int, int]) -> float:
        level, mode = arm
        if arm in self._values:
            return fmean(self._values[arm])
        last = fmean(self._values[level - 1, mode])
        gained = last - fmean(self._values[level - 2, mode]) if level > 1 else self._pooled()
        return last + max(0.0, gained)

    def _deviation(self, arm: tuple[int, int]) -> float:
        """Deviation of an arm's results, drawn towards that of all arms' while it has few."""
        values = self._values.get(arm, [])
        own = pstdev(values) if len(values) > 1 else 0.0
        trust = max(0, len(values) - 1)
        return (trust * own + 2.0 * self._pooled()) / (trust + 2.0)

    def _pooled(self) -> float:
        repeated = [values for values in self._values.values() if len(values) > 1]
        if not repeated:
            every = [value for values in self._values.values() for value in values]
            return pstdev(every)
        return math.sqrt(fmean(pstdev(values) ** 2 for values in repeated))
