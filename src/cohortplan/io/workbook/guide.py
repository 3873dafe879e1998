"""The first sheet of a scenario's workbook: what stands where, in the words of the starter's page."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from importlib.resources import files
from typing import TYPE_CHECKING

from cohortplan.io.workbook.book import add_sheet
from cohortplan.io.workbook.cells import at, put_text
from cohortplan.io.workbook.looks import HEADING, TITLE, Look, dress
from cohortplan.io.workbook.store import GUIDE, SHEETS, sheet_of

if TYPE_CHECKING:
    from openpyxl import Workbook as Book

_OURS = "This workbook is a scenario: all of it, also what is sealed and no document shows. Keep it to yourselves."
_WIDTHS = (16, 40, 32, 70)
_MORE = (
    "Change anything, save, and run `cohortplan check` with the name of this file: it tells every mistake at once.",
    "Point at a heading to see what its column means; columns that must be filled have a darker heading.",
    'In the settings, text stands as it is; lists stand in brackets: ["a", "b"].',
    "Sheets that are not listed here are never read: keep notes there.",
)


def add_guide(book: Book, title: str, tables: Collection[str]) -> None:
    """Add the sheet; `tables` are those that the workbook has, by the titles of their sheets."""
    sheet = add_sheet(book, GUIDE)
    dress(at(sheet, 1, 1), TITLE)
    put_text(at(sheet, 1, 1), title)
    dress(at(sheet, 2, 1), Look(bold=True))
    put_text(at(sheet, 2, 1), _OURS)
    row = 4
    for cells in _rows():
        head = row == 4
        for number, text in enumerate(cells, start=1):
            cell = at(sheet, row, number)
            dress(cell, HEADING if head else Look(wrap=True))
            put_text(cell, text)
        if not head and cells[0] in tables:
            at(sheet, row, 1).hyperlink = f"#'{cells[0]}'!A1"
            dress(at(sheet, row, 1), Look(bold=True, colour="1F4E79"))
        sheet.row_dimensions[row].height = 14 * max(map(_lines, cells[1:], _WIDTHS[1:]))
        row += 1
    for text in (*_MORE, *_hints()):
        row += 1
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)
        dress(at(sheet, row, 1), Look(wrap=True))
        put_text(at(sheet, row, 1), f"• {text}")
        sheet.row_dimensions[row].height = 14 * _lines(text, sum(_WIDTHS) - 12)
    for letter, width in zip("ABCD", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width


def _lines(text: str, width: int) -> int:
    """Return how many lines a text takes in a column, roughly."""
    return max(1, -(-len(text) // (width - 2)))


def _page() -> list[str]:
    return files("cohortplan.io").joinpath("starter", "README.md").read_text(encoding="utf-8").splitlines()


def _plain(text: str) -> str:
    """Return a piece of the page as a sheet says it: sheets for files, nothing but text."""
    named = re.sub(r"[\w-]+\.(?:csv|toml)\b", lambda file: sheet_of(file[0]), text)
    return named.replace("`", "").replace("the file ", "the sheet ").strip()


def _rows() -> Iterator[list[str]]:
    """Yield the rows of the page's table, the settings among them."""
    for number, line in enumerate(line for line in _page() if line.startswith("|") and "---" not in line):
        cells = [_plain(cell) for cell in line.strip("|").split("|")]
        yield ["sheet", *cells[1:]] if number == 0 else cells
        if number == 0:
            yield [SHEETS["scenario.toml"], "line: the programme, rules, weights", "", "a setting, its value, a note"]


def _hints() -> Iterator[str]:
    """Yield the page's hints, but those on saving files."""
    hint = ""
    for line in [*_page(), ""]:
        if line.startswith("  ") and hint:
            hint += " " + line.strip()
            continue
        if hint and "CSV" not in hint:
            yield _plain(hint)
        hint = line[2:] if line.startswith("- ") else ""
