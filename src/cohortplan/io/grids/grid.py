"""What a sheet holds, cell by cell, before anybody says what it means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """What a cell holds; a formula only if the program that saved it left no value."""

    BLANK = "blank"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    BOOL = "bool"
    FORMULA = "formula"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes
    ----------
    text : str
        What a person sees, as it was typed: invisible characters and line breaks are still there.
    kind : Kind
        What sort of thing it is.
    value : object
        The number, date, time or truth value; None for text.
    formula : str
        The formula that gives the text, such as ``=A1+1``; "" for none.
    fill : str
        The colour of the cell, such as ``FFFF00`` or ``theme 4``; "" for none.
    comment : str
        The note somebody pinned to it.
    merged : str
        The range, such as ``B1:D1``, of which it is a part; only the first cell of a range holds something.
    """

    text: str = ""
    kind: Kind = Kind.BLANK
    value: int | float | bool | date | datetime | time | timedelta | None = None
    formula: str = ""
    fill: str = ""
    comment: str = ""
    merged: str = ""

    @property
    def filled(self) -> bool:
        """Whether a person sees something in it."""
        return bool(self.text.strip()) or bool(self.formula)


#: A cell in which nothing is.
BLANK = Cell()


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `number` counts from 1 as spreadsheets do."""

    number: int
    cells: tuple[Cell, ...]
    hidden: bool = False

    def cell(self, column: int) -> Cell:
        """Return the cell of a column, counted from 0; a blank one beyond the end."""
        return self.cells[column] if 0 <= column < len(self.cells) else BLANK

    @property
    def filled(self) -> bool:
        """Whether a person sees something in it."""
        return any(cell.filled for cell in self.cells)


@dataclass(frozen=True)
class Grid:
    """One sheet.

    Attributes
    ----------
    file : str
        What messages call the file.
    sheet : str
        Name of the sheet; "" for a file that is one.
    rows : tuple of Row
        The rows in which some cell holds something, a fill or a note, from the top.
    hidden : bool
        Whether the sheet is hidden.
    hidden_columns : frozenset of int
        Which columns are, counted from 0.
    notes : tuple of str
        What was guessed to read it, such as its encoding.
    """

    file: str
    sheet: str = ""
    rows: tuple[Row, ...] = ()
    hidden: bool = False
    hidden_columns: frozenset[int] = field(default_factory=frozenset)
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What messages call the sheet: the file and the sheet in it."""
        return f"{self.file}, sheet {self.sheet}" if self.sheet else self.file

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max((len(row.cells) for row in self.rows), default=0)

    def filled(self) -> Iterator[Row]:
        """Yield the rows in which a person sees something."""
        return (row for row in self.rows if row.filled)


def letters(column: int) -> str:
    """Return what spreadsheets call a column counted from 0: A, B, ..., Z, AA, ..."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
