"""What ``solve`` writes, prints and returns, whatever the solver does."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from cohortplan.evaluate import evaluate
from cohortplan.io import read_plan, read_scenario
from cohortplan.solvers.base import Board
from cohortplan.solvers.search import compiling
from tests.cli.conftest import Run, Runner
from tests.cli.solvers import Planted, puppets


@pytest.fixture(autouse=True)
def _puppets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cohortplan.solve.registered", puppets)


@pytest.fixture
def solve(run: Runner, folder: Path, tmp_path: Path) -> Runner:
    """Solve the scenario with one of the puppets; the plan goes to ``out.json``."""

    def call(solver: str, *more: object) -> Run:
        return run("solve", folder, "-o", tmp_path / "out.json", "--solver", solver, *more)

    return call


def test_the_plan_is_written_and_explained(solve: Runner, folder: Path, tmp_path: Path) -> None:
    """The plan on disk keeps every rule, and the summary tells got and proved in the organiser's words."""
    told = solve("planted")
    assert told.code == 0
    assert evaluate(read_scenario(str(folder)), read_plan(tmp_path / "out.json")).valid
    assert "two-days: feasible after" in told.out
    assert "every hard rule is kept; soft cost 50, at least 40 proved (gap 20.0%)" in told.out
    assert re.search(r"new contacts +9 of 14 +at most \d+ +10 +50\n", told.out)
    assert (
        "10 of 15 pairs meet, 2 repeats, everyone meets at least 3 people; no plan can promise more than 4." in told.out
    )
    assert told.out.endswith(f"Written to {tmp_path / 'out.json'}.\n")


def test_json_is_one_object_with_the_promised_keys(solve: Runner, tmp_path: Path) -> None:
    """Standard output is one object; its plan is the plan that was written."""
    told = solve("planted", "--json", "--seed", 5).json
    promised = {"status", "hard", "soft", "objectives", "bound", "gap", "seconds", "seed", "plan"}
    assert promised <= set(told)
    assert (told["status"], told["hard"], told["soft"], told["bound"], told["gap"]) == ("feasible", 0, 50, 40, 0.2)
    assert told["seed"] == 5
    assert set(told["objectives"]["new_contacts"]) == {"value", "bound", "level", "weight"}
    assert told["plan"] == json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))


def test_with_json_no_file_is_needed(run: Runner, folder: Path) -> None:
    """The plan may go to standard output alone."""
    told = run("solve", folder, "--solver", "planted", "--json")
    assert told.code == 0
    assert told.json["plan"]["format"] == "cohortplan-plan/1"


def test_somewhere_the_plan_must_go(run: Runner, folder: Path) -> None:
    """Without --json a file has to be named."""
    told = run("solve", folder)
    assert told.code == 2
    assert "-o PLAN" in told.err


def test_quiet_is_silent(solve: Runner) -> None:
    """With --quiet a success prints nothing at all."""
    assert solve("planted", "--quiet") == (0, "", "")


def test_piped_progress_is_plain(solve: Runner) -> None:
    """When piped, progress is plain lines on standard error without a single escape code."""
    told = solve("planted")
    assert "\x1b" not in told.err + told.out


