"""The one door to solving trusts no solver."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

import cohortplan.solve
from cohortplan.errors import InputError, ScoreError
from cohortplan.primitives import Decision, random_decision
from cohortplan.problem import Problem, Score, compile_problem, decode, encode
from cohortplan.solve import Result, solve
from cohortplan.solvers.base import Board, Outcome, Progress, Status, Stop
from tests.support import make_scenario
from tests.support.duties import CHAIR, NOTES, with_duties


def even(problem: Problem) -> Decision:
    """Return a decision whose sets have the right sizes."""
    return random_decision(problem.axes, np.random.default_rng(3))


class Scripted:
    """A solver that does what it is told."""

    name = "scripted"

    def __init__(self, play: Callable[[Problem, Board, Decision | None], Outcome]) -> None:
        self.play = play

    def solve(self, problem: Problem, board: Board, *, seed: int, hint: Decision | None = None) -> Outcome:
        """Follow the script."""
        del seed
        return self.play(problem, board, hint)


def run(
    monkeypatch: pytest.MonkeyPatch, play: Callable[[Problem, Board, Decision | None], Outcome], **how: object
) -> Result:
    """Solve the test scenario without host rules by the scripted solver."""
    monkeypatch.setattr(cohortplan.solve, "registered", lambda: {"scripted": lambda: Scripted(play)})
    scenario = make_scenario(implied=False)
    return solve(scenario, solver="scripted", **how)  # type: ignore[arg-type]


def test_false_score_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A claimed score that measuring does not confirm is an error, not a result."""
    with pytest.raises(ScoreError):
        run(monkeypatch, lambda p, *_: Outcome(Status.FEASIBLE, even(p), Score(0, 7)))


def test_true_score_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """A confirmed plan comes back with its measure, its bound and a gap of 0."""
    result = run(monkeypatch, lambda p, *_: Outcome(Status.OPTIMAL, even(p), p.score(even(p)), 0))
    assert result.plan is not None
    assert result.evaluation is not None
    assert result.evaluation.valid
    assert result.gap == 0.0
    assert result.plan.score["hard"] == 0


def test_unknown_solver_is_bad_input() -> None:
    """Naming a solver that is not installed lists those that are."""
    with pytest.raises(InputError, match="cpsat"):
        solve(make_scenario(), solver="oracle")


def test_nothing_found_gives_no_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a decision there is neither plan nor gap, and the JSON says so."""
    result = run(monkeypatch, lambda *_: Outcome(Status.NO_SOLUTION))
    assert result.plan is None
    assert result.gap is None
    assert result.as_json()["plan"] is None


def test_hint_reaches_the_solver_in_its_own_terms(monkeypatch: pytest.MonkeyPatch) -> None:
    """The plan given as a hint arrives as the same decision."""
    axes = compile_problem(make_scenario(implied=False)).axes
    wanted = random_decision(axes, np.random.default_rng(9))
    got: list[Decision] = []

    def play(problem: Problem, _: Board, hint: Decision | None) -> Outcome:
        assert hint is not None
        got.append(hint)
        return Outcome(Status.FEASIBLE, hint, problem.score(hint))

    run(monkeypatch, play, hint=decode(wanted, axes))
    assert (got[0].seat == wanted.seat).all()
    assert (got[0].choice == wanted.choice).all()


def test_encode_is_the_inverse_of_decode() -> None:
    """Any decision survives being written as a plan and read back."""
    axes = compile_problem(make_scenario()).axes
    for seed in range(20):
        decision = random_decision(axes, np.random.default_rng(seed))
        back, open_parts = encode(decode(decision, axes), axes)
        assert open_parts == 0
        assert (back.seat == decision.seat).all()
        assert (back.choice == decision.choice).all()


def test_board_keeps_the_best_and_stops_at_the_bound() -> None:
    """Posting worse changes nothing; an incumbent that meets the bound stops everyone and is optimal."""
    problem = compile_problem(make_scenario(implied=False))
    heard: list[Progress] = []
    board = Board(problem, Stop(), heard.append)
    decision = even(problem)
    assert board.post(decision, "one")
    assert not board.post(decision, "two")
    assert not board.stopped
    assert board.post_bound(0, "three")
    assert not board.post_bound(-1, "four")
    assert board.stopped
    assert board.outcome().status is Status.OPTIMAL
    assert [news.source for news in heard] == ["one", "three"]


def test_board_stops_in_time() -> None:
    """With no time given nobody goes on, and a board without a plan has no solution."""
    board = Board(compile_problem(make_scenario()), Stop(seconds=0.0))
    assert board.stopped
    assert board.outcome().status is Status.NO_SOLUTION


def test_posted_decisions_are_copies() -> None:
    """What a solver does to its arrays after posting does not change the incumbent."""
    problem = compile_problem(make_scenario(implied=False))
    board, decision = Board(problem, Stop()), even(problem)
    board.post(decision, "one")
    decision.seat[:] = 0
    assert board.best is not None
    assert (board.best[1].seat == even(problem).seat).all()


def test_duties_are_filled_before_the_plan_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan of a scenario with duties comes back with all of them held, so that nothing is missing in its form."""
    scenario = with_duties(CHAIR, NOTES)
    monkeypatch.setattr(
        cohortplan.solve,
        "registered",
        lambda: {"even": lambda: Scripted(lambda p, *_: Outcome(Status.FEASIBLE, even(p), p.score(even(p)), 0))},
    )
    result = solve(scenario, solver="even")
    assert result.plan is not None
    held = [done.duties for planned in result.plan.rounds for group in planned.sets for done in group.activities]
    assert [list(each) for each in held] == [["chair", "notes"]] * 4
    assert result.plan.score["metrics"]["duty_spread"] <= 1
