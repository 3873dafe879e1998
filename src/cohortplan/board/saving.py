"""The files of a board: the plan, and the table of locks; neither is written over unasked if somebody else wrote it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from cohortplan.board.session import Step
from cohortplan.evaluate import evaluate
from cohortplan.io import write_plan
from cohortplan.io.locks import add_locks, remove_locks, typed_locks
from cohortplan.model import Scenario


class Files:
    """Where the plan is saved, and the locks.

    Parameters
    ----------
    locks : Path, optional
        The table of locks, if the scenario is a folder.
    """

    def __init__(self, plan: Path, locks: Path | None) -> None:
        self.plan, self.locks = plan, locks
        self._known = self._digests()

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
        if self.locks is not None and self._locked(step, step.scenario, self.locks):
            written.append(self.locks.name)
        card = evaluate(step.scenario, step.plan).card()
        write_plan(self.plan, step.plan.model_copy(update={"score": card}))
        self._known = self._digests()
        return written

    def _locked(self, step: Step, scenario: Scenario, path: Path) -> bool:
        """Bring the table of locks up to date; return whether anything was to be done."""
        there = typed_locks(path, scenario)
        gone = [each.row for each in there if each.lock not in step.locks]
        known = {each.lock for each in there}
        fresh = sorted((lock for lock in step.locks if lock not in known), key=repr)
        if gone:
            remove_locks(path, gone)
        if fresh:
            add_locks(path, fresh)
        return bool(gone or fresh)

    def _digests(self) -> dict[str, str]:
        found = {}
        for path in filter(None, (self.plan, self.locks)):
            found[path.name] = ""
            with suppress(FileNotFoundError):
                found[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
        return found
