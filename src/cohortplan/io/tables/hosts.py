"""``hosts.csv``: the organisations that receive visits."""

from __future__ import annotations

from datetime import time
from typing import Any

from cohortplan.io import cells, dates
from cohortplan.io.build import build
from cohortplan.io.draft import Draft
from cohortplan.io.sheet import Record
from cohortplan.io.table import Column, Table
from cohortplan.model import Host, Hours

TABLE = Table(
    "hosts",
    (
        Column("id", required=True),
        Column("name", required=True),
        Column("organisation"),
        Column("sector"),
        Column("kind"),
        Column("function"),
        Column("town"),
        Column("lat", cells.decimal),
        Column("lon", cells.decimal),
        Column("capacity", cells.whole),
        Column("min", cells.whole, field="least"),
        Column("sets_at_once", cells.whole),
        Column("max_visits", cells.whole, field="most_visits"),
        Column("gap_days", cells.whole),
        Column("lead_days", cells.whole),
        Column("reserve", cells.yes_no),
        Column("barriers", cells.codes),
        Column("days", dates.weekdays),
        Column("from", dates.clock),
        Column("until", dates.closing),
    ),
)


def add(draft: Draft) -> None:
    """Make hosts of the table's records."""
    for record in draft.records(TABLE.name):
        weekly: dict[str, Any] = {
            name: record.values[name] for name in ("days", "from", "until") if name in record.values
        }
        values: dict[str, Any] = {name: value for name, value in record.values.items() if name not in weekly}
        if "sector" in values:
            values["sector"] = draft.canonical("sector", values["sector"])
        if weekly:
            values["hours"] = (_hours(record, weekly),)
        draft.keep("hosts", build(Host, values, record), record.origin)


def _hours(record: Record, weekly: dict[str, Any]) -> Hours:
    names = {"weekdays": "days", "opens": "from", "closes": "until"}
    hours = Hours(**{field: weekly[column] for field, column in names.items() if column in weekly})
    if hours.backwards:
        record.fault("until", "the host closes before it opens", "Swap the two times")
        return Hours(opens=time(0, 0), closes=time(0, 0))
    return hours
