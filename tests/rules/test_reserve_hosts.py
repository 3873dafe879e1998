from __future__ import annotations

from cohortplan.rules import build_rule
from tests.support import hosts, make_scenario
from tests.support.plans import make_plan

RULE = build_rule("reserve_hosts")
SCENARIO = make_scenario([RULE], implied=False, hosts=(*hosts(1), hosts(2)[1].model_copy(update={"reserve": True})))
SEATS = {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08"}


def test_reserves_left_alone_cost_nothing() -> None:
    """Both sets visit H1, which is no reserve."""
    visits = {(name, "visit"): ("H1", "2026-10-08T10:00", 180) for name in ("D1.1", "D1.2")}
    assert RULE.measure(SCENARIO, make_plan(SCENARIO, SEATS, visits)).amount == 0


def test_each_visit_to_a_reserve_costs_one() -> None:
    """Both sets visit the reserve H2; it is a wish, at weight 50."""
    visits = {(name, "visit"): ("H2", "2026-10-08T10:00", 180) for name in ("D1.1", "D1.2")}
    found = RULE.measure(SCENARIO, make_plan(SCENARIO, SEATS, visits))
    assert found.amount == 2
    assert found.matches[0].sentence == "Set D1.1 visits H2, a host held in reserve."
    assert not RULE.hard
    assert SCENARIO.weight(RULE) == 50
