"""Classic instances on the command line."""

from __future__ import annotations

from pathlib import Path

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
