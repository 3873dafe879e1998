"""CP-SAT on every example of every rule: what it proves is what the rule's own words say."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from cohortplan.primitives import random_decision
from cohortplan.problem import Problem, compile_problem, decode
from cohortplan.solvers.base import Board, Outcome, Status, Stop
from cohortplan.solvers.cpsat import CpSat
from tests.support.rule_examples import EXAMPLES

#: Rules of which a proof takes seconds.
HARD = {"travel", "travel_gap", "repeat_price", "host_capacity", "sets_at_once"}
CASES = [
    pytest.param(kind, number, marks=[pytest.mark.slow] if number >= 1 or kind in HARD else [])
    for kind, examples in EXAMPLES.items()
    for number in range(len(examples))
]
BUDGET = Stop(iterations=1_000_000)


@cache
def optimum(kind: str, number: int) -> tuple[Problem, Outcome]:
    """Solve an example with its rule alone, wished for at weight 1, to the proved end."""
    example = EXAMPLES[kind][number]
    rule = example.rule.model_copy(update={"hard": False})
    problem = compile_problem(example.scenario().model_copy(update={"rules": (rule,), "weights": {rule.id: 1}}))
    outcome = CpSat(workers=1).solve(problem, Board(problem, BUDGET), seed=3)
    assert outcome.status == Status.OPTIMAL
    return problem, outcome


@pytest.mark.parametrize(("kind", "number"), CASES)
def test_the_optimum_is_measured_and_no_sample_beats_it(kind: str, number: int) -> None:
    """With one rule alone, wished for, the proved optimum equals the rule's measure; random plans cost no less."""
    problem, outcome = optimum(kind, number)
    assert outcome.decision is not None
    assert outcome.score is not None
    plan = decode(outcome.decision, problem.axes)
    assert outcome.score == (0, EXAMPLES[kind][number].rule.measure(problem.axes.scenario, plan).amount)
    rng = np.random.default_rng(11)
    samples = [random_decision(problem.axes, rng) for _ in range(50)]
    assert outcome.score.soft <= min(problem.score(decision).soft for decision in samples)


@pytest.mark.parametrize(("kind", "number"), CASES)
def test_a_hard_rule_is_kept_where_it_can_be(kind: str, number: int) -> None:
    """With one hard rule alone there is a plan exactly if the rule, wished for, can be had for nothing."""
    example = EXAMPLES[kind][number]
    rule = example.rule.model_copy(update={"hard": True})
    problem = compile_problem(example.scenario().model_copy(update={"rules": (rule,), "weights": {}}))
    outcome = CpSat(workers=1).solve(problem, Board(problem, BUDGET), seed=3)
    if optimum(kind, number)[1].score == (0, 0):
        assert outcome.status == Status.OPTIMAL
        assert outcome.score == (0, 0)
    else:
        assert outcome.status == Status.INFEASIBLE
        assert outcome.reasons == (rule.id,)
