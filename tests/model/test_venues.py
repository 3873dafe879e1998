"""Venues: what is too much for a place by counting, and the rule for what is not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from cohortplan.errors import Defect, ScenarioError
from cohortplan.model import Absence, Activity, Event, Guest, Place, Round, Scenario, SetSpec, Window
from cohortplan.rules import build_rule
from tests.support import make_scenario
from tests.support.plans import make_plan

HALL = Place(id="Hall, upstairs", lat=53.8, lon=-1.5)


def window(start: str, end: str) -> Window:
    """Window on one day."""
    return Window(start=datetime.fromisoformat(f"2026-10-08T{start}"), end=datetime.fromisoformat(f"2026-10-08T{end}"))


def meeting(name: str, start: str, end: str, *only: str) -> Activity:
    """Meeting in the hall."""
    return Activity(id=name, windows=(window(start, end),), only=only, place=HALL.id)


def halls(*activities: Activity, holds: int | None = None, rooms: int | None = None, **parts: Any) -> Scenario:
    """Make a scenario of eight people whose four sets of one to three meet in a hall."""
    sets = tuple(SetSpec(id=f"M.{k}", least=1, most=3) for k in range(1, 5))
    place = HALL.model_copy(update={"holds": holds, "rooms": rooms})
    return make_scenario(rounds=(Round(id="M", sets=sets, activities=activities),), places=(place,), **parts)


def refused(*activities: Activity, **parts: Any) -> list[Defect]:
    """Return why such a scenario is refused."""
    with pytest.raises(ScenarioError) as refusal:
        halls(*activities, **parts)
    return list(refusal.value.defects)


def test_all_sets_together_need_room_for_all() -> None:
    """Eight people in four sets fit where there is room for eight in four rooms, and not where there is less."""
    whole = meeting("all", "10:00", "11:00")
    assert halls(whole, holds=8, rooms=4)
    assert [(d.message, d.path) for d in refused(whole, holds=7, rooms=3)] == [
        (
            f"M/all brings 8 people together at {HALL.id}, which holds 7",
            ("rounds", 0, "activities", 0, "windows", 0, "place"),
        ),
        (
            f"M/all brings 4 sets together at {HALL.id}, which has rooms for 3",
            ("rounds", 0, "activities", 0, "windows", 0, "place"),
        ),
    ]


def test_those_who_are_away_take_no_room() -> None:
    """With one of the eight away there are seven."""
    assert halls(meeting("all", "10:00", "11:00"), holds=7, absences=(Absence(participant="P01", round="M"),))


def test_sets_that_come_together_are_counted_together() -> None:
    """Three sets that overlap are one too many for two rooms; one after the other they are not."""
    one, two = meeting("one", "10:00", "11:00", "M.1"), meeting("two", "10:30", "11:30", "M.2")
    assert halls(one, two, meeting("three", "11:00", "12:00", "M.3"), rooms=2)
    found = refused(one, two, meeting("three", "10:45", "12:00", "M.3", "M.4"), rooms=2)
    assert [d.message for d in found] == [f"M/three brings 4 sets together at {HALL.id}, which has rooms for 2"]


def test_some_sets_bring_at_least_their_least() -> None:
    """Four sets of one or more are four people at least: too many for three, while four may do."""
    some = [meeting(f"m{k}", "10:00", "11:00", f"M.{k}") for k in range(1, 5)]
    assert halls(*some, holds=4)
    assert [d.message for d in refused(*some, holds=3)] == [
        f"M/m4 brings 4 people together at {HALL.id}, which holds 3"
    ]


def test_an_event_needs_room_for_the_cohort() -> None:
    """A celebration of eight does not fit into a hall cut to seven."""
    start, end = window("14:00", "16:00").start, window("14:00", "16:00").end
    party = Event(id="party", title="Party", start=start, end=end, place=HALL.id)
    found = refused(meeting("all", "10:00", "11:00", "M.1"), events=(party,), holds=7)
    assert [(d.message, d.path) for d in found] == [
        (f"party brings 8 people together at {HALL.id}, which holds 7", ("events", 0, "place"))
    ]


def test_guests_need_room_too() -> None:
    """A celebration of eight people and two guests does not fit into a hall for nine; a third comes elsewhere."""
    start, end = window("14:00", "16:00").start, window("14:00", "16:00").end
    party = Event(id="party", title="Party", start=start, end=end, place=HALL.id, guests=True)
    later = {"start": end, "end": end.replace(hour=17)}
    other = party.model_copy(update={"id": "talk", "place": "", "guests": False, **later})
    guests = [Guest(id=f"G{k}", name=f"G{k}", kind="stakeholder", events=("talk",) if k == 2 else ()) for k in range(3)]
    given: dict[str, Any] = {"events": (party, other), "guests": tuple(guests)}
    assert halls(meeting("all", "10:00", "11:00", "M.1"), holds=10, **given)
    found = refused(meeting("all", "10:00", "11:00", "M.1"), holds=9, **given)
    assert [defect.message for defect in found] == [f"party brings 10 people together at {HALL.id}, which holds 9"]


def test_a_set_fits_into_the_place_where_it_meets() -> None:
    """Of two sets of three and one, that meet where two have room, the larger has one too many."""
    rule = build_rule("meeting_room")
    scenario = halls(meeting("one", "10:00", "11:00", "M.1"), meeting("two", "11:00", "12:00", "M.2"), holds=2)
    plan = make_plan(scenario, {"M": "P01 P02 P03 | P04 | P05 P06 | P07 P08"}, {})
    assert [(m.amount, m.sentence) for m in rule.measure(scenario, plan).matches] == [
        (1, f"Set M.1 has 3 members; {HALL.id}, where it meets, holds 2.")
    ]
