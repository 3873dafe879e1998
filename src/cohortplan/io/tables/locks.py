"""``locks.csv``: people fixed to sets, and visits of sets fixed to hosts."""

from __future__ import annotations

from cohortplan.io import dates
from cohortplan.io.build import build
from cohortplan.io.draft import Draft, Names
from cohortplan.io.sheet import ROW, Record
from cohortplan.io.table import Column, Table
from cohortplan.model import SeatLock, VisitLock
from cohortplan.model.edits import Lock

TABLE = Table(
    "locks",
    (
        Column("participant"),
        Column("set", required=True),
        Column("activity"),
        Column("host"),
        Column("start", dates.moment),
    ),
)

_VISIT = ("activity", "host", "start")


def add(draft: Draft) -> None:
    """Make locks of the table's records: a participant and a set, or a set, an activity and a host."""
    people, places = draft.people(), draft.host_names()
    for record in draft.records(TABLE.name):
        lock = read(record, people, places)
        draft.keep("seat_locks" if isinstance(lock, SeatLock) else "visit_locks", lock, record.origin)


def read(record: Record, people: Names, places: Names) -> Lock | None:
    """Make a lock of a record; None, and a note why, if it says none."""
    people.resolve(record, "participant")
    places.resolve(record, "host")
    if record.faulty or not _clear(record):
        return None
    if "participant" in record.values:
        return build(SeatLock, record.values, record)
    return build(VisitLock, record.values, record)


def row_of(lock: Lock) -> dict[str, str]:
    """Return the row that says a lock, by column."""
    cells = dict.fromkeys((column.name for column in TABLE.columns), "")
    if isinstance(lock, SeatLock):
        return {**cells, "participant": lock.participant, "set": lock.set}
    start = f"{lock.start:%Y-%m-%d %H:%M}" if lock.start else ""
    return {**cells, "set": lock.set, "activity": lock.activity, "host": lock.host, "start": start}


def _clear(record: Record) -> bool:
    """Whether the row says what is locked; if not, that is noted."""
    visit = [name for name in _VISIT if name in record.values]
    if "participant" in record.values and visit:
        remedy = "Use one row for the participant and one for the visit"
        record.fault(ROW, "this row locks a participant and a visit at once", remedy)
    elif "participant" not in record.values and not {"activity", "host"}.issubset(visit):
        remedy = "Fill in participant and set, or set, activity and host"
        record.fault(ROW, "this row does not say what is locked", remedy)
    return not record.faulty
