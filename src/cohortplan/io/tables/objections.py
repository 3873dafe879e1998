"""``objections.csv``: sets that people would rather not sit in, which nobody else is to know."""

from __future__ import annotations

from cohortplan.io.build import build
from cohortplan.io.draft import Draft
from cohortplan.io.table import Column, Table
from cohortplan.model import Objection

TABLE = Table("objections", (Column("participant", required=True), Column("set", required=True)))


def add(draft: Draft) -> None:
    """Make objections of the table's records."""
    people = draft.people()
    for record in draft.records(TABLE.name):
        people.resolve(record, "participant")
        if not record.faulty:
            draft.keep("objections", build(Objection, record.values, record), record.origin)
