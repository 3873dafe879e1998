"""Reads a run folder: the cases, the records in the order of the work list, and the manifest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cohortplan.bench.case import Case
from cohortplan.bench.manifest import MANIFEST
from cohortplan.bench.record import LISTED, REMEDY, Record, read_records
from cohortplan.bench.unit import Unit
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
        If there is no work list or no record, a file cannot be read, or records are of units that are not in the list,
        or that have one already; it carries all that is wrong.
    """
    units = read_list(folder)
    reading = _Reading(units)
    for file in sorted((folder / "units").glob("*.json")):
        reading.read(file)
    wrong = reading.wrong
    if not (reading.found or wrong):
        wrong = [Defect("there are no records", "Do the units: `cohortplan bench run`", file=str(folder / "units"))]
    if wrong:
        raise InputError(wrong[:LISTED])
    records = tuple(reading.found[unit.id] for unit in units if unit.id in reading.found)
    cases = {unit.case.name: unit.case for unit in units}
    return Runs(folder.resolve().name, cases, records, _manifest(folder / MANIFEST), len(units))


class _Reading:
    """Records as they are found, by unit, and all that is wrong."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._units = {unit.id: unit for unit in units}
        self.found: dict[str, Record] = {}
        self.wrong: list[Defect] = []

    def read(self, file: Path) -> None:
        """Read a file of records, a line each."""
        try:
            records = list(read_records([file]))
        except InputError as error:
            self.wrong += error.defects
            return
        if not records:
            self.wrong.append(Defect("there is no record in it", REMEDY, file=str(file)))
        for row, record in enumerate(records, start=1):
            if objection := self._objection(record):
                self.wrong.append(Defect(*objection, f"{record.unit} ({record.case})", str(file), row))
            self.found.setdefault(record.unit, record)

    def _objection(self, record: Record) -> tuple[str, str] | None:
        """Say what is wrong with a record, and what to do; None if nothing is."""
        unit = self._units.get(record.unit)
        if unit is None:
            return "no line of the work list is this unit", f"Remove the file, or put back the {WORK} that has it"
        if record.unit in self.found:
            return "this unit has another record", "Remove one of the two, or both: it is then run again"
        said = (record.case, record.sha256, record.solver, record.seed, record.budget)
        if said != (unit.case.name, unit.sha256, unit.solver, unit.seed, unit.budget):
            return "the record is not of the unit that it is called by", "Remove it: the unit is then run again"
        return None


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
