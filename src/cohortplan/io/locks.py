"""Locks that are added to a scenario's folder, and taken out of it again; what else somebody typed stays as it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from cohortplan.errors import Defect, InputError
from cohortplan.io.append import longer, new, typed_text
from cohortplan.io.atomic import write_text
from cohortplan.io.draft import Names
from cohortplan.io.findings import Findings
from cohortplan.io.sheet import read_sheet, typed_rows
from cohortplan.io.tables.locks import TABLE, read, row_of
from cohortplan.model import Scenario
from cohortplan.model.edits import Lock


class TypedLock(NamedTuple):
    """A lock and the row in which it was typed."""

    row: int
    lock: Lock


def typed_locks(path: Path, scenario: Scenario) -> list[TypedLock]:
    """Return the locks in the table at `path`, none if there is no such file.

    Parameters
    ----------
    scenario : Scenario
        Whose locks these are: people and hosts may be called by their names.

    Raises
    ------
    InputError
        If the table cannot be read.
    """
    if not path.exists():
        return []
    findings = Findings()
    people, places = Names("participant", scenario.participants), Names("host", scenario.hosts)
    found = [
        TypedLock(record.origin.row or 0, lock)
        for record in read_sheet(path, path.name, TABLE, findings).records
        if (lock := read(record, people, places)) is not None
    ]
    if findings.defects:
        raise InputError(findings.sorted())
    return found


def add_locks(path: Path, locks: Sequence[Lock]) -> None:
    """Add rows to the table at `path`, which is made if it is not there.

    Raises
    ------
    InputError
        If the table cannot take them; nothing is then written.
    OSError
        If it cannot be written; it is then as it was.
    """
    rows = [row_of(lock) for lock in locks]
    try:
        content = longer(path, TABLE, rows) if path.exists() else new(TABLE, rows)
    except ValueError as error:
        raise InputError([Defect(str(error), "Mend its first row", file=str(path))]) from error
    write_text(path, content)


def remove_locks(path: Path, rows: Collection[int]) -> None:
    """Take out rows, by their numbers, and leave all others as they were, byte by byte.

    Raises
    ------
    OSError
        If the table cannot be written; it is then as it was.
    """
    content = typed_text(path)
    bare = content.removeprefix("\ufeff")
    kept = "".join(row.text for row in typed_rows(bare) if row.number not in rows)
    write_text(path, content[: len(content) - len(bare)] + kept)
