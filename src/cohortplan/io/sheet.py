"""A table saved as CSV, read into records: one for each row that is not blank."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from cohortplan.io import cells
from cohortplan.io.dates import CellError
from cohortplan.io.findings import Findings, Origin
from cohortplan.io.table import Position, Table, key, read_header
from cohortplan.io.text import read_text, tidy

#: Key under which a record notes that the row as a whole cannot be used.
ROW = ""

#: How a row that adds up the others begins, as `key`.
_TOTALS = ("total", "totals", "grandtotal", "subtotal", "sum")


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


def read_sheet(path: Path, file: str, table: Table, findings: Findings) -> Sheet:
    """Read the sheet at `path` as a `table`; `file` is what messages call it."""
    return sheet_of(read_text(path, file, findings), file, table, findings)


def sheet_of(content: str | None, file: str, table: Table, findings: Findings) -> Sheet:
    """Read a sheet's text as a `table`; None stands for one that could not be read, which is noted."""
    if content is None:
        return Sheet(file, whole=False)
    spoilt = {defect.row for defect in findings.defects if defect.file == file}
    before = len(findings.defects)
    rows = list(_rows(content, file, findings))
    stopped = len(findings.defects) > before
    if not rows:
        if not stopped:
            findings.add(
                "the table is empty",
                f"Begin with a row of headings, such as {table.example}",
                file=file,
                row=1,
            )
        return Sheet(file, whole=False)
    (top, headings), *body = rows
    before = len(findings.defects)
    positions = read_header(headings, table, file, top, findings)
    sound = len(findings.defects) == before
    records = _records(body, positions, file, findings, spoilt) if positions else []
    # Under a wrong header cells are checked, but nothing is made of them: what is missing would be missed everywhere.
    return Sheet(file, records, whole=not stopped) if sound else Sheet(file, whole=False)


class TypedRow(NamedTuple):
    """A row as it was typed: its number, from 1, its cells, and its text with the end of the line."""

    number: int
    cells: list[str]
    text: str


def separator_of(content: str) -> tuple[str, bool]:
    """Return what separates the cells of a table, and whether its first row says so and nothing else."""
    first = next((line for line in content.splitlines() if line.strip()), "")
    declared = re.fullmatch(r'"?sep=([,;\t])"?', first.strip(), re.IGNORECASE)
    bare = re.sub(r'"[^"]*"', "", first)
    return (declared[1], True) if declared else (max(",;\t", key=bare.count), False)


def typed_rows(content: str) -> Iterator[TypedRow]:
    """Yield all rows of a table, blank ones too; their texts make up `content`.

    Raises
    ------
    csv.Error
        Where the table cannot be read on.
    """
    lines = list(StringIO(content, newline=""))
    reader = csv.reader(lines, delimiter=separator_of(content)[0], strict=True, skipinitialspace=True)
    begin = 0
    for number, found in enumerate(reader, start=1):
        yield TypedRow(number, found, "".join(lines[begin : reader.line_num]))
        begin = reader.line_num


def _rows(content: str, file: str, findings: Findings) -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of the rows that are not blank, as far as the file can be read."""
    _, declared = separator_of(content)
    row = 0
    try:
        for row, found, _ in typed_rows(content):
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


def _records(
    body: Iterable[tuple[int, list[str]]],
    positions: Sequence[Position],
    file: str,
    findings: Findings,
    spoilt: Collection[int | None],
) -> list[Record]:
    headings = {position.column.target: position.heading for position in positions if position.column}
    width = len(positions)
    seen: dict[tuple[str, ...], int] = {}
    records = []
    for row, raw in body:
        record = Record(Origin(file, row, headings), findings)
        if row in spoilt:
            record.faulty.add(ROW)
        tidied = [tidy(cell) for cell in raw]
        content = (*tidied[:width], *[""] * (width - len(tidied)))
        first = seen.setdefault(content, row)
        if first != row:
            record.fault(ROW, f"this row repeats row {first}", "Delete one of the two", ", ".join(filter(None, tidied)))
            continue
        if _adds_up(tidied):
            record.fault(ROW, "this row holds totals", "Delete the row", ", ".join(filter(None, tidied)))
            continue
        surplus = [cell for cell in tidied[width:] if cell]
        if surplus:
            message = f"this row has {len(tidied)} cells, the header {width}"
            remedy = (
                "Empty what stands beside the table; in CSV, put a cell that holds the separator in quotation marks"
            )
            record.fault(ROW, message, remedy, "; ".join(surplus))
        _fill(record, zip(positions, content, [*raw, *content[len(raw) :]], strict=False))
        records.append(record)
    return records


def _adds_up(tidied: Iterable[str]) -> bool:
    """Whether a row is a spreadsheet's row of totals: a word for it, then nothing but numbers."""
    first, *others = list(filter(None, tidied)) or [""]
    return key(first) in _TOTALS and bool(others) and all(re.fullmatch(r"[-+]?\d[\d.,]*", cell) for cell in others)


def _fill(record: Record, row: Iterable[tuple[Position, str, str]]) -> None:
    for (heading, column), cell, raw in row:
        if column is None:
            _keep(record, heading, cell, raw)
        elif cell:
            said = record.cells[column.target] = cells.unmarked(cell)
            try:
                if said == cell:  # else it is marked as text
                    cells.must_not_be_formula(cell)
                record.values[column.target] = column.read(said)
            except CellError as error:
                record.fault(column.target, str(error), error.remedy)
        elif column.required:
            record.fault(column.target, "this cell is empty", "Fill it in")


def _keep(record: Record, heading: str, cell: str, raw: str) -> None:
    if heading:
        record.extra[heading] = cells.unmarked(raw.strip())
        try:
            if cells.unmarked(cell) == cell:
                cells.must_not_be_formula(cell, stranger=True)
        except CellError as error:
            record.fault(heading, str(error), error.remedy, cell)
    elif cell:
        record.fault(ROW, "this cell stands in a column without a heading", "Name the column or empty the cell", cell)
