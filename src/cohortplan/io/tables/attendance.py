"""``attendance.csv``: who was where the plan had them; ``cohortplan attend`` adds to it, nothing takes from it."""

from __future__ import annotations

from cohortplan.io import cells, dates
from cohortplan.io.build import build
from cohortplan.io.draft import Draft
from cohortplan.io.table import Column, Table
from cohortplan.model import Attendance

TABLE = Table(
    "attendance",
    (
        Column("participant", required=True),
        Column("round", required=True),
        Column("set", required=True),
        Column("activity", required=True),
        Column("date", dates.day, required=True),
        Column("present", cells.yes_no, required=True),
        Column("correction"),
    ),
)


def add(draft: Draft) -> None:
    """Make facts of the table's records; a row with any fault makes none."""
    people = draft.people()
    for record in draft.records(TABLE.name):
        people.resolve(record, "participant")
        if not record.faulty:
            draft.keep("attendance", build(Attendance, record.values, record), record.origin)
