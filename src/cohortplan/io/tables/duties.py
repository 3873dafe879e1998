"""``duties.csv``: what members of a set do for the others, in turn."""

from __future__ import annotations

from cohortplan.io import cells
from cohortplan.io.build import build
from cohortplan.io.draft import Draft, usable
from cohortplan.io.table import Column, Table
from cohortplan.model import Duty

TABLE = Table(
    "duties",
    (
        Column("duty", field="id", required=True),
        Column("title"),
        Column("rounds", cells.codes),
        Column("activity"),
        Column("kind", cells.activity_kind),
        Column("count", cells.whole),
        Column("minutes", cells.whole),
        Column("cases", cells.yes_no),
        Column("other_sectors", cells.whole),
        Column("family"),
        Column("topics"),
        Column("outsiders", cells.whole),
        Column("represents"),
    ),
)


def add(draft: Draft) -> None:
    """Make duties of the table's records."""
    for record in draft.records(TABLE.name):
        if usable(record, "id"):
            draft.keep("duties", build(Duty, record.values, record), record.origin)
