"""What a sheet says without words: hidden rows, colours, notes."""

from __future__ import annotations

from collections import defaultdict

from cohortplan.io.messy.entries import Entry
from cohortplan.io.messy.fixer import Fixer
from cohortplan.io.messy.work import Work


class Unseen(Fixer):
    """Rows that are hidden, cells that are coloured or carry a note: they are kept, and told.

    Told: "this row is hidden, and is kept"; "coloured FFFF00: a colour says nothing here".
    """

    order = 22

    def work(self, work: Work) -> None:
        """Tell what is hidden, coloured or annotated."""
        for entry in work.entries:
            if not entry.table or not entry.open:
                continue
            if entry.hidden:
                work.tell(entry, "", "this row is hidden, and is kept; delete it if it is not meant")
            for colour, headings in _colours(entry).items():
                what = "the row" if len(headings) > 1 else f"column {headings[0]}"
                why = f"{what} is coloured ({colour}): a colour says nothing here; if it means something, add a column"
                work.tell(entry, "", why)
            for name, item in entry.items.items():
                if item.cell.comment:
                    work.tell(entry, name, "a note is pinned to this cell; it is not kept")


def _colours(entry: Entry) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for item in entry.items.values():
        if item.cell.fill:
            found[item.cell.fill].append(item.heading)
    return found
