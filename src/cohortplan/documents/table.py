"""A table as documents have it: a caption, headings, and rows whose first cell says what they are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

#: Text from outside is a plain string, and escaped; `Markup` is ours.
Cell = str | int | float | Markup

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

    def numeric(self, column: int) -> bool:
        """Whether a column holds nothing but numbers, which are set to the right."""
        cells = [row[column] for row in self.rows]
        return any(isinstance(cell, int | float) for cell in cells) and all(
            isinstance(cell, int | float) or cell in ("", NOTHING) for cell in cells
        )
