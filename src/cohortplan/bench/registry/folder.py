"""A folder of best known values with their plans, and going through them again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cohortplan.bench.locks import locked
from cohortplan.bench.registry.entry import Entry, beats, entries_of, entries_text, told
from cohortplan.bench.registry.limits import SEARCHED, Limit, limit, within
from cohortplan.bench.registry.verifier import verifier_hash
from cohortplan.bench.source import Subject, open_source
from cohortplan.errors import Defect, InputError
from cohortplan.io import read_plan, write_text
from cohortplan.io.plan import plan_text
from cohortplan.model import Plan

TABLE, LOCK = "values.csv", ".lock"


@dataclass(frozen=True)
class Verdict:
    """What came of going through an entry again.

    Attributes
    ----------
    value : float or None
        What its plan is worth now.
    bound : Limit or None
        What is counted now; None if no counting gives a bound on its figure.
    same_verifier : bool
        Whether the code that measures is the same as when it was measured last.
    defects : tuple of Defect
        What does not hold, or why nobody can tell.
    absent : bool
        Whether its instance is not here, so that nothing was measured.
    """

    entry: Entry
    value: float | None
    bound: Limit | None
    same_verifier: bool
    defects: tuple[Defect, ...]
    absent: bool = False

    @property
    def counted(self) -> bool:
        """Whether its bound has been found again."""
        claim = self.entry.bound
        return claim is not None and self.bound is not None and within(self.bound.value, claim, self.entry.better)


@dataclass(frozen=True)
class Registry:
    """The folder: ``values.csv``, and a plan for each of its rows."""

    folder: Path

    @property
    def table(self) -> Path:
        """Where the entries are."""
        return self.folder / TABLE

    def entries(self) -> list[Entry]:
        """Read the entries; there are none where there is no folder.

        Raises
        ------
        InputError
            If some cannot be used; it carries all that is wrong.
        """
        if self.folder.is_file():
            raise InputError([Defect("this is a file, not a folder", "Name another", file=str(self.folder))])
        if not self.table.exists():
            return []
        try:
            return entries_of(self.table.read_text(encoding="utf-8"), str(self.table))
        except (OSError, UnicodeDecodeError) as error:
            remedy = "It is a table in UTF-8; check who may read it"
            raise InputError([Defect(f"the file cannot be read ({error})", remedy, file=str(self.table))]) from error

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let nobody else change the table inside a `with` block."""
        with locked(self.folder / LOCK, wait=True):
            yield

    def keep(self, entry: Entry, plan: Plan) -> None:
        """Write an entry with its plan, in place of what was known of the same figure of the same case.

        To be called by who has the table `alone`.
        """
        others = [each for each in self.entries() if each.key != entry.key]
        write_text(self.folder / entry.plan, plan_text(plan))
        write_text(self.table, entries_text([*others, entry]))

    def stamp(self, verdicts: Iterable[Verdict]) -> int:
        """Write down that the code of today has measured what holds; return how many entries that changes."""
        held = {each.entry.key: each.entry for each in verdicts if not (each.defects or each.same_verifier)}
        now = {"verifier": verifier_hash()}
        with self.alone():
            entries = self.entries()
            kept = [each == held.get(each.key) for each in entries]
            if any(kept):
                pairs = zip(entries, kept, strict=True)
                write_text(
                    self.table, entries_text(each.model_copy(update=now) if own else each for each, own in pairs)
                )
        return sum(kept)

    def verify(self, instances: Path, wanted: str = "", prove: float | None = None) -> Iterator[Verdict]:
        """Measure the plan of each entry again, and count its bound again.

        Parameters
        ----------
        instances : Path
            The folder of public instances.
        wanted : str
            Only cases whose names contain this.
        prove : float, optional
            Seconds in which CP-SAT may prove a bound again; otherwise such bounds stand as they were entered.
        """
        for row, entry in enumerate(self.entries(), start=2):
            if wanted in entry.case:
                yield _Going(self, entry, row).through(instances, prove)


def plan_name(case: str, figure: str, others: set[str]) -> str:
    """Return a name for the file of a plan that is none of `others`."""
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", case)
    for end in ("", f"-{figure}", *(f"-{number}" for number in range(2, 1000))):
        if f"{name}{end}.plan.json" not in others:
            return f"{name}{end}.plan.json"
    raise ValueError(f"too many plans are called {name}")


class _Going:
    """Through one entry: everything that does not hold is noted."""

    def __init__(self, registry: Registry, entry: Entry, row: int) -> None:
        self._registry, self._entry, self._row = registry, entry, row
        self._wrong: list[Defect] = []

    def through(self, instances: Path, prove: float | None) -> Verdict:
        entry, value, counted, subject = self._entry, None, None, None
        try:
            subject = open_source(entry.opened_from(instances))
        except InputError as error:
            self._wrong += error.defects
        else:
            value = self._measured(subject)
            again = prove if entry.argument == SEARCHED else None
            counted = limit(subject, entry.figure, again)
            self._bounded(counted, again)
        if entry.known is not None and not beats(entry.better, entry.value, entry.known):
            self._note("this was known before", "known", told(entry.known))
        same = entry.verifier == verifier_hash()
        return Verdict(entry, value, counted, same, tuple(self._wrong), absent=subject is None)

    def _measured(self, subject: Subject) -> float | None:
        entry = self._entry
        if subject.sha256 != entry.sha256:
            self._note("the instance is not the one of which this was entered", "sha256", entry.sha256)
            return None
        try:
            plan = read_plan(self._registry.folder / entry.plan)
        except InputError as error:
            self._wrong += error.defects
            return None
        value = subject.figures(plan).get(entry.figure)
        if value is None:
            self._note("the plan breaks a hard rule, or has no such figure", "plan", entry.plan)
        elif value != entry.value:
            self._note(f"the plan is worth {told(value)}", "value", told(entry.value))
        return value

    def _bounded(self, counted: Limit | None, again: float | None) -> None:
        entry = self._entry
        if entry.bound is None:
            return
        if not within(entry.value, entry.bound, entry.better):
            self._note(f"the value {told(entry.value)} passes its own bound", "bound", told(entry.bound))
        believed = entry.argument == SEARCHED and again is None
        if counted is None and not believed:
            self._note("nothing gives this bound", "bound", told(entry.bound))
        elif counted is not None and not believed and not within(counted.value, entry.bound, entry.better):
            self._note(f"what is counted is {told(counted.value)}", "bound", told(entry.bound))

    def _note(self, message: str, column: str, value: str) -> None:
        remedy = "Remove the row, or enter the value anew from a run"
        self._wrong.append(Defect(message, remedy, value, str(self._registry.table), self._row, column))
