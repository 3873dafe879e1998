"""The data that can stand in a plan's way: rows and fields that a scenario may also be without."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cohortplan.model import Absence, Activity, Holiday, Host, Participant, Scenario, VisitLock
from cohortplan.model.names import Path

#: Rows of these tables that say no more than what must not be.
TABLES = ("seat_locks", "visit_locks", "absences", "ties", "holidays", "events")
#: Fields of hosts, and the value with which a host asks for nothing; weekly hours and openings go together.
HOST_FIELDS = {
    "least": 0,
    "lead_days": 0,
    "gap_days": 0,
    "most_visits": None,
    "sets_at_once": 10_000,
    "capacity": 100_000,
    "clearance": None,
    "barriers": (),
    "leader": (),
    "reserve": False,
}
HOST_ROWS = ("closures", "bookings")
PERSON_FIELDS = {
    "cannot": (),
    "refused": (),
    "joins": None,
    "leaves": None,
    "weekdays": (),
    "busy": (),
    "online": False,
}


@dataclass(frozen=True)
class Datum:
    """A row, or a field of one, that restricts plans.

    Attributes
    ----------
    path : tuple
        Where it stands in the model, as in a `Defect`.
    words : str
        What it says; nothing sealed.
    """

    path: Path
    words: str


def data(scenario: Scenario) -> list[Datum]:
    """List what a plan of `scenario` may founder on, what is about single people and days first."""
    return [Datum(path, words) for path, words in _all(scenario)]


def _all(scenario: Scenario) -> Iterator[tuple[Path, str]]:
    tables: dict[str, Callable[[Any], str]] = {
        "seat_locks": lambda lock: f"{lock.participant} is locked to set {lock.set}",
        "visit_locks": _locked,
        "absences": _away,
        "ties": lambda tie: f"a tie joins {tie.a} and {tie.b}",
        "holidays": _free,
        "events": lambda event: f"{event.id} is for everyone, {_span(event.start, event.end)}",
    }
    for family, told in tables.items():
        yield from (((family, k), told(row)) for k, row in enumerate(getattr(scenario, family)))
    for k, person in enumerate(scenario.participants):
        yield from ((("participants", k, field), words) for field, words in _of_person(person))
    for r, each in enumerate(scenario.rounds):
        for a, activity in enumerate(each.activities):
            if activity.kinds:
                kinds = " or ".join(activity.kinds)
                yield ("rounds", r, "activities", a, "kinds"), f"{activity.id} of round {each.id} is at a {kinds}"
    for k, host in enumerate(scenario.hosts):
        yield from ((("hosts", k, *steps), words) for steps, words in _of_host(host))


def _free(holiday: Holiday) -> str:
    whose = "everyone" if holiday.attribute is None else f"those of {holiday.attribute} {holiday.value}"
    return f"{_days(holiday.first, holiday.last)} is a holiday of {whose}"


def _locked(lock: VisitLock) -> str:
    when = "" if lock.start is None else f" at {lock.start:%Y-%m-%d %H:%M}"
    return f"{lock.activity} of set {lock.set} is locked to {lock.host}{when}"


def _away(absence: Absence) -> str:
    if absence.round is not None:
        return f"{absence.participant} is away in round {absence.round}"
    return f"{absence.participant} is away {_days(absence.first, absence.last)}"


def _days(first: object, last: object) -> str:
    if first == last:
        return f"{first}"
    return " ".join(filter(None, (f"from {first}" if first else "", f"to {last}" if last else "")))


def _span(start: datetime, end: datetime) -> str:
    until = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%Y-%m-%d %H:%M}"
    return f"{start:%Y-%m-%d %H:%M} to {until}"


def _of_person(person: Participant) -> Iterator[tuple[str, str]]:
    # Where somebody cannot go, and why, is nobody's business; that rules name them is enough.
    for field in ("cannot", "refused"):
        if getattr(person, field):
            yield field, f"{person.id} cannot go everywhere"
    if person.joins:
        yield "joins", f"{person.id} joins on {person.joins}"
    if person.leaves:
        yield "leaves", f"{person.id} leaves on {person.leaves}"
    if person.weekdays:
        yield "weekdays", f"{person.id} works on some weekdays only"
    if person.busy:
        yield "busy", f"{person.id} is busy at some hours"
    if person.online:
        yield "online", f"{person.id} takes part online only"


def _of_host(host: Host) -> Iterator[tuple[Path, str]]:
    for k, closure in enumerate(host.closures):
        yield ("closures", k), f"{host.id} is closed {_days(closure.first, closure.last)}"
    for k, booking in enumerate(host.bookings):
        yield ("bookings", k), f"{host.id} is booked by others, {_span(booking.start, booking.end)}"
    if len(host.openings) == 1 and not host.hours:
        opening = host.openings[0]
        yield ("openings", 0), f"{host.id} offers only {_span(opening.start, opening.end)}"
    elif host.openings or host.hours:
        yield ("openings",), f"{host.id} is open at certain times only"
    for field, said in _limits(host).items():
        if getattr(host, field) != HOST_FIELDS[field]:
            yield (field,), f"{host.id} {said}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _limits(host: Host) -> dict[str, str]:
    """Say what each field asks for."""
    return {
        "lead_days": f"needs {_counted(host.lead_days, 'day')} of notice",
        "gap_days": f"has at least {_counted(host.gap_days, 'day')} from one visit day to the next",
        "most_visits": f"receives at most {_counted(host.most_visits or 0, 'visit')}",
        "sets_at_once": f"takes {_counted(host.sets_at_once, 'set')} at once",
        "capacity": f"has room for {host.capacity}",
        "least": f"wants at least {_counted(host.least, 'visitor')}",
        "clearance": "receives only people who are cleared",
        "barriers": "is not for everyone",
        "leader": "has its leader in at certain times only",
        "reserve": "is kept in reserve",
    }


def family(path: Path) -> tuple[str, str]:
    """Return the table, and the field of its rows if it is about one."""
    return str(path[0]), [step for step in path if isinstance(step, str)][-1]


def without(scenario: Scenario, paths: Collection[Path]) -> Scenario:
    """Return `scenario` without what stands at some of the paths that `data` tells; it is not checked as a whole."""
    of: dict[str, list[Path]] = {}
    for path in paths:
        of.setdefault(str(path[0]), []).append(path)
    parts: dict[str, Any] = {}
    for table, mine in of.items():
        rows = getattr(scenario, table)
        if table in TABLES:
            parts[table] = _left(rows, {path[1] for path in mine})
            continue
        steps: dict[int, list[Path]] = {}
        for path in mine:
            steps.setdefault(int(path[1]), []).append(path[2:])
        parts[table] = tuple(_freed(row, steps[k]) if k in steps else row for k, row in enumerate(rows))
    return scenario.model_copy(update=parts)


def _left(rows: tuple[Any, ...], gone: Collection[str | int]) -> tuple[Any, ...]:
    return tuple(row for k, row in enumerate(rows) if k not in gone)


def _freed(row: Any, steps: list[Path]) -> Any:
    """Return a host, a person or a round without some fields, or rows of them."""
    fields: dict[str, Any] = {}
    for step in steps:
        name = str(step[0])
        if name == "openings":
            fields |= {"openings": (), "hours": ()}
        elif name in HOST_ROWS:
            fields[name] = _left(getattr(row, name), {each[1] for each in steps if each[0] == name})
        elif name == "activities":
            fields[name] = _activities(row.activities, {each[1] for each in steps if each[0] == name})
        else:
            fields[name] = (HOST_FIELDS if isinstance(row, Host) else PERSON_FIELDS)[name]
    return row.model_copy(update=fields)


def _activities(rows: tuple[Activity, ...], of_any_kind: Collection[str | int]) -> tuple[Activity, ...]:
    return tuple(a.model_copy(update={"kinds": ()}) if k in of_any_kind else a for k, a in enumerate(rows))
