"""The CP-SAT solver as a solver: proofs, hints, limits, and an end when asked for one."""

from __future__ import annotations

import numpy as np
import pytest

from cohortplan.primitives import OUT, random_decision
from cohortplan.problem import Problem, compile_problem
from cohortplan.rules import build_rule
from cohortplan.solvers.base import Board, Progress, Status, Stop, registered
from cohortplan.solvers.cpsat import CpSat
from cohortplan.solvers.cpsat.encode import encode
from cohortplan.solvers.cpsat.engine import Limits, Run
from cohortplan.solvers.cpsat.variables import AbandonedError
from tests.solvers.bounds.cohorts import eleven
from tests.support import make_scenario


def contacts(rounds: int, *, mixed: bool = True) -> Problem:
    """Return eleven people who should all meet, with or without the mix of sectors."""
    rules = [build_rule("mix"), build_rule("new_contacts")]
    return compile_problem(eleven(rounds, *rules[0 if mixed else 1 :], weights={"new_contacts": 1}))


@pytest.mark.parametrize(
    ("rounds", "mixed", "most"),
    [(2, True, 28), (3, True, 41), (5, True, 53), (6, True, 54), (2, False, 28), (3, False, 41), (6, False, 55)],
)
def test_pairs_met_by_eleven_are_proved(rounds: int, mixed: bool, most: int) -> None:
    """The most pairs of 55 that eleven people can meet in 2, 3, 5 and 6 rounds is found and proved."""
    problem = contacts(rounds, mixed=mixed)
    outcome = CpSat(workers=1).solve(problem, Board(problem, Stop(seconds=60)), seed=1)
    assert outcome.status == Status.OPTIMAL
    assert outcome.score == (0, 55 - most)
    assert outcome.bound == 55 - most


def test_without_wishes_any_plan_is_best() -> None:
    """Where there are only hard rules the first plan is optimal, with bound 0."""
    problem = compile_problem(make_scenario())
    outcome = CpSat().solve(problem, Board(problem, Stop(seconds=60)), seed=1)
    assert (outcome.status, outcome.score, outcome.bound) == (Status.OPTIMAL, (0, 0), 0)


def test_it_is_installed_under_its_name() -> None:
    """The entry point makes the solver, under the name it has."""
    assert registered()["cpsat"]().name == "cpsat"


def test_the_same_seed_and_iterations_give_the_same_plan() -> None:
    """Two runs with a budget of iterations agree in every seat and in the bound."""
    problem = contacts(4)
    first, second = (CpSat().solve(problem, Board(problem, Stop(iterations=20_000)), seed=7) for _ in range(2))
    assert first.decision is not None
    assert second.decision is not None
    np.testing.assert_array_equal(first.decision.seat, second.decision.seat)
    assert (first.score, first.bound, first.iterations) == (second.score, second.bound, second.iterations)


def test_a_complete_hint_is_the_first_incumbent() -> None:
    """A hint that keeps the hard rules stands even if there is time for nothing else."""
    problem = contacts(5)
    best = CpSat(workers=1).solve(problem, Board(problem, Stop(seconds=60)), seed=1).decision
    assert best is not None
    outcome = CpSat().solve(problem, Board(problem, Stop(iterations=1)), seed=1, hint=best)
    assert outcome.score == problem.score(best)


def test_a_partial_hint_leaves_the_rest_open() -> None:
    """The solver is told every seat and option that a hint gives, and nothing of what it leaves open."""
    problem = compile_problem(make_scenario())
    hint = random_decision(problem.axes, np.random.default_rng(1))
    hint.seat[:, 6:] = OUT
    hint.choice[-1] = -1
    encoded = encode(problem)
    encoded.hint(hint)
    told = encoded.model.proto.solution_hint
    values = dict(zip(told.vars, told.values, strict=True))
    seats, choices = encoded.variables.seat, encoded.variables.choice
    expected = {x.index: int(hint.seat[r, p] == s) for (r, p, s), x in seats.items() if p < 6}
    expected |= {y.index: int(hint.choice[v] == o) for v, taken in enumerate(choices[:-1]) for o, y in taken.items()}
    assert values == expected


