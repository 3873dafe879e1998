"""Locks that are added to a scenario's table, and taken out of it again; what else somebody typed stays as it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from cohortplan.errors import Defect, InputError
from cohortplan.io.append import longer, new
from cohortplan.io.draft import Names
from cohortplan.io.findings import Findings
from cohortplan.io.sheet import sheet_of, typed_rows
from cohortplan.io.store import Store
from cohortplan.io.tables.locks import TABLE, read, row_of
from cohortplan.model import Scenario
from cohortplan.model.edits import Lock


class TypedLock(NamedTuple):
    """A lock and the row in which it was typed."""

    row: int
    lock: Lock


def typed_locks(store: Store, name: str, scenario: Scenario) -> list[TypedLock]:
    """Return the locks in the file `name`, none if there is no such file.

    Parameters
    ----------
    scenario : Scenario
        Whose locks these are: people and hosts may be called by their names.

    Raises
    ------
    InputError
        If the table cannot be read.
    """
    if not store.has(name):
        return []
    findings = Findings()
    people, places = Names("participant", scenario.participants), Names("host", scenario.hosts)
    found = [
        TypedLock(record.origin.row or 0, lock)
        for record in sheet_of(store.text(name, findings), store.called(name), TABLE, findings).records
        if (lock := read(record, people, places)) is not None
    ]
    if findings.defects:
        raise InputError(findings.sorted())
    return found


def add_locks(store: Store, name: str, locks: Sequence[Lock]) -> None:
    """Add rows to the file `name`, which is made if it is not there.

    Raises
    ------
    InputError
        If the table cannot take them; nothing is then written.
    OSError
        If it cannot be written; it is then as it was.
    """
    rows = [row_of(lock) for lock in locks]
    try:
        content = longer(store.typed(name), TABLE, rows) if store.has(name) else new(TABLE, rows)
    except ValueError as error:
        raise InputError([Defect(str(error), "Mend its first row", file=store.place(name))]) from error
    store.write({name: content})


def remove_locks(store: Store, name: str, rows: Collection[int]) -> None:
    """Take rows out of the file `name`, by their numbers, and leave all others as they were, byte by byte.

    Raises
    ------
    OSError
        If the table cannot be written; it is then as it was.
    """
    content = store.typed(name)
    bare = content.removeprefix("\ufeff")
    kept = "".join(row.text for row in typed_rows(bare) if row.number not in rows)
    store.write({name: content[: len(content) - len(bare)] + kept})
