"""What was done at the board since it was opened, on disk beside the plan: nothing is lost if the program is killed."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from cohortplan.io import write_text
from cohortplan.model import Plan, Scenario, SeatLock, VisitLock
from cohortplan.model.edits import Lock

_FORMAT = "cohortplan-journal/1"
#: What an entry does that says that all before it is in the plan file.
SAVED = "saved"
_LOCKS: TypeAdapter[tuple[SeatLock | VisitLock, ...]] = TypeAdapter(tuple[SeatLock | VisitLock, ...])


@dataclass(frozen=True)
class Start:
    """What a board was opened with: a plan, the locks that could be taken away, and of which scenario."""

    scenario: str
    plan: Plan
    locks: tuple[Lock, ...]

    @classmethod
    def of(cls, scenario: Scenario, plan: Plan, locks: Sequence[Lock]) -> Start:
        """Return the start of a board."""
        return cls(scenario.sha256, plan, tuple(locks))


@dataclass(frozen=True)
class Left:
    """A journal that was left behind: where the board began, and every change since."""

    start: Start
    entries: tuple[Mapping[str, Any], ...]

    @property
    def unsaved(self) -> int:
        """How many changes were not saved."""
        saved = [k + 1 for k, entry in enumerate(self.entries) if entry.get("do") == SAVED]
        return len(self.entries) - (saved[-1] if saved else 0)


class Journal:
    """A journal that is written: a line for the start, then one for each change, each on disk before it is answered."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._begun = False

    def begin(self, start: Start) -> None:
        """Start anew."""
        locks = [lock.model_dump(mode="json") for lock in start.locks]
        head = {
            "format": _FORMAT,
            "scenario": start.scenario,
            "plan": start.plan.model_dump(mode="json"),
            "locks": locks,
        }
        write_text(self.path, f"{json.dumps(head, ensure_ascii=False)}\n")

    def go_on(self, left: Left) -> None:
        """Go on with one that was left; what broke off in the middle of its last line is cut off."""
        self.begin(left.start)
        for entry in left.entries:
            self._write(entry)
        self._sync()

    def add(self, entry: Mapping[str, Any]) -> None:
        """Write down a change."""
        self._write(entry)
        self._sync()

    def remove(self) -> None:
        """Take it away, as all that it says is in the plan."""
        self.path.unlink(missing_ok=True)

    def _write(self, entry: Mapping[str, Any]) -> None:
        with self.path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(f"{json.dumps(entry, ensure_ascii=False)}\n")

    def _sync(self) -> None:
        with self.path.open("rb") as file:
            os.fsync(file.fileno())


def journal_beside(plan: Path) -> Path:
    """Return where the journal of a plan file is."""
    return plan.with_name(f"{plan.name}.journal")


def read_journal(path: Path) -> Left | None:
    """Return the journal at `path`; None if there is none, all it says was saved, or nothing of it can be read."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
        head = json.loads(lines[0])
        if head["format"] != _FORMAT:
            return None
        plan = Plan.model_validate_json(json.dumps(head["plan"]), strict=True)
        start = Start(str(head["scenario"]), plan, _LOCKS.validate_json(json.dumps(head["locks"])))
    except (OSError, ValueError, KeyError, TypeError, ValidationError):
        return None
    entries = tuple(_entries(lines[1:]))
    return Left(start, entries) if entries and entries[-1].get("do") != SAVED else None


def _entries(lines: Sequence[str]) -> list[Mapping[str, Any]]:
    """Return the changes up to the line that broke off."""
    found: list[Mapping[str, Any]] = []
    for line in lines:
        try:
            entry = json.loads(line)
        except ValueError:
            return found
        if not isinstance(entry, dict):
            return found
        found.append(entry)
    return found
