"""``travel.csv``: the minutes that ways between places and hosts take."""

from __future__ import annotations

from cohortplan.io import cells
from cohortplan.io.build import build
from cohortplan.io.draft import Draft, usable
from cohortplan.io.table import Column, Table
from cohortplan.model import Way

TABLE = Table(
    "travel",
    (
        Column("from", required=True, field="a"),
        Column("to", required=True, field="b"),
        Column("minutes", cells.whole, required=True),
    ),
)


def add(draft: Draft) -> None:
    """Make ways of the table's records."""
    for record in draft.records(TABLE.name):
        if usable(record, "a", "b", "minutes"):
            draft.keep("ways", build(Way, record.values, record, {"a": "from", "b": "to"}), record.origin)
