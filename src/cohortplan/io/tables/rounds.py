"""``rounds.csv``: one row for each activity of a round, or for each of its windows if it has several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import TypeAdapter, ValidationError

from cohortplan.io import cells, dates
from cohortplan.io.build import build, explain
from cohortplan.io.draft import Draft, usable
from cohortplan.io.sheet import ROW, Record
from cohortplan.io.table import Column, Table
from cohortplan.model import Activity, Round, SetSpec, Window
from cohortplan.model.base import Id

TABLE = Table(
    "rounds",
    (
        Column("round", field="id", required=True),
        Column("title"),
        Column("contacts", cells.yes_no),
        Column("sets", cells.whole),
        Column("size", cells.sizes),
        Column("facilitators", cells.whole),
        Column("facilitator_skills", cells.codes),
        Column("activity"),
        Column("kind", cells.activity_kind),
        Column("activity_title"),
        Column("date", dates.day),
        Column("from", dates.clock),
        Column("until", dates.closing),
        Column("minutes", cells.whole),
        Column("step", cells.whole),
        Column("kinds", cells.words),
        Column("only", cells.codes),
        Column("place"),
        Column("mode", cells.mode),
        Column("format"),
    ),
)

_OF_ROUND = ("title", "contacts", "sets", "size", "facilitators", "facilitator_skills")
_OF_ACTIVITY = ("kind", "activity_title", "minutes", "step", "kinds", "only", "place", "mode", "format")
_OF_WINDOW = ("date", "from", "until")

#: What the columns are called in the model.
_COLUMNS = {"id": "activity", "title": "activity_title", "windows": "date"}

#: Most learning sets in a round, and longest name of a round, so that its sets can be named after it.
_MOST_SETS = 10_000
_LONGEST = 58


def add(draft: Draft) -> None:
    """Make rounds of the table's records; the rows of a round need not stand together."""
    rounds: dict[str, list[Record]] = {}
    torn = any(not record.faulty.isdisjoint((ROW, "id")) for record in draft.records(TABLE.name))
    for record in draft.records(TABLE.name):
        if usable(record, "id"):
            rounds.setdefault(record.values["id"], []).append(record)
    for name, records in rounds.items():
        index = len(draft.rounds)
        _check_name(name, records[0])
        shared = _shared(records, _OF_ROUND)
        sets = tuple(_sets(name, shared, records[0], torn=torn))
        activities = [each for each in _activities(name, records) if each[0]]
        for position, (_, rows) in enumerate(activities):
            path = ("rounds", index, "activities", position)
            draft.findings.origins[path] = rows[0].origin
            draft.findings.origins.update({(*path, "windows", w): row.origin for w, row in enumerate(rows)})
        values: dict[str, Any] = {
            field: shared[field] for field in set(_OF_ROUND) - {"sets", "size"} if field in shared
        }
        values |= {"id": name, "sets": sets, "activities": tuple(activity for activity, _ in activities)}
        draft.keep("rounds", build(Round, values, records[0]), records[0].origin)


def _check_name(name: str, record: Record) -> None:
    try:
        TypeAdapter(Id).validate_python(name)
    except ValidationError as error:
        record.fault("id", *explain(error.errors()[0]))
    if len(name) > _LONGEST:
        record.fault("id", f"this is longer than {_LONGEST} characters", "Shorten it")


def _shared(records: Iterable[Record], fields: Iterable[str]) -> dict[str, Any]:
    """Return what the rows agree on: a field may be filled in any of them; if in several, alike."""
    found: dict[str, Any] = {}
    for record in records:
        for field in fields:
            value = record.values.get(field)
            if value is not None and found.setdefault(field, value) != value:
                remedy = "Make the two alike, or leave this cell empty"
                record.fault(field, "an earlier row of the same thing says otherwise", remedy)
    return found


def _sets(name: str, shared: dict[str, Any], record: Record, *, torn: bool) -> Iterator[SetSpec]:
    """Yield the learning sets; if their number or size is not known, one that holds anybody stands for them.

    What is missing in a `torn` table may stand in a row that could not be used.
    """
    sizes, number = shared.get("size", ()), shared.get("sets")
    number = len(sizes) if number is None and len(sizes) > 1 else number
    if torn and (not sizes or number is None):
        record.faulty.add("size")
    elif not sizes:
        record.fault("size", "the size of the sets is missing", "Write it like 6, 5-7 or 4;4;3")
    elif number is None:
        record.fault("sets", "the number of sets is missing", "Fill it in")
    elif not 1 <= number <= _MOST_SETS:
        record.fault("sets", f"a round has 1 to {_MOST_SETS} sets", "Mend the number")
    elif len(sizes) not in (1, number):
        record.fault("size", f"there are {len(sizes)} sizes for {number} sets", "Give one size, or one for each set")
    if record.faulty.isdisjoint(("id", "sets", "size")):
        for k, (least, most) in enumerate(sizes * (number if len(sizes) == 1 else 1), start=1):
            yield SetSpec(id=f"{name}.{k}", least=least, most=most)
    else:
        yield SetSpec.model_construct(id=f"{name}.1", least=0, most=1_000_000)


def _activities(name: str, records: Iterable[Record]) -> Iterator[tuple[Activity | None, list[Record]]]:
    """Yield the round's activities, each with the rows of its windows."""
    found: dict[str, list[Record]] = {}
    for record in records:
        if "activity" in record.values:
            found.setdefault(record.values["activity"], []).append(record)
        elif not record.values.keys().isdisjoint((*_OF_ACTIVITY, *_OF_WINDOW)):
            record.fault("activity", "this cell is empty", "Name the activity that the rest of the row is about")
    for activity, rows in found.items():
        yield _activity(name, activity, rows)


def _activity(round_id: str, name: str, rows: list[Record]) -> tuple[Activity | None, list[Record]]:
    shared = _shared(rows, _OF_ACTIVITY)
    if "kind" not in shared and name.lower() in ("visit", "meet"):
        shared["kind"] = name.lower()
    if "kind" not in shared:
        rows[0].fault("kind", "this cell is empty", "Write visit or meet")
    windows = _windows(rows)
    values: dict[str, Any] = {field: value for field, value in shared.items() if field != "activity_title"}
    values |= {"id": name, "title": shared.get("activity_title", ""), "windows": tuple(window for window, _ in windows)}
    values["only"] = tuple(f"{round_id}.{each}" if each.isdigit() else each for each in shared.get("only", ()))
    return (build(Activity, values, rows[0], _COLUMNS), [row for _, row in windows]) if windows else (None, rows)


def _windows(rows: Iterable[Record]) -> list[tuple[Window, Record]]:
    found: dict[Window, Record] = {}
    for row in rows:
        for field in _OF_WINDOW:
            if field not in row.values:
                row.fault(field, "this cell is empty", "Fill it in")
        if usable(row, *_OF_WINDOW):
            start, end = dates.span(*(row.values[field] for field in _OF_WINDOW))
            first = found.setdefault(Window(start=start, end=end), row)
            if first is not row:
                row.fault(ROW, f"this row says the same as row {first.origin.row}", "Delete one of the two")
    return list(found.items())
