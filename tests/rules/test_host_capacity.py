from __future__ import annotations

from typing import Any

from cohortplan.model import Measure
from cohortplan.rules import build_rule
from tests.support import hosts, make_scenario
from tests.support.plans import make_plan

RULE = build_rule("host_capacity")
SEATS = "P01 P02 P03 | P04 P05 P06 P07 P08"


def measure(first: tuple[str, int], second: tuple[str, int], seats: str = SEATS, **limits: Any) -> Measure:
    """Measure where the sets of D1, of 3 and 5 people, are at H1 at the times given, for so many minutes."""
    scenario = make_scenario([RULE], implied=False, hosts=hosts(1, **limits))
    slots = (("D1.1", first), ("D1.2", second))
    visits = {(name, "visit"): ("H1", f"2026-10-08T{start}", minutes) for name, (start, minutes) in slots}
    return RULE.measure(scenario, make_plan(scenario, {"D1": seats}, visits))


def test_between_least_and_capacity_all_is_well() -> None:
    """Three, then five people at a host for 3 to 5."""
    assert measure(("10:00", 60), ("11:00", 60), least=3, capacity=5).amount == 0


def test_people_above_capacity_count() -> None:
    """Five people where there is room for four."""
    found = measure(("10:00", 60), ("11:00", 60), capacity=4)
    assert found.amount == 1
    match = found.matches[0]
    assert match.sentence == "H1 has room for 4; 5 visitors would be there on 2026-10-08 at 11:00."
    assert (match.people, match.sets, match.rounds) == (("P04", "P05", "P06", "P07", "P08"), ("D1.2",), ("D1",))


def test_people_below_least_count() -> None:
    """Three people where four are wanted."""
    found = measure(("10:00", 60), ("11:00", 60), least=4)
    assert [(match.amount, match.sets) for match in found.matches] == [(1, ("D1.1",))]
    assert found.matches[0].sentence == "H1 wants at least 4; 3 visitors would be there on 2026-10-08 at 10:00."


def test_sets_there_together_add_up() -> None:
    """While both are there, eight people are two too many for six; the least is reached together."""
    found = measure(("10:00", 60), ("10:30", 60), capacity=6, sets_at_once=2)
    assert [(match.amount, match.sets) for match in found.matches] == [(2, ("D1.1", "D1.2"))]
    assert measure(("10:00", 60), ("10:00", 60), least=8, sets_at_once=2).amount == 0


def test_nobody_is_not_too_few() -> None:
    """A set without members does not make a host with a least number unhappy."""
    everyone = "P01 P02 P03 P04 P05 P06 P07 P08 |"
    assert measure(("10:00", 60), ("11:00", 60), everyone, least=4).amount == 0
