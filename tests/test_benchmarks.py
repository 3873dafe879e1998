"""The benchmarks find their cases, measure plans by the checker, and say what they saw."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import benchmarks.cases  # noqa: F401 - the cases register themselves
from benchmarks.case import Case, Figure, cases, scores
from benchmarks.report import report
from benchmarks.run import run
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


def test_shipped_scenarios_are_cases() -> None:
    """Every value recorded for a shipped scenario is run."""
    names = {case.name for case in cases(ROOT / "none", "scenarios")}
    assert {"connect-11#2", "connect-11", "threesector-30x10"} <= names


def test_the_command_lists_its_cases() -> None:
    """``python -m benchmarks --list`` names the cases asked for and runs none."""
    command = [sys.executable, "-m", "benchmarks", "connect-11#", "--list"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.count("connect-11#") == done.stdout.count("\n") > 1
