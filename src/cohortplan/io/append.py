"""Rows that are added to the tables of a scenario folder: what somebody typed there stays as it is."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from io import StringIO

from cohortplan.errors import Defect, InputError
from cohortplan.io.cells import marked
from cohortplan.io.sheet import separator_of, typed_rows
from cohortplan.io.store import Store
from cohortplan.io.table import Table, key
from cohortplan.io.tables import TABLES

Rows = Sequence[Mapping[str, str]]


def write_rows(
    store: Store, tables: Mapping[str, Rows], *, append: bool = False, files: Mapping[str, str] | None = None
) -> list[str]:
    """Write rows as new tables, or below the rows that are there, and return where.

    Parameters
    ----------
    tables : mapping
        Rows by the name of their table; their cells by the name of their column.
    append : bool
        Whether tables that are there get the rows that they do not have; otherwise none may be there.
    files : mapping of str to str, optional
        The names of tables' files that are not the usual ones.

    Raises
    ------
    InputError
        If a table is there that may not be, or cannot take the rows; nothing is then written.
    OSError
        If a file cannot be written.
    """
    defects: list[Defect] = []
    texts: dict[str, str] = {}
    for table, rows in tables.items():
        name = (files or {}).get(table, f"{table}.csv")
        if not store.has(name):
            texts[name] = new(TABLES[table], rows)
        elif not append:
            remedy = "Name another folder, or add --append"
            defects.append(Defect("the file is there already", remedy, file=store.place(name)))
        else:
            try:
                texts[name] = longer(store.typed(name), TABLES[table], rows)
            except ValueError as error:
                remedy = "Mend its first row, or name another folder"
                defects.append(Defect(str(error), remedy, file=store.place(name)))
    if defects:
        raise InputError(defects)
    store.write(texts)
    return [store.place(name) for name in texts]


def new(table: Table, rows: Rows) -> str:
    """Return a table of `rows` with the columns that some of them have."""
    names = [column.name for column in table.columns if any(column.name in row for row in rows)]
    return _lines([dict(zip(names, names, strict=True)), *rows], names, ",", "\n")


def longer(content: str, table: Table, rows: Rows) -> str:
    """Return a table's text with further rows, in its own order of columns and with its own separator.

    Raises
    ------
    ValueError
        If it cannot take them.
    """
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
    fresh = [row for row in rows if [marked(row.get(name, "")) for name in names] not in there]
    end = "\r\n" if "\r\n" in content else "\n"
    whole = content if content.endswith(("\n", "\r")) else content + end
    return whole + _lines(fresh, names, separator, end)


def _lines(rows: Sequence[Mapping[str, str]], names: Sequence[str], separator: str, end: str) -> str:
    text = StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator=end)
    writer.writerows([marked(row.get(name, "")) for name in names] for row in rows)
    return text.getvalue()
