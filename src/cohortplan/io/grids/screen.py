"""A first look at a workbook's parts, piece by piece: it finds what is dangerous, and what the library leaves out.

openpyxl reads values; which rows are hidden, what is merged and where formulas stand is found here. It also trusts what
it reads: rows in any order would be lost, and one cell far out would be padded to millions. So that is refused here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from defusedxml import ElementTree

from cohortplan.io.grids.limits import Limits
from cohortplan.io.grids.refusal import BROKEN, refuse

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
#: How many empty rows cost as much as a cell.
_CHEAP = 8
_FLAT = "Copy the sheet, values only, into a new workbook"

#: Of the stricter of the two kinds of workbook, which the library does not read.
_STRICT = "{http://purl.oclc.org/ooxml/"
#: Parts of which nothing is read.
SKIPPED = ("xl/drawings/", "xl/charts/", "xl/media/", "xl/externalLinks/", "xl/pivot", "xl/printerSettings/")


@dataclass
class Facts:
    """What a sheet's part says beside its values; rows count from 1, columns from 0."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)


@dataclass
class Screen:
    """Looks through the parts of one workbook; `cells` and `elements` count those of all its sheets and parts."""

    file: str
    limits: Limits
    cells: int = 0
    elements: int = 0

    def part(self, name: str, content: IO[bytes]) -> Facts | None:
        """Look through a part, and return what it says if it is a sheet.

        Raises
        ------
        InputError
            If it is beyond the limits.
        """
        sheet: _Sheet | None = None
        depth = 0
        path: list[Any] = []
        for event, element in ElementTree.iterparse(content, events=("start", "end"), forbid_dtd=True):
            if event == "start":
                depth += 1
                path.append(element)
                self._start(name, element, depth)
                if depth == 1 and _bare(element) == "worksheet":
                    sheet = _Sheet(self, name)
                continue
            depth -= 1
            path.pop()
            self._end(name, element)
            if sheet is not None:
                sheet.end(element)
            if path and _bare(element) not in ("v", "f", "is", "t", "r"):  # kept until their cell is read
                path[-1].remove(element)
        return None if sheet is None else sheet.facts

    def _start(self, name: str, element: Any, depth: int) -> None:
        self.elements += 1
        if self.elements > self.limits.elements:
            self.refuse(name, "is one element too many")
        if depth > self.limits.depth:
            self.refuse(name, "is nested far too deep")
        if depth == 1 and element.tag.startswith(_STRICT):
            refuse(self.file, "this is a Strict Open XML workbook", "Save it as an ordinary Excel workbook (.xlsx)")

    def _end(self, name: str, element: Any) -> None:
        if element.text and len(element.text) > self.limits.cell:
            self.refuse(name, f"holds a text of {len(element.text):,} characters")

    def refuse(self, name: str, what: str, remedy: str = _FLAT) -> None:
        """Refuse the workbook because of one of its parts."""
        refuse(self.file, f"the workbook's part {name} {what}", remedy)

    def count(self, name: str, cells: int) -> None:
        """Count cells, those between others too."""
        self.cells += cells
        if self.cells > self.limits.cells:
            self.refuse(name, "has far too many cells")


@dataclass
class _Sheet:
    """One sheet on its way through the screen."""

    screen: Screen
    name: str
    facts: Facts = field(default_factory=Facts)
    row: int = 0
    column: int = -1
    found: list[tuple[int, int, str]] = field(default_factory=list)

    def end(self, element: Any) -> None:
        """Take in an element that is complete; rows come after their cells."""
        take = _TAKE.get(_bare(element))
        if take is not None:
            take(self, element)

    def cell(self, element: Any) -> None:
        """Note a formula, and where the cell stands."""
        reference = element.get("r")
        if reference is None:
            row, column = self.row + 1, self.column + 1
        else:
            row, column = self.place(reference)
        if column <= self.column or column >= self.screen.limits.columns:
            self.screen.refuse(self.name, "has cells out of order", BROKEN)
        self.column = column
        formula = next((child for child in element if _bare(child) == "f"), None)
        self.found.append((row, column, "" if formula is None else f"={formula.text or '…'}"))

    def end_row(self, element: Any) -> None:
        """Note whether a row is hidden, and the formulas in it."""
        typed = element.get("r")
        number = self.row + 1 if typed is None else int(typed)
        rows = {row for row, _, _ in self.found} if typed is not None else {number}
        if not self.row < number <= self.screen.limits.rows or rows - {number}:
            self.screen.refuse(self.name, "has rows out of order", BROKEN)
        if element.get("hidden") in ("1", "true"):
            self.facts.hidden_rows.add(number)
        self.facts.formulas.update({(number, column): text for _, column, text in self.found if text})
        self.screen.count(self.name, self.column + 1 + (number - self.row) // _CHEAP)
        self.row, self.column, self.found = number, -1, []

    def columns(self, element: Any) -> None:
        """Note hidden columns."""
        first, last = int(element.get("min", "0")), int(element.get("max", "0"))
        if element.get("hidden") in ("1", "true"):
            last = min(last, self.screen.limits.columns)
            self.screen.count(self.name, max(0, last - first))
            self.facts.hidden_columns.update(range(first - 1, last))

    def merge(self, element: Any) -> None:
        """Note a merged range; one of whole columns or rows is cut where the sheet's cells end."""
        first, _, last = element.get("ref", "").partition(":")
        (top, left), (bottom, right) = self.place(first), self.place(last or first)
        bottom, right = min(bottom, self.row), min(right, self.screen.limits.columns)
        self.screen.count(self.name, max(0, bottom - top + 1) * max(0, right - left + 1))
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                self.facts.merged[row, column] = element.get("ref", "")

    def place(self, reference: str) -> tuple[int, int]:
        """Return row and column of a reference such as ``B7``.

        Raises
        ------
        InputError
            If it is none.
        """
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            self.screen.refuse(self.name, "refers to a cell that cannot be", BROKEN)
            raise AssertionError
        column = 0
        for letter in found[1]:
            column = column * 26 + ord(letter) - ord("A") + 1
        return int(found[2]), column - 1


_TAKE = {"c": _Sheet.cell, "row": _Sheet.end_row, "col": _Sheet.columns, "mergeCell": _Sheet.merge}


def _bare(element: Any) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def names_to_screen(names: list[str]) -> Iterator[str]:
    """Yield the parts that are read."""
    return (name for name in names if name.endswith((".xml", ".rels")) and not name.startswith(SKIPPED))
