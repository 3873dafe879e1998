"""``changes.toml``: what has changed since the plan was made, in the order in which it became known."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cohortplan.errors import Defect, InputError, ScenarioError
from cohortplan.io.build import explain
from cohortplan.io.findings import Findings
from cohortplan.io.store import Store
from cohortplan.io.text import read_text
from cohortplan.io.toml import TomlFile, toml_of
from cohortplan.model import Scenario
from cohortplan.model.changes import KINDS, Change, changed
from cohortplan.model.consistency import inconsistencies

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

    def __init__(self, source: TomlFile, entries: Mapping[int, Change]) -> None:
        self._source = source
        self._numbers = tuple(entries)
        self.changes = tuple(entries.values())

    def without(self, known: Collection[Change]) -> ChangesFile:
        """Return the file as if it had only those changes that are not `known` yet."""
        entries = zip(self._numbers, self.changes, strict=True)
        return ChangesFile(self._source, {number: change for number, change in entries if change not in known})

    def text(self, content: str) -> str:
        """Return of the file's `content` the entries of the changes, with what is written below each of them."""
        lines = content.splitlines(keepends=True)
        starts = [self._source.line(("change", number)) - 1 for number in range(len(self._source.data["change"]))]
        starts[0] = 0  # with what is written above it
        ends = [*starts[1:], len(lines)]
        return "".join(line for number in self._numbers for line in lines[starts[number] : ends[number]])

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
            raise self.blamed(scenario, error) from error

    def blamed(self, scenario: Scenario, error: ScenarioError) -> ScenarioError:
        """Return the error that was made of applying the changes to `scenario`, with the lines that are to blame."""
        return ScenarioError(map(self._located, self._numbered(scenario, error.defects)))

    def _numbered(self, scenario: Scenario, defects: Sequence[Defect]) -> Iterator[Defect]:
        """Yield the defects, each with the number of the change after which it is there for the first time."""
        if all(defect.path[:1] == ("changes",) for defect in defects):
            yield from defects
            return
        left = {(defect.message, defect.value): defect for defect in defects}
        for number in range(len(self.changes)):
            last = number + 1 == len(self.changes)
            loose = changed(scenario, self.changes[: number + 1], checked=False)
            there = left if last else {(found.message, found.value) for found in inconsistencies(loose)}
            for key in [key for key in left if key in there]:
                defect = left.pop(key)
                yield replace(defect, path=("changes", number, *_named(self.changes[number], defect.value)))

    def known_before(self, day: date) -> list[Defect]:
        """Return the changes that became known before `day`, as defects of a file that goes on from there."""
        message, remedy = (
            f"this became known before {day}, as changes of the scenario did",
            "Give it that day or a later",
        )
        early = (k for k, change in enumerate(self.changes) if change.known < day)
        return [
            self._located(Defect(message, remedy, str(self.changes[k].known), path=("changes", k, "known")))
            for k in early
        ]

    def _located(self, defect: Defect) -> Defect:
        _, number, *steps = defect.path
        place = ("change", self._numbers[int(number)], *steps)
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
    return changes_of(read_text(path, file, findings), file, findings)


def stored_changes(store: Store) -> ChangesFile | None:
    """Read the changes that a scenario has had; None if it has no file of them.

    Raises
    ------
    InputError
        If it cannot be used; it carries all that is wrong with it.
    """
    if not store.has(CHANGES):
        return None
    file = store.called(CHANGES)
    findings = Findings(home=file)
    return changes_of(store.text(CHANGES, findings), file, findings)


def changes_of(content: str | None, file: str, findings: Findings) -> ChangesFile:
    """Read the text of a file of changes; None stands for one that could not be read, which is noted.

    Raises
    ------
    InputError
        If it cannot be used; it carries all that is wrong with it.
    """
    source = toml_of(content, file, findings)
    if source is None:
        raise InputError(findings.sorted())
    for key in source.data:
        if key != "change":
            remedy = f"Begin each change with the line {_ENTRY}"
            findings.add(f"there is no section {key!r}", remedy, file=file, row=source.line((key,)), column=key)
    entries = source.data.get("change", [])
    if not isinstance(entries, list) or (entries and ("change", 0) not in source.lines):
        findings.add("the changes must be a list of tables", f"Begin each with the line {_ENTRY}", file=file, row=1)
        entries = []
    changes = {k: change for k, entry in enumerate(entries) if (change := _change(entry, k, source, findings))}
    for k, (before, after) in enumerate(pairwise(changes.values()), start=1):
        if after.known < before.known and not findings.defects:
            message, remedy = "this became known before the change above it", "Put the changes in order of `known`"
            findings.add(
                message, remedy, after.known, file=file, row=source.line(("change", k, "known")), column="known"
            )
    if findings.defects:
        raise InputError(findings.sorted())
    return ChangesFile(source, changes)


def fresh_changes(store: Store, file: ChangesFile) -> ChangesFile:
    """Return of the changes in a file those that a scenario does not have yet.

    Raises
    ------
    InputError
        If the scenario's own changes cannot be used.
    """
    own = stored_changes(store)
    return file.without(() if own is None else own.changes)


def must_follow(file: ChangesFile, changed_on: date | None) -> None:
    """Make sure that the changes may be added to those of a scenario that has changed before.

    Raises
    ------
    InputError
        If one of them became known before the last that the scenario has.
    """
    defects = file.known_before(changed_on) if changed_on else []
    if defects:
        raise InputError(defects)


def record_changes(store: Store, path: Path) -> str:
    """Add the entries of the file at `path` to those that a scenario has, each once; return where these are.

    Raises
    ------
    InputError
        If one of the two files cannot be used.
    OSError
        If it cannot be written; what was there is then as it was.
    """
    fresh = fresh_changes(store, read_changes(path))
    if fresh.changes:
        _append(store, fresh.text(path.read_bytes().decode("utf-8-sig")))
    return store.place(CHANGES)


def record_given_up(store: Store, given_up: Iterable[Change]) -> None:
    """Add what was given up, rules that were softened or visits that fell away, to a scenario's changes, each once.

    Raises
    ------
    OSError
        If they cannot be written; what was there is then as it was.
    """
    before = store.typed(CHANGES) if store.has(CHANGES) else ""
    fresh = [entry for entry in dict.fromkeys(map(_entry, given_up)) if entry not in before]
    if fresh:
        _append(store, "\n".join(fresh))


def _entry(change: Change) -> str:
    """Write a change of words and lists of words, as a file has it."""
    fields = change.model_dump(exclude={"known", "change"}, exclude_defaults=True)
    told = (f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items())
    return f'{_ENTRY}\nknown = {change.known}\nchange = "{change.change}"\n{"".join(told)}'


def _append(store: Store, text: str) -> None:
    """Add text to a file that may not be there, after an empty line; its bytes stay as they are."""
    before = store.typed(CHANGES) if store.has(CHANGES) else ""
    gap = "" if not before else "\n" if before.endswith("\n") else "\n\n"
    store.write({CHANGES: f"{before}{gap}{text}"})


def _named(change: Change, value: str) -> tuple[str, ...]:
    """Return the field of a change in which a value stands, if it does in one."""
    for name, field in type(change).model_fields.items():
        given = getattr(change, name)
        values = given.values() if isinstance(given, Mapping) else given if isinstance(given, tuple) else (given,)
        if value and value in map(str, values):
            return (field.alias or name,)
    return ()


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
