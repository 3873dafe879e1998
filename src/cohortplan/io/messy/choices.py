"""``import.toml``: what the columns are, what was answered, and who has which id – to be edited, and used again."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cohortplan.errors import InputError
from cohortplan.io.findings import Findings
from cohortplan.io.messy.fields import KEEP, SKIP, TABLES, names
from cohortplan.io.messy.layout import Chosen, Laid
from cohortplan.io.messy.work import Question
from cohortplan.io.toml import TomlFile, read_toml

FILE = "import.toml"

_HEAD = """\
# What `cohortplan import` makes of your sheets. Mend what is wrong, answer the questions, and import again.
# Write each answer between its quotation marks; "-" leaves a cell empty.
"""
_SHEETS = """
# Which table each sheet is: "people", "hosts", or "skip".
"""
_COLUMNS = """
# What each column is. People: {people}.
# Hosts: {hosts}.
# "keep" keeps a column under its own heading, "skip" leaves it out.
"""
_ANSWERED = """
# What was answered.
"""
_FILES = """
# What was written: a file that was edited since is not overwritten.
"""
_IDS = """
# Who has which id, so that it stays the same.
"""


@dataclass
class Choices:
    """What is known from an earlier import; `files` has what tells whether a file is still as it was written."""

    chosen: Chosen = field(default_factory=Chosen)
    answers: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


def read_choices(path: Path) -> Choices:
    """Read ``import.toml``; nothing is known if there is no such file.

    Raises
    ------
    InputError
        If it cannot be read, or names what there is not; it carries all of that.
    """
    if not path.exists():
        return Choices()
    findings = Findings(home=str(path))
    toml = read_toml(path, str(path), findings)
    if toml is None or findings.defects:
        raise InputError(findings.sorted())
    reader = _Reader(toml, findings)
    choices = Choices(
        Chosen(reader.sheets(), reader.columns()), reader.answers(), reader.texts("ids"), reader.texts("files")
    )
    if findings.defects:
        raise InputError(findings.sorted())
    return choices


@dataclass
class _Reader:
    toml: TomlFile
    findings: Findings

    def fault(self, path: tuple[str | int, ...], message: str, remedy: str, value: object) -> None:
        self.findings.add(message, remedy, value, file=self.toml.file, row=self.toml.line(path), column=str(path[-1]))

    def texts(self, *path: str) -> dict[str, str]:
        """Return the texts under a heading."""
        found: Any = self.toml.data
        for step in path:
            found = found.get(step, {}) if isinstance(found, dict) else {}
        if not isinstance(found, dict):
            self.fault(path, "this is not a table", "Write it as `cohortplan import` does", found)
            return {}
        for name, value in found.items():
            if not isinstance(value, str):
                self.fault((*path, name), "this is not text", "Put it into quotation marks", value)
        return {name: value for name, value in found.items() if isinstance(value, str)}

    def sheets(self) -> dict[str, str]:
        found = self.texts("sheets")
        for name, value in found.items():
            if value not in (*TABLES, SKIP):
                self.fault(("sheets", name), "this is no table", f"Write {', '.join(TABLES)} or {SKIP}", value)
        return found

    def columns(self) -> dict[str, dict[str, str]]:
        sheets = self.toml.data.get("columns", {})
        known = {KEEP, SKIP, *(name for table in TABLES for name in names(table))}
        found = {sheet: self.texts("columns", sheet) for sheet in sheets} if isinstance(sheets, dict) else {}
        for sheet, columns in found.items():
            seen: dict[str, str] = {}
            for heading, value in columns.items():
                if value and value not in known:
                    self.fault(("columns", sheet, heading), "no column is called this", "See the list above", value)
                elif value in seen and value not in ("", KEEP, SKIP):
                    message = f"column {seen[value]!r} is this already"
                    self.fault(("columns", sheet, heading), message, f"Write {KEEP} for one of the two", value)
                seen[value] = heading
        return found

    def answers(self) -> dict[str, str]:
        questions = self.toml.data.get("questions", [])
        found: dict[str, str] = {}
        for index, entry in enumerate(questions if isinstance(questions, list) else []):
            name, answer = (entry.get(key) if isinstance(entry, dict) else None for key in ("id", "answer"))
            if not isinstance(name, str) or not isinstance(answer, str):
                self.fault(("questions", index), "this is no question with its answer", "Restore its id and answer", "")
            elif answer:
                found[name] = answer
        return found


def written(
    laid: Iterable[Laid],
    questions: Iterable[Question],
    ids: Mapping[str, str],
    files: Mapping[str, str],
    old: Choices,
) -> str:
    """Return ``import.toml``; answers to questions that are not asked any more are kept."""
    sheets, asked = list(laid), {question.id: question for question in questions}
    lines = [_HEAD]
    for question in (each for each in asked.values() if not each.answer):
        lines.extend(_question(question))
    tables = {**old.chosen.sheets, **{each.grid.name: each.table for each in sheets}}
    lines.extend([_SHEETS, "[sheets]", *_pairs(tables)])
    lines.append(_COLUMNS.format(people=", ".join(names("people")), hosts=", ".join(names("hosts"))))
    fresh = {each.grid.name: each for each in sheets if each.columns}
    for name in dict.fromkeys([*old.chosen.columns, *fresh]):
        columns = _columns(fresh[name]) if name in fresh else _pairs(old.chosen.columns[name])
        lines.extend([f"[columns.{_text(name)}]", *columns, ""])
    lines.append(_ANSWERED)
    for question in (each for each in asked.values() if each.answer):
        lines.extend(_question(question))
    for name in sorted(old.answers.keys() - asked.keys()):
        lines.extend(["[[questions]]", f"id = {_text(name)}", f"answer = {_text(old.answers[name])}", ""])
    lines.extend([_IDS, "[ids]", *_pairs({**old.ids, **ids})])
    lines.extend(
        [_FILES, "[files]", *_pairs({**old.files, **{name: digest(content) for name, content in files.items()}})]
    )
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def _pairs(texts: Mapping[str, str]) -> Iterator[str]:
    return (f"{_text(name)} = {_text(value)}" for name, value in texts.items())


def _columns(laid: Laid) -> Iterator[str]:
    """Yield what each column is; nothing is said of those that are unsure."""
    for column in laid.columns:
        if column.unsure:
            yield f'{_text(column.heading)} = ""  # perhaps "{column.guess}"; write that, or "{KEEP}"'
        else:
            yield f"{_text(column.heading)} = {_text(column.field)}"


def digest(content: str) -> str:
    """Return what tells whether a file is as it was."""
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _question(question: Question) -> list[str]:
    lines = ["[[questions]]", f"id = {_text(question.id)}", f"where = {_text(question.place)}"]
    lines.append(f"question = {_text(question.text)}")
    if question.value:
        lines.append(f"found = {_text(question.value)}")
    if question.choices:
        lines.append(f"choices = {json.dumps(list(question.choices), ensure_ascii=False)}")
    return [*lines, f"answer = {_text(question.answer)}", ""]


def _text(value: str) -> str:
    """Return a text as TOML has it, which for what is on one line is as JSON has it."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
