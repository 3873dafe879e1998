"""Openings: hosts are visited only when they are open."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.visiting import at, selected_visits, visits_match

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class Openings(Rule):
    """Every visit lies within the hours of its host or within one of its openings.

    Kept: a visit from 10:30 to 12:00 where the host is open from 10:30 to 12:00. Broken by 1: one from 10:00 to 11:30.
    The amount is the number of such visits. A host that gives neither hours nor openings is always open.
    """

    kind: ClassVar[str] = "openings"
    serves: ClassVar[str] = "F32"
    apart: ClassVar[bool] = True
    implied: ClassVar[bool] = True
    by_round: ClassVar[bool] = True
    yields: ClassVar[bool] = False

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the visits to hosts that are not open for all of them."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        for visit in selected_visits(self, scenario, plan):
            if not scenario.host[visit.host].open_between(visit.start, visit.end):
                span = f"{at(visit.start)} until {visit.end:%H:%M}"
                yield visits_match(
                    self, 1, [visit], f"Set {visit.set} visits {visit.host} {span}; it is not open then."
                )

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One visit option: 1 for each option outside the host's openings."""
        from cohortplan.rules.shared.host_lowering import price_options

        rounds = axes.scenario.selected_rounds(self)
        return price_options(axes, rounds, lambda host, start, end: not host.open_between(start, end))
