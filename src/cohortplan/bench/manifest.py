"""The manifest of a run: of what, with which programs, on which machines, and when. An entry for each session."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from cohortplan.bench.locks import list_lock, locked
from cohortplan.bench.machine import command_line, energy, facts, joules
from cohortplan.bench.suite import read_suite
from cohortplan.bench.unit import Unit
from cohortplan.bench.worklist import SUITE, read_list
from cohortplan.errors import Defect, InputError
from cohortplan.io import write_text

MANIFEST = "manifest.json"

#: Which form a manifest has.
SCHEMA = 1

Session = dict[str, Any]


@contextmanager
def session(folder: Path, typed: Iterable[str], **told: Any) -> Iterator[Session]:
    """Note in the manifest that a session has begun with what was `typed`, and after the `with` block how it ended.

    What is put into the session meanwhile is noted then; one that was killed has no end.
    """
    before = energy()
    entry: Session = {"started": _now(), "ended": None, "command": command_line(typed), **told, **facts()}
    with _changed(folder) as sessions:
        number = len(sessions)
        sessions.append(entry)
    try:
        yield entry
    finally:
        entry |= {"ended": _now(), "joules": joules(before, energy())}
        with _changed(folder) as sessions:
            sessions[number : number + 1] = [entry]


def note_job(folder: Path, done: int, **told: Any) -> None:
    """Note what a job of a scheduler has done; all jobs alike, on machines alike, are one session."""
    entry: Session = {**told, **facts()}
    moment = _now()
    with _changed(folder) as sessions:
        for each in sessions:
            if each.keys() >= entry.keys() and all(each[key] == value for key, value in entry.items()):
                each |= {"ended": moment, "done": each["done"] + done}
                return
        sessions.append({"started": moment, "ended": moment, "done": done, **entry})


@contextmanager
def _changed(folder: Path) -> Iterator[list[Session]]:
    """Give the sessions to be changed inside a `with` block, while nobody else does so."""
    file = folder / MANIFEST
    with locked(list_lock(folder), wait=True):
        sessions = _sessions(file) if file.exists() else []
        yield sessions
        whole = {"schema": SCHEMA, **_contents(folder, read_list(folder)), "sessions": sessions}
        write_text(file, f"{json.dumps(whole, indent=1, ensure_ascii=False)}\n")


def _sessions(file: Path) -> list[Session]:
    """Read what sessions there were.

    Raises
    ------
    InputError
        If it is not to be seen.
    """
    try:
        return [dict(each) for each in json.loads(file.read_text(encoding="utf-8"))["sessions"]]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        remedy = "Put it back, or remove it: then it tells nothing of what was done before"
        raise InputError([Defect("this is no manifest of a run", remedy, file=str(file))]) from error


def _contents(folder: Path, units: Collection[Unit]) -> dict[str, Any]:
    """Say what the run is of."""
    suite = folder / SUITE
    return {
        "suite": {"title": read_suite(suite).title, "sha256": sha256(suite.read_bytes()).hexdigest()},
        "units": len(units),
        "instances": {unit.case.name: unit.sha256 for unit in units},
        "solvers": sorted({unit.solver for unit in units}),
        "seeds": sorted({unit.seed for unit in units}),
        "budgets": list(dict.fromkeys(str(unit.budget) for unit in units)),
    }


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
