"""What a fixer is: one mess, in one small file, which a new file is enough to add."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from cohortplan.io.messy.entries import Entry
from cohortplan.io.messy.fields import KEEP
from cohortplan.io.messy.work import NOTHING, Work


@dataclass(frozen=True)
class Fixed:
    """What a cell becomes, and why."""

    text: str
    why: str


@dataclass(frozen=True)
class Asked:
    """What has to be asked about a cell; if it is not `readable`, its text goes nowhere until that is answered."""

    question: str
    choices: tuple[str, ...] = ()
    readable: bool = True
    blocks: bool = False


class Fixer(ABC):
    """One mess: what it looks at, what it mends by itself, and what it has to ask.

    The docstring of each says "Fixed: ..." and "Asked: ..." with examples.

    Attributes
    ----------
    order : int
        Fixers of a lower order work first; what one mends, the next can rely on.
    """

    order: ClassVar[int] = 50

    @property
    def name(self) -> str:
        """What the account calls it."""
        return type(self).__module__.rpartition(".")[2]

    @abstractmethod
    def work(self, work: Work) -> None:
        """Go over the rows, fix and ask."""


class CellFixer(Fixer):
    """A fixer that looks at one cell at a time.

    Attributes
    ----------
    fields : mapping of str to tuple of str
        The fields it looks at, by table.
    fixes : mapping of str to str
        Examples: what becomes of what.
    asks : tuple of str
        Examples of what it has to ask about.
    """

    fields: ClassVar[dict[str, tuple[str, ...]]] = {}
    fixes: ClassVar[dict[str, str]] = {}
    asks: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def mend(self, text: str, entry: Entry, name: str, work: Work) -> Fixed | Asked | None:
        """Say what becomes of a text that is not blank; None if it is well."""

    def work(self, work: Work) -> None:
        """Go over the cells of its fields."""
        for table, fields in self.fields.items():
            for entry in work.of(table):
                for name in self.names(entry, fields):
                    if entry.get(name).strip():
                        self._take(entry, name, work)

    @staticmethod
    def names(entry: Entry, fields: tuple[str, ...]) -> list[str]:
        """Return which of its fields a row has; ``*`` stands for all of them."""
        return [
            name
            for name in entry.items
            if name in fields or "*" in fields or (name.startswith(KEEP) and KEEP in fields)
        ]

    def _take(self, entry: Entry, name: str, work: Work) -> None:
        found = self.mend(entry.get(name), entry, name, work)
        if isinstance(found, Fixed):
            work.fix(entry, name, found.text, found.why)
        if not isinstance(found, Asked):
            return
        answer = work.ask(entry, name, found.question, found.choices, blocks=found.blocks)
        if answer == NOTHING:
            work.fix(entry, name, "", "as you answered")
        elif answer:
            self._answered(entry, name, answer, work)
        elif not found.readable:
            entry.put(name, "")

    def _answered(self, entry: Entry, name: str, answer: str, work: Work) -> None:
        """Read an answer as if it had been typed into the cell."""
        again = self.mend(answer, entry, name, work)
        if isinstance(again, Asked):
            work.misread(entry, name, again.question)
            if not again.readable:
                entry.put(name, "")
        else:
            work.fix(entry, name, again.text if again else answer, "as you answered")


@cache
def registry() -> tuple[Fixer, ...]:
    """Return every fixer in the order of work."""
    from cohortplan.io.messy import fixers

    found: list[Fixer] = []
    for module in pkgutil.iter_modules(fixers.__path__):
        loaded = importlib.import_module(f"{fixers.__name__}.{module.name}")
        for _, member in inspect.getmembers(loaded, inspect.isclass):
            if issubclass(member, Fixer) and not inspect.isabstract(member) and member.__module__ == loaded.__name__:
                found.append(member())
    return tuple(sorted(found, key=lambda fixer: (fixer.order, fixer.name)))
