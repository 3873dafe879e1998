from __future__ import annotations

from cohortplan.rules import build_rule
from tests.support import make_scenario
from tests.support.plans import make_plan

SCENARIO = make_scenario([build_rule("no_host_twice")], implied=False)
SEATS = {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08", "D2": "P01 P02 P05 P06 | P03 P04 P07 P08"}


def visits(*hosts: str) -> dict[tuple[str, str], tuple[str, str, int]]:
    """Visits of D1.1, D1.2, D2.1, D2.2 to the hosts named."""
    places = (("D1.1", "2026-10-08"), ("D1.2", "2026-10-08"), ("D2.1", "2026-10-22"), ("D2.2", "2026-10-22"))
    return {(name, "visit"): (host, f"{day}T10:00", 180) for (name, day), host in zip(places, hosts, strict=True)}


def test_different_hosts_keep_the_rule() -> None:
    """Four sets at four hosts: nobody is anywhere twice."""
    plan = make_plan(SCENARIO, SEATS, visits("H1", "H2", "H3", "H4"))
    assert SCENARIO.rules[0].measure(SCENARIO, plan).amount == 0


def test_each_person_who_comes_again_is_one() -> None:
    """P01 and P02 follow H1 from D1.1 to D2.1; the two who join there are new to it."""
    measure = SCENARIO.rules[0].measure(SCENARIO, make_plan(SCENARIO, SEATS, visits("H1", "H2", "H1", "H4")))
    assert measure.amount == 2
    assert [match.people for match in measure.matches] == [("P01",), ("P02",)]
    first = measure.matches[0]
    assert (first.hosts, first.sets, first.rounds) == (("H1",), ("D1.1", "D2.1"), ("D1", "D2"))
    assert first.sentence == "P01 visits H1 2 times."


def test_other_rounds_do_not_count() -> None:
    """A rule for D1 alone sees no second visit."""
    rule = build_rule("no_host_twice", rounds=("D1",))
    scenario = make_scenario([rule], implied=False)
    assert rule.measure(scenario, make_plan(scenario, SEATS, visits("H1", "H2", "H1", "H1"))).amount == 0
