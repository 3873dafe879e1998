"""A table as documents have it: a caption, headings, and rows whose first cell says what they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

#: Text from outside is a plain string, and escaped; `Markup` is ours.
Cell = str | int | float | Markup


class Written(float):
    """A number that is written in its own way, as in "1,240" or "3.5%"; tables set it to the right as others."""

    text: str

    def __new__(cls, value: float, text: str) -> Written:
        """Return `value`, which is written as `text`."""
        made = super().__new__(cls, value)
        made.text = text
        return made

    def __str__(self) -> str:
        """Return how it is written."""
        return self.text


#: Stands where there is no value.
NOTHING = "–"


@dataclass(frozen=True)
class Table:
    """Rows under headings.

    Attributes
    ----------
    caption : str
        What the table is, for everyone who cannot see what stands around it.
    columns : sequence of str
        The headings.
    rows : sequence of sequences of Cell
        Of each row the first cell is its heading.
    """

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]

    @classmethod
    def of(cls, caption: str, columns: Mapping[str, Sequence[Cell]]) -> Table:
        """Return a table of those columns in which something stands; each begins with its heading."""
        told = {name: cells for name, cells in columns.items() if any(cell != "" for cell in cells)}
        rows = [[cell if cell != "" else NOTHING for cell in row] for row in zip(*told.values(), strict=True)]
        return cls(caption, tuple(told), rows)

    def numeric(self, column: int) -> bool:
        """Whether a column holds nothing but numbers, which are set to the right."""
        cells = [row[column] for row in self.rows]
        return any(isinstance(cell, int | float) for cell in cells) and all(
            isinstance(cell, int | float) or cell in ("", NOTHING) for cell in cells
        )
