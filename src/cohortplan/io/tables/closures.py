"""``closures.csv``: days on which a host, or with ``*`` every host, receives nobody."""

from __future__ import annotations

from cohortplan.io import dates
from cohortplan.io.build import build
from cohortplan.io.draft import Draft, usable
from cohortplan.io.table import Column, Table
from cohortplan.io.tables.attach import attach
from cohortplan.model import Closure

TABLE = Table(
    "closures",
    (
        Column("host", required=True),
        Column("from", dates.day, field="first", required=True),
        Column("until", dates.day, field="last"),
        Column("reason"),
    ),
)


def add(draft: Draft) -> None:
    """Give hosts the closures of the table's records; without an end, a closure is of one day."""
    found = []
    for record in draft.records(TABLE.name):
        if usable(record, "first") and "last" not in record.faulty:
            values = {"last": record.values["first"], **record.values}
            values.pop("host", None)
            closure = build(Closure, values, record)
            if closure is not None:
                if closure.last < closure.first:
                    record.fault("last", "the closure ends before it begins", "Swap the two dates")
                found.append((record, closure))
    attach(draft, "closures", found)
