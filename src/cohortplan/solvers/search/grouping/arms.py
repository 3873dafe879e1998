"""Chooses how to spend what is left of a budget: many short descents, or few long ones.

Each way to search, an *arm*, has brought some results at some cost. By the mean and the deviation of its results the
best of as many more as the budget allows is predicted; the arm with the highest prediction is taken. Descents of a
length not tried yet are predicted to go on gaining as the last step up did, a little less with each step.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

#: A step up makes a descent so many times as long.
STEP = 3
#: What is left must be so many times the cost of an arm.
_MARGIN = 1.15
#: An arm's own deviation counts as much as the usual one once it has so many results after the first.
_DOUBT = 2.0
#: Results each arm has at first.
_TWICE = 2
#: How many steps up may be taken at once, and what is left of the gain of a step at the next.
_JUMP, _FADE = 3, 0.8
#: One choice in so many takes the arm that has had least, for results are not spread as predicted; but none that costs
#: more than this part of what is left.
HEDGE, _SHARE = 2, 10


class Record:
    """Number, mean and deviation of the results of an arm, and what they cost in all."""

    def __init__(self) -> None:
        self.count, self.mean, self.cost = 0, 0.0, 0.0
        self._squares = 0.0

    def note(self, value: float, cost: float) -> None:
        """Add a result (B. P. Welford's recurrence, Technometrics 4(3), 1962)."""
        self.count += 1
        self.cost += cost
        off = value - self.mean
        self.mean += off / self.count
        self._squares += off * (value - self.mean)

    @property
    def deviation(self) -> float:
        """Standard deviation, 0 of a single result."""
        return math.sqrt(self._squares / self.count)


class Arms:
    """The results of each arm: a level, which is how often the length was stepped up, and a mode.

    Parameters
    ----------
    modes : int
        Number of modes.
    """

    def __init__(self, modes: int) -> None:
        self._modes = modes
        self._records: dict[tuple[int, int], Record] = {}
        self._all = Record()
        self._taken = 0

    def note(self, level: int, mode: int, value: float, cost: float) -> None:
        """Note the result of an arm and what it cost."""
        self._records.setdefault((level, mode), Record()).note(value, cost)
        self._all.note(value, cost)

    def choose(self, left: float) -> tuple[int, int]:
        """Return level and mode to take up with so much left; the lowest of the known if nothing fits."""
        self._taken += 1
        for arm in self._first():
            wanted = arm not in self._records or self._records[arm].count < _TWICE
            if wanted and (not self._records or _SHARE * self._cost(arm) <= left):
                return arm
        if self._taken % HEDGE == 0:
            spent = [(record.cost, arm) for arm, record in self._records.items() if _SHARE * self._cost(arm) <= left]
            if spent:
                return min(spent)[1]
        fitting = [(self._predict(arm, left), arm) for arm in self._open() if _MARGIN * self._cost(arm) <= left]
        return max(fitting)[1] if fitting else min(self._records)

    def _first(self) -> Iterator[tuple[int, int]]:
        """What is to be tried before results are compared: two lengths, and each mode."""
        yield from ((0, 0), (1, 0))
        yield from ((0, mode) for mode in range(1, self._modes))

    def _open(self) -> Iterator[tuple[int, int]]:
        """Every arm up to some steps beyond the longest that was tried of its mode."""
        for mode in range(self._modes):
            known = self._known(mode)
            if known:
                yield from ((level, mode) for level in range(known[-1] + 1 + _JUMP))

    def _known(self, mode: int) -> list[int]:
        return sorted(level for level, each in self._records if each == mode)

    def _cost(self, arm: tuple[int, int]) -> float:
        """What an arm costs on average, or will cost."""
        level, mode = arm
        if arm in self._records:
            return self._records[arm].cost / self._records[arm].count
        known = self._known(mode)
        if not known:
            return 2.0 * self._cost((level, 0))
        near = max((each for each in known if each < level), default=known[0])
        return STEP ** (level - near) * self._cost((near, mode))

    def _predict(self, arm: tuple[int, int], left: float) -> float:
        """The best to be expected of as many results as `left` allows, were they normally distributed."""
        more = left / max(1.0, self._cost(arm))
        return self._mean(arm) + self._deviation(arm) * math.sqrt(2.0 * math.log1p(more))

    def _mean(self, arm: tuple[int, int]) -> float:
        """The mean of an arm's results; if it has none, by the lengths that have."""
        level, mode = arm
        known = self._known(mode)
        below = [each for each in known if each <= level]
        near = below[-1] if below else known[0]
        gain = max(0.0, self._gain(near, known, mode))
        return self._records[near, mode].mean + gain * sum(_FADE**step for step in range(level - near))

    def _gain(self, level: int, known: list[int], mode: int) -> float:
        """What a step up brought lately, less what may be chance."""
        before = [each for each in known if each < level]
        if not before:
            return self._usual_deviation()
        low, high = self._records[before[-1], mode], self._records[level, mode]
        chance = self._usual_deviation() * math.sqrt(1.0 / low.count + 1.0 / high.count)
        return (high.mean - low.mean - chance) / (level - before[-1])

    def _deviation(self, arm: tuple[int, int]) -> float:
        """Deviation of an arm's results, drawn towards the usual one while it has few."""
        record = self._records.get(arm)
        usual = self._usual_deviation()
        if record is None:
            return usual
        trust = record.count - 1
        return (trust * record.deviation + _DOUBT * usual) / (trust + _DOUBT)

    def _usual_deviation(self) -> float:
        repeated = [record.deviation for record in self._records.values() if record.count > 1]
        return math.sqrt(sum(each**2 for each in repeated) / len(repeated)) if repeated else self._all.deviation
