"""``bookings.csv``: visits that others make to hosts, such as another cohort."""

from __future__ import annotations

from typing import Any

from cohortplan.io import cells, dates
from cohortplan.io.build import build
from cohortplan.io.draft import Draft, usable
from cohortplan.io.table import Column, Table
from cohortplan.io.tables.attach import attach, read_span
from cohortplan.model import Booking

TABLE = Table(
    "bookings",
    (
        Column("host", required=True),
        Column("date", dates.day, required=True),
        Column("from", dates.clock, required=True),
        Column("until", dates.closing, required=True),
        Column("people", cells.whole, required=True),
        Column("sets", cells.whole),
        Column("by"),
    ),
)


def add(draft: Draft) -> None:
    """Give hosts the bookings of the table's records."""
    found = []
    for record in draft.records(TABLE.name):
        if usable(record, "date", "from", "until", "people"):
            start, end = read_span(record)
            rest: dict[str, Any] = {
                name: record.values[name] for name in ("people", "sets", "by") if name in record.values
            }
            booking = build(Booking, {"start": start, "end": end, **rest}, record)
            if booking is not None:
                found.append((record, booking))
    attach(draft, "bookings", found)
