"""The list for certificates: who was at how much of the programme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from cohortplan.documents.sheets.desk import Desk
from cohortplan.documents.sheets.document import Block, Document, Grid, Text
from cohortplan.documents.sheets.registry import Sheet, kind
from cohortplan.documents.table import NOTHING, Table
from cohortplan.documents.words import days


@kind("certificates", audience="organiser", each="programme")
def certificates(desk: Desk) -> Iterator[Sheet]:
    """Everyone as the name goes on a certificate, and at how many activities they were."""
    records = desk.scenario.register.records
    expected = Counter(record.participant for record in records)
    there = Counter(record.participant for record in records if record.present)
    rows = [
        (
            profile.name,
            profile.attributes.get("organisation", "") or NOTHING,
            there[profile.id] if expected[profile.id] else NOTHING,
            expected[profile.id] or NOTHING,
            f"{there[profile.id] / expected[profile.id]:.0%}" if expected[profile.id] else NOTHING,
        )
        for profile in desk.seen().people
    ]
    columns = ("name", "organisation", "was at", "of", "share")
    blocks: list[Block] = [] if records else [Text("No attendance is recorded yet: `cohortplan attend` takes it in.")]
    programme = desk.scenario.programme
    lead = days(programme.starts, programme.ends)
    blocks.append(Grid(Table("Who was at how much", columns, rows), (6, 7, 2, 2, 2)))
    yield Sheet("", Document(f"{desk.programme}: certificates", lead, "For the programme office.", blocks))
