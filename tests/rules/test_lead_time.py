from __future__ import annotations

from datetime import date

import pytest

from cohortplan.model import Programme
from cohortplan.rules import build_rule
from tests.support import hosts, make_scenario
from tests.support.plans import make_plan

RULE = build_rule("lead_time")
SEATS = {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08"}
VISITS = {("D1.1", "visit"): ("H1", "2026-10-08T10:00", 180)}


@pytest.mark.parametrize(
    ("planned_on", "broken"), [(date(2026, 8, 27), 0), (date(2026, 8, 28), 1), (date(2026, 10, 9), 1), (None, 0)]
)
def test_notice_counts_from_the_day_of_planning(planned_on: date | None, broken: int) -> None:
    """42 days before 8 October is 27 August; without a day of planning there is nothing to check."""
    programme = Programme(id="p", title="P", starts=date(2026, 9, 1), ends=date(2027, 7, 31), planned_on=planned_on)
    scenario = make_scenario([RULE], implied=False, programme=programme, hosts=hosts(1, lead_days=42))
    found = RULE.measure(scenario, make_plan(scenario, SEATS, VISITS))
    assert found.amount == broken
    sentence = "H1 needs 42 days of notice; the visit of set D1.1 on 2026-10-08 comes too soon."
    assert [match.sentence for match in found.matches] == [sentence] * broken
