"""In person: minutes face to face, by hand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from cohortplan.model import Absence, Activity, Event, Round, SetSpec, Window
from cohortplan.rules import build_rule
from cohortplan.solve import solve
from cohortplan.solvers.base import Status, Stop
from tests.support import cohort, make_scenario
from tests.support.plans import make_plan

SEATS = {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08"}
VISITS = {(f"D1.{k}", "visit"): (f"H{k}", "2026-10-08T10:00", 90) for k in (1, 2)}


def window(start: str, end: str) -> Window:
    """Window on the one day."""
    return Window(start=datetime.fromisoformat(f"2026-10-08T{start}"), end=datetime.fromisoformat(f"2026-10-08T{end}"))


VISIT = Activity(id="visit", kind="visit", windows=(window("10:00", "13:00"),), minutes=90)
REVIEW = Activity(id="review", windows=(window("14:00", "15:00"),))
DINNER = Event(
    id="dinner",
    title="Dinner",
    start=datetime.fromisoformat("2026-11-01T19:00"),
    end=datetime.fromisoformat("2026-11-01T21:00"),
)


def parts(*activities: Activity, **more: Any) -> dict[str, Any]:
    """One day of two sets that do these things, and a dinner of two hours."""
    sets = tuple(SetSpec(id=f"D1.{k}", least=3, most=5) for k in (1, 2))
    return {"rounds": (Round(id="D1", sets=sets, activities=activities),), "events": (DINNER,), **more}


def lacking(*activities: Activity, **more: Any) -> dict[str, int]:
    """Minutes that each person lacks of five hours."""
    rule = build_rule("in_person", least=300, **more.pop("fields", {}))
    scenario = make_scenario([rule], implied=False, **parts(*activities, **more))
    visits = VISITS if any(activity.kind == "visit" for activity in activities) else {}
    plan = make_plan(scenario, SEATS, visits)
    return {match.people[0]: match.amount for match in rule.measure(scenario, plan).matches}


def test_visits_meetings_and_events_count() -> None:
    """90 minutes of visit, 60 of review and 120 of dinner are 30 too few for each of the eight."""
    assert lacking(VISIT, REVIEW) == {f"P0{k}": 30 for k in range(1, 9)}


def test_what_is_online_does_not_count_but_what_is_hybrid_does() -> None:
    """An online review is an hour less, a hybrid one none."""
    online, hybrid = (REVIEW.model_copy(update={"mode": mode}) for mode in ("online", "hybrid"))
    assert set(lacking(VISIT, online).values()) == {90}
    assert set(lacking(VISIT, hybrid).values()) == {30}


def test_of_different_meetings_the_shortest_counts() -> None:
    """Where one set meets for an hour and the other does not meet at all, nobody is sure of the hour."""
    assert set(lacking(VISIT, REVIEW.model_copy(update={"only": ("D1.1",)})).values()) == {90}


def test_days_on_which_somebody_is_away_do_not_count() -> None:
    """P02 misses the dinner."""
    away = Absence(participant="P02", first=date(2026, 11, 1), last=date(2026, 11, 1))
    found = lacking(VISIT, REVIEW, absences=(away,))
    assert (found["P01"], found["P02"]) == (30, 150)


def test_events_count_unless_rounds_are_named() -> None:
    """With the round named the dinner is not of it."""
    assert set(lacking(VISIT, REVIEW, fields={"rounds": ("D1",)}).values()) == {150}


def test_who_is_online_only_is_listed_and_owes_nothing() -> None:
    """P01 lacks nothing, and is named to the organiser."""
    first, *others = cohort(8)
    people = (first.model_copy(update={"online": True}), *others)
    assert "P01" not in lacking(VISIT, REVIEW, participants=people)
    rule = build_rule("in_person", least=300)
    scenario = make_scenario([rule], implied=False, **parts(VISIT, participants=people))
    assert list(rule.remarks(scenario)) == ["P01 takes part online only."]


def test_a_floor_that_no_plan_reaches_is_proved_at_once() -> None:
    """Without a visit all is settled: 60 and 120 minutes are never 300, and the rule is named as the reason."""
    rule = build_rule("in_person", least=300)
    scenario = make_scenario([rule], **parts(REVIEW))
    found = solve(scenario, stop=Stop(seconds=20))
    assert (found.status, found.reasons) == (Status.INFEASIBLE, ("in_person",))
    kept = make_scenario([build_rule("in_person", least=180)], **parts(REVIEW))
    assert solve(kept, stop=Stop(seconds=20)).plan is not None
