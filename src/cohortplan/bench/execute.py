"""Does one unit of work: solves, measures again, writes plan and record, each whole or not at all."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any

from cohortplan.bench.contestants import Answer, find_contestant
from cohortplan.bench.patience import Patience, watched
from cohortplan.bench.record import Event, Record, other_plan_files, plan_file, read_unit, write_record
from cohortplan.bench.source import Measured, Subject, open_source
from cohortplan.bench.unit import Unit
from cohortplan.errors import Defect, InputError
from cohortplan.io import write_bytes
from cohortplan.io.plan import plan_text
from cohortplan.model import Plan
from cohortplan.solvers.base import Progress

#: Characters of an error that are kept.
TOLD = 500
#: What one hands in who fails.
NOTHING = Answer(None, "error")


class Watch:
    """Writes the log of a solve: every improvement of score or bound, and nothing else."""

    def __init__(self) -> None:
        self.log: list[Event] = []
        self._last: tuple[object, int | None] = (None, None)

    def __call__(self, progress: Progress) -> None:
        """Take note of what is better than before."""
        now = (progress.score, progress.bound)
        if now == self._last:
            return
        self._last = now
        hard, soft = progress.score if progress.score is not None else (None, None)
        self.log.append(Event(round(progress.seconds, 4), progress.iterations, hard, soft, progress.bound))


def do_unit(folder: Path, unit: Unit, patience: Patience | None = None) -> Record:
    """Do a unit, unless it is done; return its record, which is in the folder then.

    A contestant's failure is a record, too: one unit is lost by it, and no other. Where there is `patience`, one that
    does not end gets its record, and this process ends with it.

    Raises
    ------
    InputError
        If the instance is not the one that the unit was made for.
    OSError
        If the record cannot be written.
    """
    if (done := read_unit(folder, unit.id)) is not None:
        return done
    subject = open_source(unit.case.source)
    if subject.sha256 != unit.sha256:
        remedy = "Make the work list anew, in another folder"
        raise InputError([Defect("the instance has changed since the work list was made", remedy, unit.case.source)])
    limit = None if patience is None or patience.vain else patience.limit(unit.budget)
    record = _solved(folder, unit, subject, limit)
    write_record(folder, record)
    return record


def give_up(folder: Path, unit: Unit, reason: str) -> Record:
    """Record a unit that could not be done, and why; return its record."""
    record = _record(unit, open_source(unit.case.source), NOTHING, error=reason[:TOLD])
    write_record(folder, record)
    return record


def _solved(folder: Path, unit: Unit, subject: Subject, limit: float | None) -> Record:
    watch, began, before = Watch(), time.monotonic(), _processor_time()

    def record(answer: Answer, error: str = "") -> Record:
        spent = {"seconds": round(time.monotonic() - began, 4), "work": round(_processor_time() - before, 3)}
        return _record(unit, subject, answer, **spent, log=tuple(watch.log), error=error[:TOLD])

    def late() -> None:
        write_record(folder, record(NOTHING, f"the contestant did not end within {limit:g} s, and was ended"))

    try:
        with watched(limit, late), _APART:
            answer = find_contestant(unit.solver).answer(subject, unit.case.name, unit.seed, unit.budget, watch)
        found = record(answer)
        measured = subject.measure(answer.plans) if answer.plan is not None else None
    except KeyboardInterrupt:
        raise
    except BaseException as failure:  # noqa: BLE001 - whatever a contestant raises is its own loss
        return record(NOTHING, f"{type(failure).__name__}: {failure}")
    return found if measured is None else _kept(folder, unit, answer.plans, measured, found)


def _record(unit: Unit, subject: Subject, answer: Answer, **told: Any) -> Record:
    return Record(
        unit=unit.id,
        case=unit.case.name,
        sha256=unit.sha256,
        solver=unit.solver,
        seed=unit.seed,
        budget=unit.budget,
        people=len(subject.scenario.participants),
        status=answer.status,
        bound=answer.bound,
        evaluations=answer.evaluations,
        **told,
    )


def _kept(folder: Path, unit: Unit, plans: Sequence[Plan], measured: Measured, record: Record) -> Record:
    """Keep what was handed in: the last plan by the unit's name, others in a folder of that name."""
    wanted = {each.name: measured.figures[each.name] for each in unit.case.figures if each.name in measured.figures}
    *others, last = (plan_text(plan).encode() for plan in plans)
    for file, text in zip(other_plan_files(folder, unit.id, len(others)), others, strict=True):
        file.parent.mkdir(exist_ok=True)
        write_bytes(file, text)
    write_bytes(plan_file(folder, unit.id), last)
    worth = {"hard": measured.hard, "soft": measured.soft, "figures": wanted}
    return record.model_copy(update={**worth, "plan": sha256(last).hexdigest(), "others": len(others)})


class Apart:
    """Sends what is printed inside a `with` block, by whatever library, where news go: standard output is not for it.

    Of blocks in several threads the first one begins it, and the last one ends it.
    """

    def __init__(self) -> None:
        self._lock, self._inside, self._ours = Lock(), 0, -1

    def __enter__(self) -> None:
        with self._lock, suppress(OSError):  # if a stream was closed, nothing is printed there
            self._inside += 1
            if self._inside == 1:
                _flush()
                self._ours = os.dup(1)
                os.dup2(2, 1)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let standard output be as it was."""
        del kind, error, at
        with self._lock, suppress(OSError):
            self._inside -= 1
            if not self._inside and self._ours >= 0:
                ours, self._ours = self._ours, -1
                _flush()
                os.dup2(ours, 1)
                os.close(ours)
        if sys.stdout is None or sys.stdout.closed:  # which would be the next contestant's loss
            sys.stdout = os.fdopen(1, "w", closefd=False)


_APART = Apart()


def _flush() -> None:
    with suppress(OSError, ValueError, AttributeError):  # a contestant may have closed it, or taken it away
        sys.stdout.flush()


def _processor_time() -> float:
    """Seconds that this process and those it has waited for have had a processor."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
