"""Standby: a reserve host that could stand in, by hand."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from cohortplan.model import Booking, Closure, Hours, Programme, Scenario
from cohortplan.rules import build_rule
from tests.support import hosts, make_scenario, visit_rounds
from tests.support.examples import refusals
from tests.support.plans import make_plan

RULE = build_rule("standby")
DAY = date(2026, 10, 8)


def moment(clock: str) -> datetime:
    """Return a time on the day of the visits."""
    return datetime.fromisoformat(f"2026-10-08T{clock}")


def amount(rule: Any = RULE, visited: str = "H1", rounds: Any = None, **reserve: Any) -> int:
    """Measure where a set of 3 to 5 visits one host and another H2, and H3, a radio station, is in reserve."""
    first, second, third = hosts(3, kind="radio")
    scenario: Scenario = make_scenario(
        implied=False,
        rounds=rounds or visit_rounds(1, [(3, 5), (3, 5)]),
        hosts=(first, second, third.model_copy(update={"reserve": True, **reserve})),
        programme=Programme(
            id="t", title="T", starts=date(2026, 9, 1), ends=date(2027, 7, 31), planned_on=date(2026, 10, 1)
        ),
    )
    visits = {("D1.1", "visit"): (visited, "2026-10-08T10:00", 180), ("D1.2", "visit"): ("H2", "2026-10-08T10:00", 180)}
    return int(rule.measure(scenario, make_plan(scenario, {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08"}, visits)).amount)


@pytest.mark.parametrize(
    ("reserve", "without"),
    [
        ({}, 0),
        ({"capacity": 5, "least": 3}, 0),
        ({"capacity": 4}, 2),
        ({"least": 4}, 2),
        ({"hours": (Hours(opens=time(9), closes=time(13)),)}, 0),
        ({"hours": (Hours(opens=time(11), closes=time(15)),)}, 2),
        ({"closures": (Closure(first=DAY, last=DAY),)}, 2),
        ({"lead_days": 7}, 0),
        ({"lead_days": 8}, 2),
        ({"bookings": (Booking(start=moment("09:30"), end=moment("10:30"), people=3),)}, 2),
        ({"bookings": (Booking(start=moment("08:30"), end=moment("10:00"), people=3),)}, 0),
    ],
)
def test_a_reserve_is_open_large_enough_and_told_in_time(reserve: dict[str, Any], without: int) -> None:
    """What keeps the one reserve from standing in leaves both visits without."""
    assert amount(**reserve) == without


def test_a_reserve_that_is_visited_cannot_stand_in_for_itself() -> None:
    """The set that visits the reserve has no other; the other set still counts on it, as it is looked at alone."""
    assert amount(visited="H3") == 1


def test_a_reserve_is_of_a_kind_that_is_to_be_visited() -> None:
    """Where radio stations are to be visited, another one in reserve will do, and a bakery is no help."""
    each = visit_rounds(1, [(3, 5), (3, 5)])[0]
    activity = each.activities[0].model_copy(update={"kinds": ("radio",)})
    rounds = (each.model_copy(update={"activities": (activity,)}),)
    assert amount(rounds=rounds) == 0
    assert amount(rounds=rounds, kind="bakery") == 2


def test_a_reserve_may_have_to_be_alike() -> None:
    """Radio stations stand in for radio stations; hosts that say nothing of their function are not alike in it."""
    assert amount(build_rule("standby", same="kind")) == 0
    assert amount(build_rule("standby", same="kind"), kind="prison") == 2
    assert amount(build_rule("standby", same="function")) == 2


def test_without_a_reserve_there_is_nothing_to_ask_for() -> None:
    """A scenario none of whose hosts is held in reserve is refused."""
    assert [defect.message for defect in refusals(RULE)] == ["no host is held in reserve"]
