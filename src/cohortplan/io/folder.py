"""A scenario folder: ``scenario.toml`` and tables saved as CSV."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from cohortplan.errors import Defect, ScenarioError
from cohortplan.io.append import Rows, write_rows
from cohortplan.io.changes import CHANGES, read_changes
from cohortplan.io.classic import read_instance
from cohortplan.io.crosscheck import crosscheck, parts
from cohortplan.io.draft import Draft
from cohortplan.io.findings import Findings, Origin
from cohortplan.io.first_rounds import first_rounds
from cohortplan.io.settings import nothing_read, read_settings
from cohortplan.io.sheet import Sheet, read_sheet
from cohortplan.io.table import Table
from cohortplan.io.tables import ADD, REQUIRED, TABLES, participants
from cohortplan.io.toml import read_toml
from cohortplan.model import Scenario

#: The file that makes a folder a scenario.
SETTINGS = "scenario.toml"


def read_scenario(source: str | Path) -> Scenario:
    """Read a scenario.

    Parameters
    ----------
    source : str or Path
        The folder, or a ``.toml`` file in it; a suffix ``#R`` keeps the first R rounds that count contacts
        and all rounds that do not. Or a classic instance, such as ``sgp:8-4-9``.

    Raises
    ------
    ScenarioError
        If the scenario cannot be used; it carries all that is wrong with its files.
    """
    instance = read_instance(str(source))
    if instance is not None:
        return instance.scenario
    folder, name, number = _split(str(source))
    scenario = _scenario(_drafted(folder, name))
    if CHANGES in _files(folder, name):
        scenario = read_changes(folder / CHANGES, CHANGES).apply(scenario)
    return scenario if number is None else _shortened(scenario, number, str(source))


def find_places(source: str | Path, paths: Iterable[tuple[str | int, ...]]) -> dict[tuple[str | int, ...], str]:
    """Tell where parts of a scenario that was read stand in its files, by their paths in the model: file, row, column.

    Parts of which that is not known are left out, and so are all of a classic instance, or of some rounds only.
    """
    folder, name, number = _split(str(source))
    if read_instance(str(source)) is not None or number is not None:
        return {}
    findings = _drafted(folder, name).findings
    return {path: place for path in paths if (place := findings.place(path))}


def _drafted(folder: Path, name: str) -> Draft:
    """Read the tables of a scenario's folder, whatever is wrong with them."""
    files = _files(folder, name)
    findings = Findings(home=name, origins={(): Origin(name)})
    toml = read_toml(folder / name, name, findings)
    reserved = [column.name for column in participants.TABLE.columns]
    settings = nothing_read() if toml is None else read_settings(toml, TABLES, reserved, findings)
    draft = Draft(findings, settings)
    for table in TABLES.values():
        file = settings.files.get(table.name) or _usual(table, files)
        if file is not None:
            draft.sheets[table.name] = _sheet(folder / file, file, table, draft)
        elif toml is not None:  # else it may name other files
            _object_to_absence(table, files, draft)
        ADD[table.name](draft)
    return draft


def table_file(source: str | Path, table: str) -> Path:
    """Return the file of a table of the scenario that `read_scenario` reads, be it there or not.

    Raises
    ------
    ScenarioError
        If the source is no scenario's folder.
    """
    if read_instance(str(source)) is not None:
        problem = "a classic instance has no tables"
        raise ScenarioError([Defect(problem, "Name a folder that holds scenario.toml", file=str(source))])
    folder, name, _ = _split(str(source))
    files, findings = _files(folder, name), Findings(home=name)
    toml = read_toml(folder / name, name, findings)
    named = {} if toml is None else read_settings(toml, TABLES, (), findings).files
    return folder / (named.get(table) or _usual(TABLES[table], files) or f"{table}.csv")


def add_rows(source: str | Path, tables: Mapping[str, Rows]) -> list[Path]:
    """Add rows to tables of the scenario at `source`, which can be read, in the files that it has them in.

    Raises
    ------
    InputError
        If a table cannot take the rows; nothing is then written.
    OSError
        If a file cannot be written.
    """
    folder, _, _ = _split(str(source))
    files = {name: table_file(source, name).name for name in tables}
    return write_rows(folder, tables, append=True, files=files)


def _split(source: str) -> tuple[Path, str, int | None]:
    """Return the folder, the name of the settings in it, and the number of rounds asked for if there is one."""
    found = re.fullmatch(r"(.+)#([0-9]{1,6})", source, re.DOTALL)
    whole = found is None or _exists(Path(source))
    path, number = (Path(source), None) if found is None or whole else (Path(found[1]), int(found[2]))
    return (path.parent, path.name, number) if path.suffix.lower() == ".toml" else (path, SETTINGS, number)


def _files(folder: Path, name: str) -> list[str]:
    """Return the names of the files in a scenario's folder.

    Raises
    ------
    ScenarioError
        If there is no such folder, or it has no settings called `name`.
    """
    try:
        if not folder.is_dir():
            problem = "this is not a folder" if folder.exists() else "there is no such folder"
            raise ScenarioError([Defect(problem, "Name a folder that holds scenario.toml", file=str(folder))])
        files = sorted(entry.name for entry in folder.iterdir())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        problem = f"the folder cannot be read ({reason})"
        raise ScenarioError([Defect(problem, "Name a folder that holds scenario.toml", file=str(folder))]) from error
    if name not in files:
        near = get_close_matches(name, [file for file in files if file.endswith(".toml")], n=1)
        remedy = f"Did you mean {near[0]!r}?" if near else "`cohortplan init` writes an example"
        raise ScenarioError([Defect(f"there is no {name} in {folder}", remedy, file=name)])
    return files


def _usual(table: Table, files: list[str]) -> str | None:
    return next((file for file in files if file.lower() == f"{table.name}.csv"), None)


def _sheet(path: Path, file: str, table: Table, draft: Draft) -> Sheet:
    if table.name == participants.TABLE.name:
        table = participants.table_with(draft.settings.attributes)
    sheet = read_sheet(path, file, table, draft.findings)
    if sheet.whole and not sheet.records and table.name in REQUIRED:
        sheet.whole = False
        draft.findings.add("there are no rows below the header", "Add some", file=file, row=1)
    return sheet


def _object_to_absence(table: Table, files: list[str], draft: Draft) -> None:
    """Note that a table is missing, or stands in a file that is like the one wanted."""
    wanted = f"{table.name}.csv"
    taken = {f"{name}.csv" for name in TABLES} | set(draft.settings.files.values())
    strays = [file for file in files if file.lower().endswith(".csv") and file.lower() not in taken]
    books = [file for file in files if file.lower() in {f"{table.name}.{ending}" for ending in ("xlsx", "xls", "ods")}]
    near = get_close_matches(wanted, strays, n=1, cutoff=0.85)
    draft.sheets[table.name] = Sheet(wanted, whole=not (near or books or table.name in REQUIRED))
    if near:
        remedy = f"Rename it {wanted}, if that is meant; if not, call it something less like it"
        draft.findings.add("this file would not be read", remedy, file=near[0])
    elif books:
        draft.findings.add("this file is not read", f"Save it as {wanted} (CSV UTF-8)", file=books[0])
    elif table.name in REQUIRED:
        draft.findings.add(
            "the file does not exist", f"Add it, or name another under [files] {table.name}", file=wanted
        )


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
