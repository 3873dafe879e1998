"""Closures: nobody is sent to a host on a day on which it receives nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.visiting import selected_visits, visits_match

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class Closures(Rule):
    """No visit touches a day on which its host is closed.

    Kept: a visit on 30 October to a school closed from 19 to 23 October. Broken by 1: a visit on 22 October.
    The amount is the number of such visits.
    """

    kind: ClassVar[str] = "closures"
    serves: ClassVar[str] = "F32"
    apart: ClassVar[bool] = True
    implied: ClassVar[bool] = True
    by_round: ClassVar[bool] = True
    yields: ClassVar[bool] = False

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the visits to closed hosts."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        for visit in selected_visits(self, scenario, plan):
            if scenario.host[visit.host].closed_between(visit.start, visit.end):
                sentence = f"Set {visit.set} visits {visit.host} on {visit.start.date()}, when it is closed."
                yield visits_match(self, 1, [visit], sentence)

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One visit option: 1 for each option that touches a closure."""
        from cohortplan.rules.shared.host_lowering import price_options

        rounds = axes.scenario.selected_rounds(self)
        return price_options(axes, rounds, lambda host, start, end: host.closed_between(start, end))
