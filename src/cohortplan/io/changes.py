"""``changes.toml``: what has changed since the plan was made, in the order in which it became known."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cohortplan.errors import Defect, InputError, ScenarioError
from cohortplan.io.atomic import write_text
from cohortplan.io.build import explain
from cohortplan.io.findings import Findings
from cohortplan.io.toml import TomlFile, read_toml
from cohortplan.model import Scenario
from cohortplan.model.changes import KINDS, Change, Soften, changed

#: The file in a scenario's folder; what it says is part of the scenario.
CHANGES = "changes.toml"

#: What begins each entry.
_ENTRY = "[[change]]"


class ChangesFile:
    """The changes in one file.

    Attributes
    ----------
    changes : tuple of Change
        In the order of the file.
    """

    def __init__(self, source: TomlFile, changes: Sequence[Change]) -> None:
        self._source = source
        self.changes = tuple(changes)

    def apply(self, scenario: Scenario) -> Scenario:
        """Return `scenario` after the changes.

        Raises
        ------
        ScenarioError
            If a change names what there is not, or what comes of it does not hold together.
        """
        try:
            return changed(scenario, self.changes)
        except ScenarioError as error:
            if all(defect.path[:1] == ("changes",) for defect in error.defects):
                raise ScenarioError(map(self._located, error.defects)) from error
        for number in range(1, len(self.changes) + 1):  # which of them does it?
            try:
                changed(scenario, self.changes[:number])
            except ScenarioError as error:
                culprit = [replace(defect, path=("changes", number - 1)) for defect in error.defects]
                raise ScenarioError(map(self._located, culprit)) from error
        raise AssertionError("the changes hold together one by one")

    def _located(self, defect: Defect) -> Defect:
        place = ("change", *defect.path[1:])
        column = next((step for step in reversed(defect.path[1:]) if isinstance(step, str)), "")
        return replace(defect, file=self._source.file, row=self._source.line(place), column=column)


def read_changes(path: Path, name: str = "") -> ChangesFile:
    """Read a file of changes.

    Parameters
    ----------
    name : str, optional
        What messages call the file; its path unless given.

    Raises
    ------
    InputError
        If it cannot be used; it carries all that is wrong with it.
    """
    file = name or str(path)
    findings = Findings(home=file)
    source = read_toml(path, file, findings)
    if source is None:
        raise InputError(findings.sorted())
    for key in source.data:
        if key != "change":
            remedy = f"Begin each change with the line {_ENTRY}"
            findings.add(f"there is no section {key!r}", remedy, file=file, row=source.line((key,)), column=key)
    entries = source.data.get("change", [])
    if not isinstance(entries, list):
        findings.add("the changes must be a list of tables", f"Begin each with the line {_ENTRY}", file=file, row=1)
        entries = []
    changes = [change for k, entry in enumerate(entries) if (change := _change(entry, k, source, findings))]
    for k, (before, after) in enumerate(pairwise(changes), start=1):
        if after.known < before.known and not findings.defects:
            message, remedy = "this became known before the change above it", "Put the changes in order of `known`"
            findings.add(message, remedy, after.known, file=file, row=source.line(("change", k)), column="known")
    if findings.defects:
        raise InputError(findings.sorted())
    return ChangesFile(source, changes)


def record_changes(folder: Path, path: Path) -> Path:
    """Add the entries of the file at `path` to those that a scenario's folder has, and return the folder's file.

    Raises
    ------
    OSError
        If it cannot be written; what was there is then as it was.
    """
    target = folder / CHANGES
    before = target.read_text(encoding="utf-8") if target.exists() else ""
    added = path.read_text(encoding="utf-8-sig")
    if path.exists() and target.exists() and path.samefile(target):
        return target
    gap = "" if not before else "\n" if before.endswith("\n") else "\n\n"
    write_text(target, before + gap + added)
    return target


def record_softened(folder: Path, softened: Iterable[Soften]) -> None:
    """Add rules that were softened to the changes that a scenario's folder has, each once.

    Raises
    ------
    OSError
        If they cannot be written; what was there is then as it was.
    """
    target = folder / CHANGES
    before = target.read_text(encoding="utf-8") if target.exists() else ""
    entries = [
        f'{_ENTRY}\nknown = {each.known}\nchange = "soften"\nrule = {json.dumps(each.rule)}\n'
        + (f"rounds = {json.dumps(list(each.rounds))}\n" if each.rounds else "")
        for each in softened
    ]
    fresh = [entry for entry in dict.fromkeys(entries) if entry not in before]
    if fresh:
        write_text(target, "\n".join([before, *fresh] if before else fresh))


def _change(entry: Any, number: int, source: TomlFile, findings: Findings) -> Change | None:
    row = source.line(("change", number))
    if not isinstance(entry, Mapping):
        findings.add("a change must be a table", f"Begin it with the line {_ENTRY}", entry, file=source.file, row=row)
        return None
    kind = entry.get("change")
    if not isinstance(kind, str) or kind not in KINDS:
        near = get_close_matches(str(kind), KINDS, n=1)
        remedy = f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(KINDS)}"
        place = source.line(("change", number, "change"))
        message = "the entry does not say what changes" if kind is None else f"there is no change {kind!r}"
        findings.add(message, remedy, file=source.file, row=place, column="change")
        return None
    try:
        return KINDS[kind].model_validate(_tupled(entry), strict=True)
    except ValidationError as error:
        problems = error.errors()
    names = {field.alias or name: field for name, field in KINDS[kind].model_fields.items()}
    for problem in problems:
        message, remedy = explain(problem, names if len(problem["loc"]) == 1 else None)
        value = "" if problem["type"] == "missing" else problem["input"]
        column = next((str(step) for step in problem["loc"] if isinstance(step, str)), "")
        place = source.line(("change", number, *problem["loc"]))
        findings.add(message, remedy, value, file=source.file, row=place, column=column)
    return None


def _tupled(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _tupled(item) for name, item in value.items()}
    return tuple(map(_tupled, value)) if isinstance(value, list) else value
