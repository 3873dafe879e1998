"""The timetable: what each set does where and when, a row for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from cohortplan.io.build import explain
from cohortplan.io.cells import words
from cohortplan.io.dates import CellError
from cohortplan.io.sheet import Record
from cohortplan.io.workbook.plans.labels import Known
from cohortplan.io.workbook.plans.layout import DUTY
from cohortplan.io.workbook.plans.seating import Block
from cohortplan.model import PlannedActivity
from cohortplan.model.names import unknown

#: What each set of each round does.
Doings = dict[tuple[str, str], list[PlannedActivity]]


@dataclass(frozen=True)
class Timetable:
    """Reads rows of the timetable.

    Attributes
    ----------
    people, hosts, guests : Known
        Who may be named in it.
    clock : ZoneInfo
        Whose times are meant.
    """

    people: Known
    hosts: Known
    guests: Known
    clock: ZoneInfo

    def read(self, records: Iterable[Record], blocks: Mapping[str, Block]) -> Doings:
        """Return what sets do; what is wrong with a row is noted."""
        found: Doings = {}
        for record in records:
            name, mine = record.values["round"], record.values["set"]
            if name not in blocks:
                self._refuse(record, "round", blocks)
            elif mine not in blocks[name].members:
                self._refuse(record, "set", blocks[name].members)
            activity = self._activity(record)
            doing = found.setdefault((name, mine), [])
            if activity is not None and any(each.id == activity.id for each in doing):
                record.fault("activity", f"set {mine} does this in another row already", "Delete one of the two rows")
            elif activity is not None:
                doing.append(activity)
        return found

    def _refuse(self, record: Record, what: str, known: Mapping[str, object]) -> None:
        defect = unknown(what, record.values[what], known, ())
        record.fault(what, defect.message, defect.remedy)

    def _activity(self, record: Record) -> PlannedActivity | None:
        """Make an activity of a row; None if something is wrong with it."""
        start, end = self._times(record)
        values = {"id": record.values["activity"], "kind": record.values["kind"], "start": start, "end": end}
        duties = {
            heading[len(DUTY) :].strip(): self._those(record, heading, words(text), self.people)
            for heading, text in record.extra.items()
            if heading.lower().startswith(DUTY)
        }
        there: dict[str, Any] = {
            "host": next(iter(self._those(record, "host", [record.values.get("host", "")], self.hosts)), None),
            "guests": self._those(record, "guests", record.values.get("guests", ()), self.guests),
            "duties": {name: those for name, those in duties.items() if those},
        }
        try:
            return None if record.faulty else PlannedActivity(**values, **there)
        except ValidationError as error:
            record.fault("activity", *explain(error.errors()[0]))
            return None

    def _those(self, record: Record, column: str, typed: Iterable[str], known: Known) -> tuple[str, ...]:
        """Return those whom a cell names."""
        found = []
        for text in filter(None, typed):
            try:
                found.append(known.find(text))
            except CellError as unclear:
                record.fault(column, str(unclear), unclear.remedy, text)
        return tuple(found)

    def _times(self, record: Record) -> tuple[datetime, datetime]:
        """Return when a row's activity starts and ends."""
        first, last = record.values["from"], record.values["until"]
        start, end = (self._moment(record, each) for each in (first, last))
        if last == time(0, 0):  # midnight that night
            end += timedelta(days=1)
        if end <= start:
            record.fault("until", "this ends before it begins", "Mend one of the two times")
        return start, end

    def _moment(self, record: Record, typed: time | datetime) -> datetime:
        """Return a moment with nothing but its offset, as plan files have it."""
        if isinstance(typed, datetime):
            return typed
        moment = datetime.combine(record.values["date"], typed, self.clock)
        return datetime.fromisoformat(moment.isoformat())
