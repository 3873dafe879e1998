from __future__ import annotations

from cohortplan.model import Host
from cohortplan.rules import build_rule
from tests.support import cohort, make_scenario
from tests.support.plans import make_plan

RULE = build_rule("own_organisation")
SEATS = {"D1": "P01 P02 P03 P04 | P05 P06 P07 P08"}
OWN = cohort(8)[0].get("organisation")


def amount(organisation: str, participants: object = None) -> int:
    """Amount where D1.1 visits a host of an organisation."""
    parts = {} if participants is None else {"participants": participants, "attributes": ()}
    host = Host(id="H", name="Host", organisation=organisation)
    scenario = make_scenario([RULE], implied=False, hosts=(host,), **parts)
    plan = make_plan(scenario, SEATS, {("D1.1", "visit"): ("H", "2026-10-08T10:00", 180)})
    return RULE.measure(scenario, plan).amount


def test_another_organisation_is_fine() -> None:
    """Nobody in the set comes from the host's organisation."""
    assert amount("Elsewhere") == 0


def test_one_s_own_organisation_is_not() -> None:
    """Everyone in the set who comes from the host's organisation counts."""
    mine = sum(person.get("organisation") == OWN for person in cohort(8)[:4])
    assert mine > 0
    assert amount(OWN) == mine


def test_no_organisation_is_nobody_s_own() -> None:
    """People and hosts that give no organisation do not belong together."""
    nameless = tuple(person.model_copy(update={"attributes": {}}) for person in cohort(8))
    assert amount("", nameless) == 0


def test_capitals_and_blanks_make_no_other_organisation() -> None:
    """A host that types the organisation in capitals, with more blanks, is of the same organisation."""
    people = tuple(person.model_copy(update={"attributes": {"organisation": "City Hall"}}) for person in cohort(8))
    assert amount("CITY  hall ", people) == 4
