from __future__ import annotations

from datetime import time

import pytest

from cohortplan.model import Host, Hours
from cohortplan.rules import build_rule
from tests.support import hosts, make_scenario
from tests.support.examples import refusals
from tests.support.plans import make_plan

SEATS = {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08"}
#: 8 October 2026 is a Thursday.
VISITS = {("D1.1", "visit"): ("H1", "2026-10-08T10:00", 120), ("D1.2", "visit"): ("H2", "2026-10-08T10:00", 120)}


def in_from(opens: int, closes: int, *weekdays: int) -> Hours:
    """Hours of a leader on some weekdays, Monday being 0."""
    return Hours(weekdays=weekdays or tuple(range(7)), opens=time(opens), closes=time(closes))


@pytest.mark.parametrize(
    ("leader", "minutes", "broken"),
    [
        ((), None, 0),
        ((in_from(9, 13),), None, 0),
        ((in_from(10, 12),), None, 0),
        ((in_from(10, 11),), None, 1),
        ((in_from(9, 13, 0, 1, 2),), None, 1),
        ((in_from(9, 13, 0), in_from(9, 13, 3)), None, 0),
        ((in_from(10, 11),), 60, 0),
        ((in_from(10, 11),), 61, 1),
        ((in_from(11, 0),), 30, 0),
        ((in_from(9, 13, 4),), 30, 1),
        ((in_from(9, 13),), 180, 0),
    ],
)
def test_the_leader_is_there_all_the_time_or_long_enough(
    leader: tuple[Hours, ...], minutes: int | None, broken: int
) -> None:
    """A visit from 10:00 to 12:00 on a Thursday, against the leader's hours; who gives none is always in."""
    rule = build_rule("leader_present", minutes=minutes)
    places = (Host(id="H1", name="Host", leader=leader), Host(id="H2", name="Other", leader=(in_from(9, 13),)))
    scenario = make_scenario([rule], implied=False, hosts=places)
    assert rule.measure(scenario, make_plan(scenario, SEATS, VISITS)).amount == broken


def test_the_sentence_says_when_the_leader_is_out() -> None:
    """The set, the host and the time are named, and how long would do."""
    for minutes, words in ((None, "then"), (90, "for 90 minutes of that")):
        rule = build_rule("leader_present", minutes=minutes)
        scenario = make_scenario([rule], implied=False, hosts=hosts(2, leader=(in_from(10, 11),)))
        match = rule.measure(scenario, make_plan(scenario, SEATS, VISITS)).matches[0]
        told = "Set D1.1 visits H1 on 2026-10-08 at 10:00 until 12:00; its leader is not in"
        assert (match.sentence, match.hosts) == (f"{told} {words}.", ("H1",))


def test_a_rule_without_hours_to_keep_is_refused() -> None:
    """If no host says when its leader is in, the rule would keep nothing."""
    (defect,) = refusals(build_rule("leader_present"))
    assert defect.message == "no host says when its leader is in"