@pytest.mark.parametrize("place", ["nowhere/plan.json", ".", "two-days/scenario.toml/plan.json"])
def test_a_place_that_cannot_be_written_is_found_before_solving(
    run: Runner, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """Nothing is solved for a plan that could not be kept."""
    monkeypatch.setattr("cohortplan.solve.registered", lambda: pytest.fail("solved for nothing"))
    told = run("solve", folder, "-o", tmp_path / place)
    assert (told.code, told.out) == (2, "")
    assert told.err.endswith("1 problem found.\n")


def test_an_unknown_solver_is_bad_input(solve: Runner) -> None:
    """The installed solvers are named."""
    told = solve("oracle")
    assert told.code == 2
    assert "planted" in told.err


def test_a_proof_of_impossibility_names_the_rules(solve: Runner, tmp_path: Path) -> None:
    """Exit code 3; each rule that clashes is named with its meaning; no plan is written."""
    told = solve("refuted")
    assert (told.code, told.out) == (3, "")
    assert "set_size: Every set has between its least and its most members." in told.err
    assert "no_host_twice: Everyone visits each host at most once." in told.err
    assert not (tmp_path / "out.json").exists()


@pytest.mark.slow
def test_impossibility_as_json(solve: Runner) -> None:
    """The object says infeasible, has no plan, and lists the rules' ids."""
    told = solve("refuted", "--json")
    assert told.code == 3
    assert (told.json["status"], told.json["plan"]) == ("infeasible", None)
    assert told.json["reasons"] == ["set_size", "no_host_twice"]


def test_no_plan_in_time_says_what_is_still_broken(solve: Runner, tmp_path: Path) -> None:
    """Exit code 5; the rules the nearest attempt breaks are named with the places; a plan on disk is kept."""
    (tmp_path / "out.json").write_text("yesterday's plan", encoding="utf-8")
    told = solve("hapless")
    assert (told.code, told.out) == (5, "")
    assert "set_size: Set D1.1 has 2 members; 3 are wanted." in told.err
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == "yesterday's plan"


def test_no_attempt_at_all(solve: Runner) -> None:
    """Exit code 5 also when the solver came up with nothing."""
    told = solve("clueless", "--json")
    assert (told.code, told.json["status"], told.json["plan"]) == (5, "no_solution", None)


def asked(solve: Runner, monkeypatch: pytest.MonkeyPatch, *more: object) -> tuple[Board, int, Any]:
    """Return what a solver is asked for when the command is given `more`."""
    solver = Planted()
    monkeypatch.setattr("cohortplan.solve.registered", lambda: {"planted": lambda: solver})
    assert solve("planted", *more).code == 0
    return solver.asked[0]


@pytest.mark.parametrize(
    ("typed", "stop"),
    [
        ([], (30.0, None)),
        (["--seconds", "2.5"], (2.5, None)),
        (["--iterations", "900"], (None, 900)),
        (["--iterations", "900", "--seconds", "4"], (4.0, 900)),
    ],
)
def test_the_budget_reaches_the_solver(
    solve: Runner, monkeypatch: pytest.MonkeyPatch, typed: list[str], stop: tuple[float | None, int | None]
) -> None:
    """30 seconds unless given; with iterations alone there is no clock, so the same budget gives the same plan."""
    monkeypatch.setattr(compiling, "kernels_ready", lambda _: True)
    board, _, _ = asked(solve, monkeypatch, *typed)
    assert (board.stop.seconds, board.stop.iterations) == stop


def test_seed_and_hint_reach_the_solver(solve: Runner, monkeypatch: pytest.MonkeyPatch, plan_file: Path) -> None:
    """The seed and every seat of the hint are passed on."""
    _, seed, hint = asked(solve, monkeypatch, "--seed", 11, "--hint", plan_file)
    assert seed == 11
    assert hint.seat.tolist() == [[0, 0, 0, 1, 1, 1], [0, 1, 1, 1, 0, 0]]


def test_a_hint_for_something_else_is_noticed(solve: Runner, tmp_path: Path, plan_file: Path) -> None:
    """A plan of another programme is used all the same, with a note."""
    other = json.loads(plan_file.read_text(encoding="utf-8")) | {"scenario": {"id": "other", "sha256": ""}}
    hint = tmp_path / "hint.json"
    hint.write_text(json.dumps(other), encoding="utf-8")
    told = solve("planted", "--hint", hint)
    assert told.code == 0
    assert "was made for other, not for two-days" in told.err


@pytest.mark.parametrize("typed", [["--seconds", "nan"], ["--seconds", "0"], ["--seconds", "inf"], ["--seed", "-1"]])
def test_senseless_budgets_are_refused(solve: Runner, typed: list[str]) -> None:
    """A time that is not a positive number, or a negative seed, is bad input."""
    assert solve("planted", *typed).code == 2
