"""Rows on their way from an organiser's sheet to the tables of a scenario."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from cohortplan.io.grids import BLANK, Cell
from cohortplan.io.messy.fields import KEEP, is_private


class Fate(StrEnum):
    """What becomes of a row; each has exactly one."""

    KEPT = "kept"
    MERGED = "merged"
    ASKED = "asked"
    ASIDE = "set aside"


@dataclass
class Item:
    """One cell on its way: its present text, and where it comes from."""

    text: str
    heading: str
    column: str = ""
    cell: Cell = BLANK


class Offer(NamedTuple):
    """A date that a host offers, from when until when."""

    date: date
    start: str
    end: str


@dataclass(eq=False)
class Entry:
    """One row of a sheet.

    Attributes
    ----------
    table : str
        ``people`` or ``hosts``; "" for a row of no table.
    sheet, row : str, int
        Where it stands.
    items : dict of str to Item
        Its cells by field; a column that is kept has the field ``keep:`` and its heading.
    fate, why : Fate, str
        What becomes of it, and why if it is not kept.
    into : Entry or None
        The row with which it was merged.
    held : bool
        Whether nothing more is asked about it, as it may not count at all.
    away : list of (date, date)
        Days, from and until, that the person cannot come.
    offers : list of Offer
        Dates that the host offers.
    knows : list of Entry
        Rows of those whom the person knows already.
    """

    table: str
    sheet: str
    row: int
    items: dict[str, Item] = field(default_factory=dict)
    hidden: bool = False
    fate: Fate = Fate.KEPT
    why: str = ""
    into: Entry | None = None
    held: bool = False
    away: list[tuple[date, date]] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    knows: list[Entry] = field(default_factory=list)

    def get(self, name: str) -> str:
        """Return the text of a field, "" if it has none."""
        return self.items[name].text if name in self.items else ""

    def put(self, name: str, text: str) -> None:
        """Set the text of a field, which it may not have had."""
        if name in self.items:
            self.items[name].text = text
        elif text:
            self.items[name] = Item(text, name)

    def private(self, name: str) -> bool:
        """Whether a field is not to be repeated in messages."""
        return name.startswith(f"{KEEP}:") or is_private(self.table, name)

    @property
    def open(self) -> bool:
        """Whether it is on its way still."""
        return self.fate in (Fate.KEPT, Fate.ASKED) and not self.held

    @property
    def place(self) -> str:
        """Where it stands."""
        return f"{self.sheet}, row {self.row}"
