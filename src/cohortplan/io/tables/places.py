"""``places.csv``: towns and venues, and where they are."""

from __future__ import annotations

from cohortplan.io import cells
from cohortplan.io.build import build
from cohortplan.io.draft import Draft, usable
from cohortplan.io.table import Column, Table
from cohortplan.model import Place

TABLE = Table(
    "places",
    (
        Column("place", required=True, field="id"),
        Column("lat", cells.decimal, required=True),
        Column("lon", cells.decimal, required=True),
        Column("holds", cells.whole),
        Column("rooms", cells.whole),
    ),
)


def add(draft: Draft) -> None:
    """Make places of the table's records."""
    for record in draft.records(TABLE.name):
        if usable(record, "id", "lat", "lon"):
            draft.keep("places", build(Place, record.values, record, {"id": "place"}), record.origin)
