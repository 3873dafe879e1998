"""A workbook to start from: the starter's scenario, with a sheet and a column for everything there can be."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from cohortplan.errors import Defect, InputError
from cohortplan.io.atomic import write_bytes
from cohortplan.io.sheet import typed_rows
from cohortplan.io.store import SETTINGS
from cohortplan.io.table import key
from cohortplan.io.tables import TABLES
from cohortplan.io.workbook.scenario import APART, as_workbook
from cohortplan.io.workbook.store import csv_of

#: Tables whose rows commands write, whose sheets are made when they are needed, and those that are no sheets.
_LEFT_OUT = ("attendance", "confirmed", "bookings", *APART)


def write_template(path: str | Path) -> Path:
    """Write a starter scenario of twelve people, four hosts and two rounds as a workbook.

    Raises
    ------
    InputError
        If the file exists already.
    OSError
        If it cannot be written.
    """
    path = Path(path)
    if path.exists():
        remedy = "Choose another name, or move the file away"
        raise InputError([Defect("the file exists already and is left as it is", remedy, file=str(path))])
    starter = {
        each.name: each.read_text(encoding="utf-8") for each in files("cohortplan.io").joinpath("starter").iterdir()
    }
    first = ("participants", "hosts", "rounds")
    order = [*first, *(name for name in TABLES if name not in first and name not in _LEFT_OUT)]
    tables = {f"{name}.csv": _complete(name, starter.get(f"{name}.csv", "")) for name in order}
    write_bytes(path, as_workbook({SETTINGS: starter[SETTINGS], **tables}))
    return path


def _complete(table: str, text: str) -> str:
    """Return the text of a table with all columns that it may have, those of the starter first."""
    rows = [row.cells for row in typed_rows(text)] or [[]]
    missing = [column.name for column in TABLES[table].columns if key(column.name) not in map(key, rows[0])]
    return csv_of([[*rows[0], *missing], *([*row, *[""] * len(missing)] for row in rows[1:])])
