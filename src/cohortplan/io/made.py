"""A scenario that was made by a program, as the folder from which the same scenario is read.

Not everything can be said in tables, such as sets that are not called after their round. Whatever was written is read
again, and refused unless it asks for the same.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from io import StringIO
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from cohortplan.errors import Defect, InputError, ScenarioError
from cohortplan.io.cells import marked
from cohortplan.io.folder import read_scenario
from cohortplan.io.outputs import write_folder
from cohortplan.io.table import Table
from cohortplan.io.tables import TABLES, locks, participants
from cohortplan.io.toml_text import toml_section
from cohortplan.model import Activity, BusyTime, Cannot, Host, Round, Rule, Scenario
from cohortplan.model.days import Holiday
from cohortplan.model.people import WEEKDAYS
from cohortplan.rules import registry

#: Tables whose rows are parts of a scenario, column by column; by the names of these parts.
_PLAIN = {
    **{name: name for name in ("ties", "absences", "objections", "places", "links")},
    "ways": "travel",
}

Row = dict[str, str]


def write_scenario(folder: Path, scenario: Scenario) -> None:
    """Write a scenario into a folder, which is made if need be.

    Raises
    ------
    InputError
        If it cannot be said in files, or these cannot be written.
    """
    tables = {name: _text(rows) for name, rows in _tables(scenario).items()}
    files = {f"{name}.csv": text for name, text in tables.items() if text}
    write_folder(folder, {"scenario.toml": _settings(scenario), **files})
    try:
        same = _asked(read_scenario(folder)) == _asked(scenario)
        reason = "it would be read as another scenario"
    except ScenarioError as error:
        same, reason = False, str(error.defects[0].message)
    if not same:
        message = f"this scenario cannot be written as a folder: {reason}"
        remedy = "Call its sets ROUND.1, ROUND.2 and so on, and use only what the tables of a folder have"
        raise InputError([Defect(message, remedy, scenario.programme.id)])


def _asked(scenario: Scenario) -> tuple[Any, ...]:
    """Return all that plans are judged by."""
    locked = (scenario.seat_locks, scenario.visit_locks)
    return scenario.sha256, scenario.rules, dict(scenario.weights), *locked


def _settings(scenario: Scenario) -> str:
    """Return the programme, what people have in common, the rules and their weights."""
    attributes = {
        each.name: {"values": list(each.values), "optional": True} if each.optional else list(each.values)
        for each in scenario.attributes
    }
    lines = [
        *toml_section("[programme]", scenario.programme.model_dump(exclude_defaults=True)),
        *toml_section("[attributes]", attributes),
    ]
    for name in ("charter", "travel", "reach"):
        if says := getattr(scenario, name).model_dump(exclude_defaults=True):
            lines += toml_section(f"[{name}]", says)
    for rule in scenario.rules:
        lines += toml_section("[[rules]]", {"rule": rule.kind, "id": rule.id, **_fields(rule)})
    listed = {rule.kind for rule in scenario.rules}
    for kind, each in registry().items():
        if each.implied and kind not in listed:
            lines += toml_section("[[rules]]", {"rule": kind, "enabled": False})
    return "\n".join([*lines, *toml_section("[weights]", scenario.weights)]) + "\n"


def _fields(rule: Rule) -> dict[str, Any]:
    """Return what a rule says that it would not say anyway."""
    given = rule.model_dump(exclude={"id"})
    usual = {name: field.get_default(call_default_factory=True) for name, field in type(rule).model_fields.items()}
    return {name: value for name, value in given.items() if value or value != usual[name]}


def _tables(scenario: Scenario) -> dict[str, list[Row]]:
    """Return the rows of each table that can be told by its columns."""
    found = {table: [_row(TABLES[table], each) for each in getattr(scenario, part)] for part, table in _PLAIN.items()}
    people = participants.table_with(())
    found["participants"] = [{**_row(people, each), **each.attributes} for each in scenario.participants]
    found["hosts"] = [_host(each) for each in scenario.hosts]
    found["rounds"] = [row for each in scenario.rounds for row in _round(each)]
    found["events"] = [_row(TABLES["events"], each) | _span(each.start, each.end) for each in scenario.events]
    found["holidays"] = [_row(TABLES["holidays"], each) | {"who": _those(each)} for each in scenario.holidays]
    found["locks"] = [locks.row_of(each) for each in scenario.seat_locks]
    found["locks"] += [locks.row_of(each) for each in scenario.visit_locks]
    for part in ("openings", "closures"):
        found[part] = [row for host in scenario.hosts for row in _times(host, part)]
    return found


def _row(table: Table, item: BaseModel) -> Row:
    """Return the row that says something, by the table's own columns."""
    return {column.name: _cell(getattr(item, column.target, None)) for column in table.columns}


def _host(host: Host) -> Row:
    weekly = {}
    for prefix, hours in (("", host.hours), ("leader_", host.leader)):
        for each in hours[:1]:
            weekly[f"{prefix}days"] = ";".join(WEEKDAYS[day] for day in each.weekdays)
            weekly |= {f"{prefix}from": _cell(each.opens), f"{prefix}until": _cell(each.closes)}
    return {**_row(TABLES["hosts"], host), **weekly}


def _times(host: Host, part: str) -> Iterator[Row]:
    for each in getattr(host, part):
        if part == "openings":
            yield {"host": host.id, **_span(each.start, each.end)}
        else:
            yield {"host": host.id, "from": _cell(each.first), "until": _cell(each.last), "reason": each.reason}


def _round(round_: Round) -> Iterator[Row]:
    """Yield a row for each window of each activity; the first says what the sets are."""
    sizes = [f"{each.least}-{each.most}" for each in round_.sets]
    head = _row(TABLES["rounds"], round_)
    head |= {"sets": str(len(sizes)), "size": sizes[0] if len(set(sizes)) == 1 else ";".join(sizes)}
    rows = [row for each in round_.activities for row in _activity(each)]
    for number, row in enumerate(rows or [{}]):
        yield {**head, **row} if number == 0 else {"round": round_.id, **row}


def _activity(activity: Activity) -> Iterator[Row]:
    says = _row(TABLES["rounds"], activity)
    names = ("kind", "minutes", "step", "kinds", "only", "place", "mode", "format", "link", "guests")
    for window in activity.windows:
        yield {
            "activity": activity.id,
            "activity_title": activity.title,
            **{name: says[name] for name in names},
            **_span(window.start, window.end),
        }


def _those(holiday: Holiday) -> str:
    return "" if holiday.attribute is None else f"{holiday.attribute}={holiday.value}"


def _span(start: datetime, end: datetime) -> Row:
    return {"date": _cell(start.date()), "from": _cell(start.time()), "until": _cell(end.time())}


def _cell(value: Any) -> str:
    """Return a value as a table has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ";".join(WEEKDAYS[each] if isinstance(each, int) else _cell(each) for each in value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date | time):
        return value.isoformat()
    return marked(value.told if isinstance(value, BusyTime | Cannot) else str(value))


def _text(rows: Iterable[Mapping[str, str]]) -> str:
    """Return rows as CSV, with the columns that any of them fills; "" if there are none."""
    listed = list(rows)
    names = [
        name for name in dict.fromkeys(name for row in listed for name in row) if any(row.get(name) for row in listed)
    ]
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if listed:
        writer.writerow(names)
        writer.writerows([row.get(name, "") for name in names] for row in listed)
    return out.getvalue()
