"""OpenDocument spreadsheets (.ods), read with python-calamine once the screen has seen nothing to fear."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from zipfile import BadZipFile, ZipFile

from cohortplan.errors import InputError
from cohortplan.io.grids.archive import open_archive
from cohortplan.io.grids.grid import BLANK, Cell, Grid, Kind, Row
from cohortplan.io.grids.limits import Limits
from cohortplan.io.grids.refusal import AS_WORKBOOK, refuse
from cohortplan.io.grids.screen import Screen
from cohortplan.io.grids.screen_ods import ContentLook, SheetFacts
from cohortplan.io.grids.showing import shown

_CONTENT, _MANIFEST = "content.xml", "META-INF/manifest.xml"

#: A time of more than a day, as the library leaves it.
_LONG = re.compile(r"PT(\d{1,6})H(\d{1,2})M[\d.]*S?")
_PERCENT = re.compile(r"-?\d+(?:[.,](\d{1,6}))?\s?%")


def is_opendocument(content: bytes) -> bool:
    """Whether an archive holds an OpenDocument file."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            return _CONTENT in archive.namelist()
    except (BadZipFile, ValueError, OSError, RuntimeError):
        return False


def read_opendocument(content: bytes, file: str, limits: Limits) -> list[Grid]:
    """Read the sheets of an OpenDocument spreadsheet, as `read_workbook` does those of a workbook.

    Raises
    ------
    InputError
        If it is broken, or beyond the limits.
    """
    try:
        return _grids(content, file, limits)
    except InputError:
        raise
    except BaseException as error:
        # What the library cannot read makes it raise anything, also what is no Exception.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        refuse(file, f"the spreadsheet is broken ({type(error).__name__})", AS_WORKBOOK)


def _grids(content: bytes, file: str, limits: Limits) -> list[Grid]:
    archive = open_archive(content, file, limits)
    if _MANIFEST in archive.namelist() and b"encryption-data" in archive.read(_MANIFEST):
        refuse(file, "the workbook is protected by a password", "Save it without one")
    screen = Screen(file, limits)
    look = ContentLook(screen, _CONTENT)
    with archive.open(_CONTENT) as part:
        screen.look(_CONTENT, part, look)
    if not look.spreadsheet:
        refuse(file, "this is an OpenDocument file, but no spreadsheet", "Copy its table into a spreadsheet")
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(BytesIO(content))
    grids = []
    for number, (about, facts) in enumerate(zip(book.sheets_metadata, look.sheets, strict=True)):
        values = book.get_sheet_by_index(number).to_python(skip_empty_area=False)
        hidden = about.visible != SheetVisibleEnum.Visible
        grids.append(Grid(file, about.name, _rows(values, facts), hidden, frozenset(facts.hidden_columns)))
    if not grids:
        refuse(file, "the workbook has no sheet with cells", AS_WORKBOOK)
    return grids


def _rows(values: list[list[Any]], facts: SheetFacts) -> tuple[Row, ...]:
    rows = []
    for number in range(1, max(len(values), facts.height) + 1):
        there = values[number - 1] if number <= len(values) else []
        width = max(len(there), facts.width)
        padded = [*there, *[""] * (width - len(there))]
        cells = tuple(_cell(value, (number, column), facts) for column, value in enumerate(padded))
        while cells and cells[-1] is BLANK:
            cells = cells[:-1]
        if cells:
            rows.append(Row(number, cells, number in facts.hidden_rows))
    return tuple(rows)


def _cell(value: Any, place: tuple[int, int], facts: SheetFacts) -> Cell:
    formula, merged = facts.formulas.get(place, ""), facts.merged.get(place, "")
    fill, note = facts.fills.get(place, ""), facts.notes.get(place, "")
    if place in facts.errors:
        return Cell(facts.errors[place], Kind.ERROR, None, formula, fill, note, merged)
    seen = facts.shown.get(place, "")
    value = seen if value == "" else value  # of what the library does not know, what a person sees
    if value == "" and not (formula or merged or fill or note):
        return BLANK
    if value == "":
        return Cell("", Kind.FORMULA if formula else Kind.BLANK, None, formula, fill, note, merged)
    kind, value = _kind(value, seen)
    text = shown(value, SimpleNamespace(number_format=_format(seen)))
    return Cell(text, kind, None if isinstance(value, str) else value, formula, fill, note, merged)


def _kind(value: Any, seen: str) -> tuple[Kind, Any]:
    if isinstance(value, bool):
        return Kind.BOOL, value
    if isinstance(value, datetime | date):
        return Kind.DATE, value
    if isinstance(value, time | timedelta):
        return Kind.TIME, value
    if isinstance(value, int | float):
        return Kind.NUMBER, value
    long = _LONG.fullmatch(value) if seen else None
    if long is not None:
        return Kind.TIME, timedelta(hours=int(long[1]), minutes=int(long[2]))
    return Kind.TEXT, str(value)


def _format(seen: str) -> str:
    """Return the format of a number, as `shown` knows it, by how it is seen."""
    percent = _PERCENT.fullmatch(seen)
    if percent is not None:
        return f"0.{'0' * len(percent[1])}%" if percent[1] else "0%"
    return "0" * len(seen) if re.fullmatch(r"0\d{1,19}", seen) else ""
