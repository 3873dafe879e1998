"""Hubs: members of a set share a value, by hand."""

from __future__ import annotations

from cohortplan.rules import build_rule
from tests.support import make_scenario
from tests.support.examples import refusals
from tests.support.plans import make_plan


def test_every_value_beyond_the_first_counts() -> None:
    """Towns alternate between Leeds and York: a set of odd numbers is of one town, others are not."""
    rule = build_rule("hubs", attribute="town")
    scenario = make_scenario([rule], implied=False)
    seats = {"D1": "P01 P03 P05 P07 | P02 P04 P06 P08", "D2": "P01 P02 P03 P04 | P05 P06 P07 P08"}
    found = rule.measure(scenario, make_plan(scenario, seats))
    assert [(match.sets, match.amount) for match in found.matches] == [(("D2.1",), 1), (("D2.2",), 1)]
    assert found.matches[0].sentence == "Set D2.1 has members of town Leeds and York."


def test_an_unknown_attribute_is_refused() -> None:
    """A misspelt attribute is named."""
    assert [defect.message for defect in refusals(build_rule("hubs", attribute="hub"))] == [
        "there is no attribute 'hub'"
    ]
