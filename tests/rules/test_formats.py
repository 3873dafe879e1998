"""Formats: variety and the share of what is interactive, by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cohortplan.model import Activity, Event, Plan, Round, Scenario, ScenarioRef, SetSpec, Window
from cohortplan.rules import build_rule
from cohortplan.solve import solve
from cohortplan.solvers.base import Status, Stop
from tests.support import make_scenario
from tests.support.examples import refusals

NOTHING = Plan(scenario=ScenarioRef(id="test"), rounds=())


def moment(day: int, hour: int) -> datetime:
    """A time in October."""
    return datetime(2026, 10, day, hour)  # noqa: DTZ001 - local time


def event(day: int, start: int, end: int, form: str) -> Event:
    """An event of a format."""
    return Event(
        id=f"{form or 'none'}{day}", title=f"{form} {day}", start=moment(day, start), end=moment(day, end), format=form
    )


def meeting(day: int, start: int, end: int, form: str, **fields: Any) -> Round:
    """A round of two sets with one meeting of a format."""
    window = Window(start=moment(day, start), end=moment(day, end))
    sets = tuple(SetSpec(id=f"M{day}.{k}", least=3, most=5) for k in (1, 2))
    activity = Activity(id="meet", title="Meeting", windows=(window,), format=form, **fields)
    return Round(id=f"M{day}", sets=sets, activities=(activity,))


def told(
    *events: Event, rounds: tuple[Round, ...] = (meeting(20, 10, 11, ""),), **fields: Any
) -> list[tuple[int, str]]:
    """Amount and sentence of each match."""
    rule = build_rule("formats", **fields)
    scenario: Scenario = make_scenario([rule], implied=False, rounds=rounds, events=events)
    return [(match.amount, match.sentence) for match in rule.measure(scenario, NOTHING).matches]


def test_no_format_twice_running() -> None:
    """A talk and a walk in turn are fine; a talk after a talk is not, whatever its capitals, even in a round."""
    talk, walk = event(1, 10, 11, "talk"), event(2, 10, 11, "walk")
    assert told(talk, walk, event(3, 10, 11, "talk")) == []
    assert told(talk, walk, event(3, 10, 11, "Walk"), rounds=(meeting(4, 10, 11, "walk"),)) == [
        (1, "The format Walk is repeated: walk 2, then Walk 3."),
        (1, "The format walk is repeated: Walk 3, then Meeting in round M4."),
    ]


def test_what_has_no_format_does_not_come_between() -> None:
    """A dinner without a format parts no two talks."""
    assert len(told(event(1, 10, 11, "talk"), event(2, 10, 11, ""), event(3, 10, 11, "talk"))) == 1


def test_things_at_one_time_are_looked_at_together() -> None:
    """A talk beside a walk, then a walk: the walk is repeated, but the two at one time are not."""
    assert told(event(1, 10, 12, "talk"), event(1, 11, 13, "walk")) == []
    assert told(event(1, 10, 12, "walk"), event(1, 11, 13, "talk"), event(2, 11, 13, "walk")) == [
        (1, "The format walk is repeated: walk 1, then walk 2.")
    ]


def test_interactive_formats_take_their_share() -> None:
    """An hour of talk and one of walk are 50 %, ten too few of 60; two of walk are 66."""
    talk = event(1, 10, 11, "talk")
    assert told(talk, event(2, 10, 11, "walk"), interactive=("walk",)) == [
        (10, "Formats that are interactive take 50 % of the time (wanted: at least 60 %).")
    ]
    assert told(talk, event(2, 10, 12, "walk"), interactive=("Walk",)) == []


def test_events_do_not_count_where_rounds_are_named() -> None:
    """The talk before the meeting of the round M20 does not count when only that round does."""
    rounds, talk = (meeting(20, 10, 11, "talk"),), event(1, 10, 11, "talk")
    assert len(told(talk, rounds=rounds)) == 1
    rule = build_rule("formats", rounds=("M20",))
    scenario = make_scenario([rule], implied=False, rounds=rounds, events=(talk,))
    assert rule.measure(scenario, NOTHING).amount == 0


def test_formats_that_nothing_has_are_told() -> None:
    """No format at all, and one that is misspelt."""
    assert [defect.message for defect in refusals(build_rule("formats"))] == ["no activity and no event has a format"]
    rule = build_rule("formats", interactive=("wlak",))
    (defect,) = refusals(rule, events=(event(1, 10, 11, "walk"),))
    assert (defect.message, defect.remedy) == ("there is no format 'wlak'", "Did you mean 'walk'?")


def test_what_cannot_be_mended_is_proved_before_any_search() -> None:
    """A hard rule that the programme breaks is the reason why there is no plan; a soft one is a cost of every plan."""
    events = (event(1, 10, 11, "talk"), event(2, 10, 11, "talk"))
    hard = make_scenario([build_rule("formats", hard=True)], events=events)
    found = solve(hard, stop=Stop(seconds=20))
    assert (found.status, found.reasons) == (Status.INFEASIBLE, ("formats",))
    soft = solve(make_scenario([build_rule("formats")], events=events), stop=Stop(seconds=20))
    assert (soft.status, soft.bound) == (Status.OPTIMAL, 1)


def test_the_organiser_is_told() -> None:
    """How many things have a format, how much is interactive, and what is repeated."""
    rule = build_rule("formats", interactive=("walk",), share=10)
    events = (event(1, 10, 11, "talk"), event(2, 10, 11, "walk"), event(3, 10, 11, "walk"))
    scenario = make_scenario([rule], implied=False, events=events)
    assert list(rule.remarks(scenario)) == [
        "3 activities and events have a format; 66 % of their time is interactive.",
        "The format walk is repeated: walk 2, then walk 3.",
    ]
