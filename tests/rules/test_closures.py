from __future__ import annotations

from datetime import date

import pytest

from cohortplan.model import Closure
from cohortplan.rules import build_rule
from tests.support import hosts, make_scenario
from tests.support.plans import make_plan

RULE = build_rule("closures")
SCENARIO = make_scenario(
    [RULE], implied=False, hosts=hosts(1, closures=(Closure(first=date(2026, 10, 19), last=date(2026, 10, 23)),))
)


@pytest.mark.parametrize(
    ("start", "minutes", "broken"),
    [
        ("2026-10-18T10:00", 180, 0),
        ("2026-10-19T00:00", 30, 1),
        ("2026-10-22T10:00", 180, 1),
        ("2026-10-23T23:00", 30, 1),
        ("2026-10-24T00:00", 30, 0),
        ("2026-10-18T23:00", 60, 0),
        ("2026-10-18T23:00", 61, 1),
    ],
)
def test_no_day_of_a_visit_is_closed(start: str, minutes: int, broken: int) -> None:
    """Closed from the 19th to the 23rd, both included; a visit until midnight does not touch the next day."""
    visits = {("D2.1", "visit"): ("H1", start, minutes)}
    plan = make_plan(SCENARIO, {"D2": "P01 P02 P03 P04 | P05 P06 P07 P08"}, visits)
    found = RULE.measure(SCENARIO, plan)
    assert found.amount == broken
    assert [match.hosts for match in found.matches] == [("H1",)] * broken


def test_the_sentence_names_set_host_and_day() -> None:
    """The reason of a closure is not told."""
    visits = {("D2.1", "visit"): ("H1", "2026-10-22T10:00", 180)}
    plan = make_plan(SCENARIO, {"D2": "P01 P02 P03 P04 | P05 P06 P07 P08"}, visits)
    (match,) = RULE.measure(SCENARIO, plan).matches
    assert match.sentence == "Set D2.1 visits H1 on 2026-10-22, when it is closed."