def test_a_partial_hint_is_filled_in() -> None:
    """Open seats and visits of a hint get a value."""
    problem = contacts(2)
    hint = random_decision(problem.axes, np.random.default_rng(1))
    hint.seat[:, 6:] = OUT
    outcome = CpSat(workers=1).solve(problem, Board(problem, Stop(seconds=60)), seed=1, hint=hint)
    assert outcome.status == Status.OPTIMAL


def test_a_hint_that_breaks_rules_does_no_harm() -> None:
    """A hint with everybody in one set is not refused: a plan is found all the same."""
    problem = contacts(2)
    hint = CpSat(workers=1).solve(problem, Board(problem, Stop(seconds=60)), seed=1).decision
    assert hint is not None
    hint.seat[:] = 0
    outcome = CpSat(workers=1).solve(problem, Board(problem, Stop(seconds=60)), seed=1, hint=hint)
    assert outcome.status == Status.OPTIMAL


def test_halting_the_board_ends_the_search() -> None:
    """Once the first plan is there and the board is halted, the solver returns it without a proof."""
    problem = contacts(4)

    def halt(progress: Progress) -> None:
        if progress.score is not None:
            board.halt()

    board = Board(problem, Stop(seconds=600), halt)
    outcome = CpSat(workers=1).solve(problem, board, seed=1)
    assert outcome.status == Status.FEASIBLE
    assert board.seconds < 300


def test_halting_the_board_ends_the_making_of_a_model() -> None:
    """A model is left half made, and the outcome is what stood on the board, once nobody wants it."""
    problem = contacts(4)
    looks = iter([*[False] * 100, True])
    with pytest.raises(AbandonedError):
        encode(problem, stopped=lambda: next(looks))
    board = Board(problem, Stop(seconds=600))
    board.halt()
    assert CpSat(workers=1).solve(problem, board, seed=1).status == Status.NO_SOLUTION


def test_several_threads_agree_with_one() -> None:
    """Two threads prove the same optimum."""
    problem = contacts(5)
    outcome = CpSat(workers=2).solve(problem, Board(problem, Stop(seconds=120)), seed=1)
    assert (outcome.status, outcome.score) == (Status.OPTIMAL, (0, 2))


def test_an_error_in_a_listener_reaches_the_caller() -> None:
    """An exception raised where progress is told ends the search and is not lost in a thread."""
    problem = contacts(4)

    def fail(progress: Progress) -> None:
        if progress.score is not None:
            raise ValueError("no more room on the screen")

    with pytest.raises(ValueError, match="no more room"):
        CpSat(workers=1).solve(problem, Board(problem, Stop(seconds=600), fail), seed=1)


def test_an_interrupt_ends_the_run() -> None:
    """Ctrl-C in the thread that waits ends the run and is passed on."""

    def interrupted() -> bool:
        raise KeyboardInterrupt

    run = Run(encode(contacts(4)).model, Limits(workers=1))
    with pytest.raises(KeyboardInterrupt):
        run.until(interrupted)


def test_without_time_only_the_bound_is_given() -> None:
    """When the time is up before the model is built, what counting proves is still posted."""
    problem = contacts(2)
    outcome = CpSat().solve(problem, Board(problem, Stop(seconds=0)), seed=1)
    assert (outcome.status, outcome.decision, outcome.bound) == (Status.NO_SOLUTION, None, 27)


def test_a_problem_too_large_is_left_to_others() -> None:
    """Beyond its limit the solver looks only for a plan, or builds no model at all; it still posts the bound."""
    problem = contacts(2)
    for largest, status in ((500, Status.FEASIBLE), (10, Status.NO_SOLUTION)):
        outcome = CpSat(largest=largest).solve(problem, Board(problem, Stop(seconds=60)), seed=1)
        assert (outcome.status, outcome.bound) == (status, 27)
