"""How sheets look: fonts and fills that can be told apart without colour."""

from __future__ import annotations

from copy import copy
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

#: Fills of the first sectors, which are lettered too; Okabe & Ito 2008, lightened.
SECTORS = ("CFE3F2", "FBE3C4", "CDEBDD", "F3DCEA", "F7F3C6", "E2DFF2")
OTHER_SECTOR = "EDEDED"
#: Shades of how often two people share a set, which is written there too.
SHADES = ("DCEBF7", "A9CFE9", "6FAFDB", "6FAFDB")
INK, PALE, HEAD, NEEDED, SEALED = "222222", "767676", "E4E9EE", "CBD8E4", "EADFD0"

#: Characters a column is wide at least and at most.
_NARROWEST, _WIDEST = 6, 46


class Look(NamedTuple):
    """Looks of a cell; a fill of "" is none."""

    fill: str = ""
    bold: bool = False
    italic: bool = False
    colour: str = INK
    size: int = 10
    wrap: bool = False
    centred: bool = False
    edge: str = ""


HEADING = Look(HEAD, bold=True, wrap=True, edge="bottom")
TITLE = Look(bold=True, size=14)
SECTION = Look(HEAD, bold=True)
NOTE = Look(italic=True, colour=PALE)


#: The styles of each workbook, as openpyxl keeps them: to look a style up for every cell takes most of the time.
_KEPT: WeakKeyDictionary[Any, dict[Look, Any]] = WeakKeyDictionary()


def dress(cell: Cell, look: Look) -> None:
    """Give a cell its looks; the form in which a value is shown comes after."""
    kept = _KEPT.setdefault(cell.parent.parent, {})
    if look not in kept:
        for name, style in _styles(look).items():
            setattr(cell, name, style)
        kept[look] = copy(cell._style)  # type: ignore[attr-defined]
    cell._style = copy(kept[look])  # type: ignore[attr-defined]


@cache
def _styles(look: Look) -> dict[str, Any]:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    font = Font(name="Calibri", size=look.size, bold=look.bold, italic=look.italic, color=look.colour)
    alignment = Alignment(horizontal="center" if look.centred else None, vertical="top", wrap_text=look.wrap or None)
    styles: dict[str, Any] = {"font": font, "alignment": alignment}
    if look.fill:
        styles["fill"] = PatternFill("solid", start_color=look.fill, end_color=look.fill)
    if look.edge:
        line = Side(style="thin", color="9AA5B1")
        styles["border"] = Border(bottom=line) if look.edge == "bottom" else Border(top=line)
    return styles


def fit_columns(sheet: Worksheet, widest: int = _WIDEST, *, least: int = _NARROWEST) -> None:
    """Make columns as wide as what stands in them, within limits."""
    from openpyxl.utils import get_column_letter

    for number, column in enumerate(sheet.iter_cols(values_only=True), start=1):
        longest = max(
            (len(line) for value in column if value is not None for line in str(value).splitlines()), default=0
        )
        sheet.column_dimensions[get_column_letter(number)].width = min(max(longest + 2, least), widest)
