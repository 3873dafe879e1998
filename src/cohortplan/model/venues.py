"""Venues: how many people and sets a place holds at once, and what by counting alone is too much for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from cohortplan.errors import Defect
from cohortplan.model.names import Path

if TYPE_CHECKING:
    from cohortplan.model.rounds import Activity, Event, Round
    from cohortplan.model.scenario import Scenario


class Stay(NamedTuple):
    """A meeting or an event at a place: how many participants, guests and sets are there at least."""

    place: str
    start: datetime
    end: datetime
    name: str
    people: int
    guests: int
    sets: int
    path: Path


def venue_defects(scenario: Scenario) -> Iterator[Defect]:
    """Yield the meetings and events at which more people, or more sets, come together than their place has room for."""
    limited = {place.id: place for place in scenario.places if place.holds is not None or place.rooms is not None}
    stays = [stay for stay in _stays(scenario) if stay.place in limited] if limited else []
    for stay in stays:
        place, there = limited[stay.place], [other for other in stays if _meets(other, stay)]
        people = min(sum(other.people for other in there), len(scenario.participants))
        people += min(sum(other.guests for other in there), len(scenario.guests))
        sets = sum(other.sets for other in there)
        for number, room, what, holds in (
            (people, place.holds, "people", "holds"),
            (sets, place.rooms, "sets", "has rooms for"),
        ):
            if room is not None and number > room:
                message = f"{stay.name} brings {number} {what} together at {stay.place}, which {holds} {room}"
                yield Defect(message, "Meet elsewhere, or fewer at a time", stay.place, path=(*stay.path, "place"))


def _meets(other: Stay, stay: Stay) -> bool:
    """Whether `other` is at the same place when `stay` begins; of those that begin together the last is told."""
    under_way = other.start < stay.start < other.end or (other.start == stay.start and other.path <= stay.path)
    return other.place == stay.place and under_way


def _stays(scenario: Scenario) -> Iterator[Stay]:
    for index, event in enumerate(scenario.events):
        people, guests = _at_event(scenario, event), _guests(scenario, event)
        yield Stay(event.place, event.start, event.end, event.id, people, guests, 0, ("events", index))
    for r, each in enumerate(scenario.rounds):
        for a, activity in enumerate(each.activities):
            if activity.kind == "meet" and activity.place:
                (people, sets), guests = _at_meeting(scenario, each, activity), _guests(scenario, activity)
                name, path = f"{each.id}/{activity.id}", ("rounds", r, "activities", a, "windows")
                for w, window in enumerate(activity.windows):
                    yield Stay(activity.place, window.start, window.end, name, people, guests, sets, (*path, w))


def _at_event(scenario: Scenario, event: Event) -> int:
    return len(scenario.there(scenario.people, event.start.date()))


def _guests(scenario: Scenario, what: Event | Activity) -> int:
    return sum(guest.comes_to(what) for guest in scenario.guests)


def _at_meeting(scenario: Scenario, each: Round, activity: Activity) -> tuple[int, int]:
    """Return how many people a meeting has at least, and how many sets."""
    if not activity.only:
        return len(scenario.attending(each.id)), len(each.sets)
    sets = [spec for spec in each.sets if spec.id in activity.only]
    return sum(spec.least for spec in sets), len(sets)
