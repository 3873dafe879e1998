"""Visits at hours at which people can come."""

from datetime import date, datetime, time

import pytest

from cohortplan.model import Activity, BusyTime, Round, Scenario, SetSpec, Window
from cohortplan.rules import build_rule
from tests.support.builders import cohort
from tests.support.examples import example_scenario
from tests.support.plans import make_plan

RULE = build_rule("busy")
#: A Thursday.
DAY = "2026-10-08"
SETS = tuple(SetSpec(id=f"D1.{k}", least=1, most=8) for k in (1, 2))


def scenario(first: str, last: str, *busy: BusyTime, step: int | None = None) -> Scenario:
    """Make a scenario with a visit of two hours in one window, and a talk after it; P01 is busy."""
    window, evening = (
        Window(start=datetime.fromisoformat(f"{DAY}T{a}"), end=datetime.fromisoformat(f"{DAY}T{b}"))
        for a, b in ((first, last), ("19:00", "20:00"))
    )
    trip = Activity(id="visit", kind="visit", windows=(window,), minutes=120, step=step)
    people = tuple(each.model_copy(update={"busy": busy if each.id == "P01" else ()}) for each in cohort(8))
    rounds = (Round(id="D1", sets=SETS, activities=(trip, Activity(id="talk", windows=(evening,)))),)
    return example_scenario(RULE, participants=people, rounds=rounds, absences=(), seat_locks=(), visit_locks=())


def broken(asked: Scenario, start: str) -> list[str]:
    """Return what is wrong where the set of P01 visits at `start`."""
    visits = {("D1.1", "visit"): ("H1", f"{DAY}T{start}", 120)}
    plan = make_plan(asked, {"D1": "P01 P02 P03 | P04"}, visits)
    return [match.sentence for match in RULE.measure(asked, plan).matches]


AFTERNOON = BusyTime(weekday=3, start=time(13), end=time(0))


def test_a_visit_is_at_hours_at_which_its_people_can_come() -> None:
    """P01 is busy on Thursday afternoons: a visit until 13:00 is fine, one that ends later is not."""
    asked = scenario("09:00", "17:00", AFTERNOON, step=30)
    assert broken(asked, "11:00") == []
    assert broken(asked, "11:30") == [f"P01 is busy when set D1.1 visits H1 on {DAY} at 11:30."]


@pytest.mark.parametrize(
    ("busy", "counts"),
    [
        (BusyTime(day=date(2026, 10, 8), start=time(13), end=time(15)), True),
        (BusyTime(day=date(2026, 10, 9), start=time(13), end=time(15)), False),
        (BusyTime(weekday=2, start=time(13), end=time(15)), False),
        (BusyTime(weekday=3, start=time(16), end=time(18)), False),
    ],
)
def test_hours_are_those_of_their_day(busy: BusyTime, counts: bool) -> None:
    """Only on that weekday or day, and only where they overlap: the visit is from 14:00 to 16:00."""
    assert bool(broken(scenario("09:00", "17:00", busy, step=30), "14:00")) is counts


def test_who_is_busy_at_all_hours_misses_the_visit() -> None:
    """No two hours of the window are free: nothing is owed, and it is said who misses it, and the talk."""
    asked = scenario("12:00", "16:00", AFTERNOON, step=30)
    assert broken(asked, "12:00") == []
    assert list(RULE.remarks(asked)) == ["P01 cannot come at any hour of D1 visit, D1 talk."]


def test_without_steps_a_visit_may_begin_when_the_busy_hours_end() -> None:
    """A window that is long enough after them offers other hours, whatever the hosts' own."""
    morning = BusyTime(weekday=3, start=time(8), end=time(12))
    assert broken(scenario("09:00", "14:00", morning), "09:00") != []
    assert broken(scenario("09:00", "13:30", morning), "09:00") == []


def test_hours_past_midnight_are_of_both_days() -> None:
    """Busy from 23:00 until midnight, and a visit that lasts over it."""
    late, early = (BusyTime(weekday=k, start=time(h), end=time((h + 1) % 24)) for k, h in ((3, 23), (4, 0)))
    evening, midnight, one = map(datetime.fromisoformat, (f"{DAY}T22:00", "2026-10-09T00:00", "2026-10-09T01:00"))
    assert late.overlaps(evening, one)
    assert early.overlaps(evening, one)
    assert not late.overlaps(midnight, one)
    assert not early.overlaps(evening, midnight)
