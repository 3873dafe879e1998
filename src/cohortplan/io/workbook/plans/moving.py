"""Sets that were changed on the sheet of people: taken over where the sheet of sets still has what was written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from cohortplan.io.findings import Findings
from cohortplan.io.grids import Grid
from cohortplan.io.sheet import Record
from cohortplan.io.workbook.plans.layout import PEOPLE, SETS, WRITTEN, round_headings
from cohortplan.io.workbook.plans.seating import Block
from cohortplan.model.names import nearest


@dataclass(frozen=True)
class _Cell:
    """What the sheet of people says of somebody in a round.

    Attributes
    ----------
    heading : str
        Of the column.
    says, sits : str
        The set there, and on the sheet of sets; "" for none.
    wrote : str or None
        The set when the workbook was written; None if nobody knows.
    """

    record: Record
    heading: str
    says: str
    sits: str
    wrote: str | None

    @property
    def who(self) -> str:
        """Who it is about, in a message."""
        return f"{self.record.values['name']} ({self.record.values['id']})"

    def note(self, message: str, remedy: str) -> None:
        """Note a defect of the cell."""
        self.record.fault(self.heading, message, remedy, self.says)


def take_moves(people: list[Record], blocks: Mapping[str, Block], grid: Grid, findings: Findings) -> None:
    """Seat people where their own rows say so, if the sheet of sets, `grid`, was left as it was written.

    Who is in a set by their row and sits in none is noted, as is what the two sheets say otherwise than written.
    """
    headings = round_headings(blocks)
    for record in people:
        wrote = _written(record)
        for (round_id, block), heading in zip(blocks.items(), headings, strict=True):
            says = record.extra.get(heading)
            sits = block.set_of(record.values["id"])
            if says is None or says == sits or block.torn:
                continue
            cell = _Cell(record, heading, says, sits, None if wrote is None else wrote.get(round_id, ""))
            if cell.wrote in (says, None):
                _must_sit(cell, round_id, block, grid, findings)
            else:
                _move(cell, round_id, block)


def _written(record: Record) -> Mapping[str, str] | None:
    """Return somebody's sets when the workbook was written: none for a new row, None if that is not there any more."""
    text = record.extra.get(WRITTEN)
    if text is None:
        return None
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _must_sit(cell: _Cell, round_id: str, block: Block, grid: Grid, findings: Findings) -> None:
    """Note somebody who was taken away from the sheet of sets alone, perhaps by mistake."""
    if not cell.sits:
        message = f"{cell.who} sits in no set of round {round_id}"
        name = cell.record.values["name"]
        remedy = f"Add the name there, or empty the cell {cell.heading} of {name} on the sheet {PEOPLE}"
        findings.add(message, remedy, file=grid.name, row=block.row)


def _move(cell: _Cell, round_id: str, block: Block) -> None:
    """Seat somebody as the own row says, unless the sheet of sets was changed as well, or has no such set."""
    if cell.sits != cell.wrote:
        there = f"in set {cell.sits}" if cell.sits else "in no set"
        message = f"{cell.who} sits {there} of round {round_id} by the sheet {SETS}, and elsewhere by this cell"
        cell.note(message, f"Both were changed: write {cell.sits or 'nothing'} here, or mend the sheet {SETS}")
    elif cell.says and cell.says not in block.members:
        near = nearest(cell.says, block.members)
        sets = f"Did you mean {near!r}?" if near else f"Write one of {', '.join(block.members)}, or empty the cell"
        cell.note(f"round {round_id} has no such set", sets)
    else:
        block.seat(cell.record.values["id"], cell.says)
