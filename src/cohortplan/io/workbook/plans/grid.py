"""Rows of a sheet that is made to be looked at."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, time
from typing import TYPE_CHECKING, Any

from cohortplan.io.workbook.cells import at, put_text
from cohortplan.io.workbook.looks import HEADING, Look, dress
from cohortplan.io.workbook.plans.labels import Label, put_label

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

PLAIN = Look()
WRAPPED = Look(wrap=True)

#: How days and times are shown.
_DAY, _CLOCK = "ddd d mmm yyyy", "hh:mm"


def put_value(sheet: Worksheet, row: int, column: int, value: Any, look: Look = PLAIN) -> None:
    """Put something into a cell: text as text, a label with its id, numbers, days and times as such."""
    cell = at(sheet, row, column)
    timed = isinstance(value, date | time)
    dress(cell, look._replace(centred=True) if timed or isinstance(value, int) else look)
    if isinstance(value, Label):
        put_label(cell, value, look.size)
    elif isinstance(value, str):
        put_text(cell, value)
    elif value is not None:
        cell.value = value
    if timed:
        cell.number_format = _CLOCK if isinstance(value, time) else _DAY


def put_header(sheet: Worksheet, headings: Sequence[str], *, shown: Collection[str] = (), row: int = 1) -> None:
    """Put headings above columns; those that are only `shown` are not read back, and say so."""
    from openpyxl.comments import Comment

    for column, heading in enumerate(headings, start=1):
        look = HEADING._replace(italic=True) if heading in shown else HEADING
        put_value(sheet, row, column, heading, look)
        if heading in shown:
            note = "To look at: what is changed here is not taken into the plan."
            at(sheet, row, column).comment = Comment(note, "cohortplan", width=240, height=60)


def make_room(sheet: Worksheet, row: int, text: str, width: int) -> None:
    """Make a row as high as a text needs in a column of so many characters."""
    lines = sum(max(1, -(-len(line) // width)) for line in text.splitlines())
    sheet.row_dimensions[row].height = 14 * max(1, lines)


def finish(sheet: Worksheet, corner: str, *, rows: str = "1:1", columns: str = "") -> None:
    """Keep what is above and left of a cell in view, and on every page."""
    sheet.freeze_panes = corner
    sheet.print_title_rows = rows
    if columns:
        sheet.print_title_cols = columns
