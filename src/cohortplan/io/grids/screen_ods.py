"""A first look at an OpenDocument spreadsheet: what is dangerous in it, and what its library leaves out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cohortplan.io.grids.grid import letters
from cohortplan.io.grids.refusal import BROKEN, refuse
from cohortplan.io.grids.screen import Facts, Screen

_HIDDEN = ("collapse", "filter")
#: What a sheet is made of; of all else it has little.
_CELLS = frozenset({"table-row", "table-cell", "covered-table-cell", "p", "s", "span", "a", "line-break", "tab"})
#: So often a row with something in it may stand there; a file of a few bytes could be of millions otherwise.
_REPEATED = 20_000
#: Who pinned a note to a cell, and when.
_OF_NOTES = ("creator", "date", "creator-initials")
_NO_COLOUR = ("transparent", "#ffffff")


@dataclass
class SheetFacts(Facts):
    """What a sheet says beside its values; rows count from 1, columns from 0.

    Attributes
    ----------
    name : str
        What it is called.
    shown : dict of tuple to str
        The text of cells that are no text themselves, such as ``07700900123`` and ``25%``.
    errors : dict of tuple to str
        What cells show in which a formula fails, such as ``#REF!``.
    fills, notes : dict of tuple to str
        The colours of cells, and what is pinned to them.
    height, width : int
        How many rows and columns are used.
    """

    name: str = ""
    shown: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    fills: dict[tuple[int, int], str] = field(default_factory=dict)
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    height: int = 0
    width: int = 0


@dataclass
class _Cell:
    """A cell on its way through the screen, and those that repeat it."""

    given: Mapping[str, str]
    times: int
    said: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)


@dataclass
class ContentLook:
    """The part ``content.xml`` on its way through the screen."""

    screen: Screen
    name: str
    sheets: list[SheetFacts] = field(default_factory=list)
    spreadsheet: bool = False
    depth: int = 0
    row: int = 0
    column: int = 0
    rows: int = 1
    columns: int = 0
    used: int = 0
    hidden: bool = False
    cell: _Cell | None = None
    note: bool = False
    silent: bool = False
    style: str = ""
    colours: dict[str, str] = field(default_factory=dict)
    open: SheetFacts | None = None
    length: int = 0

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        """Take in the beginning of an element."""
        self.depth += 1
        self.screen.enter(self.name, self.depth)
        bare = tag.rpartition("}")[2]
        if self.open is not None and bare not in _CELLS:
            self.screen.other(self.name)
        if self.cell is None:
            self.length = 0
        self.silent = bare in _OF_NOTES
        take = _BEGINNINGS.get(bare)
        if take is not None:
            self.screen.measure(self.name, max(map(len, given.values()), default=0))
            take(self, {name.rpartition("}")[2]: value for name, value in given.items()})

    def text(self, text: str) -> None:
        """Take in a piece of text."""
        self.length += len(text)
        self.screen.measure(self.name, self.length)
        if self.cell is not None and not self.silent:
            (self.cell.noted if self.note else self.cell.said).append(text)

    def end(self, tag: str) -> None:
        """Take in the end of an element."""
        self.depth -= 1
        bare = tag.rpartition("}")[2]
        self.silent = False
        if bare == "annotation":
            self.note = False
        elif bare in ("table-cell", "covered-table-cell") and self.cell is not None and self.open is not None:
            self._end_cell(self.cell, self.open)
            self.cell = None
        elif bare == "table-row" and self.open is not None:
            self._end_row(self.open)
        elif bare == "table" and self.open is not None:
            if self.open.height * self.open.width > self.screen.limits.cells:
                self.screen.refuse(self.name, "has far too many cells")
            self.open = None

    def begin_table(self, given: Mapping[str, str]) -> None:
        """Note a sheet."""
        if self.open is not None:
            self.screen.refuse(self.name, "has a table in a table")
        self.open = SheetFacts(name=given.get("name", ""))
        self.sheets.append(self.open)
        if len(self.sheets) > self.screen.limits.parts:
            self.screen.refuse(self.name, "has far too many sheets")
        self.row = self.columns = 0

    def begin_columns(self, given: Mapping[str, str]) -> None:
        """Note hidden columns."""
        times = self._times(given, "number-columns-repeated", self.screen.limits.columns)
        first, self.columns = self.columns, self.columns + times
        if self.open is not None and given.get("visibility") in _HIDDEN:
            self.screen.count(self.name, times)
            self.open.hidden_columns.update(range(first, min(self.columns, self.screen.limits.columns)))

    def begin_row(self, given: Mapping[str, str]) -> None:
        """Note a row, and those that repeat it."""
        self.rows = self._times(given, "number-rows-repeated", self.screen.limits.rows)
        self.column = self.used = 0
        self.hidden = given.get("visibility") in _HIDDEN

    def begin_cell(self, given: Mapping[str, str]) -> None:
        """Note a cell, and those that repeat it."""
        if self.cell is not None:
            self.screen.refuse(self.name, "has a cell in a cell")
        self.length = 0
        self.cell = _Cell(given, self._times(given, "number-columns-repeated", self.screen.limits.columns))

    def begin_blanks(self, given: Mapping[str, str]) -> None:
        """Note blanks of which only the number is written."""
        self.length += self._times(given, "c", self.screen.limits.elements)
        self.screen.measure(self.name, self.length)

    def begin_note(self, given: Mapping[str, str]) -> None:
        """Note that a text is pinned to a cell."""
        del given
        self.note = self.cell is not None

    def begin_style(self, given: Mapping[str, str]) -> None:
        """Note what a style is called."""
        self.style = given.get("name", "")

    def begin_look(self, given: Mapping[str, str]) -> None:
        """Note the colour of a style."""
        colour = given.get("background-color", "transparent").lower()
        if self.style and colour not in _NO_COLOUR:
            self.colours[self.style] = colour.removeprefix("#").upper()

    def begin_body(self, given: Mapping[str, str]) -> None:
        """Note that this is a spreadsheet."""
        del given
        self.spreadsheet = True

    def _times(self, given: Mapping[str, str], name: str, most: int) -> int:
        """Return how often something stands there."""
        text = given.get(name, "1")
        if not re.fullmatch("[0-9]{1,9}", text) or not 0 < int(text) <= most:
            refuse(self.screen.file, f"the workbook's part {self.name} repeats something {text[:20]!r} times", BROKEN)
        return int(text)

    def _end_cell(self, cell: _Cell, sheet: SheetFacts) -> None:
        first, self.column = self.column, self.column + cell.times
        if self.column > self.screen.limits.columns:
            self.screen.refuse(self.name, "has far too many columns")
        given, said = cell.given, "".join(cell.said).strip()
        spans = [self._times(given, f"number-{name}-spanned", self.screen.limits.rows) for name in ("rows", "columns")]
        if not (said or cell.noted or given.get("formula") or "value-type" in given or max(spans) > 1):
            return
        if self.rows > _REPEATED:
            self.screen.refuse(self.name, "repeats a row that is not empty far too often")
        self.screen.count(self.name, (self.column - self.used) * self.rows)
        self.used = self.column
        self._note(cell, said, sheet, first)
        if max(spans) > 1:
            self._merge(sheet, first, *spans)

    def _note(self, cell: _Cell, said: str, sheet: SheetFacts, first: int) -> None:
        """Note what a cell says beside its value, of all that it stands for."""
        given, found = cell.given, list[tuple[dict[tuple[int, int], str], str]]()
        if given.get("formula"):
            found.append((sheet.formulas, f"={given['formula'].partition('=')[2] or '…'}"))
        if said.startswith("#") and (given.get("formula") or given.get("value-type") == "error"):
            found.append((sheet.errors, said))
        elif given.get("value-type", "string") != "string":
            found.append((sheet.shown, said))
        if cell.noted:
            found.append((sheet.notes, " ".join("".join(cell.noted).split())))
        if given.get("style-name", "") in self.colours:
            found.append((sheet.fills, self.colours[given["style-name"]]))
        for row in range(self.row + 1, self.row + self.rows + 1) if found else ():
            for column in range(first, self.column):
                for known, what in found:
                    known[row, column] = what

    def _merge(self, sheet: SheetFacts, column: int, down: int, across: int) -> None:
        top, right = self.row + 1, min(column + across, self.screen.limits.columns)
        bottom = min(top + down, self.screen.limits.rows)
        self.screen.count(self.name, (bottom - top) * (right - column))
        sheet.height, sheet.width = max(sheet.height, bottom - 1), max(sheet.width, right)
        reference = f"{letters(column)}{top}:{letters(right - 1)}{bottom - 1}"
        sheet.merged |= {(row, each): reference for row in range(top, bottom) for each in range(column, right)}

    def _end_row(self, sheet: SheetFacts) -> None:
        first, self.row = self.row, self.row + self.rows
        if self.row > self.screen.limits.rows:
            self.screen.refuse(self.name, "has far too many rows")
        if self.used:
            sheet.height, sheet.width = max(sheet.height, self.row), max(sheet.width, self.used)
            if self.hidden:
                sheet.hidden_rows.update(range(first + 1, self.row + 1))


_BEGINNINGS: Mapping[str, Callable[[ContentLook, Mapping[str, str]], None]] = {
    "spreadsheet": ContentLook.begin_body,
    "style": ContentLook.begin_style,
    "table-cell-properties": ContentLook.begin_look,
    "table": ContentLook.begin_table,
    "table-column": ContentLook.begin_columns,
    "table-row": ContentLook.begin_row,
    "table-cell": ContentLook.begin_cell,
    "covered-table-cell": ContentLook.begin_cell,
    "annotation": ContentLook.begin_note,
    "s": ContentLook.begin_blanks,
}
