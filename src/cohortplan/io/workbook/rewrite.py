"""Sheets of a workbook that somebody made are changed cell by cell: its looks, notes and other sheets stay."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from cohortplan.errors import Defect, InputError
from cohortplan.io.atomic import write_bytes
from cohortplan.io.sheet import typed_rows
from cohortplan.io.table import Column, Table, key
from cohortplan.io.tables import TABLES
from cohortplan.io.workbook.book import content_of
from cohortplan.io.workbook.lines import HEADER, rows_of
from cohortplan.io.workbook.sheets import Context, add_settings, add_table, fill_in, fill_settings
from cohortplan.io.workbook.store import SHEETS, sheet_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

#: Parts that the library which writes workbooks would leave out.
_LOST = re.compile(r"xl/(charts|media|pivotTables|embeddings|slicers|threadedComments|vbaProject|drawings/drawing)")


def rewrite(path: Path, texts: Mapping[str, str]) -> None:
    """Make the sheets of files say what `texts` say; those that are not there are added at the end.

    Raises
    ------
    InputError
        If something in the workbook would be lost.
    OSError
        If it cannot be written; it is then as it was.
    """
    from openpyxl import load_workbook

    content = path.read_bytes()
    _must_be_kept(path, content)
    book = load_workbook(BytesIO(content))
    there = {sheet.title.strip().casefold(): sheet for sheet in book.worksheets}
    for name, text in texts.items():
        sheet = there.get(sheet_of(name).casefold())
        if name in SHEETS:
            if sheet is None:
                add_settings(book, SHEETS[name], text)
            else:
                _clear(sheet, 2, 2 + len(rows_of(text)), len(HEADER))
                fill_settings(sheet, text)
            continue
        rows = [row.cells for row in typed_rows(text)]
        if sheet is None:
            add_table(book, sheet_of(name), _table(name), rows, Context(), {})
        else:
            _fill(sheet, _table(name), rows)
    write_bytes(path, content_of(book))


def _must_be_kept(path: Path, content: bytes) -> None:
    with ZipFile(BytesIO(content)) as archive:
        lost = next((part for part in archive.namelist() if _LOST.match(part)), "")
    if lost:
        message = "rows cannot be added, as pictures, charts or macros of this workbook would be lost"
        raise InputError([Defect(message, "Move these into another workbook", lost, file=str(path))])


def _table(name: str) -> Table:
    """Return the table that is in a file; ``rounds-year.csv`` is known by how it begins."""
    stem = sheet_of(name).casefold()
    found = [table for known, table in TABLES.items() if stem == known or stem.startswith(f"{known}-")]
    return found[0] if found else Table(stem, (), open=True)


def _fill(sheet: Worksheet, table: Table, rows: Sequence[Sequence[str]]) -> None:
    known = {key(column.name): column for column in table.columns}
    header = next(filter(None, rows), [])
    columns: list[Column | None] = [known.get(key(heading)) for heading in header]
    for number, cells in enumerate(rows, start=1):
        if number == 1 or cells is header:
            continue  # headings stay as they are
        there = [sheet.cell(number, k).value is not None for k in range(1, len(columns) + 1)]
        for k, column in enumerate(columns, start=1):
            text = cells[k - 1] if k <= len(cells) else ""
            if text or there[k - 1]:
                fill_in(sheet, number, k, text, column)
    _clear(sheet, len(rows) + 1, sheet.max_row, len(columns))


def _clear(sheet: Worksheet, first: int, last: int, width: int) -> None:
    for row in sheet.iter_rows(min_row=first, max_row=max(last, sheet.max_row), max_col=width):
        for cell in row:
            if cell.value is not None:  # as those merged with another have none
                cell.value = None
