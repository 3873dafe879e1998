"""``openings.csv``: times that hosts offer, beside or instead of weekly hours."""

from __future__ import annotations

from cohortplan.io import dates
from cohortplan.io.draft import Draft, usable
from cohortplan.io.table import Column, Table
from cohortplan.io.tables.attach import attach, read_span
from cohortplan.model import Opening

TABLE = Table(
    "openings",
    (
        Column("host", required=True),
        Column("date", dates.day, required=True),
        Column("from", dates.clock, required=True),
        Column("until", dates.closing, required=True),
    ),
)


def add(draft: Draft) -> None:
    """Give hosts the openings of the table's records."""
    found = []
    for record in draft.records(TABLE.name):
        if usable(record, "date", "from", "until"):
            start, end = read_span(record)
            found.append((record, Opening(start=start, end=end)))
    attach(draft, "openings", found)
