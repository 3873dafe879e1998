"""Standby: for each visit there is a reserve host that could receive the set instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cohortplan.errors import Defect
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.visiting import Trait, at, selected_visits, soon, trait, visits_match

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from cohortplan.model.hosts import Host
    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes


class Standby(Rule):
    """At the time of each visit a host held in reserve could receive the set instead: N-1 for every single host.

    Kept: a set of 5 to 7 visits a prison while a theatre in reserve, for 4 to 8, is open. Broken by 1: the theatre is
    closed that day, or takes 6 at most, or needs more days of notice than there are from the day of planning.
    The amount is the number of visits without such a host. Each visit is looked at alone: two sets may count on one
    reserve, another set may be there already, and somebody of the set may be unable to go there.

    Attributes
    ----------
    same : str or None
        What the reserve has in common with the host visited: ``kind``, ``function``, ``sector``; None = nothing.
    """

    kind: ClassVar[str] = "standby"
    serves: ClassVar[str] = "F38"
    default_weight: ClassVar[int] = 5

    hard: bool = False
    same: Trait | None = None

    def defects(self, scenario: Scenario) -> Iterator[Defect]:
        """Report that no host is held in reserve."""
        if not any(host.reserve for host in scenario.hosts):
            yield Defect("no host is held in reserve", "Write yes under reserve in hosts.csv, or remove the rule")

    def measure(self, scenario: Scenario, plan: Plan) -> Measure:
        """Count the visits that no reserve could stand in for."""
        return Measure.of(self._matches(scenario, plan))

    def _matches(self, scenario: Scenario, plan: Plan) -> Iterator[Match]:
        for visit in selected_visits(self, scenario, plan):
            size = _size(scenario, visit.set)
            if not self._covered(scenario, size, scenario.host[visit.host], visit.start, visit.end):
                alike = f" of the same {self.same}" if self.same else ""
                sentence = (
                    f"No host{alike} in reserve could stand in for {visit.host} when set {visit.set} comes "
                    f"{at(visit.start)}."
                )
                yield visits_match(self, 1, [visit], sentence)

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One visit option for sets of each size: 1 for each option that no reserve could stand in for."""
        from cohortplan.rules.shared.host_lowering import price_by_set

        scenario = axes.scenario
        return price_by_set(
            axes,
            scenario.selected_rounds(self),
            lambda _, set_id: _size(scenario, set_id),
            lambda size, option: (
                not self._covered(scenario, size, scenario.hosts[option.host], option.start, option.end)
            ),
        )

    def _covered(
        self, scenario: Scenario, size: tuple[int, int], visited: Host, start: datetime, end: datetime
    ) -> bool:
        least, most = size
        return any(
            host.reserve
            and host.id != visited.id
            and host.least <= least <= most <= host.capacity - host.booked_at(start)[0]
            and host.sets_at_once > host.booked_at(start)[1]
            and (self.same is None or trait(host, self.same) == trait(visited, self.same) != "")
            and host.open_between(start, end)
            and not host.closed_between(start, end)
            and not soon(scenario, start.date(), host.lead_days)
            for host in scenario.hosts
        )


def _size(scenario: Scenario, set_id: str) -> tuple[int, int]:
    """Return the fewest and most members of a set; a stranger's set has none."""
    _, spec = scenario.set_spec.get(set_id, (None, None))
    return (spec.least, spec.most) if spec is not None else (0, 0)
