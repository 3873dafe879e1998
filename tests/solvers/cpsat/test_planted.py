"""CP-SAT on random scenarios in which a plan is hidden."""

from __future__ import annotations

import pytest

from cohortplan.problem import compile_problem, decode, encode
from cohortplan.solvers.base import Board, Status, Stop
from cohortplan.solvers.bounds import all_bounds, counted_clash
from cohortplan.solvers.cpsat import CpSat
from tests.support.planted import planted

#: All 200 run in CI, the first 50 always.
SEEDS = [pytest.param(seed, marks=[pytest.mark.slow] if seed >= 50 else []) for seed in range(200)]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_scenario_with_a_plan_is_solved(seed: int) -> None:
    """A plan is found, no worse than the hidden one, and the rules measure what the solver claims: hard 0, soft so."""
    hidden = planted(seed)
    scenario, problem = hidden.scenario, compile_problem(hidden.scenario)
    assert not any(rule.measure(scenario, hidden.plan).amount for rule in scenario.rules if rule.hard)
    outcome = CpSat().solve(problem, Board(problem, Stop(iterations=5_000)), seed=seed)
    assert outcome.status in (Status.OPTIMAL, Status.FEASIBLE)
    assert outcome.decision is not None
    plan = decode(outcome.decision, problem.axes)
    amounts = {rule.id: rule.measure(scenario, plan).amount for rule in scenario.rules}
    soft = sum(scenario.weight(rule) * amounts[rule.id] for rule in scenario.rules if not rule.hard)
    assert not any(amounts[rule.id] for rule in scenario.rules if rule.hard)
    assert outcome.score == (0, soft)
    assert outcome.bound is not None
    assert all(bound.value <= amounts[rule] for rule, bound in all_bounds(problem).items())
    assert outcome.bound <= min(soft, problem.score(encode(hidden.plan, problem.axes)[0]).soft)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_argument_speaks_against_a_hidden_plan(seed: int) -> None:
    """No counted bound exceeds what the hidden plan owes, and counting finds no clash."""
    hidden = planted(seed)
    problem = compile_problem(hidden.scenario)
    amounts = problem.amounts(encode(hidden.plan, problem.axes)[0])
    assert all(bound.value <= amounts[rule] for rule, bound in all_bounds(problem).items())
    assert counted_clash(problem) == ()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_breaking_symmetry_costs_nothing(seed: int) -> None:
    """The proved optimum is the same whether or not alike sets, people and rounds are put in order."""
    problem = compile_problem(planted(seed).scenario)
    with_it, without = (
        CpSat(workers=1, symmetry=symmetry).solve(problem, Board(problem, Stop(iterations=500_000)), seed=1)
        for symmetry in (True, False)
    )
    assert with_it.score is not None
    assert without.score is not None
    if with_it.status == Status.OPTIMAL:
        assert with_it.score <= without.score
    if without.status == Status.OPTIMAL:
        assert without.score <= with_it.score
