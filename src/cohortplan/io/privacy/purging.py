"""Taking out the facts whose time is over, and noting that it was done."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from cohortplan.errors import Defect, InputError
from cohortplan.io.changes import CHANGES
from cohortplan.io.plan import plan_text, read_plan
from cohortplan.io.privacy.leftovers import details, notes
from cohortplan.io.privacy.pseudonyms import Pseudonyms, kind_of
from cohortplan.io.privacy.rows import PEOPLE, Cells, Sheet, settings_file, sheets, typed, whose
from cohortplan.io.several import write_all
from cohortplan.io.workbook import is_workbook
from cohortplan.model import Scenario
from cohortplan.model.privacy import Clocks

#: The record of what was purged, in the scenario's folder.
RECORD = "purged.csv"
#: What was told to whom, which forgets people in its own way.
_LEDGER = "ledger.sqlite"
_COLUMNS = ("on", "file", "fact", "cells", "rows", "left")

#: Tables whose rows go when the time of a kind of fact is over.
_ROWS: Mapping[str, str] = {"attendance": "attendance", "objections": "objection", "absences": "absence"}

#: Kinds of facts that stay, under pseudonyms, once nobody is to be known by name.
_PSEUDONYMISED = ("name", "organisation", "met", "seat", "keep_apart", "helper")

#: Entries of changes.toml that hold the organiser's notes and people's addresses.
_QUOTED = r'"(?:[^"\\\n]|\\.)+"'
_NOTES = {"note": re.compile(rf"^(\s*note\s*=\s*){_QUOTED}", re.MULTILINE)}
_NOTES["contact"] = re.compile(rf"^(\s*email\s*=\s*){_QUOTED}", re.MULTILINE)

_BOOK = "the workbook of a plan is not purged, as it is all names"
_BOOK_REMEDY = (
    "Delete it: `cohortplan workbook` writes another of the purged plan file, `cohortplan convert` makes that"
)


class Entry(NamedTuple):
    """What is taken out of a file: of which kind, how many cells and rows, and the sums that are left of it."""

    file: str
    fact: str
    cells: int
    rows: int = 0
    left: str = ""


@dataclass
class Purge:
    """What a purge on a day comes to.

    Attributes
    ----------
    contents : dict of Path to str
        The new contents of the files that change.
    nameless : bool
        Whether nobody is to be known by name any more, so that the ledger is to forget everyone.
    others : list of str
        Files beside the settings that are not looked at; where nobody is to be known by name they may name people.
    """

    on: date
    entries: list[Entry] = field(default_factory=list)
    contents: dict[Path, str] = field(default_factory=dict)
    nameless: bool = False
    others: list[str] = field(default_factory=list)

    def write(self, folder: Path) -> None:
        """Change the files and note in the folder what was done, all or nothing.

        Raises
        ------
        OSError
            If a file cannot be written; all are then as they were.
        """
        record = folder / RECORD
        out = StringIO()
        writer = csv.writer(out, lineterminator="\n")
        if not record.exists():
            writer.writerow(_COLUMNS)
        writer.writerows((self.on, *entry) for entry in self.entries)
        before = typed(record) if record.exists() else ""
        write_all(folder, {**self.contents, record: before + out.getvalue()})


def find_purge(source: str | Path, scenario: Scenario, plans: Sequence[Path], on: date) -> Purge:
    """Find out what is to go by a day, without changing anything.

    Parameters
    ----------
    plans : sequence of Path
        Plan files: the first says who visits which gate; all get pseudonyms when it is time for that.

    Raises
    ------
    InputError
        If a plan cannot be read, or is a workbook.
    """
    read = [read_plan(path) for path in plans]
    books = [Defect(_BOOK, _BOOK_REMEDY, file=str(path)) for path in plans if is_workbook(path)]
    if books:
        raise InputError(books)
    work = _Work(scenario, Clocks(scenario, read[0] if read else None), on)
    found = Purge(on, nameless=work.over("name"))
    fresh = found.nameless and any(person.name != person.id for person in scenario.participants)
    names = Pseudonyms.of(scenario) if fresh else None
    for table, sheet in sheets(source).items():
        text = work.purged(table, sheet, found.entries)
        if names is not None:
            text = Sheet(sheet.path, sheet.table, text).rewritten(_named(names, table))
        if text != sheet.text:
            found.contents[sheet.path] = text
    settings = settings_file(source)
    for path in (settings, settings.with_name(CHANGES)):
        before = typed(path) if path.exists() else ""
        text = work.without_notes(path.name, before, found.entries)
        text = text if names is None else names.toml(text)
        if text != before:
            found.contents[path] = text
    work.forget_import(settings.parent, found)
    if names is not None:
        found.entries.append(Entry("all", "name", 0, left=f"pseudonyms for {len(scenario.participants)} people"))
        found.contents |= {path: plan_text(names.plan(plan)) for path, plan in zip(plans, read, strict=True)}
        looked = {settings, *found.contents, *plans, settings.with_name(RECORD)}
        looked |= {sheet.path for sheet in sheets(source).values()} | {path for path, _ in notes(settings.parent)}
        found.others = _others(settings.parent, looked)
    return found


def _others(folder: Path, looked: Collection[Path]) -> list[str]:
    """Return the names of files in a folder that were not looked at, hidden ones and read-mes left out."""
    known = {path.resolve() for path in looked}
    files = (path for path in sorted(folder.iterdir()) if path.is_file() and path.resolve() not in known)
    return [path.name for path in files if not path.name.startswith((".", _LEDGER)) and path.suffix != ".md"]


def _named(names: Pseudonyms, table: str) -> Callable[[Cells], Cells | None]:
    return lambda cells: names.row(table, cells)


class _Work:
    """Purges the tables of one scenario."""

    def __init__(self, scenario: Scenario, clocks: Clocks, on: date) -> None:
        self._scenario = scenario
        self._clocks = clocks
        self._on = on
        self._ids = whose(scenario)
        self._keys: dict[str, str] = {}

    def over(self, fact: str, participant: str = "") -> bool:
        """Whether the time of a kind of fact about somebody is over."""
        due = self._clocks.due(fact, participant)
        return due is not None and due <= self._on

    def purged(self, table: str, sheet: Sheet, entries: list[Entry]) -> str:
        """Return the text of a table without what is to go; what that is is added to the entries."""
        if table == "keys":
            self._keys = {row["key"]: self._ids[row["participant"]] for row in sheet.rows()}
        if self.over(_ROWS.get(table, "host")):
            rows = list(sheet.rows())
            if rows:
                entries.append(Entry(sheet.path.name, _ROWS[table], 0, len(rows), self._sums(table)))
            return sheet.rewritten(lambda _: None)
        facts = {heading: kind_of(table, heading, self._scenario) for heading in sheet.headings if heading}
        required = {column.name for column in sheet.table.columns if column.required}
        cells: Counter[str] = Counter()

        def change(row: Cells) -> Cells | None:
            who = self._who(table, row)
            gone = [
                name
                for name in row
                if name not in required and facts[name] not in _PSEUDONYMISED and self.over(facts[name], who)
            ]
            cells.update(facts[name] for name in gone)
            left = {name: cell for name, cell in row.items() if name not in gone}
            useless = table == "keys" and self.over("access", who) and self.over("equality", who)
            return None if useless or (table in ("private", "sealed") and set(left) <= required) else left

        text = sheet.rewritten(change)
        entries += (Entry(sheet.path.name, fact, number) for fact, number in sorted(cells.items()))
        return text

    def without_notes(self, file: str, text: str, entries: list[Entry]) -> str:
        """Return a file of settings or changes without notes and addresses whose time is over."""
        for fact, pattern in _NOTES.items():
            if self.over(fact):
                text, number = pattern.subn(r'\1""', text)
                entries += [Entry(file, fact, number)] if number else []
        return text

    def forget_import(self, folder: Path, purge: Purge) -> None:
        """Empty what an import noted, and the cells about hosts, whose time is over."""
        for path, text in notes(folder):
            if self.over("import"):
                purge.entries.append(Entry(path.name, "import", 0, text.count("\n")))
                purge.contents[path] = ""
        for sheet, kind in details(folder):
            cells: Counter[str] = Counter()
            text = sheet.rewritten(partial(self._without, kind, cells))
            purge.entries += (Entry(sheet.path.name, fact, number) for fact, number in sorted(cells.items()))
            if cells:
                purge.contents[sheet.path] = text

    def _without(self, kind: Callable[[str], str], cells: Counter[str], row: Cells) -> Cells:
        """Return a row without the cells whose time is over, which are counted."""
        gone = {name: kind(name) for name in row if self.over(kind(name))}
        cells.update(gone.values())
        return {name: cell for name, cell in row.items() if name not in gone}

    def _who(self, table: str, row: Cells) -> str:
        if table == "sealed":
            return self._keys.get(row["key"], "")
        column = PEOPLE.get(table, ("",))[0]
        return self._ids.get(row.get(column, ""), "")

    def _sums(self, table: str) -> str:
        """Return what stays of the attendance: how many were at what, of nobody by name."""
        if table != "attendance":
            return ""
        return "; ".join(self._counts())

    def _counts(self) -> Iterator[str]:
        there: dict[tuple[str, str], Counter[bool]] = {}
        latest = {record.fact: record for record in self._scenario.attendance}
        for record in latest.values():
            there.setdefault((record.round, record.activity), Counter())[record.present] += 1
        for (name, activity), number in there.items():
            yield f"{name} {activity}: {number[True]} of {number.total()} were there"
