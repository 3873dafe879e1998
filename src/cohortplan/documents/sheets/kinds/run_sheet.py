"""The run sheet: everything that takes place, day by day, and who could step in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from cohortplan.documents.sheets.desk import Desk
from cohortplan.documents.sheets.document import Block, Document, Grid, Heading
from cohortplan.documents.sheets.registry import Sheet, kind
from cohortplan.documents.table import Table
from cohortplan.documents.words import count, day, hours, listed


@kind("run-sheet", audience="organiser", each="programme")
def run_sheet(desk: Desk) -> Iterator[Sheet]:
    """Day by day what takes place, how many come, who leads, and which hosts are in reserve if one calls off."""
    days = {when: list(items) for when, items in groupby(desk.items, key=lambda item: item.start.date())}
    blocks: list[Block] = []
    for when, items in days.items():
        columns: dict[str, list[str | int]] = {
            "time": [hours(item.start, item.end) for item in items],
            "set": [item.set or "everyone" for item in items],
            "what": [item.what for item in items],
            "where": [item.where for item in items],
            "people": [item.heads for item in items],
            "led by": [listed(desk.carers(item)) for item in items],
            "in reserve": [listed([host.name for host in desk.reserve(item)]) for item in items],
        }
        blocks += [Heading(day(when)), Grid(Table.of(f"What takes place on {day(when)}", columns))]
    lead = f"{count(len(days), 'day')} on which something takes place"
    document = Document(f"{desk.programme}: run sheet", lead, "For the programme office.", blocks, wide=True)
    yield Sheet("", document)
