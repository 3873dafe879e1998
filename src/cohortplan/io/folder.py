"""A scenario as it is read: ``scenario.toml`` and tables, in a folder or a workbook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from cohortplan.errors import Defect, ScenarioError
from cohortplan.io.append import Rows, write_rows
from cohortplan.io.changes import stored_changes
from cohortplan.io.classic import read_instance
from cohortplan.io.crosscheck import crosscheck, parts
from cohortplan.io.draft import Draft
from cohortplan.io.findings import Findings, Origin
from cohortplan.io.first_rounds import first_rounds
from cohortplan.io.settings import nothing_read, read_settings
from cohortplan.io.sheet import Sheet, sheet_of
from cohortplan.io.store import Folder, Store
from cohortplan.io.table import Table
from cohortplan.io.tables import ADD, REQUIRED, TABLES, participants
from cohortplan.io.toml import toml_of
from cohortplan.io.workbook import Workbook, is_workbook
from cohortplan.model import Scenario


def read_scenario(source: str | Path, *, changed: bool = True) -> Scenario:
    """Read a scenario.

    Parameters
    ----------
    source : str or Path
        The folder, a ``.toml`` file in it, or a workbook (``.xlsx``); a suffix ``#R`` keeps the first R rounds that
        count contacts and all rounds that do not. Or a classic instance, such as ``sgp:8-4-9``.
    changed : bool
        Whether the changes that ``changes.toml`` records are taken in.

    Raises
    ------
    ScenarioError
        If the scenario cannot be used; it carries all that is wrong with its files.
    """
    instance = read_instance(str(source))
    if instance is not None:
        return instance.scenario
    store, number = _split(str(source))
    scenario = _scenario(_drafted(store))
    changes = stored_changes(store) if changed else None
    if changes is not None:
        scenario = changes.apply(scenario)
    return scenario if number is None else _shortened(scenario, number, str(source))


def find_places(source: str | Path, paths: Iterable[tuple[str | int, ...]]) -> dict[tuple[str | int, ...], str]:
    """Tell where parts of a scenario that was read stand in its files, by their paths in the model: file, row, column.

    Parts of which that is not known are left out, and so are all of a classic instance, or of some rounds only.
    """
    store, number = _split(str(source))
    if read_instance(str(source)) is not None or number is not None:
        return {}
    findings = _drafted(store).findings
    return {path: place for path in paths if (place := findings.place(path))}


def _drafted(store: Store) -> Draft:
    """Read the tables of a scenario, whatever is wrong with them."""
    files, home = store.names(), store.called(store.settings)
    findings = Findings(home=home, origins={(): Origin(home)})
    toml = toml_of(store.text(store.settings, findings), home, findings)
    reserved = [column.name for column in participants.TABLE.columns]
    settings = nothing_read() if toml is None else read_settings(toml, TABLES, reserved, findings)
    draft = Draft(findings, settings)
    for table in TABLES.values():
        file = settings.files.get(table.name) or _usual(table, files)
        if file is not None:
            draft.sheets[table.name] = _sheet(store, file, table, draft)
        elif toml is not None:  # else it may name other files
            _object_to_absence(table, store, files, draft)
        ADD[table.name](draft)
    return draft


def open_store(source: str | Path) -> Store:
    """Return where the files are of the scenario that `read_scenario` reads.

    Raises
    ------
    ScenarioError
        If the source is a classic instance, which has none.
    """
    if read_instance(str(source)) is not None:
        problem = "a classic instance has no tables"
        raise ScenarioError([Defect(problem, "Name a folder that holds scenario.toml", file=str(source))])
    return _split(str(source))[0]


def table_file(store: Store, table: str) -> str:
    """Return the name of a table's file in a scenario's store, be it there or not.

    Raises
    ------
    ScenarioError
        If there is no scenario.
    """
    files, findings = store.names(), Findings()
    toml = toml_of(store.text(store.settings, findings), store.settings, findings)
    named = {} if toml is None else read_settings(toml, TABLES, (), findings).files
    return named.get(table) or _usual(TABLES[table], files) or f"{table}.csv"


def add_rows(source: str | Path, tables: Mapping[str, Rows]) -> list[str]:
    """Add rows to tables of the scenario at `source`, which can be read, in the files that it has them in.

    Raises
    ------
    InputError
        If a table cannot take the rows; nothing is then written.
    OSError
        If a file cannot be written.
    """
    store = open_store(source)
    return write_rows(store, tables, append=True, files={name: table_file(store, name) for name in tables})


def _split(source: str) -> tuple[Store, int | None]:
    """Return where a scenario's files are, and the number of rounds asked for if there is one."""
    found = re.fullmatch(r"(.+)#([0-9]{1,6})", source, re.DOTALL)
    whole = found is None or _exists(Path(source))
    path, number = (Path(source), None) if found is None or whole else (Path(found[1]), int(found[2]))
    if is_workbook(path):
        return Workbook(path), number
    return (Folder(path.parent, path.name) if path.suffix.lower() == ".toml" else Folder(path)), number


