"""What one more seat or visit is said to cost, summed up, is what the whole decision costs."""

from __future__ import annotations

import numpy as np
import pytest

from cohortplan.primitives import (
    OUT,
    Decision,
    HostLoad,
    PersonMark,
    PersonSpread,
    PersonSum,
    VisitOption,
    VisitPair,
    random_decision,
)
from cohortplan.problem import Problem, compile_problem
from cohortplan.solvers.baselines.seat_prices import SeatPrices
from cohortplan.solvers.baselines.visit_prices import AllVisitPrices
from tests.support.rule_examples import EXAMPLES

CASES = [
    pytest.param(kind, number, marks=[pytest.mark.slow] if number >= 1 else [])
    for kind, examples in EXAMPLES.items()
    for number in range(len(examples))
]
VISITS = (HostLoad, PersonMark, PersonSpread, PersonSum, VisitOption, VisitPair)


def problem_of(kind: str, number: int) -> Problem:
    """Return the problem of one wished-for rule."""
    example = EXAMPLES[kind][number]
    rule = example.rule.model_copy(update={"hard": False})
    return compile_problem(example.scenario().model_copy(update={"rules": (rule,), "weights": {rule.id: 1}}))


def worth(problem: Problem, decision: Decision, *, visits: bool) -> int:
    """Price a decision by the shapes over visits, or by the others."""
    shapes = [term.shape for term in problem.terms if isinstance(term.shape, VISITS) is visits]
    return sum(shape.value(decision, problem.axes) for shape in shapes)


@pytest.mark.parametrize(("kind", "number"), CASES)
def test_seats_cost_what_they_were_said_to(kind: str, number: int) -> None:
    """Whatever the order in which people are seated, and wherever."""
    problem, rng = problem_of(kind, number), np.random.default_rng(5)
    for _ in range(2):
        decision, prices, said = random_decision(problem.axes, rng), SeatPrices(problem), 0.0
        for r, p in rng.permutation(np.argwhere(decision.seat != OUT)).tolist():
            s = int(decision.seat[r, p])
            said += prices.of(r, p)[s]
            prices.take(r, p, s)
        nobody = Decision(np.full_like(decision.seat, OUT), decision.choice)
        assert said == worth(problem, decision, visits=False) - worth(problem, nobody, visits=False)


@pytest.mark.parametrize(("kind", "number"), CASES)
def test_visits_cost_what_they_were_said_to(kind: str, number: int) -> None:
    """Two ways to make all visits differ by what they were said to cost, whatever the order."""
    problem, rng = problem_of(kind, number), np.random.default_rng(6)
    seat, differences = random_decision(problem.axes, rng).seat, set()
    for _ in range(3):
        choice = np.array([rng.choice(options) for options in problem.choices], dtype=np.int32)
        prices, said = AllVisitPrices(problem, seat), 0.0
        for v in rng.permutation(len(choice)).tolist():
            said += prices.of(v)[np.flatnonzero(problem.choices[v] == choice[v])[0]]
            prices.take(v, int(choice[v]))
        differences.add(said - worth(problem, Decision(seat, choice), visits=True))
    assert len(differences) == 1
