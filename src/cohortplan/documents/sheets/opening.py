"""What documents open with."""

from __future__ import annotations

from collections.abc import Iterator

from cohortplan.documents.charter import parts
from cohortplan.documents.sheets.desk import Desk
from cohortplan.documents.sheets.document import Block, Facts, Heading, Listing, Text


def charter(desk: Desk) -> Iterator[Block]:
    """Yield what the programme says of itself, if it does."""
    found = parts(desk.scenario.charter)
    if found:
        yield Heading("Charter")
        yield Facts([(part.title, part.said[0]) for part in found if not part.points])
    for part in found:
        if part.points:
            yield Text(f"{part.title}:")
            yield Listing(part.said)
