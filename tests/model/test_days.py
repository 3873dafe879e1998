"""Weekdays and holidays: when people are away, and what must not be planned then."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from cohortplan.errors import Defect, ScenarioError
from cohortplan.model import Absence, Activity, Event, Holiday, Scenario, Window
from cohortplan.model.cut import cut
from tests.support import cohort, make_scenario, visit_rounds

#: The first visit day of the example, a Thursday.
DAY = date(2026, 10, 8)
LEEDS = Holiday(first=DAY, last=DAY, reason="fair day", attribute="town", value="Leeds")


def window(day: str, start: str = "10:00", end: str = "13:00") -> Window:
    """Window on a day."""
    return Window(start=datetime.fromisoformat(f"{day}T{start}"), end=datetime.fromisoformat(f"{day}T{end}"))


def with_windows(kind: str, *windows: Window, **parts: Any) -> Scenario:
    """Make the example with one round of one activity."""
    each = visit_rounds(1, [(3, 5), (3, 5)])[0]
    activity = Activity(id="it", kind=kind, windows=windows, minutes=None if kind == "meet" else 60)
    return make_scenario(rounds=(each.model_copy(update={"activities": (activity,)}),), **parts)


def refused(*args: Any, **parts: Any) -> list[Defect]:
    """Return why such a scenario is refused."""
    with pytest.raises(ScenarioError) as refusal:
        with_windows(*args, **parts)
    return list(refusal.value.defects)


def test_part_timers_are_away_on_other_weekdays() -> None:
    """Who works from Monday to Wednesday misses rounds on a Thursday, and is there on a Wednesday."""
    people = cohort(8)
    part_time = people[2].model_copy(update={"weekdays": (0, 1, 2)})
    scenario = make_scenario(participants=(*people[:2], part_time, *people[3:]))
    assert scenario.away(part_time, DAY)
    assert not scenario.away(part_time, date(2026, 10, 7))
    assert scenario.absentees["D1"] == {"P03"}


def test_holidays_are_of_those_they_concern() -> None:
    """On a holiday of Leeds people from there are away, and those from York are not; for all it is no working day."""
    scenario = with_windows("visit", window("2026-10-08"), window("2026-10-09"), holidays=(LEEDS,))
    assert [scenario.away(person, DAY) for person in scenario.participants[:2]] == [True, False]
    assert scenario.there(["P01", "P02", "P03"], DAY) == ("P02",)
    working = [scenario.calendar.working(date(2026, 10, day)) for day in (7, 8, 9, 10)]
    assert working == [True, False, True, False]


def test_nothing_is_planned_on_holidays() -> None:
    """A meeting, a visit that cannot be on another day, and an event are refused, with how many they concern."""
    meeting = refused("meet", window("2026-10-08"), holidays=(LEEDS,))
    assert [(d.message, d.value, d.path[-1]) for d in meeting] == [
        ("D1/it is on a holiday of 4 of 8 participants, fair day", "2026-10-08", "date")
    ]
    everyone = Holiday(first=date(2026, 10, 7), last=DAY)
    visit = refused("visit", window("2026-10-08"), holidays=(everyone,))
    assert [(d.message, d.value) for d in visit] == [
        ("D1/it is on a holiday of everyone", "2026-10-07 to 2026-10-08"),
    ]
    span = window("2026-10-07", "18:00", "20:00")
    event = Event(id="dinner", title="Dinner", start=span.start, end=span.end)
    dinner = refused("visit", window("2026-10-09"), holidays=(everyone,), events=(event,))
    assert [d.path for d in dinner] == [("events", 0, "date")]


def test_a_holiday_is_none_of_those_who_would_not_come() -> None:
    """Where those concerned miss the round anyway, or another day is offered, nothing is refused."""
    away = tuple(Absence(participant=f"P0{k}", round="D1") for k in (1, 3))
    absent = tuple(Absence(participant=f"P0{k}", first=DAY, last=DAY) for k in (5, 7))
    each = with_windows("visit", window("2026-10-08"), window("2026-10-09"), holidays=(LEEDS,))
    assert each.absentees["D1"] == set()
    sets = visit_rounds(1, [(2, 5), (2, 5)])[0].model_copy(
        update={"activities": (Activity(id="it", windows=(window("2026-10-08"),)),)}
    )
    assert make_scenario(rounds=(sets,), holidays=(LEEDS,), absences=(*away, *absent)).holidays == (LEEDS,)


def test_a_part_of_a_scenario_has_the_holidays_of_its_people() -> None:
    """Without those from Leeds their holiday goes; one of everyone stays."""
    everyone = Holiday(first=date(2026, 12, 25), last=date(2026, 12, 28))
    scenario = with_windows("visit", window("2026-10-08"), window("2026-10-09"), holidays=(LEEDS, everyone))
    rest = {person.id for person in scenario.participants if person.get("town") != "Leeds"}
    assert cut(scenario, rest, {"D1.1"}, scenario.host).holidays == (everyone,)


@pytest.mark.parametrize(
    ("fields", "step"),
    [
        ({"last": date(2026, 10, 7)}, "last"),
        ({"attribute": "twon"}, "attribute"),
        ({"value": "Leds"}, "attribute"),
    ],
)
def test_slips_are_told(fields: dict[str, Any], step: str) -> None:
    """Dates the wrong way round, an unknown attribute and an unknown value are each told."""
    holiday = LEEDS.model_copy(update=fields)
    assert [d.path for d in refused("visit", window("2026-10-13"), holidays=(holiday,))] == [("holidays", 0, step)]
