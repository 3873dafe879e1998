"""A better plan leaves alone what need not change."""

from __future__ import annotations

import pytest

from cohortplan.evaluate import evaluate, spared
from cohortplan.model import Plan, Scenario
from cohortplan.rules import build_rule
from tests.support.builders import make_scenario
from tests.support.plans import make_plan

SCENARIO = make_scenario([build_rule("new_contacts")], implied=False)
OLD = {
    "D1": "P01 P02 P03 P04 | P05 P06 P07 P08",
    "D2": "P01 P02 P03 P04 | P05 P06 P07 P08",
    "D3": "P01 P03 P05 P07 | P02 P04 P06 P08",
}
#: D1 is only relabelled; D2 wins contacts; D3 is the same.
NEW = {**OLD, "D1": "P05 P06 P07 P08 | P01 P02 P03 P04", "D2": "P01 P02 P05 P06 | P03 P04 P07 P08"}


def test_rounds_that_win_nothing_are_given_back() -> None:
    """People who were moved for nothing stay; what makes the plan better is kept."""
    old, new = make_plan(SCENARIO, OLD), make_plan(SCENARIO, NEW)
    found = spared(SCENARIO, old, new)
    assert found.rounds == (old.rounds[0], new.rounds[1], old.rounds[2])
    assert evaluate(SCENARIO, found).soft == evaluate(SCENARIO, new).soft < evaluate(SCENARIO, old).soft


@pytest.mark.parametrize("name", ["D1", "D2", "D3"])
def test_it_is_never_worse(name: str) -> None:
    """Wherever the old plan is damaged, the new one is kept there."""
    old = make_plan(SCENARIO, {**OLD, name: "P01 P02 | P05 P06 P07 P08 P03 P04"})
    new = make_plan(SCENARIO, NEW)
    assert owed(SCENARIO, spared(SCENARIO, old, new)) <= owed(SCENARIO, new)


def test_a_round_that_only_the_new_plan_has_stays() -> None:
    """There is nothing to give back."""
    old, new = make_plan(SCENARIO, {"D3": OLD["D3"]}), make_plan(SCENARIO, NEW)
    assert spared(SCENARIO, old, new).rounds == new.rounds


def owed(scenario: Scenario, plan: Plan) -> tuple[int, int]:
    """Return what a plan owes."""
    found = evaluate(scenario, plan)
    return found.hard, found.soft