def _usual(table: Table, files: list[str]) -> str | None:
    return next((file for file in files if file.lower() == f"{table.name}.csv"), None)


def _sheet(store: Store, file: str, table: Table, draft: Draft) -> Sheet:
    if table.name == participants.TABLE.name:
        table = participants.table_with(draft.settings.attributes)
    called = store.called(file)
    sheet = sheet_of(store.text(file, draft.findings), called, table, draft.findings)
    if sheet.whole and not sheet.records and table.name in REQUIRED:
        sheet.whole = False
        draft.findings.add("there are no rows below the header", "Add some", file=called, row=1)
    return sheet


def _object_to_absence(table: Table, store: Store, files: list[str], draft: Draft) -> None:
    """Note that a table is missing, or stands in a file that is like the one wanted."""
    wanted = f"{table.name}.csv"
    taken = {f"{name}.csv" for name in TABLES} | set(draft.settings.files.values())
    strays = {low: file for file in files if (low := file.lower()).endswith(".csv") and low not in taken}
    books = [file for file in files if file.lower() in {f"{table.name}.{ending}" for ending in ("xlsx", "xls", "ods")}]
    near = get_close_matches(wanted, strays, n=1, cutoff=0.85)
    called = store.called(wanted)
    draft.sheets[table.name] = Sheet(called, whole=not (near or books or table.name in REQUIRED))
    if near:
        remedy = f"Rename it {store.title(wanted)}, if that is meant; if not, call it something less like it"
        draft.findings.add(f"this {store.noun} would not be read", remedy, file=store.called(strays[near[0]]))
    elif books:
        draft.findings.add("this file is not read", f"Save it as {wanted} (CSV UTF-8)", file=books[0])
    elif table.name in REQUIRED:
        like = [store.title(file) for low, file in strays.items() if table.name in low]  # such as "participants list"
        other = f"rename {like[0]!r}" if like else f"name another under [files] {table.name}"
        remedy = f"Add it, or {other}"
        draft.findings.add(f"the {store.noun} does not exist", remedy, file=called)


def _scenario(draft: Draft) -> Scenario:
    """Return the scenario, or raise `ScenarioError` with all that is wrong with it."""
    if not draft.findings.defects:
        with suppress(ScenarioError):  # told again below, with file and row
            return Scenario(**parts(draft))
    draft.findings.defects.extend(crosscheck(draft))
    raise ScenarioError(draft.findings.sorted())


def _shortened(scenario: Scenario, number: int, source: str) -> Scenario:
    most = len(scenario.contact_rounds)
    if not 1 <= number <= most:
        problem = f"the scenario has {most} rounds that count contacts"
        raise ScenarioError([Defect(problem, f"Write #1 to #{most}, or nothing", f"#{number}", file=source)])
    try:
        return first_rounds(scenario, number)
    except ScenarioError as error:
        raise ScenarioError(replace(defect, file=source) for defect in error.defects) from error


def _exists(path: Path) -> bool:
    with suppress(OSError, ValueError):
        return path.exists()
    return False
