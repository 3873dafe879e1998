"""CP-SAT on random scenarios in which a plan is hidden."""

from __future__ import annotations

import pytest

from cohortplan.problem import compile_problem, decode, encode
from cohortplan.solvers.base import Board, Status, Stop
from cohortplan.solvers.bounds import all_bounds, counted_clash
from cohortplan.solvers.cpsat import CpSat
from tests.support.planted import planted

#: All 120 run in CI, the first 12 always.
SEEDS = [pytest.param(seed, marks=[pytest.mark.slow] if seed >= 12 else []) for seed in range(120)]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_scenario_with_a_plan_is_solved(seed: int) -> None:
    """A plan is found, no worse than the hidden one, and the rules measure what the solver claims: hard 0, soft so.

    No counted bound exceeds what either plan owes, and counting finds no clash.
    """
    hidden = planted(seed)
    scenario, problem = hidden.scenario, compile_problem(hidden.scenario)
    assert not any(rule.measure(scenario, hidden.plan).amount for rule in scenario.rules if rule.hard)
    assert counted_clash(problem) == ()
    outcome = CpSat().solve(problem, Board(problem, Stop(iterations=5_000)), seed=seed)
    assert outcome.status in (Status.OPTIMAL, Status.FEASIBLE)
    assert outcome.decision is not None
    plan = decode(outcome.decision, problem.axes)
    amounts = {rule.id: rule.measure(scenario, plan).amount for rule in scenario.rules}
    soft = sum(scenario.weight(rule) * amounts[rule.id] for rule in scenario.rules if not rule.hard)
    assert not any(amounts[rule.id] for rule in scenario.rules if rule.hard)
    assert outcome.score == (0, soft)
    assert outcome.bound is not None
    planted_decision, _ = encode(hidden.plan, problem.axes)
    owed = problem.amounts(planted_decision)
    assert all(bound.value <= min(amounts[rule], owed[rule]) for rule, bound in all_bounds(problem).items())
    assert outcome.bound <= min(soft, problem.score(planted_decision).soft)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(25))
def test_breaking_symmetry_costs_nothing(seed: int) -> None:
    """The proved optimum is the same whether or not alike sets, people and rounds are put in order."""
    problem = compile_problem(planted(seed).scenario)
    with_it, without = (
        CpSat(workers=1, symmetry=symmetry).solve(problem, Board(problem, Stop(iterations=100_000)), seed=1)
        for symmetry in (True, False)
    )
    assert with_it.score is not None
    assert without.score is not None
    if with_it.status == Status.OPTIMAL:
        assert with_it.score <= without.score
    if without.status == Status.OPTIMAL:
        assert without.score <= with_it.score
