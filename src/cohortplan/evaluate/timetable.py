"""Everything in a plan that takes place, by time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from cohortplan.model.plan import Plan, PlannedActivity, PlannedSet
from cohortplan.model.scenario import Scenario


class Item(NamedTuple):
    """Something that takes place, local time.

    Attributes
    ----------
    round, set : str
        Whose it is; both "" for an event of the whole cohort.
    host : str or None
        The id of the host, None for a meeting.
    members : tuple of str
        Those who are to be there and not away that day.
    """

    start: datetime
    end: datetime
    what: str
    where: str
    round: str
    set: str
    host: str | None
    members: tuple[str, ...]
    duties: Mapping[str, tuple[str, ...]] = {}
    guests: tuple[str, ...] = ()
    facilitators: int = 0

    @property
    def heads(self) -> int:
        """How many people are there, those who look after the set included."""
        return len(self.members) + len(self.guests) + self.facilitators


def timetable(scenario: Scenario, plan: Plan) -> list[Item]:
    """Return everything in the timetable by time; an event of the whole cohort has no round and no set."""
    items = [
        _item(scenario, planned.id, group, activity)
        for planned in plan.rounds
        for group in planned.sets
        for activity in group.activities
    ]
    for event in scenario.events:
        here = _there(scenario, scenario.people, event.start.date())
        guests = tuple(guest.id for guest in scenario.guests if guest.comes_to(event))
        items.append(Item(event.start, event.end, event.title, event.where, "", "", None, here, guests=guests))
    return sorted(items, key=lambda item: (item.start, item.end))


def _there(scenario: Scenario, people: Iterable[str], day: date) -> tuple[str, ...]:
    """Those of `people` who are not away on `day`; a stranger, who has no absences, is taken to come."""
    known = scenario.people
    return tuple(name for name in people if name not in known or not scenario.away(known[name], day))


def _item(scenario: Scenario, round_id: str, group: PlannedSet, planned: PlannedActivity) -> Item:
    each = scenario.round.get(round_id)
    spec = next((a for a in each.activities if a.id == planned.id), None) if each is not None else None
    where = host_name(scenario, planned) if planned.host is not None else (spec.where if spec is not None else "")
    what = spec.title if spec is not None and spec.title else planned.id
    start, end = scenario.local(planned.start), scenario.local(planned.end)
    members = _there(scenario, group.members, start.date())
    carers = len(set(group.facilitators) & scenario.facilitator.keys())
    return Item(
        start, end, what, where, round_id, group.id, planned.host, members, planned.duties, planned.guests, carers
    )


def host_name(scenario: Scenario, planned: PlannedActivity) -> str:
    """Return a host's name and town, "" for a meeting."""
    host = scenario.host.get(planned.host or "")
    if host is None:
        return planned.host or ""
    return f"{host.name}, {host.town}" if host.town else host.name
