from __future__ import annotations

from cohortplan.model import Measure
from cohortplan.rules import build_rule
from tests.support import hosts, make_scenario
from tests.support.plans import make_plan

RULE = build_rule("sets_at_once")


def measure(first: str, second: str, at_once: int = 1) -> Measure:
    """Measure where two sets spend an hour each at H1 from the times given."""
    scenario = make_scenario([RULE], implied=False, hosts=hosts(1, sets_at_once=at_once))
    slots = (("D1.1", first), ("D1.2", second))
    visits = {(name, "visit"): ("H1", f"2026-10-08T{start}", 60) for name, start in slots}
    return RULE.measure(scenario, make_plan(scenario, {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08"}, visits))


def test_one_after_the_other_keeps_the_rule() -> None:
    """The second set comes as the first goes."""
    assert measure("10:00", "11:00").amount == 0


def test_overlapping_visits_break_it_once() -> None:
    """When the second set comes, the first is still there."""
    found = measure("10:00", "10:30")
    assert found.amount == 1
    assert found.matches[0].sentence == "H1 takes 1 set at once; 2 are there on 2026-10-08 at 10:30."
    assert found.matches[0].sets == ("D1.1", "D1.2")


def test_a_host_that_takes_two_has_two() -> None:
    """Both may be there where the host says so."""
    assert measure("10:00", "10:00", at_once=2).amount == 0
