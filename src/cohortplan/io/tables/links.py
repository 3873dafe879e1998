"""``links.csv``: the outside bodies with which organisations are in touch."""

from __future__ import annotations

from cohortplan.io.build import build
from cohortplan.io.draft import Draft, usable
from cohortplan.io.sheet import ROW
from cohortplan.io.table import Column, Table
from cohortplan.model import Link

TABLE = Table("links", (Column("organisation", required=True), Column("body", required=True)))


def add(draft: Draft) -> None:
    """Make links of the table's records, each once."""
    seen: dict[Link, int | None] = {}
    for record in draft.records(TABLE.name):
        link = build(Link, record.values, record) if usable(record, "organisation", "body") else None
        if link is None:
            continue
        first = seen.setdefault(link, record.origin.row)
        if first != record.origin.row:
            record.fault(ROW, f"this row says the same as row {first}", "Delete one of the two", link.body)
        else:
            draft.keep("links", link, record.origin)
