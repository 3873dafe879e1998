"""``improve``: what it starts from, what it promises, and what it says."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from pathlib import Path
from shutil import copy, copytree
from typing import ClassVar

import pytest

from cohortplan.evaluate import evaluate
from cohortplan.io import read_plan, read_scenario
from cohortplan.primitives import Decision
from cohortplan.problem import Problem, encode
from cohortplan.solvers.base import Board, Outcome
from tests.cli import solvers
from tests.cli.conftest import Run, Runner
from tests.cli.two_days import plan_content

ROOT = Path(__file__).parents[2]
#: Seats of a plan in which A01 and A02, who know each other, are apart: 10 new contacts instead of 9.
BETTER = (("A01 A03 A04", "A02 A05 A06"), ("A01 A03 A05", "A02 A04 A06"))


class Listening:
    """Posts what it was given to start from, and remembers the problem."""

    name = "listening"
    heard: ClassVar[list[tuple[Problem, Decision | None]]] = []

    def solve(self, problem: Problem, board: Board, *, seed: int, hint: Decision | None = None) -> Outcome:
        """Post the hint as it is."""
        del seed
        self.heard.append((problem, hint))
        if hint is not None:
            board.post(hint, "given")
        board.spend(1)
        return board.outcome()


@pytest.fixture(autouse=True)
def _puppets(monkeypatch: pytest.MonkeyPatch) -> None:
    known: Mapping[str, object] = {**solvers.puppets(), "listening": Listening}
    monkeypatch.setattr("cohortplan.solve.registered", lambda: known)
    monkeypatch.setattr(Listening, "heard", [])


@pytest.fixture
def improve(run: Runner, folder: Path, tmp_path: Path) -> Runner:
    """Improve a plan with one of the puppets; the plan goes to ``out.json``."""

    def call(plan: Path, solver: str, *more: object) -> Run:
        return run("improve", folder, plan, "-o", tmp_path / "out.json", "--solver", solver, *more)

    return call


def seats(path: Path) -> list[list[list[str]]]:
    """Return the members of every set of a plan file."""
    return [[group["members"] for group in each["sets"]] for each in json.loads(path.read_text())["rounds"]]


def test_a_broken_plan_is_mended(improve: Runner, run: Runner, folder: Path, broken_plan: Path, tmp_path: Path) -> None:
    """First what it breaks; then what gets better, who and what moves, and where the new plan is."""
    told = improve(broken_plan, "planted")
    assert told.code == 0
    assert told.out.splitlines() == [
        "no_host_twice: A01 visits H1 2 times.",
        "Hard rules are broken by 1; soft cost 50.",
        "",
        "Hard rules broken by 1 → 0 (-1); soft cost 50, as before.",
        "better  no host twice: 1 → 0",
        "  mended: A01 visits H1 2 times.",
        "Changed: 0 seats of 0 people, and 1 time or host.",
        "  D2.1, visit: Marsh Lane Prison (H1), Thu 3 Dec 2026 10:00 → Ouse Hospital (H3), Thu 3 Dec 2026 10:00",
        f"Written to {tmp_path / 'out.json'}.",
    ]
    assert run("check", folder, tmp_path / "out.json").code == 0


def test_nothing_worse_is_ever_written(improve: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> None:
    """A solver that ends with a dearer plan changes nothing: the given plan is written, with its score."""
    content = plan_content()
    for each, groups in zip(content["rounds"], BETTER, strict=True):
        for group, members in zip(each["sets"], groups, strict=True):
            group["members"] = members.split()
    plan_file.write_text(json.dumps(content))
    told = improve(plan_file, "planted")
    assert told.code == 0
    assert "No seat and no visit is changed." in told.out
    assert seats(tmp_path / "out.json") == [[group.split() for group in groups] for groups in BETTER]
    assert json.loads((tmp_path / "out.json").read_text())["score"]["soft"] == 40
    assert evaluate(read_scenario(folder), read_plan(tmp_path / "out.json")).soft == 40


def test_it_starts_from_the_plan(improve: Runner, plan_file: Path) -> None:
    """The solver is given the plan, whole."""
    assert improve(plan_file, "listening").code == 0
    ((problem, hint),) = Listening.heard
    plan = read_plan(plan_file)
    assert hint is not None
    assert (hint.seat == encode(plan, problem.axes)[0].seat).all()
    assert (hint.choice >= 0).all()


@pytest.mark.parametrize(
    ("keep", "numbers"),
    [(["D1"], (6, 2)), (["A01"], (2, 0)), (["D2.1", "H1"], (3, 2)), (["Hana Ridley", "A04"], (2, 0))],
)
def test_what_is_to_stay_is_locked(
    improve: Runner, folder: Path, plan_file: Path, keep: list[str], numbers: tuple[int, int]
) -> None:
    """Rounds, people, sets and hosts are kept as they are planned; the scenario's folder is not changed."""
    before = sorted(path.name for path in folder.iterdir())
    assert improve(plan_file, "listening", *(word for each in keep for word in ("--keep", each))).code == 0
    scenario = Listening.heard[0][0].axes.scenario
    assert (len(scenario.seat_locks), len(scenario.visit_locks)) == numbers
    assert sorted(path.name for path in folder.iterdir()) == before


