"""What busy times become in a scenario: rows of its tables, and what its tables cannot say.

Of a participant and of a facilitator the days count on which something of theirs takes place and no time for any of it
is free; of a participant, too, the hours taken on days on which there is time for some of it. Of a host the days count
on which it could receive a visit and has no time for one; where it gives no hours of its own, what it has left of each
visit day becomes its openings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from cohortplan.calendars.reading.busy import Busy
from cohortplan.calendars.reading.spans import Span, meet, union, within, without
from cohortplan.model import Activity, BusyTime, Facilitator, Host, Participant, Round, Scenario
from cohortplan.model.base import last_day

REASON = "calendar"
"""What the tables say of why: nothing of what is in a calendar."""

_DAY = timedelta(days=1)


@dataclass
class Rows:
    """Rows for the tables of a scenario.

    Attributes
    ----------
    absences, closures, openings : list of mapping
        Cells by the names of columns.
    partly : list of str
        What the tables cannot say: days of which some time is taken, not all.
    away : list of mapping
        For each facilitator with days to add, the whole cell that says so: it is a part of a row that is there.
    hours : list of mapping
        For each participant who is busy for a part of a day, the whole cell that says so.
    """

    absences: list[Mapping[str, str]] = field(default_factory=list)
    closures: list[Mapping[str, str]] = field(default_factory=list)
    openings: list[Mapping[str, str]] = field(default_factory=list)
    partly: list[str] = field(default_factory=list)
    away: list[Mapping[str, str]] = field(default_factory=list)
    hours: list[Mapping[str, str]] = field(default_factory=list)

    def cells(self) -> dict[str, list[Mapping[str, str]]]:
        """Return the cells of rows that are there, by table, those without any left out."""
        every = {"participants": self.hours, "facilitators": self.away}
        return {name: rows for name, rows in every.items() if rows}

    def tables(self) -> dict[str, list[Mapping[str, str]]]:
        """Return the rows by table, those without any left out."""
        every = {"absences": self.absences, "openings": self.openings, "closures": self.closures}
        return {name: rows for name, rows in every.items() if rows}

    def join(self, other: Rows) -> None:
        """Add other rows."""
        self.absences += other.absences
        self.closures += other.closures
        self.openings += other.openings
        self.partly += other.partly
        self.away += other.away
        self.hours += other.hours


def window(scenario: Scenario) -> Span:
    """Return the programme's year in UTC: from its first day to the end of its last."""
    first = datetime.combine(scenario.programme.starts, time())
    last = datetime.combine(scenario.programme.ends, time()) + _DAY
    return scenario.utc(first), scenario.utc(last)


def for_participant(scenario: Scenario, person: Participant, taken: Iterable[Span]) -> Rows:
    """Return when `person` cannot come, whose time is `taken`, in UTC, as far as the scenario does not know it."""
    rows = Rows()
    rounds = (each for each in scenario.rounds if person.id not in scenario.absentees[each.id])
    days = {day: slots for day, slots in _days(scenario, rounds).items() if not scenario.away(person, day)}
    local = _local(scenario, taken)
    lost, partly = _judged(days, local)
    for first, last in _runs(lost):
        rows.absences.append({"participant": person.id, "from": f"{first}", "until": f"{last}", "reason": REASON})
    hours = [each.told for day in partly for each in _hours(day, local)]
    if hours:
        cell = "; ".join(dict.fromkeys([*(each.told for each in person.busy), *hours]))
        rows.hours.append({"participant": person.id, "busy": cell})
    return rows


def _hours(day: date, taken: list[Span]) -> Iterator[BusyTime]:
    """Yield the whole minutes of a day that are taken."""
    midnight = datetime.combine(day, time())
    for start, end in within(taken, [(midnight, midnight + _DAY)]):
        up = end.replace(second=0, microsecond=0)
        up = up if up == end else up + timedelta(minutes=1)
        yield BusyTime(day=day, start=start.time().replace(second=0, microsecond=0), end=up.time())


def for_facilitator(scenario: Scenario, facilitator: Facilitator, taken: Iterable[Span]) -> Rows:
    """Return when `facilitator` is away, whose time is `taken`, in UTC: of days on which facilitators are wanted."""
    rows = Rows()
    rounds = (each for each in scenario.rounds if each.facilitators)
    days = {day: slots for day, slots in _days(scenario, rounds).items() if not facilitator.away_on(day)}
    gone, partly = _judged(days, _local(scenario, taken))
    for day, (none, number) in partly.items():
        if none:
            what = "activity" if none == 1 else "activities"
            rows.partly.append(f"{facilitator.id}, {day}: no time for {none} {what} of {number}")
    lost = list(_runs(gone))
    if lost:
        every = sorted([*((each.first, each.last) for each in facilitator.away), *lost])
        cell = "; ".join(f"{first}" if first == last else f"{first} to {last}" for first, last in every)
        rows.away.append({"facilitator": facilitator.id, "away": cell})
    return rows


def _judged(days: Mapping[date, list[list[Span]]], taken: list[Span]) -> tuple[list[date], dict[date, tuple[int, int]]]:
    """Return the days without any free time, and those of which some is taken: for how many activities there is none.

    With that comes of how many activities.
    """
    lost: list[date] = []
    partly: dict[date, tuple[int, int]] = {}
    for day, slots in days.items():
        free = [[not meet(taken, *_on(day, slot)) for slot in each] for each in slots]
        none = sum(not any(each) for each in free)
        if none == len(free):
            lost.append(day)
        elif not all(all(each) for each in free):
            partly[day] = none, len(free)
    return lost, partly


