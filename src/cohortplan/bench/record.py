"""What came of a unit: one line of JSON, with the whole way there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from cohortplan.bench.case import Budget, Frozen
from cohortplan.errors import Defect, InputError
from cohortplan.io import write_text

#: How many of a file's problems are told.
LISTED = 20
#: What to do about a record that cannot be believed.
REMEDY = "Remove the file: its unit is then run again"


class Event(NamedTuple):
    """One improvement on the way.

    Attributes
    ----------
    seconds : float
        Since the start; not the same in two runs.
    evaluations : int
        Iterations done by then: the same in two runs that are limited by them.
    hard, value : int or None
        The best score so far, amount of broken hard rules and soft cost; None without a plan.
    bound : int or None
        What was proved of the soft cost by then.
    """

    seconds: float
    evaluations: int
    hard: int | None
    value: int | None
    bound: int | None


class Record(Frozen):
    """What came of a unit.

    Attributes
    ----------
    unit, case, sha256, solver, seed, budget
        What was done, as in `Unit`.
    people : int
        Participants, as a measure of size.
    status : str
        As of a solver; ``error`` if it failed.
    hard, soft : int or None
        The best plan's broken hard amount and soft cost, measured again by the independent checker.
    bound : int or None
        Proved lower bound on the soft cost.
    figures : mapping of str to float
        The case's figures; empty if no plan keeps every hard rule.
    evaluations : int
        Iterations done.
    seconds, work : float
        Time by the clock, and of processors, of all processes together.
    log : tuple of Event
        Every improvement of score or bound.
    plan : str
        SHA-256 of the plan's file; "" without one.
    others : int
        How many plans more there are: of a track, those before the last.
    error : str
        What went wrong, if it did.
    """

    unit: str
    case: str
    sha256: str
    solver: str
    seed: int
    budget: Budget
    people: int
    status: str
    hard: int | None = None
    soft: int | None = None
    bound: int | None = None
    figures: Mapping[str, float] = {}
    evaluations: int = 0
    seconds: float = 0.0
    work: float = 0.0
    log: tuple[Event, ...] = ()
    plan: str = ""
    others: int = 0
    error: str = ""

    @property
    def line(self) -> str:
        """The record as one line of JSON, without its end."""
        return self.model_dump_json()


def write_record(folder: Path, record: Record) -> None:
    """Write a record's one line into ``FOLDER/units``, whole or not at all."""
    write_text(record_file(folder, record.unit), f"{record.line}\n")


def record_file(folder: Path, unit: str) -> Path:
    """Return where the record of a unit lies."""
    return folder / "units" / f"{unit}.json"


def plan_file(folder: Path, unit: str) -> Path:
    """Return where the plan of a unit lies."""
    return folder / "plans" / f"{unit}.json"


def other_plan_files(folder: Path, unit: str, number: int) -> list[Path]:
    """Return where the plans before the last one lie, if a unit has several."""
    return [folder / "plans" / unit / f"{place}.json" for place in range(1, number + 1)]


def read_records(files: Iterable[Path]) -> Iterator[Record]:
    """Read records, a line each, from any number of files.

    Raises
    ------
    InputError
        If lines are not records; it names file and line of each.
    """
    wrong: list[Defect] = []
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            try:
                yield Record.model_validate_json(line)
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join(str(step) for step in first["loc"])
                wrong.append(Defect(f"this is no record ({where}: {first['msg']})", REMEDY, file=str(file), row=number))
    if wrong:
        raise InputError(wrong[:LISTED])


def read_units(folder: Path, units: Iterable[str]) -> Iterator[Record]:
    """Read the records of units by their ids, of those that have one.

    Raises
    ------
    InputError
        If a file is not the record of the unit it is called by; it names each.
    """
    wrong: list[Defect] = []
    for unit in units:
        file = record_file(folder, unit)
        if not file.exists():
            continue
        try:
            found = list(read_records([file]))
        except InputError as error:
            wrong += error.defects
            continue
        if [record.unit for record in found] == [unit]:
            yield found[0]
        else:
            wrong.append(Defect("this is not the record of the unit it is called by", REMEDY, file=str(file)))
    if wrong:
        raise InputError(wrong[:LISTED])


def read_unit(folder: Path, unit: str) -> Record | None:
    """Read the record of a unit; None if it has none yet.

    Raises
    ------
    InputError
        If its file is not that record.
    """
    return next(read_units(folder, [unit]), None)
