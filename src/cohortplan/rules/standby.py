"""Standby: for each visit there is a reserve host that could receive the set instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from cohortplan.errors import Defect
from cohortplan.model.rule import Match, Measure, Rule
from cohortplan.rules.shared.visiting import Trait, at, selected_visits, soon, trait, visits_match

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from cohortplan.model.hosts import Host
    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario
    from cohortplan.primitives import Primitive
    from cohortplan.primitives.axes import Axes, Option


class Standby(Rule):
    """At the time of each visit a host held in reserve could receive the set instead: N-1 for every single host.

    Kept: a set of 5 to 7 visits a prison while a theatre in reserve, for 4 to 8, is open. Broken by 1: the theatre is
    closed or booked by others then, takes 6 at most, is not of a kind that is to be visited, or needs more days of
    notice than there are from the day of planning.
    The amount is the number of visits without such a host. Each visit is looked at alone: two sets may count on one
    reserve, another set may be there already, and somebody of the set may be unable to go there. For a visit that was
    told by an earlier plan, notice counts no more.

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
            kinds = next((a.kinds for a in scenario.round[visit.round].activities if a.id == visit.activity), ())
            reserves = _reserves(scenario, _size(scenario, visit.set), kinds)
            host = scenario.host[visit.host]
            if not any(self._free(scenario, each, host, visit.start, visit.end) for each in reserves):
                alike = f" of the same {self.same}" if self.same else ""
                sentence = (
                    f"No host{alike} in reserve could stand in for {visit.host} when set {visit.set} comes "
                    f"{at(visit.start)}."
                )
                yield visits_match(self, 1, [visit], sentence)

    def lower(self, axes: Axes) -> Sequence[Primitive]:
        """One visit option for sets of each size: 1 for each option that no reserve could stand in for."""
        from cohortplan.rules.shared.host_lowering import price_by_set

        scenario, activity = axes.scenario, {place.menu: place.activity for place in axes.visits}

        def bare(size: tuple[int, int], option: Option) -> bool:
            reserves = _reserves(scenario, size, activity[option.menu].kinds)
            host = scenario.hosts[option.host]
            return not any(self._free(scenario, each, host, option.start, option.end) for each in reserves)

        return price_by_set(axes, scenario.selected_rounds(self), lambda _, set_id: _size(scenario, set_id), bare)

    def _free(self, scenario: Scenario, reserve: Host, visited: Host, start: datetime, end: datetime) -> bool:
        """Whether a reserve could receive a set that was to visit another host at that time."""
        return (
            reserve.id != visited.id
            and (self.same is None or trait(reserve, self.same) == trait(visited, self.same) != "")
            and reserve.open_between(start, end)
            and not reserve.closed_between(start, end)
            and reserve.booked_at(start) == (0, 0)
            and ((visited.id, start) in scenario.told or not soon(scenario, start.date(), reserve.lead_days))
        )


def _reserves(scenario: Scenario, size: tuple[int, int], kinds: Collection[str]) -> list[Host]:
    """Return the hosts in reserve for sets of a size that visit hosts of some kinds, or of all."""
    least, most = size
    return [
        host
        for host in scenario.hosts
        if host.reserve and host.least <= least <= most <= host.capacity and (not kinds or host.kind in kinds)
    ]


def _size(scenario: Scenario, set_id: str) -> tuple[int, int]:
    """Return the fewest and most members of a set; a stranger's set has none."""
    _, spec = scenario.set_spec.get(set_id, (None, None))
    return (spec.least, spec.most) if spec is not None else (0, 0)
