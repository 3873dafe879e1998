"""Sheets of a workbook that somebody made are changed cell by cell: its looks, notes and other sheets stay."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from cohortplan.errors import Defect, InputError
from cohortplan.io.atomic import write_bytes
from cohortplan.io.grids.limits import LIMITS
from cohortplan.io.grids.screen import Screen, names_to_screen
from cohortplan.io.sheet import typed_rows
from cohortplan.io.table import Column, Table, key
from cohortplan.io.tables import TABLES
from cohortplan.io.workbook.book import content_of
from cohortplan.io.workbook.lines import HEADER, rows_of
from cohortplan.io.workbook.sheets import Context, add_settings, add_table, fill_in, fill_setting
from cohortplan.io.workbook.store import SHEETS, sheet_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Rows = Sequence[Sequence[str]]
Columns = Mapping[int, Column | None]

#: Parts that the library which writes workbooks would leave out.
_LOST = re.compile(r"xl/(charts|media|pivotTables|embeddings|slicers|threadedComments|vbaProject|drawings/drawing)")

#: So many merged cells are kept at most: the library makes an object of each, also far beyond the sheet's last row.
_MERGED = 50_000


def rewrite(path: Path, texts: Mapping[str, str], before: Mapping[str, Rows]) -> None:
    """Make the sheets of files say what `texts` say; those that are not there are added at the end.

    Parameters
    ----------
    before : mapping of str to list of list of str
        The rows of the sheets that are there, by file: cells that say the same afterwards are not touched.

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
        sheet, table = there.get(sheet_of(name).casefold()), _table(name)
        rows = [row.cells for row in typed_rows(text)] if name not in SHEETS else []
        if sheet is None and name in SHEETS:
            add_settings(book, SHEETS[name], text)
        elif sheet is None:
            add_table(book, sheet_of(name), table, rows, Context(), {})
        elif name in SHEETS:
            _change(sheet, [list(HEADER), *map(list, rows_of(text))], before[name], fill_setting)
        else:
            known = {key(column.name): column for column in table.columns}
            columns = dict(enumerate((known.get(key(heading)) for heading in next(filter(None, rows), [])), start=1))

            def fill(sheet: Worksheet, row: int, number: int, text: str, columns: Columns = columns) -> None:
                fill_in(sheet, row, number, text, columns.get(number))

            _change(sheet, rows, before[name], fill)
    write_bytes(path, content_of(book))


def _change(sheet: Worksheet, rows: Rows, before: Rows, fill: Callable[[Worksheet, int, int, str], None]) -> None:
    """Fill in the cells that are to say something else than before."""
    for number, (now, then) in enumerate(zip_longest(rows, before, fillvalue=()), start=1):
        for column, (text, old) in enumerate(zip_longest(now, then, fillvalue=""), start=1):
            if text != old:
                fill(sheet, number, column, text)


def _must_be_kept(path: Path, content: bytes) -> None:
    screen, spread = Screen(str(path), LIMITS), 0
    with ZipFile(BytesIO(content)) as archive:
        lost = next((part for part in archive.namelist() if _LOST.match(part)), "")
        for name in names_to_screen(archive.namelist()):
            with archive.open(name) as part:
                facts = screen.part(name, part)
            spread += facts.spread if facts else 0
    if lost:
        message = "rows cannot be added, as pictures, charts or macros of this workbook would be lost"
        raise InputError([Defect(message, "Move these into another workbook", lost, file=str(path))])
    if spread > _MERGED:
        message = "rows cannot be added, as whole columns or rows of cells are merged in this workbook"
        raise InputError([Defect(message, "Split the merged cells", f"{spread:,} cells", file=str(path))])


def _table(name: str) -> Table:
    """Return the table that is in a file; ``rounds-year.csv`` is known by how it begins."""
    stem = sheet_of(name).casefold()
    found = [table for known, table in TABLES.items() if stem == known or stem.startswith(f"{known}-")]
    return found[0] if found else Table(stem, (), open=True)
