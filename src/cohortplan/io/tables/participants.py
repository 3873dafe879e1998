"""``participants.csv``: the people, their attributes, and whatever else the organiser keeps about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cohortplan.io import cells, dates
from cohortplan.io.build import build
from cohortplan.io.draft import Draft
from cohortplan.io.table import Column, Table
from cohortplan.model import Attribute, Participant

TABLE = Table(
    "participants",
    (
        Column("id", required=True),
        Column("name", required=True),
        Column("email"),
        Column("flags", cells.codes),
        Column("cannot", cells.cannot),
        Column("cleared", cells.codes),
        Column("refused", cells.codes),
        Column("asks", cells.codes),
        Column("offers", cells.codes),
        Column("online", cells.yes_no),
        Column("delegate"),
        Column("joins", dates.day),
        Column("leaves", dates.day),
        Column("weekdays", dates.weekdays),
        Column("busy", cells.busy),
    ),
    open=True,
)


def table_with(attributes: Iterable[Attribute]) -> Table:
    """Return the table with a column for each attribute."""
    return replace(TABLE, columns=(*TABLE.columns, *(Column(each.name, heading=True) for each in attributes)))


def add(draft: Draft) -> None:
    """Make participants of the table's records."""
    names = [attribute.name for attribute in draft.settings.attributes]
    for record in draft.records(TABLE.name):
        values = {name: value for name, value in record.values.items() if name not in names}
        values["attributes"] = {name: draft.canonical(name, record.values.get(name, "")) for name in names}
        values["extra"] = record.extra
        draft.keep("participants", build(Participant, values, record), record.origin)
