from __future__ import annotations

from datetime import datetime, time

import pytest

from cohortplan.model import Host, Hours, Opening
from cohortplan.rules import build_rule
from tests.support import make_scenario
from tests.support.plans import make_plan

RULE = build_rule("openings")


def amount(start: str, minutes: int, **times: object) -> int:
    """Amount for a visit of D1.1 to a host with these hours and openings."""
    host = Host(**{"id": "H", "name": "Host", **times})
    scenario = make_scenario([RULE], implied=False, hosts=(host,))
    plan = make_plan(scenario, {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08"}, {("D1.1", "visit"): ("H", start, minutes)})
    return RULE.measure(scenario, plan).amount


def opening(start: str, end: str) -> Opening:
    """Opening from ISO texts."""
    return Opening(start=datetime.fromisoformat(start), end=datetime.fromisoformat(end))


def test_a_host_that_says_nothing_is_always_open() -> None:
    """Neither hours nor openings: any time will do."""
    assert amount("2026-10-08T03:00", 60) == 0


@pytest.mark.parametrize(
    ("start", "minutes", "broken"),
    [
        ("2026-10-08T10:30", 90, 0),
        ("2026-10-08T10:00", 90, 1),
        ("2026-10-08T10:31", 90, 1),
        ("2026-10-09T10:30", 90, 1),
    ],
)
def test_a_visit_lies_within_an_opening(start: str, minutes: int, broken: int) -> None:
    """The opening from 10:30 to 12:00 on one day covers just that."""
    assert amount(start, minutes, openings=(opening("2026-10-08T10:30", "2026-10-08T12:00"),)) == broken


@pytest.mark.parametrize(
    ("start", "minutes", "broken"),
    [("2026-10-08T09:00", 480, 0), ("2026-10-08T09:00", 481, 1), ("2026-10-09T10:00", 60, 1)],
)
def test_weekly_hours_hold_on_their_weekdays(start: str, minutes: int, broken: int) -> None:
    """Thursdays from 9 to 5: 8 October 2026 is one, the 9th is not."""
    assert amount(start, minutes, hours=(Hours(weekdays=(3,), opens=time(9), closes=time(17)),)) == broken


@pytest.mark.parametrize(("start", "minutes", "broken"), [("2026-10-08T22:00", 120, 0), ("2026-10-08T22:00", 121, 1)])
def test_closing_at_midnight_is_the_end_of_the_day(start: str, minutes: int, broken: int) -> None:
    """Hours that close at 00:00 cover a visit until 24:00 and not a minute more."""
    assert amount(start, minutes, hours=(Hours(opens=time(18), closes=time(0)),)) == broken


def test_an_opening_may_pass_midnight() -> None:
    """A night shift from 22:00 to 02:00 can be visited across midnight."""
    assert amount("2026-10-08T23:00", 120, openings=(opening("2026-10-08T22:00", "2026-10-09T02:00"),)) == 0


def test_a_visit_that_ends_before_it_starts_is_still_judged_by_its_start() -> None:
    """In a damaged plan a start after closing time does not pass for open."""
    night = (opening("2026-10-08T10:00", "2026-10-08T12:00"),)
    assert amount("2026-10-08T15:00", -240, openings=night) == 1


def test_the_sentence_names_set_host_and_times() -> None:
    """Organisers read which visit to move."""
    host = Host(id="H", name="Host", openings=(opening("2026-10-08T10:30", "2026-10-08T12:00"),))
    scenario = make_scenario([RULE], implied=False, hosts=(host,))
    visits = {("D1.1", "visit"): ("H", "2026-10-08T10:00", 90)}
    plan = make_plan(scenario, {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08"}, visits)
    (match,) = RULE.measure(scenario, plan).matches
    assert match.sentence == "Set D1.1 visits H on 2026-10-08 at 10:00 until 11:30; it is not open then."
    assert (match.hosts, match.sets, match.rounds) == (("H",), ("D1.1",), ("D1",))
