"""When facts are to go: what is kept of whom until which day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from cohortplan.model.privacy.facts import FACTS

if TYPE_CHECKING:
    from cohortplan.model.hosts import Host
    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario


class Clocks:
    """The days on which the facts of one programme are to go.

    Parameters
    ----------
    plan : Plan or None
        Says who visits which gate, and when. Of those who visit none, and without a plan of all, what is kept for gates
        is kept as if they visited one on the programme's last day.
    """

    def __init__(self, scenario: Scenario, plan: Plan | None = None) -> None:
        self._scenario = scenario
        self._visits: dict[str, list[tuple[Host, date]]] = {}
        for visit in () if plan is None else scenario.visits(plan):
            host = scenario.host[visit.host]
            if host.gate_fields:
                for name in visit.members:
                    self._visits.setdefault(name, []).append((host, visit.end.date()))

    def due(self, fact: str, participant: str = "") -> date | None:
        """Return the day on which a kind of fact about somebody is to go; None if it is kept as long as the folder."""
        scenario, since = self._scenario, FACTS[fact].since
        ends = scenario.programme.ends
        if not since:
            return None
        if since == "visit" and participant in self._visits:
            return max(self.after(fact, host, day) for host, day in self._visits[participant])
        private = scenario.private_of.get(participant)
        if since == "consent" and private is not None and private.consented is not None:
            return scenario.privacy.due(fact, private.consented)
        return scenario.privacy.due(fact, ends)

    def after(self, fact: str, host: Host, day: date) -> date:
        """Return the day on which facts of a kind are to go that were told to the gate of a host for a visit."""
        if host.purge_days is None:
            return self._scenario.privacy.due(fact, day)
        return date.fromordinal(day.toordinal() + host.purge_days)
