"""Reserve hosts: they are visited only where the others do not suffice."""

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


class ReserveHosts(Rule):
    """Visits go to hosts that are not held in reserve.

    Kept: no set visits the theatre held in reserve. Broken by 2: two sets do.
    The amount is the number of visits to reserve hosts.
    """

    kind: ClassVar[str] = "reserve_hosts"
    serves: ClassVar[str] = "F33"
    implied: ClassVar[bool] = True
    default_weight: ClassVar[int] = 50

    hard: bool = False

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the visits to reserve hosts."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        for visit in selected_visits(self, scenario, plan):
            if scenario.host[visit.host].reserve:
                yield visits_match(self, 1, [visit], f"Set {visit.set} visits {visit.host}, a host held in reserve.")

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One visit option: 1 for each option at a reserve host."""
        from cohortplan.rules.shared.host_lowering import price_options

        return price_options(axes, axes.scenario.selected_rounds(self), lambda host, _start, _end: host.reserve)
