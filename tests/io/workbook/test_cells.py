"""Text in cells, and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from cohortplan.errors import InputError
from cohortplan.io import cells, dates
from cohortplan.io.grids import read_grids
from cohortplan.io.workbook.book import add_sheet, content_of, new_book
from cohortplan.io.workbook.cells import at, put
from cohortplan.io.workbook.store import typed

READERS = (cells.text, cells.whole, cells.decimal, dates.day, dates.clock, dates.closing, dates.moment, cells.codes)
TEXTS = (
    *("6", "007", "-3", "1e5", "6.0", "53.3811", "-1.1650", "1.5000000000000002", "99999999999999", "٣"),
    *("2026-10-08", "8/10/2026", "1899-12-31", "2026-02-30", "10:00", "9:30", "24:00", "00:00", "2026-10-08 10:00"),
    *("2026-10-08 00:00", "5-7", "4;4;3", "yes", "TRUE", " two  blanks ", "line\nbreak", "_x0041_", "café ✓", "#N/A"),
)
FORMULAS = ("=1+1", "+1+1", "-2+A1", "@SUM(A1)", "\t=1", "=HYPERLINK(A1)", "+44 114 496 0000", "'=1", "-", "\r=1")


def through(texts: Sequence[str], read: Callable[[str], Any], path: Path) -> list[str]:
    """Return what comes back of texts that are put into the cells of a column."""
    book = new_book()
    sheet = add_sheet(book, "sheet")
    for row, text in enumerate(texts, start=1):
        put(at(sheet, row, 1), text, read)
    path.write_bytes(content_of(book))
    return [cells.unmarked(typed(row)[0]) for row in read_grids(path)[0].rows]


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
def test_texts_come_back_as_they_were(read: Callable[[str], Any], tmp_path: Path) -> None:
    """Whatever a column holds, a cell gives back the same characters, be it a number, a date or text there."""
    assert through(TEXTS, read, tmp_path / "x.xlsx") == list(TEXTS)


def test_what_is_typed_as_a_value_is_one() -> None:
    """Numbers can be added up and dates sorted where the column is about such things, and nowhere else."""
    book = new_book()
    sheet = add_sheet(book, "sheet")
    for row, (text, read) in enumerate((("6", cells.whole), ("2026-10-08", dates.day), ("6", cells.text)), start=1):
        put(at(sheet, row, 1), text, read)
    kinds = [sheet.cell(row, 1).data_type for row in (1, 2, 3)]
    assert kinds == ["n", "d", "s"]


def test_no_text_becomes_a_formula(tmp_path: Path) -> None:
    """A text that begins like a formula is text in the file, is marked as such, and comes back as it was."""
    assert through(FORMULAS, cells.text, tmp_path / "x.xlsx") == list(FORMULAS)
    for cell, text in zip(load_workbook(tmp_path / "x.xlsx").worksheets[0]["A"], FORMULAS, strict=True):
        assert cell.data_type == "s"
        assert cell.quotePrefix or text.startswith("'")


@pytest.mark.parametrize("text", [*FORMULAS, *TEXTS, "''=1", "' =1", "'", ""])
def test_tables_mark_what_would_be_calculated(text: str) -> None:
    """In CSV an apostrophe stands before what a spreadsheet would calculate; reading takes it away again."""
    assert cells.unmarked(cells.marked(text)) == text
    assert not cells.marked(text).startswith(("=", "@", "\t", "\r"))


def test_what_no_cell_can_hold_is_refused() -> None:
    """Spreadsheets cut cells at 32,767 characters; here that is said."""
    sheet = add_sheet(new_book(), "sheet")
    with pytest.raises(InputError, match="at most 32,767"):
        put(at(sheet, 1, 1), "x" * 32_768)


def test_the_same_sheets_are_the_same_bytes() -> None:
    """No moment of writing is in a workbook."""
    contents = set()
    for _ in range(2):
        book = new_book()
        put(at(add_sheet(book, "sheet"), 1, 1), "text")
        contents.add(content_of(book))
    assert len(contents) == 1
    assert load_workbook(BytesIO(contents.pop())).properties.modified.year == 1980
