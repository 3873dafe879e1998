"""Classic instances on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Runner


def test_instances_stand_where_scenarios_do(run: Runner, tmp_path: Path) -> None:
    """``check``, ``solve``, ``score``, ``show`` and ``bounds`` take an instance; JSON has value and solution."""
    plan = tmp_path / "plan.json"
    assert run("check", "sgp:2-2-3").out.startswith("sgp-2-2-3 holds together: 4 participants")
    told = run("solve", "sgp:2-2-3", "--solver", "cpsat", "-o", plan, "--json", "--quiet").json
    assert (told["status"], told["value"]) == ("optimal", 0)
    assert sorted(told["solution"]) == [[[0, 1], [2, 3]], [[0, 2], [1, 3]], [[0, 3], [1, 2]]]
    scored = run("score", "sgp:2-2-3", plan, "--json").json
    assert (scored["value"], scored["solution"]) == (0, told["solution"])
    assert run("show", "sgp:2-2-3", plan).code == 0
    assert run("bounds", "sgp:2-2-4", "--json").json["soft"] == 2


@pytest.mark.parametrize(
    "damage",
    [
        lambda rounds: rounds.pop(),
        lambda rounds: rounds[0]["sets"].pop(),
        lambda rounds: rounds[0]["sets"][0]["members"].pop(),
        lambda rounds: rounds[0]["sets"][0]["members"].append(rounds[0]["sets"][1]["members"][0]),
        lambda rounds: rounds[0]["sets"][0]["members"].append(rounds[0]["sets"][1]["members"].pop()),
    ],
)
def test_a_damaged_plan_has_no_value(
    run: Runner, tmp_path: Path, damage: Callable[[list[dict[str, Any]]], object]
) -> None:
    """A round, a set or a person missing, somebody seated twice, or a set too large: the value is null."""
    plan = tmp_path / "plan.json"
    run("solve", "sgp:2-2-3", "--solver", "search", "--iterations", "100", "-o", plan, "--quiet")
    content = json.loads(plan.read_text(encoding="utf-8"))
    damage(content["rounds"])
    plan.write_text(json.dumps(content), encoding="utf-8")
    scored = run("score", "sgp:2-2-3", plan, "--json").json
    assert not scored["valid"]
    assert scored["value"] is None
    assert len(scored["solution"]) == 3


def test_a_wrong_name_is_bad_input(run: Runner) -> None:
    """Exit code 2, and the way out on standard error."""
    told = run("solve", "sgp:8-4", "--json")
    assert told.code == 2
    assert told.json["defects"][0]["file"] == "sgp:8-4"


def test_the_fewest_rounds_are_looked_for(run: Runner, tmp_path: Path) -> None:
    """The plan of a happy diner has as many rounds as were found, and is checked and shown with so many."""
    plan = tmp_path / "plan.json"
    told = run("solve", "diner:4-2", "--solver", "cpsat", "-o", plan, "--json", "--quiet").json
    assert (told["status"], told["value"], len(told["solution"])) == ("optimal", 3, 3)
    assert run("check", "diner:4-2", plan).code == 0
    assert run("score", "diner:4-2", plan, "--json").json["value"] == 3
    assert run("show", "diner:4-2", plan).code == 0
    assert run("solve", "diner:4-2", "--hint", plan, "--json", "--quiet", "--iterations", "1000").json["value"] == 3
