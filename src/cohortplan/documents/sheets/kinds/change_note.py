"""The change note: what is different for somebody, and that all else stays."""

from __future__ import annotations

from collections.abc import Iterator

from cohortplan.documents.sheets.desk import Desk
from cohortplan.documents.sheets.document import Block, Document, Listing, Text
from cohortplan.documents.sheets.registry import Sheet, kind


@kind("change-note", audience="self", each="participant for whom something changes")
def change_note(desk: Desk) -> Iterator[Sheet]:
    """What has changed for somebody since the plan before (--since); it says what, never why."""
    told: dict[str, list[str]] = {}
    for note in desk.notes:
        told.setdefault(note.person, []).append(note.text)
    for one, notes in told.items():
        profile = desk.own(one)
        ask = f" Questions: {desk.office}" if desk.office else ""
        blocks: list[Block] = [
            Text("Your programme has changed. This is new:"),
            Listing(notes),
            Text("All the rest stays as you know it. Please throw away older timetables and day sheets."),
        ]
        lead = f"{desk.programme}: what changes for you"
        reader = f"For {profile.name}.{ask}"
        yield Sheet(one, Document(profile.name, lead, reader, blocks, size=desk.size), frozenset({one}))
