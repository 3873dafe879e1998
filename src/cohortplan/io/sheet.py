"""A table saved as CSV, read into records: one for each row that is not blank."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from io import StringIO
from pathlib import Path
from typing import Any

from cohortplan.io import cells
from cohortplan.io.dates import CellError
from cohortplan.io.findings import Findings, Origin
from cohortplan.io.text import read_text, tidy

#: Key under which a record notes that the row as a whole cannot be used.
ROW = ""


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    name : str
        Its heading; capitals, blanks and underscores do not matter.
    read : callable
        Reads a cell that is not blank; raises `CellError`.
    field : str
        The field of the model it fills, if that has another name.
    required : bool
        Whether every row must fill it.
    heading : bool
        Whether there must be such a column; a required one must be there anyway.
    """

    name: str
    read: Callable[[str], Any] = cells.text
    field: str = ""
    required: bool = False
    heading: bool = False

    @property
    def target(self) -> str:
        """The field of the model it fills."""
        return self.field or self.name


@dataclass(frozen=True)
class Table:
    """What a sheet of this name looks like; `open` ones may have further columns, which are kept."""

    name: str
    columns: tuple[Column, ...]
    open: bool = False

    def named(self, heading: str) -> Column | None:
        """The column meant by a heading."""
        return next((column for column in self.columns if key(column.name) == key(heading)), None)


@dataclass
class Record:
    """One row, by field of the model.

    Attributes
    ----------
    cells : dict of str to str
        The tidied text of the cells that are not blank.
    values : dict of str to Any
        What they say; a cell that cannot be read has no value.
    extra : dict of str to str
        The cells of columns the table does not know, by heading.
    faulty : set of str
        Fields about which a defect is noted; `ROW` for the row as a whole.
    """

    origin: Origin
    findings: Findings
    cells: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)

    def fault(self, column: str, message: str, remedy: str, value: str | None = None) -> None:
        """Note a defect of one cell, unless one is noted already; `ROW` stands for the whole row."""
        if self.faulty.isdisjoint((column, ROW)):
            shown = self.cells.get(column, "") if value is None else value
            heading = self.origin.columns.get(column, column)
            self.findings.add(message, remedy, shown, file=self.origin.file, row=self.origin.row, column=heading)
        self.faulty.add(column)


@dataclass
class Sheet:
    """A table as it was read; one that is not `whole` has rows that nobody could read."""

    file: str
    records: list[Record] = field(default_factory=list)
    whole: bool = True


def key(heading: str) -> str:
    """Return what counts of a heading: its letters and digits, in small letters."""
    return "".join(letter for letter in heading.casefold() if letter.isalnum())


def read_sheet(path: Path, file: str, table: Table, findings: Findings) -> Sheet:
    """Read the sheet at `path` as a `table`; `file` is what messages call it."""
    content = read_text(path, file, findings)
    if content is None:
        return Sheet(file, whole=False)
    before = len(findings.defects)
    rows = list(_rows(content, file, findings))
    sheet = Sheet(file, whole=len(findings.defects) == before)
    if not rows:
        if sheet.whole:
            findings.add("the file is empty", f"Begin with the row {_headings(table)}", file=file, row=1)
        return Sheet(file, whole=False)
    (top, headings), *body = rows
    columns = _columns(headings, table, file, top, findings)
    sheet.whole = sheet.whole and columns is not None
    sheet.records = _records(body, columns or [], file, findings)
    return sheet


