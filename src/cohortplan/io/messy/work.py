"""What the fixers work on: the rows, what was answered, and the account of everything that was done."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from cohortplan.io.messy.entries import Entry, Fate

Found = TypeVar("Found")

#: What stands in the account for what is nobody's business.
HIDDEN = "(not shown)"
#: Longest value repeated in a question.
_SHOWN = 60
#: The answer that says: leave it empty.
NOTHING = "-"


@dataclass(frozen=True)
class Event:
    """One line of the account: what was done with a cell, a row or a sheet.

    Attributes
    ----------
    what : str
        ``fixed``, ``asked``, ``told``, or the fate of a row.
    step : str
        Which fixer did it.
    before, after : str
        The texts; `HIDDEN` where they are nobody's business.
    """

    what: str
    step: str
    sheet: str
    row: int | None
    column: str
    before: str
    after: str
    why: str


@dataclass(frozen=True)
class Question:
    """What only the organiser can say.

    Attributes
    ----------
    id : str
        Under which the answer is kept; the same cell and text give the same id.
    value : str
        What stands there, or of whom the row is; "" if that is nobody's business.
    choices : tuple of str
        Answers that are surely understood; any other may be.
    blocks : bool
        Whether its row waits for the answer.
    holds : bool
        Whether nothing else is asked about the row until then.
    """

    id: str
    step: str
    sheet: str
    row: int
    column: str
    text: str
    value: str = ""
    choices: tuple[str, ...] = ()
    blocks: bool = False
    holds: bool = False
    answer: str = ""

    @property
    def place(self) -> str:
        """Where what it asks about stands."""
        return f"{self.sheet}, row {self.row}" + (f", column {self.column}" if self.column else "")

    def __str__(self) -> str:
        """One line: place, question, value."""
        shown = self.value if len(self.value) <= _SHOWN else f"{self.value[:_SHOWN]}…"
        return f"{self.place}: {self.text}" + (f" (found: {shown!r})" if shown else "")


@dataclass(frozen=True)
class Setting:
    """What the fixers have to know of the programme.

    Attributes
    ----------
    today : date
        The day it is.
    first, last : date
        The programme's days: a date without a year lies between them.
    sectors : tuple of str
        The names of the public, the private and the non-profit sector.
    answers : mapping of str to str
        Answers by the id of their question.
    """

    today: date
    first: date
    last: date
    sectors: tuple[str, str, str] = ("public", "private", "nonprofit")
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Work:
    """The rows, and the account of what was done with them."""

    entries: list[Entry]
    setting: Setting
    events: list[Event] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    step: str = ""
    memory: dict[tuple[str, ...], Any] = field(default_factory=dict)

    def once(self, key: tuple[str, ...], compute: Callable[[], Found]) -> Found:
        """Return what is worked out once for all rows, as they were before any was mended."""
        if key not in self.memory:
            self.memory[key] = compute()
        found: Found = self.memory[key]
        return found

    def typed(self, sheet: str, name: str) -> list[str]:
        """Return what was typed into a column, before anything was mended."""
        rows = (entry for entry in self.entries if entry.sheet == sheet and name in entry.items)
        return [entry.items[name].cell.text.strip() for entry in rows]

    def of(self, table: str) -> Iterator[Entry]:
        """Yield the rows of a table that are on their way still."""
        return (entry for entry in self.entries if entry.table == table and entry.open)

    def fix(self, entry: Entry, name: str, text: str, why: str, *, secret: bool = False) -> None:
        """Change the text of a cell, and say so; not what it was if that is `secret`."""
        before = entry.get(name)
        if text != before:
            shown = (HIDDEN, HIDDEN) if entry.private(name) else (HIDDEN if secret else before, text)
            self.note("fixed", entry, name, *shown, why)
            entry.put(name, text)

    def tell(self, entry: Entry, name: str, why: str) -> None:
        """Say something about a cell or a row that changes nothing."""
        self.note("told", entry, name, "", "", why)

    def settle(self, entry: Entry, fate: Fate, why: str, into: Entry | None = None) -> None:
        """Decide what becomes of a row; of one that is set aside nothing is asked."""
        entry.fate, entry.why, entry.into = fate, why, into
        if fate is Fate.ASIDE:
            here = (entry.sheet, entry.row)
            self.questions = [each for each in self.questions if each.answer or (each.sheet, each.row) != here]
            self.events = [each for each in self.events if each.what != "asked" or (each.sheet, each.row) != here]

    def ask(
        self,
        entry: Entry,
        name: str,
        text: str,
        choices: Sequence[str] = (),
        *,
        blocks: bool = False,
        holds: bool = False,
    ) -> str:
        """Ask about a cell, or with no name about a row; return what was answered, "" if nothing was.

        Parameters
        ----------
        blocks : bool
            Whether the row waits for the answer.
        holds : bool
            Whether nothing else is asked about it until then.
        """
        identity = "\0".join([self.step, entry.get("name"), name, entry.get(name), entry.sheet, text])
        key = f"{self.step}-{hashlib.sha256(identity.encode()).hexdigest()[:8]}"
        answer = self.setting.answers.get(key, "")
        heading = entry.items[name].heading if name in entry.items else ""
        value = "" if name and entry.private(name) else entry.get(name or "name")
        place = (entry.sheet, entry.row, heading)
        self.questions.append(Question(key, self.step, *place, text, value, tuple(choices), blocks, holds, answer))
        if not answer:
            self.note("asked", entry, name, HIDDEN if entry.private(name) else entry.get(name), "", text)
            if blocks:
                self.settle(entry, Fate.ASKED, text)
            entry.held = holds
        return answer

    def misread(self, entry: Entry, name: str, why: str) -> None:
        """Say that the last answer was not understood: its question stays open."""
        last = self.questions[-1]
        said = "your answer" if entry.private(name) else f"the answer {last.answer!r}"
        text = f"{last.text} ({said} is not understood: {why})"
        self.questions[-1] = replace(last, text=text, answer="")
        entry.held = last.holds
        self.note("asked", entry, name, HIDDEN if entry.private(name) else entry.get(name), "", text)
        if last.blocks:
            self.settle(entry, Fate.ASKED, text)

    def note(self, what: str, entry: Entry, name: str, before: str, after: str, why: str) -> None:
        """Write a line of the account."""
        heading = entry.items[name].heading if name in entry.items else ("" if name == "" else name)
        self.events.append(Event(what, self.step, entry.sheet, entry.row, heading, before, after, why))

    @property
    def open_questions(self) -> list[Question]:
        """The questions that nobody has answered, sheet by sheet."""
        found = (question for question in self.questions if not question.answer)
        return sorted(found, key=lambda question: (question.sheet, question.row))
