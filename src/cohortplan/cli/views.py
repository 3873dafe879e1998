"""The tables that ``show`` prints, each made from a scenario and a plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from cohortplan.cli.output import Table, count

if TYPE_CHECKING:
    from cohortplan.evaluate.timetable import Item
    from cohortplan.model import (
        Event,
        GuestTable,
        Host,
        Participant,
        Plan,
        Scenario,
        Turn,
    )

_SECTOR = "sector"


def sets_view(scenario: Scenario, plan: Plan) -> Table:
    """Who sits with whom, each name followed by a mark of the sector, and who looks after them: a row for each set."""
    from cohortplan.evaluate.timetable import host_name

    marks = _sector_marks(scenario)
    rows: list[list[str | int]] = []
    for planned in plan.rounds:
        for group in planned.sets:
            hosts = [host_name(scenario, activity) for activity in group.activities if activity.host is not None]
            people = ", ".join(_person(scenario, member, marks) for member in group.members)
            names = [scenario.facilitator[each].name for each in group.facilitators if each in scenario.facilitator]
            carers = [", ".join(names)] if scenario.facilitators else []
            rows.append([planned.id, group.id, len(group.members), people, ", ".join(hosts), *carers])
    legend = ", ".join(f"({mark}) {sector}" for sector, mark in marks.items())
    columns = ("round", "set", "size", "members", "visits", *(["facilitators"] if scenario.facilitators else []))
    return Table(titled(scenario, "learning sets", legend), columns, rows)


def timetable_view(scenario: Scenario, plan: Plan) -> Table:
    """What happens when and where: sets that do the same together share a row."""
    from cohortplan.evaluate.timetable import timetable

    together: dict[tuple[datetime, datetime, str, str, str], list[Item]] = {}
    for item in timetable(scenario, plan):
        together.setdefault((item.start, item.end, item.round, item.what, item.where), []).append(item)
    rows: list[list[str | int]] = [
        [*clock(first), first.round, ", ".join(i.set for i in items), first.what, first.where, _heads(items)]
        for items in together.values()
        for first in items[:1]
    ]
    columns = ("day", "from", "until", "round", "sets", "what", "where", "persons")
    return Table(titled(scenario, "timetable", scenario.programme.timezone), columns, rows)


def person_view(scenario: Scenario, plan: Plan, name: str) -> Table:
    """A participant's year, with the person's duties if the programme has any.

    Raises
    ------
    InputError
        If there is no such participant.
    """
    from cohortplan.evaluate.timetable import timetable

    _must_exist("participant", name, scenario.people)
    person, marks = scenario.people[name], _sector_marks(scenario)
    met: set[str] = set()
    for group in scenario.groups(plan, scenario.contact_rounds):
        met.update(group.members if name in group.members else ())
    rows: list[list[str | int]] = []
    for item in timetable(scenario, plan):
        if name in item.members:
            others = [_person(scenario, other, marks) for other in item.members if other != name and item.round]
            mine = [duty.name for duty in scenario.duties if name in item.duties.get(duty.id, ())]
            duties = [", ".join(mine)] if scenario.duties else []
            rows.append([*clock(item), item.set, item.what, item.where, *duties, ", ".join(others)])
    facts = [value for value in (person.get(_SECTOR), person.get("organisation")) if value]
    title = ", ".join([f"{person.name} ({name})", *facts, f"meets {count(len(met - {name}), 'person', 'people')}"])
    columns = ("day", "from", "until", "set", "what", "where", *(["duties"] if scenario.duties else []), "with")
    return Table(title, columns, rows)


def host_view(scenario: Scenario, plan: Plan, name: str) -> Table:
    """A host's visits: sets and head-counts, facilitators included, no names.

    Raises
    ------
    InputError
        If there is no such host.
    """
    from cohortplan.evaluate.timetable import timetable

    _must_exist("host", name, scenario.host)
    visits = [item for item in timetable(scenario, plan) if item.host == name]
    rows: list[list[str | int]] = [[*clock(item), item.round, item.set, item.what, item.heads] for item in visits]
    title = f"{scenario.host[name].name} ({name}): {count(len(visits), 'visit')}"
    return Table(title, ("day", "from", "until", "round", "set", "what", "persons"), rows)


def _heads(items: list[Item]) -> int:
    return sum(item.heads for item in items)


def clock(item: Item | Turn | GuestTable | Event) -> Iterator[str]:
    """Yield the day, the start and the end of something."""
    yield day_of(item.start.date())
    yield f"{item.start:%H:%M}"
    yield f"{item.end:%H:%M}" if item.end.date() == item.start.date() else f"{item.end:%a %H:%M}"


def day_of(day: date) -> str:
    """Say a day: "Thu 8 Oct 2026"."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def _person(scenario: Scenario, name: str, marks: dict[str, str]) -> str:
    person: Participant | None = scenario.people.get(name)
    if person is None:
        return name
    mark = marks.get(person.get(_SECTOR))
    return f"{person.name} ({mark})" if mark else person.name


def _sector_marks(scenario: Scenario) -> dict[str, str]:
    """Return a mark for each sector."""
    from cohortplan.model.names import marks

    return marks(value for person in scenario.participants if (value := person.get(_SECTOR)))


def titled(scenario: Scenario, what: str, more: str) -> str:
    """Return the title of a table: the programme's, what is shown, and more in brackets if there is more."""
    title = f"{scenario.programme.title}: {what}"
    return f"{title} ({more})" if more else title


def _must_exist(what: str, name: str, known: dict[str, Participant] | dict[str, Host]) -> None:
    from cohortplan.errors import InputError
    from cohortplan.model.names import unknown

    if name not in known:
        raise InputError([unknown(what, name, known, ())])
