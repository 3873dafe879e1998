"""Guests: sponsors and others who come to single events, and the tables at which they sit with the sets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from cohortplan.errors import Defect
from cohortplan.model.base import Frozen, Id, Line, Mail
from cohortplan.model.names import Path, unknown

if TYPE_CHECKING:
    from datetime import datetime

    from cohortplan.model.plan import Plan
    from cohortplan.model.rounds import Activity, Event
    from cohortplan.model.scenario import Scenario


class Guest(Frozen):
    """Somebody who is in no set, and comes to what they are invited to.

    Attributes
    ----------
    kind : str
        ``sponsor``, ``speaker`` or ``stakeholder``; each kind is spread over the tables.
    of : tuple of str
        The participants they sponsor, at whose table they do not sit.
    events : tuple of str
        The events, and meetings of sets, to which they are invited; empty = those that are marked for guests.
    """

    id: Id
    name: Line
    email: Mail = ""
    organisation: Line = ""
    kind: Literal["sponsor", "speaker", "stakeholder"] = "stakeholder"
    of: tuple[Id, ...] = ()
    events: tuple[Id, ...] = ()

    def comes_to(self, what: Event | Activity) -> bool:
        """Whether they are invited to an event, or to an activity that is a meeting."""
        return what.id in self.events if self.events else what.guests


class GuestTable(NamedTuple):
    """A set at a meeting with guests; times are local wall-clock time of the programme.

    Attributes
    ----------
    there : tuple of str
        The set's known members who are not away that day, sorted.
    invited : tuple of Guest
        Those who are to sit at one of the meeting's tables.
    guests : tuple of str
        Who sits at this one by the plan, whoever that is.
    """

    round: str
    set: str
    activity: str
    start: datetime
    end: datetime
    there: tuple[str, ...]
    invited: tuple[Guest, ...]
    guests: tuple[str, ...]

    def may_have(self, guest: Guest) -> bool:
        """Whether nobody sits here whom a guest sponsors."""
        return not set(guest.of).intersection(self.there)


def guest_tables(scenario: Scenario, plan: Plan) -> dict[tuple[str, str], list[GuestTable]]:
    """Return the tables of `plan` by round and activity, as far as `scenario` knows its sets and meetings."""
    found: dict[tuple[str, str], list[GuestTable]] = {}
    for planned in plan.by_round.values() if scenario.guests else ():
        each = scenario.round.get(planned.id)
        invited = {a.id: _invited(scenario, a) for a in each.activities} if each is not None else {}
        for group in planned.sets:
            for done in group.activities if group.id in scenario.set_spec else ():
                if invited.get(done.id):
                    start, end = scenario.local(done.start), scenario.local(done.end)
                    there = scenario.there(group.members, start.date())
                    table = GuestTable(
                        planned.id, group.id, done.id, start, end, there, invited[done.id], tuple(done.guests)
                    )
                    found.setdefault((planned.id, done.id), []).append(table)
    return found


def _invited(scenario: Scenario, activity: Activity) -> tuple[Guest, ...]:
    return tuple(guest for guest in scenario.guests if activity.kind == "meet" and guest.comes_to(activity))


def guest_defects(scenario: Scenario) -> Iterator[Defect]:
    """Yield what is wrong with the guests of a scenario, and with what is marked for them."""
    marked = any(event.guests for event in scenario.events)
    for index, each in enumerate(scenario.rounds):
        for position, activity in enumerate(each.activities):
            marked = marked or activity.guests
            if activity.guests and activity.kind == "visit":
                path: Path = ("rounds", index, "activities", position, "guests")
                yield Defect(f"{activity.id} is a visit, to which no guests come", "Write no", "yes", path=path)
    for index, guest in enumerate(scenario.guests):
        yield from _references(scenario, guest, ("guests", index))
        if not guest.events and not marked:
            remedy = "Name events here, or write yes in the column guests of events.csv or rounds.csv"
            yield Defect(f"{guest.id} is invited to nothing", remedy, path=("guests", index, "events"))


def _references(scenario: Scenario, guest: Guest, path: Path) -> Iterator[Defect]:
    for name in guest.of:
        if name not in scenario.people:
            yield unknown("participant", name, scenario.people, (*path, "of"))
    if guest.kind == "sponsor" and not guest.of:
        yield Defect(f"{guest.id} sponsors nobody", "Fill in the column of, or write stakeholder", path=(*path, "of"))
    meetings = (a.id for each in scenario.rounds for a in each.activities if a.kind == "meet")
    known = dict.fromkeys((*(event.id for event in scenario.events), *meetings))
    for name in guest.events:
        if name not in known:
            yield unknown("event", name, known, (*path, "events"))
    for person in scenario.participants:
        field = "id" if guest.id == person.id else "email"
        if guest.id == person.id or (guest.email and guest.email.casefold() == person.email.casefold()):
            remedy = "Remove the row; a tie of kind sponsor and the rule keep_apart keep the two apart"
            yield Defect(f"{guest.id} is the participant {person.id}, too", remedy, guest.id, path=(*path, field))
