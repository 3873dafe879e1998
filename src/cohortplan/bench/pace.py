"""How long what is left of a run will take, judged by what was done of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from cohortplan.bench.case import Budget
from cohortplan.bench.unit import Unit

#: Units that are alike: of one contestant and budget.
Kind = tuple[str, Budget]


def kind_of(unit: Unit) -> Kind:
    """Return to which units one is alike."""
    return unit.solver, unit.budget


def kinds(units: Iterable[Unit]) -> Counter[Kind]:
    """Count units alike."""
    return Counter(map(kind_of, units))


class Pace:
    """Learns how long units take: those alike, which are of one contestant and budget, and all of them."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._seconds: defaultdict[Kind | None, float] = defaultdict(float)
        self._units: Counter[Kind | None] = Counter()

    def learn(self, unit: Unit, seconds: float) -> None:
        """Take note of how long a unit took."""
        for key in (kind_of(unit), None):
            self._seconds[key] += seconds
            self._units[key] += 1

    def left(self, units: Mapping[Kind, int]) -> float | None:
        """Return how long so many units of each kind will take; None if nothing is known of some of them."""
        total = 0.0
        for (solver, budget), number in units.items():
            expected = self.expected(solver, budget)
            if expected is None and number:
                return None
            total += number * (expected or 0.0)
        return total / self._at_once

    def expected(self, solver: str, budget: Budget) -> float | None:
        """Return how long a unit will take: as those like it, or its time limit, or as any other."""
        alike = self._mean((solver, budget))
        return alike if alike is not None else budget.seconds or self._mean(None)

    def _mean(self, key: Kind | None) -> float | None:
        return self._seconds[key] / self._units[key] if self._units[key] else None
