"""A workbook as the place where the files of a scenario are kept: each is a sheet."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from cohortplan.errors import Defect, InputError, ScenarioError
from cohortplan.io.cells import marked
from cohortplan.io.changes import CHANGES
from cohortplan.io.findings import Findings
from cohortplan.io.grids import Cell, Grid, Kind, Row, read_grids
from cohortplan.io.store import SETTINGS
from cohortplan.io.table import key
from cohortplan.io.workbook.lines import HEADER, shown, text_of, valueless

#: The sheets that hold files of settings; all others hold tables and are called after them.
SHEETS = {SETTINGS: "settings", CHANGES: "changes"}

#: The sheet that tells what the workbook is.
GUIDE = "read me"

_ENDING = ".csv"


def is_workbook(path: Path) -> bool:
    """Whether a path names a workbook, be it there or not."""
    return path.suffix.lower() in (".xlsx", ".xlsm")


def must_hold_no_scenario(path: Path) -> None:
    """Make sure that no scenario's workbook is overwritten.

    Raises
    ------
    InputError
        If there is one.
    """
    named = b""
    with suppress(OSError, BadZipFile, KeyError), ZipFile(path) as archive:  # what is no workbook may be overwritten
        named = archive.read("xl/workbook.xml")
    if re.search(rb'<sheet [^>]*name="settings"', named, re.IGNORECASE):
        remedy = "Choose another name for the workbook of the plan"
        raise InputError([Defect("this is the workbook of a scenario, and is left as it is", remedy, file=str(path))])


def sheet_of(file: str) -> str:
    """Return the sheet in which a file of a scenario is kept."""
    return SHEETS.get(file, file.removesuffix(_ENDING))


@dataclass(frozen=True)
class Workbook:
    """A workbook of sheets."""

    path: Path
    settings: str = SETTINGS
    noun: str = "sheet"

    @cached_property
    def _grids(self) -> dict[str, Grid]:
        try:
            return {grid.sheet.strip().casefold(): grid for grid in read_grids(self.path)}
        except InputError as error:
            raise ScenarioError(error.defects) from error

    def names(self) -> list[str]:
        """Return the names of the files that its sheets stand for.

        Raises
        ------
        ScenarioError
            If it cannot be read, or has no settings.
        """
        if not self.has(SETTINGS):
            remedy = "`cohortplan init FILE --workbook` writes an example"
            if "sets" in self._grids and "timetable" in self._grids:
                remedy = "This is the workbook of a plan: name the scenario first"
            raise ScenarioError([Defect(f"there is no sheet {SHEETS[SETTINGS]!r}", remedy, file=str(self.path))])
        of_settings = {sheet: file for file, sheet in SHEETS.items()}
        return [of_settings.get(sheet, f"{grid.sheet.strip()}{_ENDING}") for sheet, grid in self._grids.items()]

    def has(self, name: str) -> bool:
        """Whether there is a sheet for a file."""
        return sheet_of(name).casefold() in self._grids

    def title(self, name: str) -> str:
        """Return the sheet that stands for a file."""
        return sheet_of(name)

    def called(self, name: str) -> str:
        """Return what messages call a file: the workbook and the sheet."""
        return f"{self.path}, sheet {sheet_of(name)}"

    def place(self, name: str) -> str:
        """Say where the sheet is."""
        return self.called(name)

    def text(self, name: str, findings: Findings) -> str | None:
        """Return the text of a file, its lines numbered like the rows of the sheet; what is wrong with it is noted."""
        if not self.has(name):
            message, remedy = "the sheet does not exist", "Add it, or mend its name"
            findings.add(message, remedy, file=self.called(name))
            return None
        grid = self._grids[sheet_of(name).casefold()]
        if name not in SHEETS:
            return csv_of(typed(row) for row in without_gaps(grid.rows))
        for row in grid.rows:
            for cell in row.cells[len(HEADER) :]:
                if cell.filled:
                    message, remedy = "this cell stands beside the columns", "Move it into the column note, or empty it"
                    findings.add(message, remedy, cell.text, file=self.called(name), row=row.number)
        settings, above = [_setting(row) for row in _below_header(grid)], _headed(grid)
        for position in valueless(settings):
            message, remedy = "this setting has no value", "Fill in the cell beside it, or empty the row"
            line = position + above + 1
            findings.add(message, remedy, settings[position][0], file=self.called(name), row=line)
        return None if any(valueless(settings)) else "\n" * above + text_of(settings)

    def typed(self, name: str) -> str:
        """Return the text of a file as a folder would hold it."""
        grid = self._grids[sheet_of(name).casefold()]
        if name in SHEETS:
            return text_of(_setting(row) for row in _below_header(grid))
        return csv_of(_trimmed(list(map(typed, without_gaps(grid.rows)))))

    def _rows(self, name: str) -> list[list[str]]:
        """Return the rows of a sheet as `text` has them, the header of one of settings first."""
        grid = self._grids[sheet_of(name).casefold()]
        rows = list(without_gaps(grid.rows))
        return [list(_setting(row)) if name in SHEETS else typed(row) for row in rows]

    def write(self, texts: Mapping[str, str]) -> None:
        """Write sheets anew, cell by cell where they differ: what else is in the workbook stays.

        Raises
        ------
        InputError
            If something in the workbook would be lost.
        OSError
            If it cannot be written; it is then as it was.
        """
        from cohortplan.io.workbook.rewrite import rewrite

        before = {name: self._rows(name) for name in texts if self.has(name)}
        rewrite(self.path, texts, before)
        self.__dict__.pop("_grids", None)


def csv_of(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as a table saved as CSV."""
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def typed(row: Row) -> list[str]:
    """Return the cells of a row as they would stand in a table saved as CSV, without empty ones at the end."""
    cells = [_typed(cell) for cell in row.cells]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def without_gaps(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield rows with empty ones between them, so that they are numbered as in the sheet."""
    last = 0
    for row in rows:
        yield from (Row(number, ()) for number in range(last + 1, row.number))
        yield row
        last = row.number


def _typed(cell: Cell) -> str:
    if cell.kind is Kind.FORMULA:  # it was never calculated, so that nobody knows its value
        return cell.formula
    return marked(cell.text) if cell.kind is Kind.TEXT else cell.text


def _trimmed(rows: list[list[str]]) -> list[list[str]]:
    """Give rows the width of the header, and leave out empty ones at the end."""
    while rows and not rows[-1]:
        rows.pop()
    width = len(next(filter(None, rows), []))
    return [[*row, *[""] * (width - len(row))] if row else row for row in rows]


def _headed(grid: Grid) -> bool:
    first = next(iter(grid.rows), None)
    return first is not None and first.number == 1 and key(first.cell(0).text) == key(HEADER[0])


def _below_header(grid: Grid) -> Iterator[Row]:
    rows = list(without_gaps(grid.rows))
    while rows and not rows[-1].filled:
        rows.pop()
    return iter(rows[1:] if _headed(grid) else rows)


def _setting(row: Row) -> tuple[str, ...]:
    cells = (row.cell(column) for column in range(len(HEADER)))
    return tuple(cell.text if cell.value is None or cell.kind is Kind.DATE else shown(cell.value) for cell in cells)
