"""What a table looks like: its columns, and how they are found by their headings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, NamedTuple

from cohortplan.io import cells
from cohortplan.io.findings import Findings
from cohortplan.io.text import tidy


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    name : str
        Its heading; capitals, blanks and underscores do not matter.
    read : callable
        Reads a cell that is not blank; raises `CellError`.
    field : str
        The field of the model it fills, if that has another name.
    required : bool
        Whether every row must fill it.
    heading : bool
        Whether there must be such a column; a required one must be there anyway.
    """

    name: str
    read: Callable[[str], Any] = cells.text
    field: str = ""
    required: bool = False
    heading: bool = False

    @property
    def target(self) -> str:
        """The field of the model it fills."""
        return self.field or self.name

    @property
    def needed(self) -> bool:
        """Whether the table must have it."""
        return self.required or self.heading


@dataclass(frozen=True)
class Table:
    """What a sheet of this name looks like; `open` ones may have further columns, which are kept."""

    name: str
    columns: tuple[Column, ...]
    open: bool = False

    @property
    def example(self) -> str:
        """A header with which a sheet may begin."""
        return ",".join(column.name for column in self.columns if column.needed)


class Position(NamedTuple):
    """What stands at one position of the header: the heading as typed, and the column if it is one of the table's."""

    heading: str
    column: Column | None


@lru_cache(maxsize=10_000)
def key(heading: str) -> str:
    """Return what counts of a heading: its letters and digits, in small letters."""
    return "".join(letter for letter in heading.casefold() if letter.isalnum())


def read_header(headings: Sequence[str], table: Table, file: str, row: int, findings: Findings) -> list[Position]:
    """Find the table's columns in a header; what is wrong with it is noted. Empty if it is no header at all."""
    header = _Header(table, file, row, findings)
    positions = header.positions(headings)
    known = {position.column.name for position in positions if position.column}
    if not known:
        remedy = f"Begin with a row of headings, such as {table.example}"
        findings.add("the first row does not name the columns", remedy, ",".join(headings), file=file, row=row)
        return []
    missing = [column for column in table.columns if column.name not in known]
    kept = {key(column.name) for column in table.columns}
    strangers = [position.heading for position in positions if key(position.heading) not in kept | {""}]
    if table.open:
        header.check_kept(strangers, [column for column in missing if not column.needed])
    else:
        header.refuse(strangers)
    header.miss([column for column in missing if column.needed], strangers)
    return positions


@dataclass
class _Header:
    """One header on its way through the checks."""

    table: Table
    file: str
    row: int
    findings: Findings

    def note(self, message: str, remedy: str, heading: str, value: str = "") -> None:
        """Note a defect of the header."""
        self.findings.add(message, remedy, value, file=self.file, row=self.row, column=heading)

    def positions(self, headings: Sequence[str]) -> list[Position]:
        """Return what stands where; of two columns alike the first counts."""
        columns = {key(column.name): column for column in self.table.columns}
        taken: set[str] = set()
        found = []
        for heading in map(tidy, headings):
            name = key(heading)
            if name in taken:
                self.note("two columns have this heading", "Rename or remove one", heading, heading)
            found.append(Position(heading, None if name in taken else columns.get(name)))
            taken.update({name} - {""})
        return found

    def refuse(self, strangers: Sequence[str]) -> None:
        """Object to columns that the table does not have."""
        names = [column.name for column in self.table.columns]
        for heading in strangers:
            near = _nearest(heading, names)
            remedy = f"Did you mean {near!r}?" if near else f"Known columns: {', '.join(names)}"
            self.note(f"{self.file} has no such column", remedy, heading, heading)

    def check_kept(self, strangers: Sequence[str], optional: Sequence[Column]) -> None:
        """Object to columns that would be kept but never read, though an optional one seems to be meant: "Flag"."""
        for heading in strangers:
            near = _nearest(heading, [column.name for column in optional], cutoff=0.8)
            if near:
                remedy = f"Call it {near!r} if that is meant, or something less like it"
                self.note("this column would not be read", remedy, heading, heading)

    def miss(self, needed: Sequence[Column], strangers: Sequence[str]) -> None:
        """Note columns that are not there, unless one with a heading like it was refused."""
        for column in needed:
            near = _nearest(column.name, strangers)
            if near is None:
                self.note(f"there is no column {column.name!r}", "Add it", column.name)
            elif self.table.open:
                self.note(f"there is no column {column.name!r}", f"Rename {near!r} if that is meant", column.name, near)
            elif _nearest(near, [known.name for known in self.table.columns]) != column.name:
                self.note(f"there is no column {column.name!r}", "Add it", column.name)


def _nearest(heading: str, names: Sequence[str], cutoff: float = 0.6) -> str | None:
    by_key = {key(name): name for name in names}
    near = get_close_matches(key(heading), by_key, n=1, cutoff=cutoff)
    return by_key[near[0]] if near else None