def for_host(scenario: Scenario, host: Host, busy: Busy, taken: Iterable[Span]) -> Rows:
    """Return the closures and openings of `host`, whose time is `taken`, in UTC."""
    rows = Rows()
    local = _local(scenario, taken)
    offered = _local(scenario, busy.open or ())
    always = not host.hours and not host.openings
    lost, partly = [], []
    for day, slots in _visit_days(scenario, host).items():
        open_ = [slot for slot in slots if _open(host, offered, *slot)]
        free = [slot for slot in open_ if not meet(local, *slot)]
        if open_ and not free:
            lost.append(day)
        elif len(free) < len(open_):
            partly.append(day)
    for first, last in _runs(lost):
        rows.closures.append({"host": host.id, "from": f"{first}", "until": f"{last}", "reason": REASON})
    if offered or (always and partly):
        rows.openings = list(_openings(scenario, host, offered, local, lost))
    else:
        rows.partly = [f"{host.id}, {day}: not all of the time that it offers is free" for day in partly]
    return rows


def _openings(
    scenario: Scenario, host: Host, offered: list[Span], taken: list[Span], lost: Iterable[date]
) -> Iterator[Mapping[str, str]]:
    """Yield what a host has left of each day on which visits may take place."""
    for day, slots in _visit_days(scenario, host).items():
        if day in lost or host.closed_between(datetime.combine(day, time()), datetime.combine(day, time.max)):
            continue
        midnight = datetime.combine(day, time())
        bounds = within(offered, [(midnight, midnight + _DAY)]) if offered else _windows(scenario, host, day)
        shortest = min(end - start for start, end in slots)
        for start, end in map(_minutes, without(bounds, taken)):
            known = bool(host.hours or host.openings) and host.open_between(start, end)
            if end - start >= min(shortest, _DAY) and not known:
                times = {"from": f"{start:%H:%M}", "until": f"{end:%H:%M}" if end.date() == day else "24:00"}
                yield {"host": host.id, "date": f"{day}", **times}


def _days(scenario: Scenario, rounds: Iterable[Round]) -> dict[date, list[list[Span]]]:
    """Return for each day, in order, the times at which each activity of `rounds` may take place."""
    found: dict[date, list[list[Span]]] = {}
    for each in rounds:
        for activity in each.activities:
            for day, slots in _slots(activity, scenario.hosts).items():
                found.setdefault(day, []).append(slots)
    return dict(sorted(found.items()))


def _visit_days(scenario: Scenario, host: Host) -> dict[date, list[Span]]:
    """Return for each day, in order, the times at which `host` may be visited as far as activities say."""
    found: dict[date, list[Span]] = {}
    for activity in _visits(scenario, host):
        for day, slots in _slots(activity, [host]).items():
            found.setdefault(day, []).extend(slots)
    return dict(sorted(found.items()))


def _visits(scenario: Scenario, host: Host) -> Iterator[Activity]:
    for each in scenario.rounds:
        for activity in each.activities:
            if activity.kind == "visit" and (not activity.kinds or host.kind in activity.kinds):
                yield activity


def _windows(scenario: Scenario, host: Host, day: date) -> list[Span]:
    midnight = datetime.combine(day, time())
    every = ((each.start, each.end) for activity in _visits(scenario, host) for each in activity.windows)
    return within(every, [(midnight, midnight + _DAY)])


def _slots(activity: Activity, hosts: Iterable[Host]) -> dict[date, list[Span]]:
    """Return for each day the times at which an activity may take place: those that it gives, and that hosts do."""
    starts = {start: activity.length(each) for each in activity.windows for start in activity.starts(each)}
    if activity.kind == "visit":
        for opening in (opening for host in hosts for opening in host.openings):
            for each in activity.windows:
                if each.start <= opening.start and opening.start + activity.length(each) <= each.end:
                    starts[opening.start] = activity.length(each)
    found: dict[date, list[Span]] = {}
    for start, length in sorted(starts.items()):
        for k in range((last_day(start, start + length) - start.date()).days + 1):
            found.setdefault(start.date() + k * _DAY, []).append((start, start + length))
    return found


def _open(host: Host, offered: list[Span], start: datetime, end: datetime) -> bool:
    """Whether a host may be visited then, as the scenario or its calendar says."""
    known = host.open_between(start, end) or any(begin <= start and end <= stop for begin, stop in offered)
    return known and not host.closed_between(start, end)


def _on(day: date, slot: Span) -> Span:
    """Return the part of a time that lies on a day."""
    midnight = datetime.combine(day, time())
    return max(slot[0], midnight), min(slot[1], midnight + _DAY)


def _minutes(span: Span) -> Span:
    """Return a time cut down to whole minutes."""
    start, end = span
    up = start.replace(second=0, microsecond=0)
    return up + timedelta(minutes=1) if up < start else up, end.replace(second=0, microsecond=0)


def _runs(days: list[date]) -> Iterator[tuple[date, date]]:
    """Yield the first and last of days that follow each other."""
    starts = [day for before, day in pairwise([date.min, *days]) if day - before > _DAY]
    ends = [day for day, after in pairwise([*days, date.max]) if after - day > _DAY]
    yield from zip(starts, ends, strict=True)


def _local(scenario: Scenario, spans: Iterable[Span]) -> list[Span]:
    """Return times in UTC as clocks at the programme's place show them."""
    return union((scenario.local(start.astimezone(UTC)), scenario.local(end.astimezone(UTC))) for start, end in spans)
