"""What every solver must keep, tried on every installed one."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from cohortplan.evaluate import evaluate
from cohortplan.io import read_instance
from cohortplan.model.triangle import Triangle
from cohortplan.primitives import OUT, Decision
from cohortplan.problem import Problem, compile_problem, decode
from cohortplan.rules import build_rule
from cohortplan.solvers.base import Board, Outcome, Progress, Status, Stop, registered
from cohortplan.solvers.construct import construct
from tests.support import make_scenario, visit_rounds
from tests.support.planted import planted

#: Iterations that a solver may spend; where each is a whole decision, that takes longer.
BUDGET, WHOLE = 5_000, 8
#: Solvers of which an iteration is a whole decision.
MAKERS = {"random", "deal", "greedy", "design"}
PROBLEMS = ("grouping", "golfers", "visits")
SOLVERS = sorted(registered())

#: What a listener is told of score and bound, and after how many iterations.
News = tuple[int, object, int | None]


@cache
def problem_of(name: str) -> Problem:
    """Return a problem of one of three sorts."""
    if name == "golfers":
        instance = read_instance("sgp:4-3-3")
        assert instance is not None
        return compile_problem(instance.scenario)
    if name == "visits":
        return compile_problem(planted(5).scenario)
    far = np.random.default_rng(1).integers(1, 100, 8 * 7 // 2).tolist()
    days = tuple(each.model_copy(update={"activities": ()}) for each in visit_rounds(1, [(3, 5), (3, 5)]))
    return compile_problem(make_scenario([build_rule("distance", distances=Triangle(far))], rounds=days))


def budget(solver: str) -> Stop:
    """Return how many iterations a solver may spend here."""
    return Stop(iterations=WHOLE if solver in MAKERS else BUDGET)


def run(solver: str, problem: Problem, hint: Decision | None = None) -> tuple[Outcome, list[News], Board]:
    """Solve with seed 3; return what came of it, all news of score and bound, and the board."""
    news: list[News] = []

    def hear(progress: Progress) -> None:
        now = (progress.iterations, progress.score, progress.bound)
        if not news or news[-1][1:] != now[1:]:
            news.append(now)

    board = Board(problem, budget(solver), hear)
    return registered()[solver]().solve(problem, board, seed=3, hint=hint), news, board


@cache
def first_run(solver: str, name: str) -> tuple[Outcome, list[News], Board]:
    """Return the first of equal runs, of which one is enough for most tests."""
    return run(solver, problem_of(name))


@pytest.mark.slow
@pytest.mark.parametrize("name", PROBLEMS)
@pytest.mark.parametrize("solver", SOLVERS)
def test_a_budget_of_iterations_gives_the_same_way_there(solver: str, name: str) -> None:
    """Two runs tell of the same scores and bounds after the same iterations, which add up to those of the outcome."""
    (first, way, board), (second, again, _) = first_run(solver, name), run(solver, problem_of(name))
    assert way == again
    assert first.iterations == second.iterations == board.spent
    assert all(before[0] <= after[0] for before, after in pairwise(way))
    assert way[-1][0] <= first.iterations
    assert first.score is None or way[-1][1] == first.score


@pytest.mark.parametrize("name", PROBLEMS)
@pytest.mark.parametrize("solver", SOLVERS)
def test_what_is_claimed_is_so(solver: str, name: str) -> None:
    """Everyone sits where they may, each visit has one of its choices, and the independent checker finds the score."""
    problem, outcome = problem_of(name), first_run(solver, name)[0]
    assert outcome.decision is not None
    seat, seats = outcome.decision.seat, problem.seats
    assert (seat >= 0).tolist() == seats.seated.tolist()
    assert seats.menus[seats.menu, seat][seat != OUT].all()
    assert all(c in options for c, options in zip(outcome.decision.choice, problem.choices, strict=True))
    assert outcome.score == problem.score(outcome.decision)
    found = evaluate(problem.axes.scenario, decode(outcome.decision, problem.axes))
    assert found.valid == (outcome.status in (Status.FEASIBLE, Status.OPTIMAL))
    assert not found.valid or outcome.score == (0, found.soft)


@pytest.mark.parametrize("solver", SOLVERS)
def test_a_hint_is_not_lost(solver: str) -> None:
    """What comes of a solve that begins with a complete plan is no worse than that plan."""
    problem = problem_of("golfers")
    hint = construct(problem, 9)
    outcome = run(solver, problem, hint)[0]
    assert outcome.score is not None
    assert outcome.score <= problem.score(hint)


@pytest.mark.parametrize("solver", SOLVERS)
def test_a_board_that_is_stopped_ends_it(solver: str) -> None:
    """Where nothing more is wanted no solver goes on, with a limit or without."""
    problem = problem_of("visits")
    board = Board(problem, Stop())
    board.halt()
    registered()[solver]().solve(problem, board, seed=0)
    assert board.seconds < 5
