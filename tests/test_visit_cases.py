"""Generated scenarios in which only visits are to be decided: they hold together, are solved, and are bounded."""

from __future__ import annotations

import pytest

from benchmarks.cases.visits import scenario
from cohortplan.evaluate import evaluate
from cohortplan.problem import compile_problem
from cohortplan.solve import solve
from cohortplan.solvers.base import Status, Stop
from cohortplan.solvers.bounds import all_bounds


def test_the_same_seed_generates_the_same_scenario() -> None:
    """A generator has one source of randomness."""
    assert scenario(4, 3, 9, seed=5) == scenario(4, 3, 9, seed=5)
    assert scenario(4, 3, 9, seed=5) != scenario(4, 3, 9, seed=6)


@pytest.mark.parametrize("seed", range(3))
def test_no_bound_exceeds_a_proved_optimum(seed: int) -> None:
    """CP-SAT proves small ones optimal; what hosts must cost is no more than that, and nearly as much."""
    asked = scenario(4, 2, 6, seed, size=2, spare=1.6)
    result = solve(asked, solver="cpsat", seed=0, stop=Stop(seconds=60))
    assert result.status is Status.OPTIMAL
    assert result.evaluation is not None
    assert 0 < all_bounds(compile_problem(asked))["wishes"].value <= result.evaluation.soft
    assert result.evaluation.soft <= 1.25 * result.bounds["wishes"].value + 2


@pytest.mark.slow
def test_search_comes_near_the_bound() -> None:
    """Eight sets of eight choose six hosts each of 30: the plan keeps every rule and costs little more than proved."""
    asked = scenario(8, 6, 30)
    result = solve(asked, solver="search", seed=0, stop=Stop(iterations=30_000))
    assert result.plan is not None
    assert result.bound is not None
    found = evaluate(asked, result.plan)
    assert found.valid
    assert 0 < result.bound <= found.soft <= 1.1 * result.bound
    assert found.objectives["wishes"].value == found.soft
