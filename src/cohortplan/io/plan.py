"""The plan file: JSON that people can read, edit and compare."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from math import isfinite
from pathlib import Path
from typing import Any, NoReturn

from pydantic import ValidationError

from cohortplan.errors import Defect, InputError, PlanError
from cohortplan.io.atomic import write_text
from cohortplan.io.build import explain
from cohortplan.io.findings import Findings
from cohortplan.io.text import read_text
from cohortplan.io.workbook import is_workbook
from cohortplan.model import Plan
from cohortplan.model.plan import FORMAT

#: Lists of a plan and what messages call one of their items.
_ITEMS = {"rounds": "round", "sets": "set", "activities": "activity"}


def read_plan(path: str | Path) -> Plan:
    """Read a plan file, or the workbook of a plan, whoever wrote or edited it.

    Raises
    ------
    PlanError
        If it is no plan; it carries all that is wrong with the file.
    """
    path = Path(path)
    if is_workbook(path):
        from cohortplan.io.workbook.plans import read_plan_workbook

        return read_plan_workbook(path)
    findings = Findings()
    content = read_text(path, str(path), findings)
    if content is None or findings.defects:
        raise PlanError(findings.defects)
    data = _parsed(content, str(path))
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        found = data.get("format", "") if isinstance(data, dict) else ""
        message = f"this is not a plan: its format is not {FORMAT}"
        raise PlanError([Defect(message, "Name a file that `cohortplan solve` wrote", str(found)[:80], str(path))])
    try:
        return Plan.model_validate_json(content, strict=True)
    except ValidationError as error:
        problems = error.errors()
    for problem in problems:
        message, remedy = explain(problem)
        value = "" if problem["type"] in ("missing", "json_invalid") else problem["input"]
        place = _place(data, problem["loc"])
        findings.add(f"{place}: {message}" if place else message, remedy, value, file=str(path))
    raise PlanError(findings.sorted())


def write_plan(path: str | Path, plan: Plan) -> None:
    """Write `plan` whole or not at all; equal plans give equal bytes.

    Raises
    ------
    InputError
        If the file is called like a workbook, which needs the scenario too.
    OSError
        If the file cannot be written; an old one is then as it was.
    ValueError
        If the manifest or the score holds something that JSON has no word for.
    """
    must_be_plan_file(path)
    write_text(path, plan_text(plan))


def plan_text(plan: Plan) -> str:
    """Return `plan` as its file has it.

    Raises
    ------
    ValueError
        If the manifest or the score holds something that JSON has no word for.
    """
    fields = plan.model_dump()
    for name in ("manifest", "score"):
        fields[name] = _ordered(fields[name])
    return json.dumps(fields, indent=2, ensure_ascii=False, allow_nan=False, default=_iso) + "\n"


def must_be_plan_file(path: str | Path) -> None:
    """Make sure that a plan may be written under a name.

    Raises
    ------
    InputError
        If it is called like a workbook.
    """
    if is_workbook(Path(path)):
        remedy = "Name a file that ends in .json; `cohortplan workbook` makes a workbook of it"
        raise InputError([Defect("a plan is written as JSON", remedy, file=str(path))])


def _parsed(content: str, file: str) -> Any:
    def once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, value in pairs:
            if name in found:
                raise PlanError([Defect("a name is used twice in one object", "Remove one of the two", name, file)])
            found[name] = value
        return found

    def constant(name: str) -> NoReturn:
        raise PlanError([Defect("this is no number that a plan can hold", "Replace or remove it", name, file)])

    def finite(digits: str) -> float:
        return number if isfinite(number := float(digits)) else constant(digits)

    try:
        return json.loads(content, object_pairs_hook=once, parse_constant=constant, parse_float=finite)
    except json.JSONDecodeError as error:
        problem = f"this is not JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        remedy = "Mend the line, or the one before it"
        raise PlanError([Defect(problem, remedy, file=file, row=error.lineno)]) from error
    except RecursionError as error:
        raise PlanError([Defect("brackets are nested far too deep", "Write the plan anew", file=file)]) from error
    except ValueError as error:  # a number of more digits than Python reads
        raise PlanError([Defect("a number is far too large", "Mend the number", file=file)]) from error


def _place(data: Any, path: tuple[int | str, ...]) -> str:
    """Return in words where in a plan `path` leads, such as ``round D1, set D1.2, members 3``."""
    words: list[str] = []
    name = ""
    for step in path:
        data = data[step] if _has(data, step) else None
        if isinstance(step, int):
            known = data.get("id") if isinstance(data, Mapping) else None
            words.append(f"{_ITEMS.get(name, name)} {known if isinstance(known, str) else step + 1}")
        elif step not in _ITEMS and step != "members":
            words.append(step)
        name = str(step)
    return ", ".join(words)


def _has(data: Any, step: int | str) -> bool:
    return step in data if isinstance(data, Mapping) else isinstance(data, list) and step in range(len(data))


def _ordered(value: Any) -> Any:
    """Return `value` with the names of every object in alphabetical order."""
    if isinstance(value, Mapping):
        return {name: _ordered(value[name]) for name in sorted(value)}
    return [_ordered(item) for item in value] if isinstance(value, list | tuple) else value


def _iso(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise ValueError(f"a plan file cannot hold {value!r}")
