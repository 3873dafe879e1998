"""Surveys after a round: who says that they met whom, and would turn to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from cohortplan.errors import InputError
from cohortplan.io import cells, dates
from cohortplan.io.build import build
from cohortplan.io.draft import Names
from cohortplan.io.findings import Findings
from cohortplan.io.sheet import ROW, Record, read_sheet
from cohortplan.io.table import Column, Table
from cohortplan.model import Confirmation, Scenario
from cohortplan.model.attendance import answers
from cohortplan.model.names import unknown

TABLE = Table(
    "survey",
    (
        Column("participant", required=True),
        Column("met", required=True),
        Column("date", dates.day),
        Column("confirms", cells.yes_no),
        Column("both", cells.yes_no),
        Column("correction"),
    ),
    open=True,
)


def read_confirmations(path: Path, scenario: Scenario, today: date) -> list[Confirmation]:
    """Read a survey and return the answers that are new; rows without a date are of `today`.

    Raises
    ------
    InputError
        If some rows cannot be used, contradict what is recorded, or are of the future; it carries all of them.
    """
    findings = Findings(home=str(path))
    names = Names("participant", scenario.participants)
    known = {fact: each.confirms for fact, each in answers(scenario.confirmed).items()}
    fresh: list[Confirmation] = []
    for record in read_sheet(path, str(path), TABLE, findings).records:
        _find_people(record, names, scenario)
        for answer in () if record.faulty else _said(record, today):
            before = known.get(answer.fact)
            known[answer.fact] = answer.confirms
            if before is None or (before != answer.confirms and answer.correction and answer not in scenario.confirmed):
                fresh.append(answer)
            elif before != answer.confirms:
                _refuse(record, answer, before=before)
    if findings.defects:
        raise InputError(findings.sorted())
    return fresh


def _find_people(record: Record, names: Names, scenario: Scenario) -> None:
    for column in ("participant", "met"):
        names.resolve(record, column)
        name = record.values.get(column)
        if name is not None and column not in record.faulty and name not in scenario.people:
            defect = unknown("participant", name, scenario.people, ())
            record.fault(column, defect.message, defect.remedy)
    if not record.faulty and record.values["participant"] == record.values["met"]:
        record.fault("met", "nobody meets themselves", "Name two different people")


def _said(record: Record, today: date) -> Iterator[Confirmation]:
    """Yield a row's answer, and the other's if both gave it."""
    one, other = record.values["participant"], record.values["met"]
    day = record.values.get("date", today)
    if day > today:
        record.fault("date", f"{day} is yet to come", "Mend the date; --today says which day it is")
        return
    rest: dict[str, Any] = {name: record.values[name] for name in ("confirms", "correction") if name in record.values}
    for a, b in ((one, other), (other, one))[: 2 if record.values.get("both") else 1]:
        answer = build(Confirmation, {"participant": a, "met": b, "date": day, **rest}, record)
        if answer is not None and not record.faulty:
            yield answer


def _refuse(record: Record, answer: Confirmation, *, before: bool) -> None:
    if answer.correction:
        record.fault("correction", "this correction was made before", "Word the reason otherwise", "")
        return
    said = "met" if before else "did not meet"
    problem = f"it says already that {answer.participant} {said} {answer.met}, and what is recorded stays"
    remedy = "Leave it out; if the record is wrong, say in a column `correction` why"
    record.fault("confirms" if "confirms" in record.cells else ROW, problem, remedy)
