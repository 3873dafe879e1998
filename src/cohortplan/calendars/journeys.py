"""The ways of a participant to and from visits, as events of their own calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise

from cohortplan.calendars.ical import Event
from cohortplan.calendars.projection import Projection
from cohortplan.model import Participant, Scenario


@dataclass(frozen=True)
class Stop:
    """Something that a participant goes to.

    Attributes
    ----------
    place : str
        Where the scenario's atlas finds it.
    name : str
        What that place is called.
    start, end : datetime
        When, in UTC.
    uid : str
        Identifier of its event.
    visit : bool
        Whether a host is visited.
    """

    place: str
    name: str
    start: datetime
    end: datetime
    uid: str
    visit: bool


def journeys(scenario: Scenario, projection: Projection, person: Participant, stops: Iterable[Stop]) -> Iterator[Event]:
    """Yield somebody's ways on each day with visits: from home, from one place to the next, and home again.

    A way begins early enough to leave the minutes to spare that the scenario asks for. No way is told where none is
    known, as to a meeting that has no place, and none to who takes part online.
    """
    home = scenario.atlas.home(person)
    reached = (stop for stop in stops if home and scenario.atlas.minutes(home, stop.place) is not None)
    in_order = sorted(reached, key=lambda stop: (stop.start, stop.end))
    days = (list(day) for _, day in groupby(in_order, lambda stop: scenario.local(stop.start).date()))
    for day in days:
        for before, after in pairwise((None, *day, None)):
            minutes = scenario.atlas.minutes(before.place if before else home, after.place if after else home)
            if minutes and any(stop.visit for stop in day):
                yield from _way(scenario, projection, person, minutes, before, after)


def _way(
    scenario: Scenario,
    projection: Projection,
    person: Participant,
    minutes: int,
    before: Stop | None,
    after: Stop | None,
) -> Iterator[Event]:
    if after is not None:
        spare = scenario.travel.buffer
        start = after.start - timedelta(minutes=minutes + spare)
        if before is not None:
            start = max(start, before.end)
        if start < after.start:
            yield projection.for_journey(
                person, f"Travel to {after.name}", minutes, start, after.start, after.uid, "to"
            )
    elif before is not None:
        end = before.end + timedelta(minutes=minutes)
        yield projection.for_journey(
            person, f"Travel home from {before.name}", minutes, before.end, end, before.uid, "from"
        )
