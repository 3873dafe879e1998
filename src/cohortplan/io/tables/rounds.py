"""``rounds.csv``: one row for each activity of a round, or for each of its windows if it has several.

Rows of a round that names another under ``same_sets`` are activities of that one: its sets meet again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from cohortplan.io import cells, dates
from cohortplan.io.build import adapter, build, explain
from cohortplan.io.draft import Draft, usable
from cohortplan.io.sheet import ROW, Record
from cohortplan.io.table import Column, Table
from cohortplan.io.tables.series import OF_SERIES, Dated, repeated
from cohortplan.model import Activity, Round, SetSpec, Window
from cohortplan.model.base import Id
from cohortplan.model.names import unknown

TABLE = Table(
    "rounds",
    (
        Column("round", field="id", required=True),
        Column("title"),
        Column("same_sets"),
        Column("contacts", cells.yes_no),
        Column("opt_in"),
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
        Column("every", cells.whole),
        Column("times", cells.whole),
        Column("minutes", cells.whole),
        Column("step", cells.whole),
        Column("kinds", cells.words),
        Column("only", cells.codes),
        Column("place"),
        Column("mode", cells.mode),
        Column("format"),
        Column("link"),
        Column("guests", cells.yes_no),
    ),
)

_OF_SETS = ("contacts", "opt_in", "sets", "size", "facilitators", "facilitator_skills")
_OF_ROUND = ("title", "same_sets", *_OF_SETS)
_OF_ACTIVITY = (
    *("kind", "activity_title", "every", "times", "minutes", "step", "kinds", "only"),
    *("place", "mode", "format", "link", "guests"),
)
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
    titles = _join(rounds, torn=torn)
    for name, records in rounds.items():
        index = len(draft.rounds)
        _check_name(name, records[0])
        shared = _shared([record for record in records if record.values["id"] == name], _OF_ROUND)
        sets = tuple(_sets(name, shared, records[0], torn=torn))
        activities = [each for rows in _activities(records) for each in _dated(name, rows, titles, draft)]
        for position, (_, rows) in enumerate(activities):
            path = ("rounds", index, "activities", position)
            draft.findings.origins[path] = rows[0].origin
            draft.findings.origins.update({(*path, "windows", w): row.origin for w, row in enumerate(rows)})
        values: dict[str, Any] = {
            field: shared[field] for field in set(_OF_ROUND) - {"same_sets", "sets", "size"} if field in shared
        }
        values |= {"id": name, "sets": sets, "activities": tuple(activity for activity, _ in activities)}
        draft.keep("rounds", build(Round, values, records[0]), records[0].origin)


def _join(rounds: dict[str, list[Record]], *, torn: bool) -> dict[str, str]:
    """Add the rows of rounds that keep another round's sets to that one.

    Returns
    -------
    dict of str to str
        The titles of these rounds: what their activities are called that have no title of their own.
    """
    shared = {name: _shared(records, _OF_ROUND) for name, records in rounds.items()}
    kept = {name: says["same_sets"] for name, says in shared.items() if "same_sets" in says}
    for name, base in kept.items():
        records = rounds.pop(name)
        first = next(record for record in records if "same_sets" in record.values)
        for record in records:
            for field in _OF_SETS:
                if field in record.values:
                    record.fault(field, f"the sets are those of {base}", "Leave this cell empty")
        if base in kept:
            remedy = f"Write {kept[base]}" if base != name else "Name an earlier round"
            first.fault("same_sets", f"{base} itself keeps the sets of {kept[base]}", remedy)
        elif base in rounds:
            rounds[base].extend(records)
        elif not torn:
            defect = unknown("round", base, rounds, ())
            first.fault("same_sets", defect.message, defect.remedy)
    return {name: shared[name].get("title", "") for name in kept}


def _check_name(name: str, record: Record) -> None:
    try:
        adapter(Id).validate_python(name)
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


def _activities(records: Iterable[Record]) -> Iterator[list[Record]]:
    """Yield the rows of each of a round's activities."""
    found: dict[str, list[Record]] = {}
    for record in records:
        if "activity" in record.values:
            rows = found.setdefault(record.values["activity"], [])
            if rows and rows[0].values["id"] != record.values["id"]:
                message = f"its sets already have an activity of this name in round {rows[0].values['id']}"
                record.fault("activity", message, "Give it a name of its own")
            else:
                rows.append(record)
        elif not record.values.keys().isdisjoint((*_OF_ACTIVITY, *_OF_WINDOW)):
            record.fault("activity", "this cell is empty", "Name the activity that the rest of the row is about")
    yield from found.values()


def _dated(round_id: str, rows: list[Record], titles: Mapping[str, str], draft: Draft) -> Iterator[Dated]:
    """Yield an activity of a round on each of its dates, each with the rows of its windows."""
    name, shared = rows[0].values["activity"], _shared(rows, _OF_ACTIVITY)
    if "kind" not in shared and name.lower() in ("visit", "meet"):
        shared["kind"] = name.lower()
    if "kind" not in shared:
        rows[0].fault("kind", "this cell is empty", "Write visit or meet")
    windows = _windows(rows)
    title = shared.get("activity_title", titles.get(rows[0].values["id"], ""))
    apart = ("activity_title", *OF_SERIES)
    values: dict[str, Any] = {field: value for field, value in shared.items() if field not in apart}
    values |= {"id": name, "title": title, "windows": tuple(window for window, _ in windows)}
    values["only"] = tuple(f"{round_id}.{each}" if each.isdigit() else each for each in shared.get("only", ()))
    activity = build(Activity, values, rows[0], _COLUMNS) if windows else None
    if activity is not None:
        series = {field: shared[field] for field in OF_SERIES if field in shared}
        yield from repeated((activity, [row for _, row in windows]), series, draft)


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
