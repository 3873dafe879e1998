"""How long what is left of a run will take, judged by what was done of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from cohortplan.bench.case import Budget
from cohortplan.bench.unit import Unit


class Pace:
    """Learns how long units take: those alike, which are of one contestant and budget, and all of them."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._seconds: defaultdict[tuple[str, Budget] | None, float] = defaultdict(float)
        self._units: Counter[tuple[str, Budget] | None] = Counter()

    def learn(self, unit: Unit, seconds: float) -> None:
        """Take note of how long a unit took."""
        for key in ((unit.solver, unit.budget), None):
            self._seconds[key] += seconds
            self._units[key] += 1

    def left(self, units: Iterable[Unit]) -> float | None:
        """Return how long units will take, so many at once; None if nothing is known of some of them."""
        total = 0.0
        for (solver, budget), number in Counter((unit.solver, unit.budget) for unit in units).items():
            expected = self.expected(solver, budget)
            if expected is None:
                return None
            total += number * expected
        return total / self._at_once

    def expected(self, solver: str, budget: Budget) -> float | None:
        """Return how long a unit will take: as those like it, or its time limit, or as any other."""
        alike = self._mean((solver, budget))
        return alike if alike is not None else budget.seconds or self._mean(None)

    def _mean(self, key: tuple[str, Budget] | None) -> float | None:
        return self._seconds[key] / self._units[key] if self._units[key] else None
