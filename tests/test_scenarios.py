"""The shipped scenarios reach the values their expected.toml files record, and no plan beats a proof."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from cohortplan.evaluate import evaluate
from cohortplan.io import read_plan, read_scenario
from cohortplan.model import Plan, Scenario
from cohortplan.solve import solve
from cohortplan.solvers.base import Stop

SCENARIOS = Path(__file__).parent.parent / "scenarios"


def expected(name: str) -> list[dict[str, Any]]:
    """Return the recorded values of a scenario."""
    values: list[dict[str, Any]] = tomllib.loads((SCENARIOS / name / "expected.toml").read_text())["value"]
    return values


def checked(scenario: Scenario, **how: Any) -> tuple[Plan, dict[str, Any]]:
    """Solve and return the plan with its figures, confirmed by the independent checker."""
    result = solve(scenario, **how)
    assert result.plan is not None
    found = evaluate(scenario, result.plan)
    assert found.valid
    return result.plan, found.metrics.as_json()


@pytest.mark.slow
@pytest.mark.parametrize("value", expected("connect-11"), ids=lambda value: f"connect-11{value['scenario']}")
def test_connect_11_reaches_its_proved_values(value: dict[str, Any]) -> None:
    """Each number of meetings gives exactly the proved number of pairs."""
    scenario = read_scenario(f"{SCENARIOS / 'connect-11'}{value['scenario']}")
    _, figures = checked(scenario, stop=Stop(seconds=20))
    assert figures[value["metric"]] == value["best"]
    assert figures["possible_pairs"] == value["possible"]


def test_whole_group_mode_keeps_every_rule() -> None:
    """As one group, the eleven visit six places and each of them brings one case to one of twelve slots."""
    scenario = read_scenario(SCENARIOS / "connect-11" / "whole.toml")
    plan, _ = checked(scenario, stop=Stop(seconds=10))
    places = [visit.host for visit in scenario.visits(plan)]
    cases = [group.members for group in scenario.groups(plan, ["case"])]
    assert len(set(places)) == len(places) == 6
    assert sorted(member for members in cases for member in members) == sorted(scenario.people)
    assert sorted(len(members) for members in cases) == [0, *[1] * 11]


@pytest.mark.parametrize("name", ["connect-11", "threesector-30x10"])
def test_shipped_plan_is_as_good_as_recorded(name: str) -> None:
    """The plan shown in the scenario's README keeps every rule and has the recorded figures."""
    scenario, plan = read_scenario(SCENARIOS / name), read_plan(SCENARIOS / name / "plan.json")
    found = evaluate(scenario, plan)
    assert found.valid
    assert plan.scenario.sha256 == scenario.sha256
    for value in expected(name):
        if value["scenario"] == "":
            assert found.metrics.as_json()[value["metric"]] == value["best"]
