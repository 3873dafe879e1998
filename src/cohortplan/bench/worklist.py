"""The work list of a run: a line for each unit, from which any process on any machine knows what it is to do.

Sources below the folder of public instances are written as ``{instances}/…``, so that the list holds on any machine.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from cohortplan.bench.case import Budget, Case
from cohortplan.bench.locks import list_lock, locked
from cohortplan.bench.reading import SHOWN
from cohortplan.bench.suite import INSTANCES, read_suite, work_list
from cohortplan.bench.unit import Unit
from cohortplan.errors import Defect, InputError
from cohortplan.io import write_bytes

#: Files of a run's folder.
WORK, CASES, SUITE = "work.csv", "cases.json", "suite.toml"

COLUMNS = ("number", "unit", "case", "group", "source", "sha256", "solver", "seed", "iterations", "seconds")

_CASES = TypeAdapter(dict[str, Case])
_ANEW = "Write it with `cohortplan bench work SUITE -o FOLDER`"
_AGAIN = f"Remove {WORK}, and write it again with `cohortplan bench work SUITE -o FOLDER`: all records stay"


class Prepared(NamedTuple):
    """What a work list has come to.

    Attributes
    ----------
    units : tuple of Unit
        All of it, number 1 first.
    new : int
        How many were added.
    """

    units: tuple[Unit, ...]
    new: int


def prepare(suite_file: Path, folder: Path, instances: Path) -> Prepared:
    """Write the work list of a suite into a folder, or add to the one that is there what the suite has gained.

    Raises
    ------
    InputError
        If the suite cannot be used, or lacks something that the list in the folder has.
    """
    suite = read_suite(suite_file)
    wanted = [_but(unit, portable(unit.case.source, instances)) for unit in work_list(suite, instances)]
    if not wanted:
        raise InputError([Defect("the suite asks for nothing", "Check its families and sources", file=str(suite_file))])
    for name in ("units", "plans"):
        try:
            (folder / name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = f"no run can be kept here ({error.strerror})"
            raise InputError([Defect(reason, "Name a folder that can be written", file=str(folder)[:SHOWN])]) from error
    with locked(list_lock(folder), wait=True):
        known = read_list(folder) if (folder / WORK).exists() else ()
        units = {unit.id: unit for unit in wanted}
        if wrong := list(_lost(known, units, suite_file)):
            raise InputError(wrong)
        old = {unit.id for unit in known}
        merged = (*(units[unit.id] for unit in known), *(unit for unit in wanted if unit.id not in old))
        _write(folder / SUITE, suite_file.read_bytes())
        write_list(folder, merged)
    return Prepared(merged, len(merged) - len(known))


def write_list(folder: Path, units: Sequence[Unit]) -> None:
    """Write units into a folder; the list last, so that it never names a case that is not there."""
    _write(folder / CASES, _case_text(units))
    _write(folder / WORK, _list_text(units).encode())


def _lost(known: Iterable[Unit], wanted: Mapping[str, Unit], suite_file: Path) -> Iterator[Defect]:
    """Tell what a suite lacks, or measures otherwise, that was to be done before; once for each case."""
    remedy = "Put it back, or choose another folder"
    digests = {unit.case.name: unit.sha256 for unit in wanted.values()}
    told = set()
    for unit in known:
        case, now = unit.case, wanted.get(unit.id)
        if case.name in told:
            continue
        if digests.get(case.name, unit.sha256) != unit.sha256:
            yield Defect("the instance has changed since it was in the folder's list", remedy, case.source)
        elif now is None:
            what = f"{case.name}, {unit.solver}, seed {unit.seed}, {unit.budget}"
            yield Defect(
                "the suite was changed: it has no longer what the folder's list has", remedy, what, str(suite_file)
            )
        elif [each.name for each in now.case.figures] != [each.name for each in case.figures]:
            yield Defect(
                "the suite was changed: it reports other figures of this case", remedy, case.name, str(suite_file)
            )
        else:
            continue
        told.add(case.name)


def read_list(folder: Path) -> tuple[Unit, ...]:
    """Read the work list of a folder.

    Raises
    ------
    InputError
        If there is none, or it is damaged; it names every line that is.
    """
    file = folder / WORK
    try:
        cases = _CASES.validate_json((folder / CASES).read_bytes())
        table = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8")))
        rows = list(table)
    except OSError as error:
        remedy = _AGAIN if file.exists() else _ANEW
        raise InputError([Defect("there is no work list", remedy, file=str(error.filename))]) from error
    except (ValidationError, UnicodeDecodeError, csv.Error) as error:
        raise InputError([Defect("this is no work list", _AGAIN, file=str(file))]) from error
    if not rows or tuple(table.fieldnames or ()) != COLUMNS:
        raise InputError([Defect("this is no work list", _AGAIN, file=str(file))])
    units, wrong = [], []
    for number, row in enumerate(rows, start=1):
        try:
            units.append(_unit(number, row, cases))
        except (KeyError, ValueError, TypeError) as error:
            reason = str(error.args[0]) if type(error) is ValueError else "this is no unit"
            value = row.get("unit") or ""
            wrong.append(Defect(reason, _AGAIN, value, str(file), row=number + 1))
    if wrong:
        raise InputError(wrong)
    return tuple(units)


def portable(source: str, instances: Path) -> str:
    """Return a source with the folder of public instances left open."""
    if instances == Path():
        return source
    return re.sub(rf"(^|:){re.escape(str(instances))}[/\\]", rf"\1{INSTANCES}/", source)


def located(unit: Unit, instances: Path) -> Unit:
    """Return a unit as it can be done here, where the folder of public instances is known."""
    return _but(unit, unit.case.source.replace(INSTANCES, str(instances)))


def _but(unit: Unit, source: str) -> Unit:
    if source == unit.case.source:
        return unit
    return unit.model_copy(update={"case": unit.case.model_copy(update={"source": source})})


def _unit(number: int, row: Mapping[str, str], cases: Mapping[str, Case]) -> Unit:
    """Read a line.

    Raises
    ------
    KeyError, ValueError, TypeError
        If it is none.
    """
    if row["case"] not in cases:
        raise ValueError(f"{CASES} does not know this case")
    budget = Budget.model_validate({name: row[name] for name in ("iterations", "seconds") if row[name]})
    seed = int(row["seed"])
    unit = Unit(case=cases[row["case"]], sha256=row["sha256"], solver=row["solver"], seed=seed, budget=budget)
    if (row["number"], row["unit"]) != (str(number), unit.id):
        raise ValueError("the line was edited, or lines were lost before it")
    return unit


def _case_text(units: Iterable[Unit]) -> bytes:
    cases = {unit.case.name: unit.case.model_dump(mode="json") for unit in units}
    return f"{json.dumps(cases, indent=1, ensure_ascii=False)}\n".encode()


def _list_text(units: Sequence[Unit]) -> str:
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(COLUMNS)
    for number, unit in enumerate(units, start=1):
        case, budget = unit.case, unit.budget
        what = (number, unit.id, case.name, case.group, case.source, unit.sha256, unit.solver, unit.seed)
        lines.writerow((*what, budget.iterations, budget.seconds))
    return text.getvalue()


def _write(file: Path, content: bytes) -> None:
    """Write a file unless it says the same already."""
    if not file.is_file() or file.read_bytes() != content:
        write_bytes(file, content)
