"""``confirmed.csv``: who says that they met whom; ``cohortplan confirm`` adds to it, nothing takes from it."""

from __future__ import annotations

from cohortplan.io import cells, dates
from cohortplan.io.build import build
from cohortplan.io.draft import Draft
from cohortplan.io.table import Column, Table
from cohortplan.model import Confirmation

TABLE = Table(
    "confirmed",
    (
        Column("participant", required=True),
        Column("met", required=True),
        Column("date", dates.day, required=True),
        Column("confirms", cells.yes_no),
        Column("correction"),
    ),
)


def add(draft: Draft) -> None:
    """Make answers of the table's records; a row with any fault makes none."""
    people = draft.people()
    for record in draft.records(TABLE.name):
        people.resolve(record, "participant")
        people.resolve(record, "met")
        if not record.faulty:
            draft.keep("confirmed", build(Confirmation, record.values, record), record.origin)
