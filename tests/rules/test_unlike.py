"""Unlike: what counts as the same in two plans, and what does not."""

from __future__ import annotations

from cohortplan.rules import build_rule
from cohortplan.rules.shared.deeds import unlikeness
from tests.support import make_scenario, visit_rounds
from tests.support.plans import make_plan

SCENARIO = make_scenario(rounds=visit_rounds(1, [(2, 6), (2, 6)]))
VISITS = {("D1.1", "visit"): ("H1", "2026-10-08T10:00", 180), ("D1.2", "visit"): ("H2", "2026-10-08T10:00", 180)}
OTHER = make_plan(SCENARIO, {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08"}, VISITS)


def amount(seats: str, hosts: tuple[str, str] = ("H1", "H2"), times: int = 1) -> int:
    """Measure a plan with these seats and hosts against the other one."""
    visits = {key: (host, *where[1:]) for (key, where), host in zip(VISITS.items(), hosts, strict=True)}
    plan = make_plan(SCENARIO, {"D1": seats}, visits)
    return build_rule("unlike", plans=(OTHER,) * times).measure(SCENARIO, plan).amount


def test_names_of_sets_do_not_matter() -> None:
    """Two sets that swap their names with their hosts do all that they did: twelve pairs and eight visits."""
    assert amount("P05 P06 P07 P08 | P01 P02 P03 P04", ("H2", "H1")) == 20


def test_hosts_count_apart_from_company() -> None:
    """The same sets at each other's hosts have twelve pairs in common and no visit; two sets mixed, some of each."""
    assert amount("P01 P02 P03 P04 | P05 P06 P07 P08", ("H2", "H1")) == 12
    assert amount("P01 P02 P05 P06 | P03 P04 P07 P08") == 4 + 4


def test_every_other_plan_counts() -> None:
    """What is as in two other plans counts twice."""
    assert amount("P01 P02 P05 P06 | P03 P04 P07 P08", times=2) == 16


def test_unlikeness_is_a_share() -> None:
    """A plan is not unlike itself; half the visits and a third of the pairs in common leave six tenths."""
    mixed = make_plan(SCENARIO, {"D1": "P01 P02 P05 P06 | P03 P04 P07 P08"}, VISITS)
    assert unlikeness(SCENARIO, OTHER, OTHER) == 0
    assert unlikeness(SCENARIO, OTHER, mixed) == unlikeness(SCENARIO, mixed, OTHER) == 1 - 8 / 20
    nothing = make_plan(SCENARIO, {})
    assert unlikeness(SCENARIO, OTHER, nothing) == 1
    assert unlikeness(SCENARIO, nothing, nothing) == 0
