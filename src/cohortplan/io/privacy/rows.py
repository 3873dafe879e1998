"""The rows of a scenario's tables as they were typed, and changes to them that leave all else as it was."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from cohortplan.errors import Defect, ScenarioError
from cohortplan.io.folder import open_store, table_file
from cohortplan.io.sheet import TypedRow, separator_of, typed_rows
from cohortplan.io.store import SETTINGS, Folder
from cohortplan.io.table import Table, key
from cohortplan.io.tables import TABLES
from cohortplan.io.text import tidy
from cohortplan.model import Scenario

#: The cells of one row that are not blank, by the name of their column or, of columns the table does not know, heading.
Cells = dict[str, str]

#: Columns whose cells name participants, by table; those of ``guests.of`` may name several.
PEOPLE: Mapping[str, tuple[str, ...]] = {
    "participants": ("id",),
    **dict.fromkeys(("private", "keys", "absences", "objections", "cases", "locks", "attendance"), ("participant",)),
    "confirmed": ("participant", "met"),
    "ties": ("a", "b"),
    "guests": ("of",),
}


@dataclass(frozen=True)
class Sheet:
    """One table of a folder as it was typed; `text` is all of it."""

    path: Path
    table: Table
    text: str

    @property
    def headings(self) -> list[str]:
        """What stands over each column: the table's own names where it knows them."""
        known = {key(column.name): column.name for column in self.table.columns}
        return [known.get(key(tidy(cell)), tidy(cell)) for cell in next((row.cells for row in self._rows()), [])]

    def rows(self) -> Iterator[Cells]:
        """Yield the cells of each row that is not blank, tidied."""
        headings, rows = self.headings, self._rows()
        next(rows, None)
        for row in rows:
            pairs = zip(headings, map(tidy, row.cells), strict=False)
            yield {name: cell for name, cell in pairs if name and cell}

    def rewritten(self, change: Callable[[Cells], Cells | None]) -> str:
        """Return the text with rows changed, or taken out where there is None; all other rows stay byte for byte."""
        headings, separator = self.headings, separator_of(self._bare)[0]
        texts, body = [], False
        for row in typed_rows(self._bare):
            fresh = row.text
            if self._counts(row):
                fresh = _changed(row, headings, separator, change) if body else row.text
                body = True
            texts.append(fresh)
        return self.text[: len(self.text) - len(self._bare)] + "".join(texts)

    @property
    def _bare(self) -> str:
        return self.text.removeprefix("\ufeff")

    def _counts(self, row: TypedRow) -> bool:
        declared = separator_of(self._bare)[1]
        return any(cell.strip() for cell in row.cells) and not (declared and row.number == 1)

    def _rows(self) -> Iterator[TypedRow]:
        return filter(self._counts, typed_rows(self._bare))


def _changed(row: TypedRow, headings: list[str], separator: str, change: Callable[[Cells], Cells | None]) -> str:
    before = {name: cell for name, cell in zip(headings, map(tidy, row.cells), strict=False) if name and cell}
    after = change(dict(before))
    if after is None:
        return ""
    if after == before:
        return row.text
    cells = [
        cell if after.get(name, "") == before.get(name, "") else after.get(name, "")
        for name, cell in zip(headings, [*row.cells, *[""] * len(headings)], strict=False)
    ]
    out = StringIO()
    end = row.text[len(row.text.rstrip("\r\n")) :] or "\n"
    csv.writer(out, delimiter=separator, lineterminator=end).writerow(cells)
    return out.getvalue()


def settings_file(source: str | Path) -> Path:
    """Return the file of settings of a scenario's folder that can be read."""
    found = re.fullmatch(r"(.+)#[0-9]{1,6}", f"{source}", re.DOTALL)
    path = Path(source if found is None or Path(source).exists() else found[1])
    return path if path.suffix.lower() == ".toml" else path / SETTINGS


def file_of(source: str | Path, table: str) -> Path:
    """Return the file of a table of a scenario's folder that can be read, be it there or not.

    Raises
    ------
    ScenarioError
        If the source is no scenario's folder.
    """
    store = open_store(source)
    if not isinstance(store, Folder):
        problem, remedy = "this is done in folders only", "`cohortplan convert` makes a folder of a workbook"
        raise ScenarioError([Defect(problem, remedy, file=str(source))])
    return store.home / table_file(store, table)


def typed(path: Path) -> str:
    """Return a file of a scenario that can be read as it was typed, byte for byte."""
    return path.read_bytes().decode("utf-8")


def sheets(source: str | Path) -> dict[str, Sheet]:
    """Return the tables that a scenario which can be read has, by name.

    Raises
    ------
    ScenarioError
        If the source is no scenario's folder.
    """
    paths = {name: file_of(source, name) for name in TABLES}
    return {name: Sheet(path, TABLES[name], typed(path)) for name, path in paths.items() if path.exists()}


def whose(scenario: Scenario) -> dict[str, str]:
    """Return the id of each participant by what a cell may call them: the id, or a name that nobody else has."""
    names = Counter(person.name for person in scenario.participants)
    found = {person.name: person.id for person in scenario.participants if names[person.name] == 1}
    return found | {person.id: person.id for person in scenario.participants}
