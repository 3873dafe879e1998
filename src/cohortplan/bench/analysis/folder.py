"""Reads a run folder: the cases, the records in the order of the work list, and the manifest."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from cohortplan.bench.case import Case
from cohortplan.bench.record import LISTED, Record, read_records
from cohortplan.errors import Defect, InputError

CASES, WORK, MANIFEST, SUITE = "cases.json", "work.csv", "manifest.json", "suite.toml"
_REMEDY = "Name a folder that `cohortplan bench run` has written"


@dataclass(frozen=True)
class Runs:
    """All that a run folder tells.

    Attributes
    ----------
    name : str
        The folder's.
    cases : mapping of str to Case
        In the order of the suite.
    records : tuple of Record
        In the order of the work list: by case, budget, solver and seed.
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
        If there are no cases or no records, a file cannot be read, or records are of cases that are not known; it
        carries all that is wrong.
    """
    cases = _cases(folder / CASES)
    files = sorted((folder / "units").glob("*.json"))
    records = list(read_records(files))
    if not records:
        raise InputError([Defect("there are no records", _REMEDY, file=str(folder / "units"))])
    wrong = list(_strangers(files, records, cases))
    if wrong:
        raise InputError(wrong[:LISTED])
    order = _order(folder / WORK)
    ranked = sorted(records, key=_rank(cases, order, records))
    return Runs(folder.resolve().name, cases, tuple(ranked), _manifest(folder / MANIFEST), len(order) or len(records))


def _cases(file: Path) -> Mapping[str, Case]:
    try:
        return TypeAdapter(dict[str, Case]).validate_json(_text(file))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise InputError([Defect(f"these are no cases ({where}: {first['msg']})", _REMEDY, file=str(file))]) from error


def _manifest(file: Path) -> Mapping[str, Any]:
    if not file.exists():
        return {}
    try:
        found = json.loads(_text(file))
    except ValueError as error:
        raise InputError([Defect(f"this is no JSON ({error})", "Mend or remove the file", file=str(file))]) from error
    if not isinstance(found, dict):
        raise InputError([Defect("this is no manifest", "Mend or remove the file", file=str(file))])
    return found


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError([Defect(f"the file cannot be read ({error.strerror})", _REMEDY, file=str(file))]) from error
    except UnicodeDecodeError as error:
        raise InputError([Defect("the file is not UTF-8", _REMEDY, file=str(file))]) from error


def _strangers(files: Iterable[Path], records: Iterable[Record], cases: Mapping[str, Case]) -> Iterator[Defect]:
    for file, record in zip(files, records, strict=False):
        if record.case not in cases:
            remedy = f"Remove the file, or put the case into {CASES}"
            yield Defect("there is no such case", remedy, record.case, file=str(file), row=1, column="case")


def _order(file: Path) -> dict[str, int]:
    """Return the place of each unit in the work list; none where there is no list."""
    if not file.exists():
        return {}
    rows = list(csv.DictReader(_text(file).splitlines()))
    if any(not row.get("unit") for row in rows):
        number = next(k for k, row in enumerate(rows, start=2) if not row.get("unit"))
        raise InputError([Defect("this names no unit", _REMEDY, file=str(file), row=number, column="unit")])
    return {row["unit"]: place for place, row in enumerate(rows)}


def _rank(cases: Mapping[str, Case], order: Mapping[str, int], records: Iterable[Record]) -> Any:
    """Return what to sort records by: case, budget, solver and seed, each as the work list has them first."""
    place = {name: k for k, name in enumerate(cases)}
    solvers = list(dict.fromkeys(each.solver for each in sorted(records, key=lambda each: _first(each, order))))

    def rank(record: Record) -> tuple[object, ...]:
        budget = record.budget
        size = (budget.seconds is not None, budget.iterations or 0, budget.seconds or 0)
        return place[record.case], size, solvers.index(record.solver), record.seed, record.unit

    return rank


def _first(record: Record, order: Mapping[str, int]) -> tuple[int, str]:
    return order.get(record.unit, len(order)), record.solver
