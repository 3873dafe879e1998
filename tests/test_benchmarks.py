"""The benchmarks find their cases, measure plans by the checker, and say what they saw."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import benchmarks.cases  # noqa: F401 - the cases register themselves
from benchmarks.best import FOLDER, Registry
from benchmarks.case import Case, Figure, cases, scores
from benchmarks.report import report
from benchmarks.run import run
from cohortplan.io import read_plan
from cohortplan.model import Plan
from cohortplan.model.plan import ScenarioRef
from cohortplan.rules import build_rule
from tests.support import cohort, make_scenario, visit_rounds

ROOT = Path(__file__).parents[1]


def small(seconds: float = 1.0) -> Case:
    """Two sets of two on two days: four pairs meet at the most."""
    rounds = visit_rounds(2, [(2, 2), (2, 2)])
    return Case(
        group="small",
        name="four people",
        seconds=seconds,
        problem=lambda: make_scenario(
            [build_rule("new_contacts"), build_rule("set_size")],
            participants=cohort(4),
            rounds=rounds,
            implied=False,
        ),
        figures=(Figure("distinct_pairs", 4, "more", proved=True), Figure("repeats", 0, "less")),
        measure=scores("distinct_pairs", "repeats"),
    )


@pytest.mark.parametrize(
    ("figure", "value", "gap"),
    [
        (Figure("pairs", 100, "more"), 90, 0.1),
        (Figure("pairs", 100, "more"), 110, -0.1),
        (Figure("cost", 50, "less"), 60, 0.2),
        (Figure("repeats", 0, "less"), 3, 3),
        (Figure("pairs", None, "more"), 5, None),
    ],
)
def test_gap_is_how_much_worse(figure: Figure, value: float, gap: float | None) -> None:
    """The gap is above zero for what is worse than the best known, whichever way the figure counts."""
    assert figure.gap(value) == (gap if gap is None else pytest.approx(gap))


def test_a_case_is_run_measured_and_reported() -> None:
    """Each seed gives a plan with the case's figures, and the page shows them beside the best known."""
    case = small()
    runs = list(run(case, range(2)))
    assert [each.values for each in runs] == [(4.0, 0.0)] * 2
    page = report({case: runs})
    assert "| four people | 1 | distinct_pairs | 4* | 4 | 4 | 4 | +0.000% | 2 of 2 |" in page
    assert "| four people | 1 | repeats | 0 | 0 | 0 | 0 | +0.000% | 2 of 2 |" in page


def test_only_what_is_better_than_known_is_registered(tmp_path: Path) -> None:
    """A value enters with its plan if it beats, not by rounding, the best known and the best kept; it is recomputed."""
    registry = Registry(tmp_path / "best")
    case = small()
    assert len(list(run(case, [0], registry))) == 1
    assert registry.entries() == []
    easier = replace(case, figures=(Figure("distinct_pairs", 3, "more"), case.figures[1]))
    assert len(list(run(easier, range(2), registry))) == 2
    entry = registry.entries()[0]
    assert (entry.figure, entry.value, entry.known, entry.seed) == ("distinct_pairs", 4, 3, 0)
    assert list(registry.verify([easier])) == [(entry, True)]
    kept = read_plan(registry.folder / entry.plan)
    rounded = replace(easier, name="rounded", figures=(Figure("distinct_pairs", 3.9999999, "more"), case.figures[1]))
    assert not registry.enter(rounded, case.problem(), kept, 0, 1.0)
    table = registry.folder / "values.csv"
    table.write_text(table.read_text().replace("distinct_pairs,4.0", "distinct_pairs,5.0"))
    assert [holds for _, holds in registry.verify([easier])] == [False]


def test_a_plan_that_breaks_a_rule_is_not_registered(tmp_path: Path) -> None:
    """However good the figure, a plan the checker refuses does not enter."""
    registry = Registry(tmp_path)
    case = replace(small(), figures=(Figure("distinct_pairs", -1, "more"), Figure("repeats", 0, "less")))
    assert not registry.enter(case, case.problem(), Plan(scenario=ScenarioRef(id="none"), rounds=()), 0, 1.0)
    assert not list(tmp_path.iterdir())


def test_registered_values_have_their_plans() -> None:
    """Every value of the table is better than what was known, and its plan is beside it."""
    for entry in Registry().entries():
        assert entry.value != entry.known
        assert read_plan(FOLDER / entry.plan).rounds


def test_shipped_scenarios_are_cases() -> None:
    """Every value recorded for a shipped scenario is run."""
    names = {case.name for case in cases(ROOT / "none", "scenarios")}
    assert {"connect-11#2", "connect-11", "threesector-30x10"} <= names


def test_the_command_lists_its_cases() -> None:
    """``python -m benchmarks --list`` names the cases asked for and runs none."""
    command = [sys.executable, "-m", "benchmarks", "connect-11#", "--list"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.count("connect-11#") == done.stdout.count("\n") > 1
