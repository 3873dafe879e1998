"""``cases.csv``: who brings a case to present, and what it is about."""

from __future__ import annotations

from cohortplan.io import cells
from cohortplan.io.build import build
from cohortplan.io.draft import Draft, usable
from cohortplan.io.table import Column, Table
from cohortplan.model import Case

TABLE = Table(
    "cases",
    (
        Column("participant", required=True),
        Column("topic", required=True),
        Column("minutes", cells.whole),
    ),
)


def add(draft: Draft) -> None:
    """Make cases of the table's records."""
    people = draft.people()
    for record in draft.records(TABLE.name):
        people.resolve(record, "participant")
        if usable(record, "participant"):
            draft.keep("cases", build(Case, record.values, record), record.origin)
