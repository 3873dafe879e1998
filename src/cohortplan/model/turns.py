"""Turns: the duties of a plan, each at one activity of one set, with those who could have it and those who do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from cohortplan.model.duties import Duty

if TYPE_CHECKING:
    from cohortplan.model.plan import Plan, PlannedSet
    from cohortplan.model.rounds import Round
    from cohortplan.model.scenario import Scenario

#: A set and one of its activities.
Place = tuple[str, str]


class Turn(NamedTuple):
    """A duty at one activity of one set; times are local wall-clock time of the programme.

    Attributes
    ----------
    there : tuple of str
        The set's known members who are not away that day, nor were by the attendance, sorted.
    held : tuple of str
        Who has the duty by the plan, whoever that is; where attendance is recorded, those of them who came.
        Who misses the round presents no case in it, whatever the plan says.
    over : bool
        Whether attendance is recorded: then nobody else can have the duty any more.
    """

    round: str
    set: str
    activity: str
    start: datetime
    end: datetime
    duty: Duty
    there: tuple[str, ...]
    held: tuple[str, ...]
    over: bool = False

    @property
    def wanted(self) -> int:
        """How many of those who are there should have it."""
        return len(self.holders) if self.over else min(self.duty.count, len(self.there))

    @property
    def place(self) -> Place:
        """The set and its activity."""
        return self.set, self.activity

    @property
    def holders(self) -> tuple[str, ...]:
        """Those of `held` who are there, each once."""
        return tuple(person for person in dict.fromkeys(self.held) if person in self.there)

    def others(self, person: str) -> tuple[str, ...]:
        """Those who are there beside `person`."""
        return tuple(other for other in self.there if other != person)


def turns(scenario: Scenario, plan: Plan) -> list[Turn]:
    """Return the turns of `plan`, as far as `scenario` knows its sets and activities, in the order of time."""
    found = [
        turn
        for planned in (plan.by_round.values() if scenario.duties else ())
        for group in planned.sets
        if planned.id in scenario.round and group.id in {spec.id for spec in scenario.round[planned.id].sets}
        for turn in _of_set(scenario, scenario.round[planned.id], group)
    ]
    return sorted(found, key=lambda turn: turn.start)


def _of_set(scenario: Scenario, each: Round, group: PlannedSet) -> Iterator[Turn]:
    known = {activity.id: activity for activity in scenario.activities(each, group.id)}
    for done in group.activities:
        start, end = scenario.local(done.start), scenario.local(done.end)
        records = [scenario.register.find(member, each.id, done.id) for member in group.members]
        absent = {record.participant for record in records if record is not None and not record.present}
        there = tuple(name for name in scenario.there(group.members, start.date()) if name not in absent)
        for duty in scenario.duties if done.id in known else ():
            if duty.belongs_to(each.id, known[done.id]):
                away = absent | scenario.absentees[each.id] if duty.cases else absent
                held = tuple(name for name in done.duties.get(duty.id, ()) if name not in away)
                yield Turn(each.id, group.id, done.id, start, end, duty, there, held, over=any(records))
