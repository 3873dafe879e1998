"""Rows that are added to the tables of a scenario folder: what somebody typed there stays as it is."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path

from cohortplan.errors import Defect, InputError
from cohortplan.io.atomic import write_text
from cohortplan.io.sheet import separator_of, typed_rows
from cohortplan.io.table import Table, key
from cohortplan.io.tables import TABLES

Rows = Sequence[Mapping[str, str]]


def write_rows(folder: Path, tables: Mapping[str, Rows], *, append: bool = False) -> list[Path]:
    """Write rows as new tables, or below the rows that are there, and return the files.

    Parameters
    ----------
    tables : mapping
        Rows by the name of their table; their cells by the name of their column.
    append : bool
        Whether tables that are there get the rows that they do not have; otherwise none may be there.

    Raises
    ------
    InputError
        If a table is there that may not be, or cannot take the rows; nothing is then written.
    OSError
        If a file cannot be written.
    """
    defects: list[Defect] = []
    contents: dict[Path, str] = {}
    for name, rows in tables.items():
        path = folder / f"{name}.csv"
        if not path.exists():
            contents[path] = new(TABLES[name], rows)
        elif not append:
            defects.append(Defect("the file is there already", "Name another folder, or add --append", file=str(path)))
        else:
            try:
                contents[path] = longer(path, TABLES[name], rows)
            except ValueError as error:
                defects.append(Defect(str(error), "Mend its first row, or name another folder", file=str(path)))
    if defects:
        raise InputError(defects)
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in contents.items():
        write_text(path, content)
    return list(contents)


def new(table: Table, rows: Rows) -> str:
    """Return a table of `rows` with the columns that some of them have."""
    names = [column.name for column in table.columns if any(column.name in row for row in rows)]
    return _lines([dict(zip(names, names, strict=True)), *rows], names, ",", "\n")


def longer(path: Path, table: Table, rows: Rows) -> str:
    """Return the table at `path` with further rows, in its own order of columns and with its own separator.

    Raises
    ------
    ValueError
        If it cannot take them.
    """
    content = typed_text(path)
    bare = content.lstrip("\ufeff")
    separator, declared = separator_of(bare)
    try:
        there = [row.cells for row in typed_rows(bare) if any(cell.strip() for cell in row.cells)]
    except csv.Error as error:
        raise ValueError("the file cannot be read as a table") from error
    known = {key(column.name): column.name for column in table.columns}
    names = [known.get(key(heading), "") for heading in next(iter(there[declared:]), [])]
    missing = sorted({name for row in rows for name in row if row[name]} - set(names) - {"reason"})
    if missing:
        raise ValueError(f"there is no column {missing[0]!r}")
    fresh = [row for row in rows if [row.get(name, "") for name in names] not in there]
    end = "\r\n" if "\r\n" in content else "\n"
    whole = content if content.endswith(("\n", "\r")) else content + end
    return whole + _lines(fresh, names, separator, end)


def typed_text(path: Path) -> str:
    """Return a file as it was typed, byte for byte.

    Raises
    ------
    ValueError
        If it is not saved as UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError("the file is not saved as UTF-8") from error


def _lines(rows: Sequence[Mapping[str, str]], names: Sequence[str], separator: str, end: str) -> str:
    text = StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator=end)
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    return text.getvalue()
