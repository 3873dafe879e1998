"""``absences.csv``: rounds or days that participants miss."""

from __future__ import annotations

from cohortplan.io import dates
from cohortplan.io.build import build
from cohortplan.io.draft import Draft
from cohortplan.io.table import Column, Table
from cohortplan.model import Absence

TABLE = Table(
    "absences",
    (
        Column("participant", required=True),
        Column("round"),
        Column("from", dates.day, field="first"),
        Column("until", dates.day, field="last"),
        Column("reason"),
    ),
)


def add(draft: Draft) -> None:
    """Make absences of the table's records."""
    people = draft.people()
    for record in draft.records(TABLE.name):
        people.resolve(record, "participant")
        # An absence without its dates would be another one, so a row with any fault makes none.
        if not record.faulty:
            draft.keep("absences", build(Absence, record.values, record), record.origin)
