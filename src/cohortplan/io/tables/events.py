"""``events.csv``: fixed dates of the whole cohort."""

from __future__ import annotations

from cohortplan.io import cells, dates
from cohortplan.io.build import build
from cohortplan.io.draft import Draft, usable
from cohortplan.io.table import Column, Table
from cohortplan.model import Event

TABLE = Table(
    "events",
    (
        Column("id", required=True),
        Column("title", required=True),
        Column("date", dates.day, required=True),
        Column("from", dates.clock, required=True),
        Column("until", dates.closing, required=True),
        Column("place"),
        Column("guests", cells.yes_no),
        Column("mode", cells.mode),
        Column("format"),
        Column("link"),
    ),
)


def add(draft: Draft) -> None:
    """Make events of the table's records."""
    for record in draft.records(TABLE.name):
        if not usable(record, "date", "from", "until"):
            continue
        values = dict(record.values)
        start, end = dates.span(values.pop("date"), values.pop("from"), values.pop("until"))
        draft.keep("events", build(Event, {**values, "start": start, "end": end}, record), record.origin)
