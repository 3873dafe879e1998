"""A first look at a workbook's parts, piece by piece: it finds what is dangerous, and what the library leaves out.

openpyxl reads values; which rows are hidden, what is merged and where formulas stand is found here. It also trusts what
it reads: rows in any order would be lost, and one cell far out would be padded to millions. So that is refused here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Protocol
from xml.parsers.expat import ParserCreate

from cohortplan.io.grids.limits import Limits
from cohortplan.io.grids.refusal import BROKEN, refuse

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
#: How many empty rows cost as much as a cell.
_CHEAP = 8
_FLAT = "Copy the sheet, values only, into a new workbook"

#: Of the stricter of the two kinds of workbook, which the library does not read.
_STRICT = "http://purl.oclc.org/ooxml/"
#: Parts of which nothing is read.
SKIPPED = ("xl/drawings/", "xl/charts/", "xl/media/", "xl/externalLinks/", "xl/pivot", "xl/printerSettings/")
#: What a sheet is made of; of all else it has little.
_CELLS = frozenset({"row", "c", "v", "f", "is", "t", "r", "rPr"})


@dataclass
class Facts:
    """What a sheet's part says beside its values; rows count from 1, columns from 0.

    `spread` is how many cells are merged with others, also where the sheet's rows have ended.
    """

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: dict[tuple[int, int], str] = field(default_factory=dict)
    spread: int = 0
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)


class Look(Protocol):
    """What takes in a part."""

    def start(self, tag: str, given: Mapping[str, str], /) -> None:
        """Take in the beginning of an element."""

    def text(self, text: str, /) -> None:
        """Take in a piece of text."""

    def end(self, tag: str, /) -> None:
        """Take in the end of an element."""


@dataclass
class Screen:
    """Looks through the parts of one workbook; the counts are those of all of them."""

    file: str
    limits: Limits
    cells: int = 0
    elements: int = 0
    others: int = 0

    def part(self, name: str, content: IO[bytes]) -> Facts | None:
        """Look through a part, and return what it says if it is a sheet.

        Raises
        ------
        InputError
            If it is beyond the limits, or declares what nobody declares in a workbook.
        ExpatError
            If it is no XML.
        """
        look = _Look(self, name)
        self.look(name, content, look)
        return look.facts if look.sheet else None

    def look(self, name: str, content: IO[bytes], look: Look) -> None:
        """Let `look` take in a part, element by element.

        Raises
        ------
        InputError
            If it is beyond the limits, or declares what nobody declares in a workbook.
        ExpatError
            If it is no XML.
        """
        parser = ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = lambda *_: self.refuse(name, "declares a document type, as bombs do", BROKEN)
        parser.StartElementHandler = look.start
        parser.EndElementHandler = look.end
        parser.CharacterDataHandler = look.text
        parser.ParseFile(content)

    def enter(self, name: str, depth: int) -> None:
        """Count an element that begins."""
        self.elements += 1
        if depth > self.limits.depth:
            self.refuse(name, "is nested far too deep")
        if self.elements > self.limits.elements:
            self.refuse(name, "is one element too many")

    def other(self, name: str) -> None:
        """Count an element of a sheet that is no cell."""
        self.others += 1
        if self.others > self.limits.others:
            self.refuse(name, "has far too much that is no cell")

    def measure(self, name: str, length: int) -> None:
        """Hold the length of a text against the limit."""
        if length > self.limits.cell:
            self.refuse(name, f"holds a text of more than {self.limits.cell:,} characters")

    def refuse(self, name: str, what: str, remedy: str = _FLAT) -> None:
        """Refuse the workbook because of one of its parts."""
        refuse(self.file, f"the workbook's part {name} {what}", remedy)

    def count(self, name: str, cells: int) -> None:
        """Count cells, those between others too."""
        self.cells += cells
        if self.cells > self.limits.cells:
            self.refuse(name, "has far too many cells")


@dataclass
class _Look:
    """One part on its way through the screen."""

    screen: Screen
    name: str
    facts: Facts = field(default_factory=Facts)
    sheet: bool = False
    depth: int = 0
    row: int = 0
    column: int = -1
    hidden: bool = False
    written: list[str] = field(default_factory=list)
    length: int = 0

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        """Take in the beginning of an element."""
        self.depth += 1
        self.screen.enter(self.name, self.depth)
        bare = tag.rpartition("}")[2]
        self.written, self.length = [], 0
        if self.depth == 1:
            if tag.startswith(_STRICT):
                refuse(
                    self.screen.file, "this is a Strict Open XML workbook", "Save it as an ordinary workbook (.xlsx)"
                )
            self.sheet = bare == "worksheet"
        elif self.sheet:
            if bare not in _CELLS:
                self.screen.other(self.name)
            take = _BEGINNINGS.get(bare)
            if take is not None:
                take(self, given)

    def text(self, text: str) -> None:
        """Take in a piece of text."""
        self.length += len(text)
        self.screen.measure(self.name, self.length)
        self.written.append(text)

    def end(self, tag: str) -> None:
        """Take in the end of an element."""
        self.depth -= 1
        if self.sheet:
            bare = tag.rpartition("}")[2]
            if bare == "f":
                self.facts.formulas[self.row, self.column] = f"={''.join(self.written) or '…'}"
            elif bare == "row":
                self.screen.count(self.name, self.column + 1)
        self.written, self.length = [], 0

    def begin_row(self, given: Mapping[str, str]) -> None:
        """Note where a row stands, and whether it is hidden."""
        number = int(given["r"]) if "r" in given else self.row + 1
        if not self.row < number <= self.screen.limits.rows:
            self.screen.refuse(self.name, "has rows out of order", BROKEN)
        self.screen.count(self.name, (number - self.row) // _CHEAP)
        self.row, self.column = number, -1
        if given.get("hidden") in ("1", "true"):
            self.facts.hidden_rows.add(number)

    def begin_cell(self, given: Mapping[str, str]) -> None:
        """Note where a cell stands."""
        row, column = self.place(given["r"]) if "r" in given else (self.row, self.column + 1)
        if row != self.row or not self.column < column < self.screen.limits.columns:
            self.screen.refuse(self.name, "has cells out of order", BROKEN)
        self.column = column

    def columns(self, given: Mapping[str, str]) -> None:
        """Note hidden columns."""
        if given.get("hidden") in ("1", "true"):
            first, last = int(given.get("min", "0")), min(int(given.get("max", "0")), self.screen.limits.columns)
            self.screen.count(self.name, max(0, last - first))
            self.facts.hidden_columns.update(range(first - 1, last))

    def merge(self, given: Mapping[str, str]) -> None:
        """Note a merged range; one of whole columns is cut where the sheet's rows end."""
        reference = given.get("ref", "")
        first, _, last = reference.partition(":")
        (top, left), (bottom, right) = self.place(first), self.place(last or first)
        self.facts.spread += max(0, bottom - top + 1) * max(0, right - left + 1)
        bottom, right = min(bottom, self.row), min(right, self.screen.limits.columns)
        self.screen.count(self.name, max(0, bottom - top + 1) * max(0, right - left + 1))
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                self.facts.merged[row, column] = reference

    def place(self, reference: str) -> tuple[int, int]:
        """Return row and column of a reference such as ``B7``.

        Raises
        ------
        InputError
            If it is none.
        """
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            refuse(self.screen.file, f"the workbook's part {self.name} refers to a cell that cannot be", BROKEN)
        column = 0
        for letter in found[1]:
            column = column * 26 + ord(letter) - ord("A") + 1
        return int(found[2]), column - 1


_BEGINNINGS: Mapping[str, Callable[[_Look, Mapping[str, str]], None]] = {
    "c": _Look.begin_cell,
    "row": _Look.begin_row,
    "col": _Look.columns,
    "mergeCell": _Look.merge,
}


def names_to_screen(names: list[str]) -> Iterator[str]:
    """Yield the parts that are read."""
    return (name for name in names if name.endswith((".xml", ".rels")) and not name.startswith(SKIPPED))
