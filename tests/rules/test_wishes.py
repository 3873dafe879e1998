from __future__ import annotations

import pytest

from cohortplan.errors import ScenarioError
from cohortplan.rules import build_rule
from tests.support import hosts, make_scenario
from tests.support.plans import make_plan

RULE = build_rule("wishes", wishes={"P01": (("H1",), ("H2", "H3")), "P05": (("H4",),)})
SCENARIO = make_scenario([RULE], implied=False, hosts=hosts(4))
SEATS = {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08"}


@pytest.mark.parametrize(("host", "amount"), [("H1", 0), ("H2", 1), ("H3", 1), ("H4", 2)])
def test_a_visit_costs_the_ranks_before_its_host(host: str, amount: int) -> None:
    """The first wish costs nothing, the two next ones 1 each, what was not wished for as much as there are ranks."""
    visits = {("D1.1", "visit"): (host, "2026-10-08T10:00", 180)}
    assert RULE.measure(SCENARIO, make_plan(SCENARIO, SEATS, visits)).amount == amount


def test_everyone_who_has_wishes_counts() -> None:
    """P01's set goes to a later wish, P05's to no wish of P05: each is told so, and it is no hard rule."""
    visits = {("D1.1", "visit"): ("H3", "2026-10-08T10:00", 180), ("D1.2", "visit"): ("H3", "2026-10-08T10:00", 180)}
    found = RULE.measure(SCENARIO, make_plan(SCENARIO, SEATS, visits))
    assert found.amount == 2
    assert found.matches[1].sentence == "P05 visits H3 and wishes more for other hosts."
    assert not RULE.hard


def test_strangers_are_reported() -> None:
    """A person and a host that do not exist are named, each where it stands."""
    with pytest.raises(ScenarioError) as refused:
        make_scenario([build_rule("wishes", wishes={"P99": (("H1",),), "P01": (("H1",), ("H9",))})])
    assert [defect.value for defect in refused.value.defects] == ["P99", "H9"]
    assert refused.value.defects[1].path[2:] == ("wishes", "P01", 1)
