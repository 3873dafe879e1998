"""``guests.csv``: who comes to single events, such as sponsors to the celebration."""

from __future__ import annotations

from cohortplan.io import cells
from cohortplan.io.build import build
from cohortplan.io.draft import Draft, usable
from cohortplan.io.table import Column, Table
from cohortplan.model import Guest

TABLE = Table(
    "guests",
    (
        Column("guest", field="id", required=True),
        Column("name", required=True),
        Column("email"),
        Column("organisation"),
        Column("kind", str.lower),
        Column("of", cells.codes),
        Column("events", cells.codes),
    ),
)


def add(draft: Draft) -> None:
    """Make guests of the table's records; those they sponsor may be named by id or by name."""
    named = draft.people().by_name
    for record in draft.records(TABLE.name):
        if usable(record, "id"):
            if "of" in record.values:
                record.values["of"] = tuple(named.get(name, name) for name in record.values["of"])
            draft.keep("guests", build(Guest, record.values, record), record.origin)
