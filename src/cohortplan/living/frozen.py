"""What of a plan stays: what is past, and what is so near that nobody is to be told otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from cohortplan.model import Plan, PlannedActivity, PlannedRound, PlannedSet, Scenario, SeatLock, VisitLock


@dataclass(frozen=True)
class Frozen:
    """What stays of a plan: everything that begins before a day, but for some sets.

    Attributes
    ----------
    before : date
        What begins on an earlier day stays.
    thawed : collection of str
        Sets that may change all the same, if they do not begin before `past`.
    past : date
        What begins on an earlier day stays, come what may.
    """

    before: date
    past: date
    thawed: frozenset[str] = frozenset()

    def limit(self, set_id: str) -> datetime:
        """The local time before which what a set does stays."""
        return datetime.combine(self.past if set_id in self.thawed else self.before, time())

    def seats(self, scenario: Scenario, plan: Plan) -> tuple[SeatLock, ...]:
        """Return the seats that stay: those in sets of which something begins before."""
        return tuple(
            SeatLock(participant=member, set=group.id)
            for planned, group in planned_sets(scenario, plan)
            if self._begun(scenario, group)
            for member in dict.fromkeys(group.members)
            if member in scenario.people and member not in scenario.absentees[planned.id]
        )

    def visits(self, scenario: Scenario, plan: Plan) -> tuple[VisitLock, ...]:
        """Return the visits that stay."""
        sets = planned_sets(scenario, plan)
        return tuple(lock for planned, group in sets for lock in self._locked(scenario, planned, group))

    def _locked(self, scenario: Scenario, planned: PlannedRound, group: PlannedSet) -> Iterator[VisitLock]:
        """Yield locks of the visits of a set that stay, if they may still be made so."""
        visits = {a.id: a for a in scenario.round[planned.id].activities if a.kind == "visit" and a.is_for(group.id)}
        for each in group.activities:
            start = scenario.local(each.start)
            possible = each.id in visits and each.host in scenario.host and visits[each.id].may_start(start)
            if possible and each.host is not None and self._stays(scenario, group, each):
                yield VisitLock(set=group.id, activity=each.id, host=each.host, start=start)

    def splice(self, scenario: Scenario, former: Plan, new: Plan) -> Plan:
        """Return `new` with all that stays exactly as it is in `former`; who joins a set that has begun is added."""
        old = {planned.id: {group.id: group for group in planned.sets} for planned in former.rounds}
        past = {each.id for each in scenario.rounds if each.days and each.days[-1] < self.past}
        rounds = tuple(
            former.by_round[planned.id]
            if planned.id in past and planned.id in former.by_round
            else planned.model_copy(
                update={"sets": tuple(self._spliced(scenario, g, old.get(planned.id, {})) for g in planned.sets)}
            )
            for planned in new.rounds
        )
        return new.model_copy(update={"rounds": rounds})

    def broken_by(self, scenario: Scenario, former: Plan, new: Plan) -> frozenset[str]:
        """Return the sets of which something begins before, and which are not as they were all the same."""
        now = {group.id: group for _, group in planned_sets(scenario, new)}
        early = datetime.combine(self.before, time())
        return frozenset(
            group.id
            for planned, group in planned_sets(scenario, former)
            if any(scenario.local(each.start) < early for each in group.activities)
            and group.id in now
            and _told(scenario, planned, group) != _told(scenario, planned, now[group.id])
        )

    def _spliced(self, scenario: Scenario, group: PlannedSet, old: Mapping[str, PlannedSet]) -> PlannedSet:
        before = old.get(group.id)
        if before is None:
            return group
        told = {each.id: each for each in before.activities}
        activities = tuple(
            told[each.id] if each.id in told and self._stays(scenario, before, told[each.id]) else each
            for each in group.activities
        )
        same = {"facilitators": before.facilitators} if before.members == group.members else {}
        return group.model_copy(update={"activities": activities, **same})

    def _stays(self, scenario: Scenario, group: PlannedSet, activity: PlannedActivity) -> bool:
        return scenario.local(activity.start) < self.limit(group.id)

    def _begun(self, scenario: Scenario, group: PlannedSet) -> bool:
        return any(self._stays(scenario, group, each) for each in group.activities)


def planned_sets(scenario: Scenario, plan: Plan) -> Iterator[tuple[PlannedRound, PlannedSet]]:
    """Yield the sets of `plan` that the scenario knows, with their rounds."""
    for planned in plan.rounds:
        for group in planned.sets:
            each, _ = scenario.set_spec.get(group.id, (None, None))
            if each is not None and each.id == planned.id:
                yield planned, group


def _told(scenario: Scenario, planned: PlannedRound, group: PlannedSet) -> object:
    """Return what people know of a set: its members who take part, and where it goes when."""
    there = set(scenario.attending(planned.id)).intersection(group.members)
    return there, [(each.id, each.host, each.start) for each in group.activities]
