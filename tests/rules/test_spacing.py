"""Spacing: working days from one programme day to the next, by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from cohortplan.model import Absence, Activity, Event, Holiday, Match, Scenario, Window
from cohortplan.rules import build_rule
from tests.support import make_scenario, visit_rounds
from tests.support.examples import refusals
from tests.support.plans import make_plan


def moment(day: date, hour: int) -> datetime:
    """Return a full hour of a day."""
    return datetime(day.year, day.month, day.day, hour)  # noqa: DTZ001 - wall-clock time


def fortnight(**parts: Any) -> Scenario:
    """Two visit rounds of two sets that may each be on any day of two weeks from Monday 5 October."""
    monday = date(2026, 10, 5)
    windows = tuple(
        Window(start=moment(monday + timedelta(days=k), 10), end=moment(monday + timedelta(days=k), 12))
        for k in range(21)
    )
    parted = (windows[:7], windows[7:])
    rounds = tuple(
        each.model_copy(update={"activities": (Activity(id="visit", kind="visit", windows=mine, minutes=60),)})
        for each, mine in zip(visit_rounds(2, [(0, 8), (0, 8)]), parted, strict=True)
    )
    return make_scenario(implied=False, **{"rounds": rounds, **parts})


def matches(days: int, first: str, second: str, **parts: Any) -> tuple[Match, ...]:
    """Measure where both sets of the first round go on one day, and both of the second on another."""
    scenario = fortnight(**parts)
    visits = {
        (f"{name}.{k}", "visit"): (f"H{k}", f"2026-10-{day}T10:00", 60)
        for name, day in (("D1", first), ("D2", second))
        for k in (1, 2)
    }
    plan = make_plan(scenario, {"D1": "P01 P02 | P03 P04", "D2": "P01 P03 | P02 P04"}, visits)
    return build_rule("spacing", days=days).measure(scenario, plan).matches


@pytest.mark.parametrize(
    ("days", "first", "second", "amount"),
    [
        (5, "08", "15", 0),
        (6, "08", "15", 4),
        (5, "08", "14", 4),
        (2, "09", "13", 0),
        (2, "09", "12", 4),
        (2, "10", "12", 4),
    ],
)
def test_weekends_are_no_working_days(days: int, first: str, second: str, amount: int) -> None:
    """From Thursday to Thursday there are five; from Friday or Saturday to Monday one."""
    assert sum(match.amount for match in matches(days, first, second)) == amount


def test_holidays_are_no_working_days() -> None:
    """With a holiday between, even of some, a week has four."""
    of_leeds = Holiday(first=date(2026, 10, 13), last=date(2026, 10, 13), attribute="town", value="Leeds")
    found = matches(5, "08", "15", holidays=(of_leeds,))
    assert [(match.amount, match.sentence) for match in found] == [
        (4, "From 2026-10-08 to 2026-10-15 there are less than 5 working days.")
    ]


def test_nobody_in_both_rounds_has_nothing_to_space() -> None:
    """If those of the first round miss the second, its days do not matter."""
    absences = tuple(Absence(participant=f"P0{k}", round=("D1", "D2")[k % 2]) for k in range(1, 9))
    assert matches(9, "08", "12", absences=absences) == ()


def test_fixed_days_count_for_each_visit() -> None:
    """An event on Monday is two working days before Wednesday: too close for both sets, if three are asked for."""
    event = Event(id="start", title="Start", start=moment(date(2026, 10, 5), 18), end=moment(date(2026, 10, 5), 20))
    assert sum(match.amount for match in matches(2, "07", "20", events=(event,))) == 0
    assert [match.amount for match in matches(3, "07", "20", events=(event,))] == [1, 1]
    assert matches(3, "05", "20", events=(event,)) == ()


def test_fixed_days_too_close_are_told() -> None:
    """A hard rule that no plan can keep is refused, with the two days."""
    events = tuple(
        Event(id=f"e{day}", title="Event", start=moment(date(2026, 9, day), 18), end=moment(date(2026, 9, day), 20))
        for day in (14, 16)
    )
    assert [defect.value for defect in refusals(build_rule("spacing", days=3), events=events)] == ["2026-09-16"]
