"""Rules about the programme itself: how far they are kept is settled before anything is decided."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from cohortplan.model.rule import Match, Measure, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class Settled(Rule):
    """A rule that dates, people and their absences keep or break, whatever the plan."""

    settled: ClassVar[bool] = True

    hard: bool = False

    @abstractmethod
    def found(self, scenario: Scenario) -> Iterable[Match]:
        """Yield the places where the programme breaks the rule."""

    @abstractmethod
    def summary(self, scenario: Scenario) -> str:
        """Say how far the programme keeps the rule."""

    def remarks(self, scenario: Scenario) -> Iterator[str]:
        """Say how far the rule is kept, then where it is not."""
        yield self.summary(scenario)
        yield from (match.sentence for match in self.found(scenario))

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count what is broken, which is the same for every plan."""
        del plan
        return Measure.of(self.found(scenario))

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One set count that prices one set at what is owed, whoever sits in it."""
        import numpy as np

        from cohortplan.primitives import SetCount

        amount = sum(match.amount for match in self.found(axes.scenario))
        row = np.full((len(axes.set_ids), axes.widest), -1, dtype=np.int32)
        row[0, 0] = 0
        weight = np.zeros(axes.people_count, dtype=np.int32)
        return [SetCount(weight, np.full((1, 1, 1), amount, dtype=np.int32), row)] if amount else []
