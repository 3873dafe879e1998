"""Lead time: hosts have the notice they need."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.visiting import selected_visits, soon, visits_match
from cohortplan.rules.shared.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from cohortplan.model.hosts import Host
    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class LeadTime(Rule):
    """From the day of planning to each visit a host has at least its days of notice.

    Kept: a visit 42 days after the plan is made, to a prison that needs 42 days. Broken by 1: a visit after 41 days.
    A visit that the host was told of by an earlier plan has had its notice, whichever set comes.
    The amount is the number of such visits. If the programme does not say when it is planned, there is time enough.
    """

    kind: ClassVar[str] = "lead_time"
    serves: ClassVar[str] = "F31 F32"
    apart: ClassVar[bool] = True
    implied: ClassVar[bool] = True
    by_round: ClassVar[bool] = True

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the visits that come too soon."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        for visit in selected_visits(self, scenario, plan):
            host = scenario.host[visit.host]
            if _sudden(scenario, host, visit.start):
                notice = f"{host.id} needs {counted(host.lead_days, 'day')} of notice"
                sentence = f"{notice}; the visit of set {visit.set} on {visit.start.date()} comes too soon."
                yield visits_match(self, 1, [visit], sentence)

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One visit option: 1 for each option that comes too soon."""
        from cohortplan.rules.shared.host_lowering import price_options

        scenario = axes.scenario
        rounds = scenario.selected_rounds(self)
        return price_options(axes, rounds, lambda host, start, _: _sudden(scenario, host, start))


def _sudden(scenario: Scenario, host: Host, start: datetime) -> bool:
    """Whether a host hears too late of a visit."""
    return soon(scenario, start.date(), host.lead_days) and (host.id, start) not in scenario.told
