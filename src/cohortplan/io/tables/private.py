"""``private.csv``: what gates, kitchens and those who lead a visit have to know of people; no rule looks at it."""

from __future__ import annotations

from cohortplan.io import cells, dates
from cohortplan.io.build import build
from cohortplan.io.draft import Draft, usable
from cohortplan.io.table import Column, Table
from cohortplan.model import Private

TABLE = Table(
    "private",
    (
        Column("participant", required=True),
        Column("legal_name"),
        Column("born", dates.day),
        Column("id_type"),
        Column("id_number"),
        Column("phone"),
        Column("diet"),
        Column("emergency"),
        Column("consents", cells.keywords),
        Column("consented", dates.day),
    ),
)


def add(draft: Draft) -> None:
    """Make private facts of the table's records."""
    people = draft.people()
    for record in draft.records(TABLE.name):
        people.resolve(record, "participant")
        if usable(record, "participant"):
            draft.keep("private", build(Private, record.values, record), record.origin)