def _rows(content: str, file: str, findings: Findings) -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of the rows that are not blank, as far as the file can be read."""
    first = next((line for line in content.splitlines() if line.strip()), "")
    declared = re.fullmatch(r'"?sep=([,;\t])"?', first.strip(), re.IGNORECASE)
    bare = re.sub(r'"[^"]*"', "", first)
    delimiter = declared[1] if declared else max(",;\t", key=bare.count)
    reader = csv.reader(StringIO(content, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)
    row = 0
    try:
        for row, found in enumerate(reader, start=1):
            if any(cell.strip() for cell in found) and not (declared and row == 1):
                yield row, found
    except csv.Error as error:
        message, remedy = _reading_stopped(str(error))
        findings.add(message, remedy, file=file, row=row + 1)


def _reading_stopped(reason: str) -> tuple[str, str]:
    if "field limit" in reason:
        return "a cell is far too long", "Shorten it, or close a quotation mark left open before it"
    if "unexpected end" in reason:
        return "a quotation mark opened in this row is never closed", "Close it, or remove it"
    if "expected after" in reason:
        return "a quotation mark stands inside a quoted cell", 'Write it twice ("") or remove it'
    return f"the row cannot be read ({reason})", "Save the table again as CSV UTF-8"


def _columns(
    headings: list[str], table: Table, file: str, row: int, findings: Findings
) -> list[tuple[str, Column | None]] | None:
    """Return heading and column for each position; None if the table cannot be used without a column it lacks."""
    found = [(tidy(heading), table.named(heading) if heading.strip() else None) for heading in headings]
    known = [column.name for _, column in found if column]
    if not known:
        message = "the first row does not name the columns"
        findings.add(message, f"Begin with the row {_headings(table)}", ",".join(headings), file=file, row=row)
        return None
    for heading in {heading for heading, _ in found if heading}:
        if sum(key(other) == key(heading) for other, _ in found) > 1:
            findings.add("two columns have this heading", "Rename one", heading, file=file, row=row, column=heading)
    missing = [column for column in table.columns if column.name not in known]
    strangers = [heading for heading, column in found if heading and column is None]
    for heading in strangers:
        _stranger(heading, missing, table, file, row, findings)
    absent = [column for column in missing if column.required or column.heading]
    for column in absent:
        near = get_close_matches(key(column.name), map(key, strangers), n=1)
        typed = next((heading for heading in strangers if [key(heading)] == near), None)
        remedy = f"Rename the column {typed!r} if that is meant" if typed else "Add it"
        findings.add(f"there is no column {column.name!r}", remedy, file=file, row=row, column=column.name)
    return None if any(column.required for column in absent) else found


def _stranger(heading: str, missing: Iterable[Column], table: Table, file: str, row: int, findings: Findings) -> None:
    """Object to a heading the table does not know, unless such columns are kept and it is not like one that is missing.

    A column called "Flag" in an open table would otherwise be kept and never read.
    """
    if table.open:
        names = [column.name for column in missing if not (column.required or column.heading)]
        near = get_close_matches(key(heading), map(key, names), n=1, cutoff=0.8)
        if near:
            name = next(name for name in names if key(name) == near[0])
            remedy = f"Call it {name!r} if that is meant, or something less like it"
            findings.add("this column would not be read", remedy, heading, file=file, row=row, column=heading)
        return
    names = [column.name for column in table.columns]
    near = get_close_matches(key(heading), map(key, names), n=1)
    meant = next((name for name in names if [key(name)] == near), None)
    remedy = f"Did you mean {meant!r}?" if meant else f"Known columns: {', '.join(names)}"
    findings.add(f"{table.name}.csv has no such column", remedy, heading, file=file, row=row, column=heading)


def _headings(table: Table) -> str:
    return ",".join(column.name for column in table.columns if column.required or column.heading) or "id,name"


def _records(
    body: Iterable[tuple[int, list[str]]], columns: list[tuple[str, Column | None]], file: str, findings: Findings
) -> list[Record]:
    headings = {column.target: heading for heading, column in columns if column}
    seen: dict[tuple[str, ...], int] = {}
    records = []
    for row, raw in body:
        record = Record(Origin(file, row, headings), findings)
        tidied = tuple(tidy(cell) for cell in raw)
        content = tuple(tidied[: len(columns)]) + ("",) * (len(columns) - len(tidied))
        first = seen.setdefault(content, row)
        if first != row:
            record.fault(ROW, f"this row repeats row {first}", "Delete one of the two", ", ".join(filter(None, tidied)))
            continue
        surplus = [cell for cell in tidied[len(columns) :] if cell]
        if surplus:
            message = f"this row has {len(tidied)} cells, the header {len(columns)}"
            record.fault(ROW, message, "Put a cell that holds the separator in quotation marks", "; ".join(surplus))
        _fill(record, zip(columns, content, [*raw, *content[len(raw) :]], strict=False))
        records.append(record)
    return records


def _fill(record: Record, row: Iterable[tuple[tuple[str, Column | None], str, str]]) -> None:
    for (heading, column), cell, raw in row:
        if column is None:
            _keep(record, heading, cell, raw)
        elif cell:
            record.cells[column.target] = cell
            try:
                cells.must_not_be_formula(cell)
                record.values[column.target] = column.read(cell)
            except CellError as error:
                record.fault(column.target, str(error), error.remedy)
        elif column.required:
            record.fault(column.target, "this cell is empty", "Fill it in")


def _keep(record: Record, heading: str, cell: str, raw: str) -> None:
    if heading:
        record.extra[heading] = raw.strip()
        try:
            cells.must_not_be_formula(cell, stranger=True)
        except CellError as error:
            record.fault(heading, str(error), error.remedy, cell)
    elif cell:
        record.fault(ROW, "this cell stands in a column without a heading", "Name the column or empty the cell", cell)
