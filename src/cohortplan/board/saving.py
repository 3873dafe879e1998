"""The files of a board: the plan, and the table of locks; neither is written over unasked if somebody else wrote it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from cohortplan.board.session import Step
from cohortplan.errors import CohortplanError
from cohortplan.evaluate import evaluate
from cohortplan.io import write_plan
from cohortplan.io.findings import Findings
from cohortplan.io.folder import open_store, table_file
from cohortplan.io.locks import add_locks, remove_locks, typed_locks
from cohortplan.io.store import Store

#: How the files of a scenario end: plans and much else may lie beside them.
_SOURCES = (".toml", ".csv", ".tsv", ".txt")


class Files:
    """Where the plan is saved, and the locks.

    Parameters
    ----------
    source : str, optional
        The scenario that has the table of locks; none if it can have no tables.
    """

    def __init__(self, plan: Path, source: str | None) -> None:
        self.plan, self._source = plan, source
        self._known, self._read = self._digests(), self._sources()

    @property
    def outdated(self) -> list[str]:
        """The other files of the scenario that are no longer as they were read: the board measures by what it read."""
        now = self._sources()
        return sorted(name for name in {**self._read, **now} if now.get(name) != self._read.get(name))

    @property
    def changed(self) -> list[str]:
        """The files that somebody else has written since they were read or saved here."""
        return [name for name, digest in self._digests().items() if digest != self._known.get(name)]

    def save(self, step: Step) -> Sequence[str]:
        """Write the plan and the locks, and return the names of the files.

        Raises
        ------
        InputError, OSError
            If one of them cannot be written.
        """
        written = [self.plan.name]
        written.extend(store.title(name) for store, name in self._tables() if _lock(step, store, name))
        card = evaluate(step.scenario, step.plan).card()
        write_plan(self.plan, step.plan.model_copy(update={"score": card}))
        self._known = self._digests()
        return written

    def _tables(self) -> Iterator[tuple[Store, str]]:
        """Return the table of locks, if there can be one, opened anew: somebody else may have written it."""
        if self._source is not None:
            store = open_store(self._source)
            yield store, table_file(store, "locks")

    def _digests(self) -> dict[str, str]:
        found = {self.plan.name: ""}
        with suppress(FileNotFoundError):
            found[self.plan.name] = hashlib.sha256(self.plan.read_bytes()).hexdigest()
        for store, name in self._tables():
            found[store.title(name)] = _digest(store, name)
        return found

    def _sources(self) -> dict[str, str]:
        """Return a digest of each file of the scenario but the table of locks, which the board writes itself."""
        found = dict[str, str]()
        for store, locks in self._tables():
            with suppress(CohortplanError):  # there is none any more
                names = [name for name in store.names() if name != locks and name.lower().endswith(_SOURCES)]
                found |= {store.title(name): _digest(store, name) for name in names}
        return found


def _digest(store: Store, name: str) -> str:
    text = store.text(name, Findings()) if store.has(name) else None
    return hashlib.sha256((text or "").encode()).hexdigest()


def _lock(step: Step, store: Store, name: str) -> bool:
    """Bring the table of locks up to date; return whether anything was to be done."""
    there = typed_locks(store, name, step.scenario)
    gone = [each.row for each in there if each.lock not in step.locks]
    known = {each.lock for each in there}
    fresh = sorted((lock for lock in step.locks if lock not in known), key=repr)
    if gone:
        remove_locks(store, name, gone)
    if fresh:
        add_locks(store, name, fresh)
    return bool(gone or fresh)
