"""Itinerary: time for the way between things of one day, by hand."""

from __future__ import annotations

from datetime import datetime

import pytest

from cohortplan.model import Absence, Activity, Event, Host, Place, Round, Scenario, SetSpec, Travel, Way, Window
from cohortplan.primitives import build_axes
from cohortplan.rules import build_rule
from cohortplan.solve import solve
from cohortplan.solvers.base import Status, Stop
from tests.support import cohort, make_scenario
from tests.support.plans import make_plan

RULE = build_rule("itinerary")
PLACES = (Place(id="Leeds", lat=53.8, lon=-1.55), Place(id="York", lat=53.96, lon=-1.08))
HOSTS = tuple(Host(id=name, name=name, town=town) for name, town in (("L1", "Leeds"), ("L2", "Leeds"), ("Y1", "York")))
WAYS = (Way(a="Leeds", b="York", minutes=40), Way(a="L1", b="L2", minutes=5), Way(a="Leeds", b="Leeds", minutes=10))


def window(start: str, end: str, day: str = "2026-10-08") -> Window:
    """Window on a day."""
    return Window(start=datetime.fromisoformat(f"{day}T{start}"), end=datetime.fromisoformat(f"{day}T{end}"))


def day_out(**parts: object) -> Scenario:
    """One round of two sets: a visit of an hour in the morning, one early in the afternoon, and a meeting in York."""
    activities = (
        Activity(id="first", kind="visit", windows=(window("09:00", "11:00"),), minutes=60, step=30),
        Activity(id="second", kind="visit", windows=(window("11:00", "13:00"),), minutes=60, step=30),
        Activity(id="review", windows=(window("14:00", "15:00"),), place="York"),
    )
    sets = tuple(SetSpec(id=f"D.{k}", least=2, most=2) for k in (1, 2))
    given = {
        "participants": cohort(4),
        "hosts": HOSTS,
        "places": PLACES,
        "ways": WAYS,
        "rounds": (Round(id="D", sets=sets, activities=activities),),
    }
    return make_scenario([RULE], implied=False, **{**given, **parts})


def lacking(first: tuple[str, str], second: tuple[str, str], scenario: Scenario) -> int:
    """Minutes that set D.1 lacks on a day with these two visits (host and time); D.2 goes to one place in time."""
    visits = {
        ("D.1", "first"): (first[0], f"2026-10-08T{first[1]}", 60),
        ("D.1", "second"): (second[0], f"2026-10-08T{second[1]}", 60),
        ("D.2", "first"): ("Y1", "2026-10-08T09:00", 60),
        ("D.2", "second"): ("Y1", "2026-10-08T12:00", 60),
    }
    return RULE.measure(scenario, make_plan(scenario, {"D": "P01 P02 | P03 P04"}, visits)).amount


@pytest.mark.parametrize(
    ("first", "second", "minutes"),
    [
        (("L1", "09:00"), ("L2", "11:00"), 0),
        (("L1", "10:00"), ("L2", "11:00"), 20),  # 5 on the way and 15 to spare
        (("L1", "10:00"), ("Y1", "11:30"), 25),  # 40 + 15 - 30
        (("L1", "10:00"), ("L1", "11:00"), 15),
        (("Y1", "09:00"), ("L1", "12:00"), 0),  # back in York with 60 minutes for 55
    ],
)
def test_minutes_missing_by_hand(first: tuple[str, str], second: tuple[str, str], minutes: int) -> None:
    """The way between the two, and the buffer, less the time between."""
    assert lacking(first, second, day_out()) == minutes


def test_buffer_meetings_and_dates_count() -> None:
    """With half an hour to spare the meeting is 10 minutes too soon; without, a date in Leeds is 25 for either set."""
    visits = (("Y1", "09:00"), ("L1", "12:00"))
    assert lacking(*visits, day_out(travel=Travel(buffer=30))) == 10
    dates = (Event(id="lunch", title="Lunch", start=window("13:30", "13:45").start, end=window("13:30", "13:45").end),)
    assert lacking(*visits, day_out(events=dates)) == 0
    there = (dates[0].model_copy(update={"place": "Leeds"}),)
    late = (("L1", "10:00"), ("Y1", "12:00"))
    assert lacking(*late, day_out(events=there)) == 2 * (40 + 15 - 30)


def two_rounds(**parts: object) -> Scenario:
    """Two rounds of one day, a visit each; `parts` replaces any of it."""
    first = Activity(id="first", kind="visit", windows=(window("09:00", "11:00"),), minutes=60, step=30)
    second = Activity(id="second", kind="visit", windows=(window("11:00", "13:00"),), minutes=60, step=30)
    rounds = tuple(
        Round(id=name, sets=tuple(SetSpec(id=f"{name}.{k}", least=0, most=4) for k in (1, 2)), activities=(activity,))
        for name, activity in (("D", first), ("E", second))
    )
    return day_out(**{"rounds": rounds, **parts})


@pytest.mark.parametrize(("absent", "minutes"), [((), 2 * 25), (("P01", "P02", "P03", "P04"), 0)])
def test_visits_of_two_rounds_on_a_day_count_if_somebody_is_in_both(absent: tuple[str, ...], minutes: int) -> None:
    """A set in Leeds until 11:00 and two of the next round in York at 11:30: either lacks 25, if people are in both."""
    absences = tuple(Absence(participant=name, round="E") for name in absent)
    scenario = two_rounds(absences=absences)
    visits = {
        ("D.1", "first"): ("L1", "2026-10-08T10:00", 60),
        ("D.2", "first"): ("Y1", "2026-10-08T09:00", 60),
        ("E.1", "second"): ("Y1", "2026-10-08T11:30", 60),
        ("E.2", "second"): ("Y1", "2026-10-08T11:30", 60),
    }
    measure = RULE.measure(scenario, make_plan(scenario, {"D": "P01 P02 | P03 P04", "E": "P01 | P02"}, visits))
    assert measure.amount == minutes
    if minutes:
        assert "who is in sets D.1 and E.2 lacks 25 minutes." in measure.matches[1].sentence


def test_a_plan_keeps_it_where_one_can() -> None:
    """The solver finds visits that leave time enough, of the many that do not, and proves that it breaks nothing."""
    scenario = day_out(travel=Travel(buffer=30))
    result = solve(scenario, stop=Stop(seconds=30))
    assert result.status is Status.OPTIMAL
    assert result.plan is not None
    assert RULE.measure(scenario, result.plan).amount == 0
    assert {shape.name for shape in RULE.lower(build_axes(scenario))} == {"visit option", "visit pair"}


def test_nobody_goes_anywhere_for_what_is_online() -> None:
    """A review at screens leaves all the time there is, a hybrid one does not."""
    late = (("L1", "09:00"), ("L2", "12:59"))
    (day,) = day_out().rounds
    found = {}
    for mode in ("in_person", "online", "hybrid"):
        review = day.activities[-1].model_copy(update={"mode": mode})
        changed = day.model_copy(update={"activities": (*day.activities[:-1], review)})
        found[mode] = lacking(*late, day_out(rounds=(changed,)))
    assert found["online"] == 0
    assert found["in_person"] == found["hybrid"] > 0
