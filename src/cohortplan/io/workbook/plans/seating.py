"""The sheet of sets: who sits where, round by round, as names below the sets."""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import ValidationError

from cohortplan.io.build import adapter, explain
from cohortplan.io.dates import CellError
from cohortplan.io.findings import Findings
from cohortplan.io.grids import Grid, Kind, Row, letters
from cohortplan.io.table import key
from cohortplan.io.text import tidy
from cohortplan.io.workbook.plans.labels import Known
from cohortplan.io.workbook.plans.layout import CARER, ROUND, SET
from cohortplan.model.base import Id


@dataclass
class Block:
    """What a round's rows say.

    Attributes
    ----------
    row : int
        Where they begin.
    members, carers : dict of str to list of str
        Who sits in each set, and who looks after it.
    cells : dict of str to str
        The cell of each member.
    torn : bool
        Whether some of it could not be read, so that who seems to be missing may be there.
    """

    row: int
    members: dict[str, list[str]] = field(default_factory=dict)
    carers: dict[str, list[str]] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    torn: bool = False

    def set_of(self, name: str) -> str:
        """Return the set somebody sits in, "" if in none."""
        return next((each for each, members in self.members.items() if name in members), "")

    def seat(self, name: str, to: str) -> None:
        """Seat somebody in a set, or in none if that is ""."""
        for members in self.members.values():
            if name in members:
                members.remove(name)
        if to:
            self.members[to].append(name)


def read_sets(grid: Grid, people: Known, carers: Known, findings: Findings) -> dict[str, Block]:
    """Return what the sheet says of each round; every slip is noted with its cell."""
    reader = _Reader(grid, people, carers, findings)
    for row in grid.filled():
        reader.take(row)
    if not reader.blocks:
        message, remedy = "there is no round", f"Begin each with a row that says {ROUND} and its id"
        findings.add(message, remedy, file=grid.name)
    return reader.blocks


@dataclass
class _Reader:
    """Goes down the sheet: `block` is the round it is in, `sets` the sets by their columns."""

    grid: Grid
    people: Known
    carers: Known
    findings: Findings
    blocks: dict[str, Block] = field(default_factory=dict)
    block: Block | None = None
    sets: dict[int, str] = field(default_factory=dict)

    def take(self, row: Row) -> None:
        """Take in one row."""
        what = key(row.cell(0).text)
        if what == key(ROUND):
            self.block, self.sets = self.begin(row), {}
        elif what == key(SET) and self.block is not None:
            self.sets = self.columns(row, self.block)
        elif what == key(CARER) and self.block is not None:
            self.seat(row, self.block.carers, self.carers)
        elif (not what or what.isdigit()) and self.block is not None:
            self.seat(row, self.block.members, self.people)
        elif self.blocks or what in (key(SET), key(CARER)) or what.isdigit():  # above are title and legend
            remedy = f"Begin the row with {ROUND}, {SET}, {CARER} or a number, below its round"
            self.note(row, 0, "this row is about no round and no set", remedy)

    def begin(self, row: Row) -> Block | None:
        """Begin a round."""
        name = self.id(row, 1, ROUND)
        if name in self.blocks:
            self.note(row, 1, f"round {name} stands in row {self.blocks[name].row} already", "Put the two together")
        return self.blocks.setdefault(name, Block(row.number)) if name else None

    def columns(self, row: Row, block: Block) -> dict[int, str]:
        """Return the sets that the columns stand for from here on."""
        known = {name: each.row for each in self.blocks.values() for name in each.members}
        columns: dict[int, str] = {}
        for column in range(1, len(row.cells)):
            name = self.id(row, column, SET) if row.cell(column).filled else ""
            if name in known:
                self.note(row, column, f"set {name} stands below row {known[name]} already", "Name each set once")
            elif name:
                columns[column] = name
                known[name] = block.row
                block.members[name], block.carers[name] = [], []
        return columns

    def seat(self, row: Row, seats: dict[str, list[str]], known: Known) -> None:
        """Seat those whom a row names."""
        for column, cell in enumerate(row.cells):
            if column == 0 or not cell.filled or (not self.sets and self.block and self.block.torn):
                continue
            if column not in self.sets:
                self.note(row, column, "this column is no set's", "Move it below a set")
                continue
            if cell.kind is Kind.FORMULA:
                self.note(
                    row, column, "this formula was never calculated, so nobody knows whom it names", "Type the name"
                )
                continue
            try:
                found = known.find(cell.text)
            except CellError as unclear:
                self.note(row, column, str(unclear), unclear.remedy)
                continue
            if known is self.people and self.block is not None:
                if found in self.block.cells:
                    message = f"{known.names[found]} ({found}) sits in this round already, in {self.block.cells[found]}"
                    self.note(row, column, message, "Remove one of the two", torn=False)
                    continue
                self.block.cells[found] = f"{letters(column)}{row.number} ({self.sets[column]})"
            seats[self.sets[column]].append(found)

    def id(self, row: Row, column: int, what: str) -> str:
        """Return the id in a cell, "" if there is none, which is noted."""
        try:
            return str(adapter(Id).validate_python(tidy(row.cell(column).text)))
        except ValidationError as error:
            message, remedy = explain(error.errors()[0])
            self.note(row, column, f"the id of a {what} should stand here: {message}", remedy)
            return ""

    def note(self, row: Row, column: int, message: str, remedy: str, *, torn: bool = True) -> None:
        """Note a defect of a cell."""
        if self.block is not None:
            self.block.torn |= torn
        value = tidy(row.cell(column).text)
        self.findings.add(message, remedy, value, file=self.grid.name, row=row.number, column=letters(column))
