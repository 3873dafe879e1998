"""Does one unit of work: solves, measures again, writes plan and record, each whole or not at all."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from cohortplan.bench.contestants import Answer, find_contestant
from cohortplan.bench.record import Event, Record, other_plan_files, plan_file, record_file, write_record
from cohortplan.bench.source import Subject, open_source
from cohortplan.bench.unit import Unit
from cohortplan.errors import Defect, InputError
from cohortplan.io import write_bytes
from cohortplan.io.plan import plan_text
from cohortplan.model import Plan
from cohortplan.solvers.base import Progress

#: Characters of an error that are kept.
TOLD = 500


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


def do_unit(folder: Path, unit: Unit) -> Record:
    """Do a unit, unless it is done; return its record, which is in the folder then.

    A contestant's failure is a record, too: one unit is lost by it, and no other.

    Raises
    ------
    InputError
        If the instance is not the one that the unit was made for.
    OSError
        If the record cannot be written.
    """
    done = record_file(folder, unit.id)
    if done.exists():
        return Record.model_validate_json(done.read_text(encoding="utf-8"))
    subject = open_source(unit.case.source)
    if subject.sha256 != unit.sha256:
        remedy = "Make the work list anew, in another folder"
        raise InputError([Defect("the instance has changed since the work list was made", remedy, unit.case.source)])
    record = _solved(folder, unit, subject)
    write_record(folder, record)
    return record


def give_up(folder: Path, unit: Unit, reason: str) -> Record:
    """Record a unit that could not be done, and why; return its record."""
    subject = open_source(unit.case.source)
    record = _record(unit, subject, Answer(None, "error"), error=reason[:TOLD])
    write_record(folder, record)
    return record


def _solved(folder: Path, unit: Unit, subject: Subject) -> Record:
    watch, began, before = Watch(), time.monotonic(), _processor_time()
    error, answer = "", Answer(None, "error")
    try:
        answer = find_contestant(unit.solver).answer(subject, unit.case.name, unit.seed, unit.budget, watch)
    except Exception as failure:  # noqa: BLE001 - whatever a contestant raises is its own loss
        error = f"{type(failure).__name__}: {failure}"[:TOLD]
    spent = {"seconds": round(time.monotonic() - began, 4), "work": round(_processor_time() - before, 3)}
    record = _record(unit, subject, answer, **spent, log=tuple(watch.log), error=error)
    return record if answer.plan is None else _measured(folder, unit, subject, answer.plans, record)


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


def _measured(folder: Path, unit: Unit, subject: Subject, plans: Sequence[Plan], record: Record) -> Record:
    """Measure what was handed in, and keep it: the last plan by the unit's name, others in a folder of that name."""
    measured = subject.measure(plans)
    wanted = {each.name: measured.figures[each.name] for each in unit.case.figures if each.name in measured.figures}
    *others, last = (plan_text(plan).encode() for plan in plans)
    for file, text in zip(other_plan_files(folder, unit.id, len(others)), others, strict=True):
        file.parent.mkdir(exist_ok=True)
        write_bytes(file, text)
    write_bytes(plan_file(folder, unit.id), last)
    worth = {"hard": measured.hard, "soft": measured.soft, "figures": wanted}
    return record.model_copy(update={**worth, "plan": sha256(last).hexdigest(), "others": len(others)})


def _processor_time() -> float:
    """Seconds that this process and those it has waited for have had a processor."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
