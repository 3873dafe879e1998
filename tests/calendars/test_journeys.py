"""The ways of participants as events of their own, and reminders: what a programme asks for beside its events."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cohortplan.calendars.ical import Event
from cohortplan.calendars.items import items
from cohortplan.calendars.journeys import Stop, journeys
from cohortplan.calendars.projection import Projection
from cohortplan.model import Calendars, Place, Plan, Scenario, Travel, Way
from tests.calendars import test_feeds

WAYS = (
    Way(a="Hometown", b="H1", minutes=90),
    Way(a="Hometown", b="H2", minutes=40),
    Way(a="H1", b="Town Hall", minutes=30),
    Way(a="Hometown", b="Town Hall", minutes=50),
)


def scenario(**settings: Any) -> Scenario:
    """Return the scenario of the feeds, with people who all live in Hometown."""
    people = tuple(
        person.model_copy(update={"attributes": {**person.attributes, "town": "Hometown"}})
        for person in test_feeds.SCENARIO.participants
    )
    hall = Place(id="Town Hall", lat=53.8, lon=-1.55)
    first, *others = test_feeds.SCENARIO.rounds
    visit, review = first.activities
    first = first.model_copy(update={"activities": (visit, review.model_copy(update={"place": hall.id}))})
    parts = {"participants": people, "places": (hall,), "ways": WAYS, "rounds": (first, *others)}
    return test_feeds.SCENARIO.but(**parts, travel=Travel(buffer=10), calendars=Calendars(**settings))


def plan_of(given: Scenario) -> Plan:
    """Return the plan of the feeds."""
    return test_feeds.plan_of(given)


def events(given: Scenario, audience: str, to: str) -> list[Event]:
    """Return what is in somebody's calendar, in order of time."""
    found = [item.event for item in items(given, plan_of(given)) if (item.audience, item.to) == (audience, to)]
    return sorted(found, key=lambda event: (event.start, event.end))


def told(event: Event) -> tuple[str, str]:
    """Return a way in short: what it is called, and when by the clocks of London."""
    assert isinstance(event.start, datetime)
    assert isinstance(event.end, datetime)
    start, end = (moment.astimezone(ZoneInfo("Europe/London")) for moment in (event.start, event.end))
    return event.summary, f"{start:%d %b %H:%M}-{end:%H:%M}"


def test_ways_lead_from_home_from_place_to_place_and_home_again() -> None:
    """A day with a visit and a meeting has three ways; each begins ten minutes before it must, if it can."""
    found = events(scenario(travel=True), "participant", "P1")
    ways = [event for event in found if event.categories == ("Travel",)]
    assert [told(way) for way in ways[:3]] == [
        ("Travel to Moorside Prison", "08 Oct 08:20-10:00"),
        ("Travel to Town Hall", "08 Oct 13:20-14:00"),
        ("Travel home from Town Hall", "08 Oct 15:30-16:20"),
    ]
    assert ways[0].description == "About 90 minutes on the way"
    kept = {event.uid: event.summary for event in found if not event.related}
    assert [kept[way.related] for way in ways[:3]] == ["Visit: Moorside Prison", "Peer review", "Peer review"]
    assert {way.transp for way in ways} == {"OPAQUE"}
    assert len({event.uid for event in found}) == len(found)


def test_only_participants_have_ways_and_only_if_asked() -> None:
    """No set, host or overview holds a way; without the setting nobody does."""
    given = scenario(travel=True)
    found = [item for item in items(given, plan_of(given)) if item.event.related]
    assert {item.audience for item in found} == {"participant"}
    assert not [item for item in items(scenario(), plan_of(given)) if item.event.related]


def test_ways_change_no_other_event() -> None:
    """With and without ways the other events are the same."""
    given = scenario(travel=True)
    others = [item for item in items(given, plan_of(given)) if not item.event.related]
    assert others == list(items(scenario(), plan_of(given)))


def test_no_way_is_told_where_none_is_known() -> None:
    """People of whom no home is known have no ways, and to a meeting without a place there is none."""
    given = test_feeds.SCENARIO.but(calendars=Calendars(travel=True))
    assert not [item for item in items(given, plan_of(given)) if item.event.related]


def test_who_takes_part_online_has_no_way() -> None:
    """People who never come have no ways, and nobody has one to a meeting that is online."""
    given = scenario(travel=True)
    apart = given.participants[0].model_copy(update={"online": True})
    first, *others = given.rounds
    visit, review = first.activities
    online = first.model_copy(update={"activities": (visit, review.model_copy(update={"mode": "online"}))})
    given = given.but(participants=(apart, *given.participants[1:]), rounds=(online, *others))
    assert not [event for event in events(given, "participant", "P1") if event.related]
    assert [event.summary for event in events(given, "participant", "P2") if event.related][:2] == [
        "Travel to Moorside Prison",
        "Travel home from Moorside Prison",
    ]


def stop(place: str, start: str, end: str, *, visit: bool = True) -> Stop:
    """Return something on 8 October."""
    first, last = (datetime.fromisoformat(f"2026-10-08T{time}+00:00") for time in (start, end))
    return Stop(place, place, first, last, f"{place}@{start}", visit=visit)


@pytest.mark.parametrize(
    ("stops", "expected"),
    [
        ([stop("H1", "10:00", "11:00"), stop("H2", "11:00", "12:00")], ["to H1", "home from H2"]),
        ([stop("Town Hall", "10:00", "11:00", visit=False)], []),
        ([stop("nowhere", "08:00", "09:00", visit=False), stop("H2", "10:00", "11:00")], ["to H2", "home from H2"]),
        ([stop("H1", "10:00", "11:00"), stop("H1", "11:30", "12:00")], ["to H1", "home from H1"]),
        ([], []),
    ],
)
def test_ways_of_a_day(stops: list[Stop], expected: list[str]) -> None:
    """There is no way without time for it, to meetings alone, to unknown places, or from a place to itself."""
    given = scenario()
    ways = journeys(given, Projection(given.programme), given.participants[0], stops)
    assert [way.summary.removeprefix("Travel ") for way in ways] == expected


def test_a_way_in_a_gap_that_is_short_takes_all_of_it() -> None:
    """The way from one visit to the next never overlaps the visit before it."""
    given = scenario()
    stops = [stop("H1", "10:00", "11:00"), stop("Town Hall", "11:20", "12:00", visit=False)]
    between = list(journeys(given, Projection(given.programme), given.participants[0], stops))[1]
    assert (between.start, between.end) == (
        datetime(2026, 10, 8, 11, tzinfo=UTC),
        datetime(2026, 10, 8, 11, 20, tzinfo=UTC),
    )


def test_participants_alone_are_reminded() -> None:
    """Reminders are in participants' events, ways apart, and in no other calendar."""
    given = scenario(alarms=(1440, 60), travel=True)
    for item in items(given, plan_of(given)):
        reminded = item.audience == "participant" and not item.event.related
        assert item.event.alarms == ((1440, 60) if reminded else ())
