"""Leader present: hosts are visited when their leader is in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from cohortplan.errors import Defect
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.visiting import at, selected_visits, visits_match

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from cohortplan.model.hosts import Host
    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class LeaderPresent(Rule):
    """The leader of the host is in during every visit, or for at least so many minutes of it to take questions.

    Kept: a visit from 10:00 to 11:30 to a host whose leader is in from 09:00 to 12:00. Broken by 1: one from 11:00 to
    12:30, unless `minutes` is 60 or less.
    The amount is the number of such visits. A leader whose hours are not given is always in.

    Attributes
    ----------
    minutes : int or None
        How long the leader must be there; None = all the time. Of a visit that is shorter, all of it.
    """

    kind: ClassVar[str] = "leader_present"
    serves: ClassVar[str] = "F34"
    default_weight: ClassVar[int] = 10
    by_round: ClassVar[bool] = True

    minutes: Annotated[int, Field(ge=1, le=1_440)] | None = None

    def defects(self, scenario: Scenario) -> Iterator[Defect]:
        """Report that no leader's hours are known."""
        if not any(host.leader for host in scenario.hosts):
            remedy = "Fill in leader_days, leader_from and leader_until in hosts.csv, or remove the rule"
            yield Defect("no host says when its leader is in", remedy)

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the visits that the leader is not there for."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        for visit in selected_visits(self, scenario, plan):
            if self._missed(scenario.host[visit.host], visit.start, visit.end):
                when = f"{at(visit.start)} until {visit.end:%H:%M}"
                enough = "then" if self.minutes is None else f"for {self.minutes} minutes of that"
                sentence = f"Set {visit.set} visits {visit.host} {when}; its leader is not in {enough}."
                yield visits_match(self, 1, [visit], sentence)

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One visit option: 1 for each option that the leader is not there for."""
        from cohortplan.rules.shared.host_lowering import price_options

        return price_options(axes, axes.scenario.selected_rounds(self), self._missed)

    def _missed(self, host: Host, start: datetime, end: datetime) -> bool:
        if not host.leader or any(hours.cover(start, end) for hours in host.leader):
            return False
        there = max((hours.overlap(start, end) for hours in host.leader), default=0)
        return self.minutes is None or there < self.minutes
