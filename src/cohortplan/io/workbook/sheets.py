"""The sheets of a scenario's workbook: one for each table, laid out after the table's definition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from cohortplan.errors import Defect, InputError
from cohortplan.io.cells import unmarked
from cohortplan.io.table import Column, Table, key
from cohortplan.io.workbook.book import add_sheet
from cohortplan.io.workbook.cells import at, put, put_text
from cohortplan.io.workbook.columns import CHOICES, REFERS, TEXT, form_of, note_of
from cohortplan.io.workbook.lines import HEADER, rows_of
from cohortplan.io.workbook.looks import HEADING, NEEDED, NOTE, SEALED, SECTION, Look, dress, fit_columns

if TYPE_CHECKING:
    from openpyxl import Workbook as Book
    from openpyxl.worksheet.worksheet import Worksheet

#: Drop-downs reach this far down.
_LAST = 2_000
#: Longest list of values that a drop-down holds itself.
_LONGEST_LIST = 255
#: Longest title of a sheet, and characters that none has.
_LONGEST_TITLE, _NOT_IN_TITLES = 31, frozenset("[]:*?/\\")
_PLAIN = Look()


class Context(NamedTuple):
    """What drop-downs offer: the values of attributes, and where the names stand that others refer to.

    Attributes
    ----------
    values : mapping of str to sequence of str
        By attribute.
    places : mapping of (str, str) to str
        The range of a column, by its table and name.
    """

    values: Mapping[str, Sequence[str]] = {}
    places: Mapping[tuple[str, str], str] = {}


def place_of(title: str, headings: Sequence[str], column: str) -> str:
    """Return the range in which the cells of a column stand; "" if the sheet has none."""
    from openpyxl.utils import get_column_letter, quote_sheetname

    position = next((k for k, heading in enumerate(headings, start=1) if key(heading) == key(column)), 0)
    letter = get_column_letter(position or 1)
    return f"{quote_sheetname(title)}!${letter}$2:${letter}${_LAST}" if position else ""


def add_table(
    book: Book, title: str, table: Table, rows: Sequence[Sequence[str]], context: Context, examples: Mapping[str, str]
) -> None:
    """Add the sheet of a table.

    Parameters
    ----------
    rows : sequence of sequence of str
        As they would stand in the table saved as CSV, the header first.
    examples : mapping of str to str
        A cell of each column, for the note on its heading.

    Raises
    ------
    InputError
        If a sheet cannot hold it.
    """
    must_be_title(title)
    sheet = add_sheet(book, title)
    known = {key(column.name): column for column in table.columns}
    headings = rows[0] if rows else [column.name for column in table.columns]
    columns = [known.get(key(heading)) for heading in headings]
    for number, heading in enumerate(headings, start=1):
        _head(sheet, number, heading, table, columns[number - 1], examples)
        _offer(sheet, number, table, columns[number - 1], heading, context)
    for row, cells in enumerate(rows[1:], start=2):
        for number, text in enumerate(cells, start=1):
            fill_in(sheet, row, number, text, columns[number - 1] if number <= len(columns) else None)
    fit_columns(sheet)
    _finish(sheet, named="name" in known and known["name"].required)


def fill_in(sheet: Worksheet, row: int, number: int, text: str, column: Column | None) -> None:
    """Put what would stand in a table saved as CSV into the cell of a column."""
    cell = at(sheet, row, number)
    cell.value = None
    dress(cell, _PLAIN)
    cell.number_format = TEXT
    if column is None:
        put_text(cell, unmarked(text))
    else:
        put(cell, unmarked(text), column.read)


def add_settings(book: Book, title: str, text: str) -> None:
    """Add a sheet of settings: a row for each line of TOML."""
    sheet = add_sheet(book, title)
    for number, heading in enumerate(HEADER, start=1):
        dress(at(sheet, 1, number), HEADING)
        put_text(at(sheet, 1, number), heading)
    for row, cells in enumerate(rows_of(text), start=2):
        for number, piece in enumerate(cells, start=1):
            fill_setting(sheet, row, number, piece, section=cells[0].startswith("["))
    for letter, width in zip("ABC", (30, 52, 70), strict=True):
        sheet.column_dimensions[letter].width = width
        sheet.column_dimensions[letter].number_format = TEXT
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"


def fill_setting(sheet: Worksheet, row: int, number: int, text: str, *, section: bool = False) -> None:
    """Put a piece of a line of TOML into a cell below the header of a sheet of settings."""
    look = SECTION if section or (text.startswith("[") and number == 1) else _PLAIN
    noted = number == len(HEADER) or text.startswith("#")
    cell = at(sheet, row, number)
    cell.value = None
    dress(cell, NOTE._replace(fill=look.fill) if noted else look)
    cell.number_format = TEXT
    put_text(cell, text)


def must_be_title(title: str) -> None:
    """Make sure that a sheet can be called like this.

    Raises
    ------
    InputError
        If not.
    """
    if len(title) > _LONGEST_TITLE or not _NOT_IN_TITLES.isdisjoint(title) or title != title.strip("' "):
        remedy = f"Give the file a name of at most {_LONGEST_TITLE} characters without [ ] : * ? / \\"
        raise InputError([Defect("no sheet of a workbook can have this name", remedy, title)])


def _head(
    sheet: Worksheet, number: int, heading: str, table: Table, column: Column | None, examples: Mapping[str, str]
) -> None:
    from openpyxl.comments import Comment
    from openpyxl.utils import get_column_letter

    cell = at(sheet, 1, number)
    letter = get_column_letter(number)
    sheet.column_dimensions[letter].number_format = form_of(column) if column else TEXT
    note = note_of(table, column, examples.get(key(heading), "")) if column else "Kept as it is, and never published."
    dress(cell, HEADING._replace(fill=_shade(column, note)))
    put_text(cell, unmarked(heading))
    if note:
        lines = sum(-(-len(line) // 38) for line in note.splitlines())
        cell.comment = Comment(note, "cohortplan", width=280, height=24 + 19 * lines)


def _shade(column: Column | None, note: str) -> str:
    if column is None or "Sealed:" in note:
        return SEALED
    return NEEDED if column.needed else HEADING.fill


def _offer(sheet: Worksheet, number: int, table: Table, column: Column | None, heading: str, context: Context) -> None:
    """Offer what a column's cells may say, if that is known."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    if column is None:
        return
    choices = CHOICES.get(column.read) or context.values.get(column.name, ())
    place = "" if choices or column.name == table.columns[0].name == "round" else _place(column, context)
    listed = f'"{",".join(choices)}"'
    if choices and (len(listed) > _LONGEST_LIST or any(mark in choice for choice in choices for mark in ',"')):
        return
    if choices or place:
        offer = DataValidation("list", formula1=listed if choices else place, allow_blank=True)
        # A warning only: there is more than one way to write most things, and `check` knows them all.
        offer.showErrorMessage, offer.errorStyle = bool(choices), "warning"
        offer.errorTitle, offer.error = heading[:30], f"Usually one of: {', '.join(choices)}"[:200] if choices else None
        letter = get_column_letter(number)
        offer.add(f"{letter}2:{letter}{_LAST}")
        sheet.add_data_validation(offer)


def _place(column: Column, context: Context) -> str:
    return context.places.get(REFERS[column.name], "") if column.name in REFERS else ""


def _finish(sheet: Worksheet, *, named: bool) -> None:
    """Keep the header, and the name of each row, in view and on every page."""
    sheet.freeze_panes = "C2" if named else "B2"
    sheet.print_title_rows = "1:1"
    sheet.print_title_cols = "A:B" if named else "A:A"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.row_dimensions[1].height = 20
