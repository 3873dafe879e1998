"""Reads a run folder: the cases, the records in the order of the work list, and the manifest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cohortplan.bench.case import Case
from cohortplan.bench.manifest import MANIFEST
from cohortplan.bench.record import LISTED, Record, read_records
from cohortplan.bench.worklist import WORK, read_list
from cohortplan.errors import Defect, InputError


@dataclass(frozen=True)
class Runs:
    """All that a run folder tells.

    Attributes
    ----------
    name : str
        The folder's.
    cases : mapping of str to Case
        In the order of the work list.
    records : tuple of Record
        In the same order: by case, budget, solver and seed.
    manifest : mapping
        As ``manifest.json`` has it; empty without one.
    planned : int
        Units of the work list, done or not.
    """

    name: str
    cases: Mapping[str, Case]
    records: tuple[Record, ...]
    manifest: Mapping[str, Any] = field(default_factory=dict)
    planned: int = 0


def read_runs(folder: Path) -> Runs:
    """Read a run folder.

    Raises
    ------
    InputError
        If there is no work list or no record, a file cannot be read, or records are of units that are not in the list;
        it carries all that is wrong.
    """
    units = read_list(folder)
    place = {unit.id: number for number, unit in enumerate(units)}
    files = sorted((folder / "units").glob("*.json"))
    records: list[Record] = []
    wrong: list[Defect] = []
    for file in files:
        try:
            found = list(read_records([file]))
        except InputError as error:
            wrong += error.defects
            continue
        remedy = f"Remove the file, or put back the {WORK} that has it"
        records += (record for record in found if record.unit in place)
        wrong += (
            Defect("no line of the work list is this unit", remedy, f"{record.unit} ({record.case})", str(file), row)
            for row, record in enumerate(found, start=1)
            if record.unit not in place
        )
    if not (records or wrong):
        wrong.append(Defect("there are no records", "Do the units: `cohortplan bench run`", file=str(folder / "units")))
    if wrong:
        raise InputError(wrong[:LISTED])
    records.sort(key=lambda record: place[record.unit])
    cases = {unit.case.name: unit.case for unit in units}
    return Runs(folder.resolve().name, cases, tuple(records), _manifest(folder / MANIFEST), len(units))


def _manifest(file: Path) -> Mapping[str, Any]:
    if not file.exists():
        return {}
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError([Defect(f"this is no JSON ({error})", "Mend or remove the file", file=str(file))]) from error
    if not isinstance(found, dict):
        raise InputError([Defect("this is no manifest", "Mend or remove the file", file=str(file))])
    return found