def test_what_cannot_stay_is_told(improve: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> None:
    """A lock of the scenario that the plan does not keep is in the way of keeping what it has; unknown names, too."""
    (folder / "locks.csv").write_text("participant,set\nA01,D1.2\n")
    told = improve(plan_file, "planted", "--keep", "D1.1")
    assert (told.code, told.out) == (2, "")
    assert f"{plan_file}: A01 is locked to sets D1.1 and D1.2 of one round" in told.err
    assert "Keep something else" in told.err
    assert "Did you mean" in improve(plan_file, "planted", "--keep", "D1.9").err
    assert not (tmp_path / "out.json").exists()


@pytest.mark.parametrize(("solver", "code", "words"), [("refuted", 3, "set_size"), ("hapless", 5, "--seconds")])
def test_a_broken_plan_that_cannot_be_mended(
    improve: Runner, broken_plan: Path, tmp_path: Path, solver: str, code: int, words: str
) -> None:
    """If no plan is found that keeps every hard rule nothing is written; the exit code says why."""
    told = improve(broken_plan, solver)
    assert told.code == code
    assert words in told.err
    assert not (tmp_path / "out.json").exists()


@pytest.mark.parametrize("solver", ["refuted", "hapless"])
def test_a_sound_plan_is_kept_if_nothing_is_found(
    improve: Runner, plan_file: Path, tmp_path: Path, solver: str
) -> None:
    """It is as good as what was found, so it is written."""
    assert improve(plan_file, solver).code == 0
    assert seats(tmp_path / "out.json") == seats(plan_file)


def test_the_same_as_json(improve: Runner, broken_plan: Path) -> None:
    """The score, the rules, the pairs, the bound, and what is moved; one document and nothing else."""
    told = improve(broken_plan, "planted", "--json", "--quiet").json
    assert (told["hard"], told["soft"]) == ({"before": 1, "after": 0}, {"before": 50, "after": 50})
    assert told["bound"] == 40
    assert told["changes"]["seats"] == []
    (visit,) = told["changes"]["activities"]
    assert (visit["set"], visit["old"]["host"], visit["new"]["host"]) == ("D2.1", "H1", "H3")


def test_quiet_is_silent(improve: Runner, plan_file: Path) -> None:
    """With --quiet nothing is printed."""
    assert improve(plan_file, "planted", "--quiet") == (0, "", "")


def test_improving_for_real(
    run: Runner, folder: Path, broken_plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CP-SAT mends the plan within seconds and keeps the first day as it was."""
    from cohortplan.solvers.base import registered

    monkeypatch.setattr("cohortplan.solve.registered", registered)
    out = tmp_path / "out.json"
    told = run("improve", folder, broken_plan, "-o", out, "--solver", "cpsat", "--seconds", 20, "--keep", "D1")
    assert told.code == 0
    assert run("check", folder, out).code == 0
    assert seats(out)[0] == seats(broken_plan)[0]


@pytest.mark.slow
def test_the_examples_of_the_readme_work(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The section on editing by hand, line by line, on the scenario it is about."""
    from cohortplan.solvers.base import registered

    monkeypatch.setattr("cohortplan.solve.registered", registered)
    monkeypatch.chdir(tmp_path)
    copytree(ROOT / "scenarios" / "threesector-30x10", "mine")
    copy("mine/plan.json", "plan.json")
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("## Editing by hand")[1]
    lines = section.split("```sh\n")[1].split("```")[0].splitlines()
    for line in lines:
        _, *words = shlex.split(line.replace("SCENARIO", "mine"), comments=True)
        more = {"lock": ["--at", "2026-09-01T09:00Z"], "improve": ["--seconds", "8"], "solve": ["--seconds", "8"]}
        assert run(*words, *more.get(words[0], [])).code == 0, line
    assert len(lines) == 5
    assert run("check", "mine", "plan.json").code == 0
