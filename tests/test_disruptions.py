"""The disruption scripts of the shipped scenarios can be read, and plans live through them."""

from __future__ import annotations

from itertools import groupby, islice
from pathlib import Path

import pytest

from cohortplan.evaluate import STRUCTURE, evaluate
from cohortplan.evaluate.facing import past_rounds
from cohortplan.io import read_plan, read_scenario
from cohortplan.io.changes import read_changes
from cohortplan.living.policy import Policy
from cohortplan.living.replan import replan
from cohortplan.living.softening import taken_in
from cohortplan.model.changes import changed
from cohortplan.solvers.base import Stop

SCENARIOS = Path(__file__).parents[1] / "scenarios"
SCRIPTS = sorted(SCENARIOS.glob("*/disruptions.toml"))
#: Days of a script that are lived through, and of one of hundreds of people.
MOST_DAYS, MOST_OF_MANY = 5, 1


@pytest.mark.parametrize(
    "script",
    [pytest.param(each, marks=[pytest.mark.slow] if each.parent.name == "city-240" else []) for each in SCRIPTS],
    ids=lambda path: path.parent.name,
)
def test_script_fits_its_scenario(script: Path) -> None:
    """Day by day every change is about what there is, on days of the programme; nothing but rules cannot be kept."""
    scenario = read_scenario(script.parent)
    changes = read_changes(script).changes
    assert changes
    assert all(scenario.programme.starts <= change.known <= scenario.programme.ends for change in changes)
    for day, together in groupby(changes, key=lambda change: change.known):
        scenario, _ = taken_in(scenario, list(together), day)
        assert scenario.changed_on == day


@pytest.mark.slow
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.parent.name)
def test_plans_live_through_their_script(script: Path) -> None:
    """Day after day the past stays to the letter, and what is broken is told and is no rule that must not be."""
    scenario, plan = read_scenario(script.parent), read_plan(script.parent / "plan.json")
    planned, most = 0, MOST_DAYS if len(scenario.participants) < 100 else MOST_OF_MANY
    for day, known in islice(groupby(read_changes(script).changes, key=lambda change: change.known), most):
        scenario, _ = taken_in(scenario, list(known), day)
        found = replan(scenario, plan, Policy(day), stop=Stop(None, 200_000))
        if found.plan is None:
            assert found.standing or found.unmet is not None
            continue
        for name in past_rounds(scenario, day):
            assert found.plan.by_round[name].model_dump_json() == plan.by_round[name].model_dump_json()
        measured = evaluate(found.scenario, found.plan)
        owed = {name: each.value for name, each in measured.objectives.items() if each.level == "hard" and each.value}
        assert owed.items() <= found.broken.items()
        assert measured.measures[STRUCTURE].amount == 0
        assert all(rule.yields for rule in found.scenario.rules if rule.id in found.broken)
        scenario, plan, planned = changed(scenario, found.fallen), found.plan, planned + 1
    assert planned
