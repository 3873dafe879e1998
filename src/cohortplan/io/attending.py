"""Sign-in sheets: who was there, or who was not, held against the plan and against what is recorded already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from cohortplan.errors import InputError
from cohortplan.io import cells
from cohortplan.io.build import build
from cohortplan.io.draft import Names
from cohortplan.io.findings import Findings
from cohortplan.io.sheet import ROW, Record, read_sheet
from cohortplan.io.table import Column, Table
from cohortplan.model import Attendance, Plan, Scenario
from cohortplan.model.names import unknown

#: What the people are who stand in a sheet that does not say so of each.
Listed = Literal["present", "absent"]

TABLE = Table(
    "sign-in",
    (
        Column("participant", required=True),
        Column("round"),
        Column("activity"),
        Column("present", cells.yes_no),
        Column("correction"),
    ),
    open=True,
)

_CORRECT = "Leave it out; if the record is wrong, say in a column `correction` why"


class Occasion(NamedTuple):
    """An activity at which the plan has somebody."""

    round: str
    set: str
    activity: str
    date: date


@dataclass(frozen=True)
class SignIn:
    """How a sheet is to be read.

    Attributes
    ----------
    round, activity : str or None
        What the rows are about that do not say.
    listed : str or None
        What those are who stand in it, and all others of the same activity are not; None = each row says.
    today : date
        What is later cannot be recorded yet.
    """

    today: date
    round: str | None = None
    activity: str | None = None
    listed: Listed | None = None


def read_attendance(path: Path, scenario: Scenario, plan: Plan, how: SignIn) -> list[Attendance]:
    """Read a sheet and return the facts that are new; those that are recorded already are left out.

    Raises
    ------
    InputError
        If some rows cannot be used, contradict what is recorded, or are about the future; it carries all of them.
    """
    findings = Findings(home=str(path))
    sheet = read_sheet(path, str(path), TABLE, findings)
    reading = _Reading(scenario, how, findings, _occasions(scenario, plan))
    for record in sheet.records:
        reading.take(record)
    if how.listed is not None and not findings.defects:
        reading.take_the_others()
    if findings.defects:
        raise InputError(findings.sorted())
    return reading.fresh


def _occasions(scenario: Scenario, plan: Plan) -> dict[str, dict[str, list[Occasion]]]:
    """Return what everyone is to be at by the plan, by round and participant."""
    found: dict[str, dict[str, list[Occasion]]] = {}
    for planned in plan.rounds:
        for group in planned.sets if planned.id in scenario.round else ():
            here = [
                Occasion(planned.id, group.id, each.id, scenario.local(each.start).date()) for each in group.activities
            ]
            for member in group.members:
                found.setdefault(planned.id, {}).setdefault(member, []).extend(here)
    return found


@dataclass
class _Reading:
    """One sheet on its way through."""

    scenario: Scenario
    how: SignIn
    findings: Findings
    occasions: Mapping[str, Mapping[str, list[Occasion]]]
    fresh: list[Attendance] = field(default_factory=list)
    seen: dict[tuple[str, str, str], bool] = field(default_factory=dict)

    def take(self, record: Record) -> None:
        """Take in one row."""
        names = Names("participant", self.scenario.participants)
        names.resolve(record, "participant")
        person = record.values.get("participant", "")
        if not record.faulty and person not in self.scenario.people:
            defect = unknown("participant", person, self.scenario.people, ())
            record.fault("participant", defect.message, defect.remedy)
        present = record.values.get("present", None if self.how.listed is None else self.how.listed == "present")
        if present is None and "present" not in record.faulty:
            remedy = "Fill in the column present, or add --listed absent or --listed present"
            record.fault("present", f"it is not said whether {person} was there", remedy)
        for occasion in () if record.faulty else self._meant(record, person):
            self._note(record, person, occasion, present=bool(present))

    def take_the_others(self) -> None:
        """Take in those who do not stand in the sheet: they are what those are not who do."""
        about = {(name, activity) for _, name, activity in self.seen} or self._whole_round()
        for name, activity in sorted(about):
            for person, mine in sorted(self.occasions.get(name, {}).items()):
                for occasion in (each for each in mine if each.activity == activity):
                    if person in self.scenario.people and (person, name, activity) not in self.seen:
                        self._note(None, person, occasion, present=self.how.listed == "absent")

    def _whole_round(self) -> set[tuple[str, str]]:
        """Return what an empty sheet is about, if that was said with the round."""
        mine = [each for found in self.occasions.get(self.how.round or "", {}).values() for each in found]
        return {(each.round, each.activity) for each in mine if self.how.activity in (None, each.activity)}

    def _meant(self, record: Record, person: str) -> Iterator[Occasion]:
        """Yield what a row is about; if that is not clear, it is noted."""
        name = record.values.get("round", self.how.round)
        if name is None:
            record.fault("round", "it is not said which round is meant", "Fill in the column round, or add --round ID")
        elif name not in self.scenario.round:
            defect = unknown("round", name, self.scenario.round, ())
            record.fault("round", defect.message, defect.remedy, name)
        elif not self.occasions.get(name, {}).get(person):
            remedy = "Leave the row out, or put them into a set of the plan first"
            record.fault("participant", f"{person} is at nothing in round {name} by this plan", remedy)
        else:
            yield from self._chosen(record, self.occasions[name][person])

    def _chosen(self, record: Record, mine: list[Occasion]) -> Iterator[Occasion]:
        activity = record.values.get("activity", self.how.activity)
        ids = [each.activity for each in mine]
        if activity is not None and activity not in ids:
            defect = unknown("activity", activity, ids, ())
            record.fault("activity", defect.message, defect.remedy, activity)
        elif activity is None and len({each.date for each in mine}) > 1:
            message = f"round {mine[0].round} has activities on several days, and it is not said which is meant"
            record.fault("activity", message, f"Fill in the column activity, or add --activity: {', '.join(ids[:8])}")
        else:
            yield from (each for each in mine if activity in (None, each.activity))

    def _note(self, record: Record | None, person: str, occasion: Occasion, *, present: bool) -> None:
        """Note one fact, unless it is there already."""
        values = {"participant": person, **occasion._asdict(), "present": present}
        if record is None:
            new: Attendance | None = Attendance(**values)
        else:
            correction = {name: text for name, text in record.values.items() if name == "correction"}
            new = build(Attendance, values | correction, record)
        if new is None or (record is not None and record.faulty):
            return
        known = self.scenario.register.find(*new.fact)
        before = self.seen.get(new.fact, None if known is None else known.present)
        self.seen[new.fact] = present
        what = f"{new.activity} of round {new.round}"
        if new.date > self.how.today:
            problem = f"{what} is on {new.date}, which is yet to come"
            self._object(record, "round", problem, "Record it once it is over; --today says which day it is")
        elif before is None or (before != present and new.correction and new not in self.scenario.attendance):
            self.fresh.append(new)
        elif before != present and new.correction:
            self._object(record, "correction", "this correction was made before", "Word the reason otherwise")
        elif before != present:
            there = "was there" if before else "was not there"
            problem = f"for {what} it says already that {person} {there}, and what is recorded stays"
            self._object(record, "present", problem, _CORRECT)

    def _object(self, record: Record | None, column: str, problem: str, remedy: str) -> None:
        if record is None:
            self.findings.add(problem, remedy, file=self.findings.home)
        else:
            untold = "" if column == "correction" else None  # a reason is for the organiser's table alone
            record.fault(column if column in record.cells else ROW, problem, remedy, untold)
