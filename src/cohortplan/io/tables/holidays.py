"""``holidays.csv``: days on which nothing is planned, for everyone or for some, such as school holidays of one hub."""

from __future__ import annotations

from typing import Any

from cohortplan.io import cells, dates
from cohortplan.io.build import build
from cohortplan.io.draft import Draft, usable
from cohortplan.io.table import Column, Table
from cohortplan.model import Holiday

TABLE = Table(
    "holidays",
    (
        Column("from", dates.day, field="first", required=True),
        Column("until", dates.day, field="last"),
        Column("reason"),
        Column("who", cells.those, field="attribute"),
    ),
)


def add(draft: Draft) -> None:
    """Make holidays of the table's records; without an end, a holiday is one day."""
    for record in draft.records(TABLE.name):
        # A holiday that lost whom it concerns would be everyone's.
        if not usable(record, "first") or not record.faulty.isdisjoint(("last", "attribute")):
            continue
        values: dict[str, Any] = {"last": record.values["first"], **record.values}
        if "attribute" in values:
            values["attribute"], value = values["attribute"]
            values["value"] = draft.canonical(values["attribute"], value)
        draft.keep("holidays", build(Holiday, values, record), record.origin)
