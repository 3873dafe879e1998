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
        Column("email"),
        Column("sector"),
        Column("kind"),
        Column("function"),
        Column("town"),
        Column("joining"),
        Column("lat", cells.decimal),
        Column("lon", cells.decimal),
        Column("capacity", cells.whole),
        Column("min", cells.whole, field="least"),
        Column("sets_at_once", cells.whole),
        Column("max_visits", cells.whole, field="most_visits"),
        Column("gap_days", cells.whole),
        Column("lead_days", cells.whole),
        Column("clearance"),
        Column("clearance_days", cells.whole),
        Column("gate_fields", cells.keywords),
        Column("id_rule"),
        Column("purge_days", cells.whole),
        Column("reserve", cells.yes_no),
        Column("barriers", cells.codes),
        Column("days", dates.weekdays),
        Column("from", dates.clock),
        Column("until", dates.closing),
        Column("leader_days", dates.weekdays),
        Column("leader_from", dates.clock),
        Column("leader_until", dates.closing),
    ),
)


#: What hours of a host each group of columns gives, and what is wrong if they end before they begin.
_WEEKLY = {
    "hours": ("", "the host closes before it opens"),
    "leader": ("leader_", "the host's leader leaves before coming"),
}


def add(draft: Draft) -> None:
    """Make hosts of the table's records."""
    for record in draft.records(TABLE.name):
        values: dict[str, Any] = dict(record.values)
        for field, (prefix, fault) in _WEEKLY.items():
            weekly = {name: values.pop(f"{prefix}{name}", None) for name in ("days", "from", "until")}
            if any(value is not None for value in weekly.values()):
                values[field] = (_hours(record, weekly, f"{prefix}until", fault),)
        if "sector" in values:
            values["sector"] = draft.canonical("sector", values["sector"])
        draft.keep("hosts", build(Host, values, record), record.origin)


def _hours(record: Record, weekly: dict[str, Any], ends: str, fault: str) -> Hours:
    names = {"weekdays": "days", "opens": "from", "closes": "until"}
    hours = Hours(**{field: weekly[column] for field, column in names.items() if weekly[column] is not None})
    if hours.backwards:
        record.fault(ends, fault, "Swap the two times")
        return Hours(opens=time(0, 0), closes=time(0, 0))
    return hours
