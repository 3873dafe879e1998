"""The run sheet: everything that takes place, day by day, and who could step in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from cohortplan.documents.sheets.desk import Desk
from cohortplan.documents.sheets.document import Block, Document, Grid, Heading
from cohortplan.documents.sheets.registry import Sheet, kind
from cohortplan.documents.table import NOTHING, Table
from cohortplan.documents.words import count, day, hours, listed


@kind("run-sheet", audience="organiser", each="programme")
def run_sheet(desk: Desk) -> Iterator[Sheet]:
    """Day by day what takes place, how many come, who leads, and which hosts are in reserve if one calls off."""
    days = {when: list(items) for when, items in groupby(desk.items, key=lambda item: item.start.date())}
    columns = ("time", "set", "what", "where", "people", "led by", "in reserve")
    blocks: list[Block] = []
    for when, items in days.items():
        rows = [
            (
                hours(item.start, item.end),
                item.set or "everyone",
                item.what,
                item.where or NOTHING,
                item.heads,
                listed(desk.carers(item)) or NOTHING,
                listed([host.name for host in desk.reserve(item)] if item.host is not None else []) or NOTHING,
            )
            for item in items
        ]
        blocks += [
            Heading(day(when)),
            Grid(Table(f"What takes place on {day(when)}", columns, rows), (4, 3, 6, 7, 2, 5, 6)),
        ]
    lead = f"{count(len(days), 'day')} on which something takes place"
    document = Document(f"{desk.programme}: run sheet", lead, "For the programme office.", blocks, wide=True)
    yield Sheet("", document)
