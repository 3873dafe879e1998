"""Text in and out of cells: what was typed as text stays text, what is a number, a day or a time becomes one."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from cohortplan.errors import Defect, InputError
from cohortplan.io import cells, dates

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

#: The most characters that a cell holds in any spreadsheet.
LONGEST = 32_767

#: Texts that begin like this may be taken for a formula by whoever edits or copies them.
_SIGNS = ("=", "+", "-", "@", "\t", "\r")

_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,11}")
_DECIMAL = re.compile(r"-?[0-9]{1,9}\.[0-9]{1,10}")
#: What looks like the escape of a character, and characters that need one.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f]")

#: The first day that all spreadsheets count alike.
_FIRST_DAY = date(1900, 3, 1)


def at(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return a cell that can be written.

    Raises
    ------
    InputError
        If it is merged with another.
    """
    from openpyxl.cell.cell import MergedCell

    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        remedy = "Split the merged cells"
        raise InputError([Defect("this cell is merged with another", remedy, file=f"sheet {sheet.title}", row=row)])
    return cell


def put(cell: Cell, text: str, read: Callable[[str], Any] = cells.text) -> None:
    """Put a text into a cell of a column that is read by `read`, so that reading gives back the same text.

    Raises
    ------
    InputError
        If no cell can hold it.
    """
    value, form = _value(text, read)
    if form:
        cell.value, cell.number_format = value, form
    else:
        put_text(cell, text)


def put_text(cell: Cell, text: str) -> None:
    """Put a text into a cell, as text whatever it begins with.

    Raises
    ------
    InputError
        If no cell can hold it.
    """
    if len(text) > LONGEST:
        remedy = "Shorten it, or keep it in a folder of CSV files"
        raise InputError([Defect(f"a cell holds at most {LONGEST:,} characters", remedy, f"{text[:60]}…")])
    if not text:
        return
    cell.value = _ESCAPE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    cell.data_type = "s"  # not "f", which openpyxl makes of a text that begins with =
    if text.startswith(_SIGNS):
        cell.quotePrefix = True


def _value(text: str, read: Callable[[str], Any]) -> tuple[Any, str]:
    """Return the value that stands for a text and the format in which it is shown; no format if it stays text."""
    if read in (cells.whole, cells.decimal) and _WHOLE.fullmatch(text):
        return int(text), "0"
    if read is cells.decimal and _DECIMAL.fullmatch(text) and repr(float(text)) == text and not text.endswith(".0"):
        return float(text), "General"
    moment = _moment(text)
    if moment is None or moment.date() < _FIRST_DAY:
        return (_clock(text), "hh:mm") if read in (dates.clock, dates.closing) and _clock(text) else (text, "")
    if read is dates.day and f"{moment:%Y-%m-%d}" == text:
        return moment.date(), "yyyy-mm-dd"
    if read is dates.moment and f"{moment:%Y-%m-%d %H:%M}" == text and moment.time() != time(0, 0):
        return moment, "yyyy-mm-dd hh:mm"
    return text, ""


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d( \d\d:\d\d)?", text) else None
    except ValueError:
        return None


def _clock(text: str) -> time | None:
    found = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)", text)
    return time(int(found[1]), int(found[2])) if found else None
