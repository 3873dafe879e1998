"""``ties.csv``: what is known about pairs of participants."""

from __future__ import annotations

from cohortplan.io import dates
from cohortplan.io.build import build
from cohortplan.io.draft import Draft, usable
from cohortplan.io.sheet import ROW
from cohortplan.io.table import Column, Table
from cohortplan.model import Tie

TABLE = Table(
    "ties",
    (
        Column("a", required=True),
        Column("b", required=True),
        Column("kind"),
        Column("source"),
        Column("since", dates.day),
        Column("need_by", dates.day),
    ),
)


def add(draft: Draft) -> None:
    """Make ties of the table's records; a pair may be typed in either order, but once."""
    people = draft.people()
    seen: dict[Tie, int | None] = {}
    for record in draft.records(TABLE.name):
        people.resolve(record, "a")
        people.resolve(record, "b")
        tie = build(Tie, record.values, record) if usable(record, "a", "b") else None
        if tie is None:
            continue
        a, b = tie.pair
        first = seen.setdefault(tie.model_copy(update={"a": a, "b": b}), record.origin.row)
        if first != record.origin.row:
            record.fault(ROW, f"this row says the same as row {first}", "Delete one of the two", f"{tie.a}, {tie.b}")
        else:
            draft.keep("ties", tie, record.origin)
