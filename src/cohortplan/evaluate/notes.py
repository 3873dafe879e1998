"""What people are told when a plan has changed, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from cohortplan.evaluate.wording import day
from cohortplan.model import Plan, Scenario


class Note(NamedTuple):
    """One change for one person.

    Attributes
    ----------
    text : str
        A sentence; it says what, never why.
    """

    person: str
    round: str
    text: str

    def as_json(self) -> dict[str, str]:
        """The entry of ``replan --json``."""
        return {"participant": self.person, "round": self.round, "note": self.text}


class _Date(NamedTuple):
    """Something in somebody's diary."""

    set: str
    host: str | None
    start: datetime | None


def notes(scenario: Scenario, old: Plan, new: Plan) -> list[Note]:
    """Return what changes for whom, person by person in the scenario's order, round by round."""
    before, after = _diaries(scenario, old), _diaries(scenario, new)
    return [
        note
        for person in scenario.people
        for each in scenario.round
        for note in _notes(scenario, person, each, before.get((person, each), {}), after.get((person, each), {}))
    ]


def _diaries(scenario: Scenario, plan: Plan) -> dict[tuple[str, str], dict[str, _Date]]:
    """Return by person and round what they do, by activity, on days they are there; "" stands for sitting in a set."""
    found: dict[tuple[str, str], dict[str, _Date]] = {}
    for planned in plan.rounds:
        there = set(scenario.attending(planned.id)) if planned.id in scenario.round else set()
        for group in planned.sets:
            for member in there.intersection(group.members):
                diary = found.setdefault((member, planned.id), {})
                diary[""] = _Date(group.id, None, None)
                for done in group.activities:
                    start = scenario.local(done.start)
                    if member not in scenario.away_on(start.date()):
                        diary[done.id] = _Date(group.id, done.host, start)
    return found


def _notes(
    scenario: Scenario, person: str, name: str, before: Mapping[str, _Date], after: Mapping[str, _Date]
) -> Iterator[Note]:
    seat, visits = after.get(""), [key for key in after if key and after[key].host is not None]
    if seat is None:
        return
    title = scenario.round[name].title or name
    if "" not in before:
        where = "; ".join(_visit(scenario, after[key]) for key in visits)
        yield Note(person, name, f"{title}: new, in set {seat.set}{f'; {where}' if where else ''}.")
        return
    moved = before[""].set != seat.set
    for key in (key for key in before if key not in after):
        what = "a meeting" if before[key].host is None else f"the visit to {_visit(scenario, before[key])}"
        yield Note(person, name, f"{title}: {what} falls away.")
    for key in visits:
        was, now = before.get(key), after[key]
        if was is None or (was.host, was.start) != (now.host, now.start):
            instead = f", instead of {_visit(scenario, was)}" if was is not None else ""
            with_set = f" with set {seat.set}" if moved else ""
            yield Note(person, name, f"{title}: {_visit(scenario, now)}{with_set}{instead}.")
            moved = False
    if moved:
        yield Note(person, name, f"{title}: in set {seat.set} instead of {before[''].set}.")


def _visit(scenario: Scenario, date: _Date) -> str:
    host = scenario.host.get(date.host or "")
    name = date.host if host is None else host.name
    return str(name) if date.start is None else f"{name} on {day(date.start)} at {date.start:%H:%M}"
