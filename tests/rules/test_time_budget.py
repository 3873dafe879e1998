"""Time budget: minutes of events, meetings, visits and ways, by hand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from cohortplan.model import Absence, Activity, Event, Place, Round, Scenario, SetSpec, Window
from cohortplan.rules import build_rule
from tests.support import hosts, make_scenario, visit_rounds
from tests.support.examples import refusals
from tests.support.plans import make_plan


def window(day: str, start: str, end: str) -> Window:
    """Window on a day."""
    return Window(start=datetime.fromisoformat(f"{day}T{start}"), end=datetime.fromisoformat(f"{day}T{end}"))


def programme(**parts: Any) -> Scenario:
    """A visit day, home sets of which one meets for an hour and one for two, and a dinner of an hour and a half."""
    dinner = window("2026-10-20", "18:00", "19:30")
    activities = tuple(
        Activity(id=f"m{k}", windows=(window("2026-10-15", "10:00", end),), only=(f"M.{k}",))
        for k, end in ((1, "11:00"), (2, "12:00"))
    )
    home = Round(id="M", sets=tuple(SetSpec(id=f"M.{k}", least=0, most=8) for k in (1, 2)), activities=activities)
    given = {
        "rounds": (*visit_rounds(1, [(0, 8), (0, 8)]), home),
        "events": (Event(id="dinner", title="Dinner", start=dinner.start, end=dinner.end),),
        "hosts": hosts(2, town="York"),
        "places": (Place(id="Leeds", lat=53.8, lon=-1.55), Place(id="York", lat=53.96, lon=-1.08)),
    }
    return make_scenario(implied=False, **{**given, **parts})


def owed(fields: dict[str, Any], **parts: Any) -> dict[str, int]:
    """Measure where everyone visits a host for three hours, by person."""
    scenario = programme(**parts)
    visits = {(f"D1.{k}", "visit"): (f"H{k}", "2026-10-08T10:00", 180) for k in (1, 2)}
    plan = make_plan(scenario, {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08", "M": "P01 P02 | P03 P04"}, visits)
    measure = build_rule("time_budget", **{"unit": 1, **fields}).measure(scenario, plan)
    return {match.people[0]: match.amount for match in measure.matches}


def test_everything_counts_and_the_longest_meeting_for_all() -> None:
    """Three hours, two hours and an hour and a half are 390 minutes."""
    assert owed({"most": 390}) == {}
    assert owed({"most": 389}) == {f"P0{k}": 1 for k in range(1, 9)}
    assert owed({"most": 370, "unit": 15}) == {f"P0{k}": 2 for k in range(1, 9)}
    assert owed({"most": 270, "rounds": ("D1",)}) == {}


def test_ways_count_there_and_back_if_asked_for() -> None:
    """Those from Leeds are on the way for longer than those from York, either as long as to a host and back."""
    atlas = programme().atlas
    near, far = (atlas.minutes(town, "H1") or 0 for town in ("York", "Leeds"))
    assert far > near > 0
    assert owed({"most": 390, "travel": True}) == {f"P0{k}": 2 * (far if k % 2 else near) for k in range(1, 9)}


@pytest.mark.parametrize(
    ("absence", "less"),
    [
        (Absence(participant="P01", round="M"), 120),
        (Absence(participant="P01", first=date(2026, 10, 20)), 90),
        (Absence(participant="P01", first=date(2026, 10, 15), last=date(2026, 10, 15)), 120),
    ],
)
def test_what_somebody_misses_takes_no_time(absence: Absence, less: int) -> None:
    """A round or a day away is that much less."""
    assert owed({"most": 0}, absences=(absence,))["P01"] == 390 - less


def test_what_is_fixed_may_be_too_much_already() -> None:
    """A hard rule that no plan can keep is refused, with the minutes and how many people they concern."""
    found = refusals(build_rule("time_budget", most=100), absences=(Absence(participant="P08", round="M1"),))
    assert [defect.message for defect in found] == [
        "events and meetings alone take 120 minutes, too much for 7 participants"
    ]
