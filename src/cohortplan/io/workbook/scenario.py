"""Scenarios from folder to workbook and back: what is in the one is in the other."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path

from cohortplan.errors import Defect, InputError
from cohortplan.io.changes import CHANGES
from cohortplan.io.findings import Findings
from cohortplan.io.settings import Settings, read_settings
from cohortplan.io.sheet import typed_rows
from cohortplan.io.store import SETTINGS, Store
from cohortplan.io.table import key
from cohortplan.io.tables import TABLES, participants
from cohortplan.io.toml import toml_of
from cohortplan.io.workbook.book import content_of, new_book
from cohortplan.io.workbook.guide import add_guide
from cohortplan.io.workbook.sheets import Context, add_settings, add_table, place_of
from cohortplan.io.workbook.store import SHEETS, sheet_of

Rows = list[list[str]]

#: Sealed facts and the keys to them, which in one workbook would not be apart.
APART = ("sealed", "keys")


def files_of(store: Store) -> dict[str, str]:
    """Return the texts of all files of a scenario: the settings, the tables and the changes.

    Raises
    ------
    InputError
        If there is no scenario, or a file cannot be read; whether it makes sense is not asked.
    """
    there = store.names()
    findings = Findings(home=store.called(store.settings))
    texts = {store.settings: store.text(store.settings, findings) or ""}
    named = settings_of(texts[store.settings], findings).files
    wanted = [named.get(table) or f"{table}.csv" for table in TABLES]
    usual = {name.lower(): name for name in there}
    for name in (*(usual.get(each.lower(), each) for each in wanted), CHANGES):
        if name in there or name in named.values():
            texts[name] = store.text(name, findings) or ""
    if findings.defects:
        raise InputError(findings.sorted())
    return {name: store.typed(name).removeprefix("\ufeff") for name in texts}


def settings_of(text: str, findings: Findings) -> Settings:
    """Return what settings say, as far as they can be read.

    Raises
    ------
    InputError
        If they are no TOML.
    """
    toml = toml_of(text, findings.home, findings)
    if toml is None:
        raise InputError(findings.sorted())
    return read_settings(toml, TABLES, (), Findings())


def as_workbook(texts: Mapping[str, str], settings: str = SETTINGS) -> bytes:
    """Return a scenario's files as a workbook.

    Parameters
    ----------
    texts : mapping of str to str
        The text of each file by its name.
    settings : str
        The name of the settings.

    Raises
    ------
    InputError
        If a sheet cannot hold a file.
    """
    says = settings_of(texts[settings], Findings(home=settings))
    tables = {says.files.get(name, f"{name}.csv"): name for name in TABLES}
    _must_not_join(name for name in texts if _table(name, tables) in APART)
    grids = {name: _rows(text, name) for name, text in texts.items() if _table(name, tables)}
    context = _context(says, tables, grids)
    book = new_book()
    add_guide(book, says.programme.title, [sheet_of(name) for name in (SETTINGS, *texts)])
    add_settings(book, SHEETS[SETTINGS], texts[settings])
    for name, rows in grids.items():
        table = TABLES[_table(name, tables)]
        if table.name == participants.TABLE.name:
            table = participants.table_with(says.attributes)
        try:
            add_table(book, sheet_of(name), table, rows, context, examples(table.name))
        except InputError as error:
            raise InputError(_of(name, error)) from error
    if CHANGES in texts:
        add_settings(book, SHEETS[CHANGES], texts[CHANGES])
    return content_of(book)


def _must_not_join(apart: Iterable[str]) -> None:
    """Refuse to put sealed facts into a workbook together with the keys that tell whose they are."""
    message = "sealed facts and the keys to them are kept apart, which they would not be in a workbook"
    remedy = "Keep this scenario in a folder, or leave this file out"
    defects = [Defect(message, remedy, file=name) for name in apart]
    if defects:
        raise InputError(defects)


def examples(table: str) -> dict[str, str]:
    """Return a cell of each column of a table in the starter's folder, by `key` of the heading."""
    file = files("cohortplan.io").joinpath("starter", f"{table}.csv")
    header, *rows = _rows(file.read_text(encoding="utf-8"), table) if file.is_file() else [[]]
    return {key(name): next((row[k] for row in rows if row[k]), "") for k, name in enumerate(header)}


def _table(name: str, tables: Mapping[str, str]) -> str:
    """Return the table that is in a file, "" if none."""
    return tables.get(name) or next((table for file, table in tables.items() if file.lower() == name.lower()), "")


def _rows(text: str, name: str) -> Rows:
    try:
        return [row.cells for row in typed_rows(text)]
    except csv.Error as error:
        remedy = "`cohortplan check` says where, and what to do"
        raise InputError([Defect("the file cannot be read as a table", remedy, file=name)]) from error


def _context(says: Settings, tables: Mapping[str, str], grids: Mapping[str, Rows]) -> Context:
    places = {}
    for name, rows in grids.items():
        table = TABLES[_table(name, tables)]
        for column in table.columns:
            if place := place_of(sheet_of(name), rows[0] if rows else (), column.name):
                places[table.name, column.name] = place
    return Context({each.name: each.values for each in says.attributes if each.values}, places)


def _of(name: str, error: InputError) -> Iterator[Defect]:
    return (Defect(each.message, each.remedy, each.value, file=each.file or name) for each in error.defects)


def convert(source: Store, target: Path) -> list[str]:
    """Write a scenario as a workbook, or as a folder, by the name of the target; return what was written.

    Raises
    ------
    InputError
        If the scenario cannot be read, a sheet cannot hold it, or there is something in the way.
    OSError
        If it cannot be written.
    """
    from cohortplan.io.atomic import write_bytes
    from cohortplan.io.store import Folder
    from cohortplan.io.workbook.store import is_workbook

    texts = files_of(source)
    if is_workbook(target):
        must_be_free([target])
        write_bytes(target, as_workbook(texts, source.settings))
        return [str(target)]
    folder = Folder(target.parent, target.name) if target.suffix.lower() == ".toml" else Folder(target)
    named = {folder.settings if name == source.settings else name: text for name, text in texts.items()}
    must_be_free([folder.home / name for name in named])
    folder.write(named)
    return [folder.place(name) for name in named]


def must_be_free(paths: list[Path]) -> None:
    """Make sure that nothing is overwritten.

    Raises
    ------
    InputError
        If there is something where a file is to be.
    """
    remedy = "Choose another name, or move it away"
    taken = [Defect("the file exists already and is left as it is", remedy, file=str(p)) for p in paths if p.exists()]
    if taken:
        raise InputError(taken)
