"""``facilitators.csv``: those who look after learning sets without being members."""

from __future__ import annotations

from cohortplan.io import cells
from cohortplan.io.build import build
from cohortplan.io.draft import Draft, usable
from cohortplan.io.table import Column, Table
from cohortplan.model import Facilitator

TABLE = Table(
    "facilitators",
    (
        Column("facilitator", field="id", required=True),
        Column("name", required=True),
        Column("email"),
        Column("organisation"),
        Column("sponsor", cells.words),
        Column("skills", cells.codes),
        Column("most_sets", cells.whole),
        Column("most_in_all", cells.whole),
        Column("away", cells.days),
    ),
)


def add(draft: Draft) -> None:
    """Make facilitators of the table's records."""
    for record in draft.records(TABLE.name):
        if usable(record, "id"):
            draft.keep("facilitators", build(Facilitator, record.values, record), record.origin)
