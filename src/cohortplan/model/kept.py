"""What of an earlier plan is over, and stays as it was when the rest is planned again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from cohortplan.model.plan import Plan, PlannedSet
from cohortplan.model.rounds import SeatLock, VisitLock
from cohortplan.model.scenario import Scenario


@dataclass(frozen=True)
class Kept:
    """Rounds of a plan that are not planned again.

    Attributes
    ----------
    plan : Plan
        The plan that was in force.
    rounds : frozenset of str
        Those of its rounds that stay as they are, whoever came.
    """

    plan: Plan
    rounds: frozenset[str]

    @classmethod
    def before(cls, scenario: Scenario, plan: Plan, day: date | None = None) -> Self:
        """Keep the rounds of which attendance is recorded, and those that began before `day`.

        Parameters
        ----------
        day : date, optional
            The day after the last one of which attendance is recorded, unless given.
        """
        recorded = [record.date for record in scenario.register.records]
        if day is None and recorded:
            day = max(recorded) + timedelta(days=1)
        begun = {
            planned.id
            for planned in plan.rounds
            for group in planned.sets
            for activity in group.activities
            if day is not None and scenario.local(activity.start).date() < day
        }
        return cls(plan, (frozenset(begun) | scenario.register.rounds) & scenario.round.keys())

    def hold(self, scenario: Scenario) -> Scenario:
        """Return `scenario` with everyone who was there locked to their set, and its visits to host and time.

        Raises
        ------
        ScenarioError
            If the organiser's own locks say otherwise.
        """
        seats, visits = dict.fromkeys(scenario.seat_locks), dict.fromkeys(scenario.visit_locks)
        for name in sorted(self.rounds):
            there = set(scenario.attending(name))
            for group in self.plan.by_round[name].sets:
                seats |= dict.fromkeys(SeatLock(participant=m, set=group.id) for m in group.members if m in there)
                visits |= dict.fromkeys(_visits(scenario, group))
        return scenario.but(seat_locks=tuple(seats), visit_locks=tuple(visits))

    def put_back(self, plan: Plan) -> Plan:
        """Return `plan` with the rounds that are kept as they were planned, down to those who stayed away."""
        rounds = tuple(
            self.plan.by_round[planned.id] if planned.id in self.rounds else planned for planned in plan.rounds
        )
        return plan.model_copy(update={"rounds": rounds})


def _visits(scenario: Scenario, group: PlannedSet) -> Iterator[VisitLock]:
    for activity in group.activities:
        if activity.host is not None:
            start = scenario.local(activity.start)
            yield VisitLock(set=group.id, activity=activity.id, host=activity.host, start=start)
