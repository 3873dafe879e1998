"""The default solver: it finds planted plans, is deterministic on a budget, and swallows no failure."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from cohortplan.evaluate import evaluate
from cohortplan.model import SeatLock, Tie
from cohortplan.primitives import Decision
from cohortplan.problem import compile_problem, decode
from cohortplan.rules import build_rule
from cohortplan.solve import solve
from cohortplan.solvers import portfolio
from cohortplan.solvers.base import Board, Outcome, Status, Stop
from cohortplan.solvers.portfolio import Portfolio
from cohortplan.solvers.search import Search
from tests.support import make_scenario, visit_rounds
from tests.support.planted import planted


@pytest.mark.slow
def test_search_finds_planted_plans() -> None:
    """Where a plan is known to exist the search finds one nearly always, and the independent checker accepts it."""
    found = 0
    for seed in range(12):
        scenario = planted(seed).scenario
        result = solve(scenario, solver="search", seed=seed, stop=Stop(iterations=200_000))
        if result.plan is not None:
            assert evaluate(scenario, result.plan).valid
            found += 1
    assert found >= 11


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12, 60))
def test_search_never_reports_a_plan_the_checker_refuses(seed: int) -> None:
    """On 60 planted scenarios, these included, whatever the search reports is valid and scored right."""
    scenario = planted(seed).scenario
    result = solve(scenario, solver="search", seed=seed, stop=Stop(iterations=50_000))
    if result.plan is not None:
        found = evaluate(scenario, result.plan)
        assert found.valid
        assert result.evaluation == found


@pytest.mark.parametrize("seed", [0, 2, 3])
def test_portfolio_proves_small_scenarios(seed: int) -> None:
    """With CP-SAT beside it, a small scenario ends with a proved optimum."""
    result = solve(planted(seed).scenario, seed=seed, stop=Stop(seconds=60))
    assert result.status is Status.OPTIMAL
    assert result.gap == 0.0


@pytest.mark.slow
@pytest.mark.parametrize("solver", ["search", "portfolio"])
def test_same_seed_and_iterations_give_the_same_bytes(solver: str) -> None:
    """Two runs with a budget of iterations write the same plan; another seed writes another."""
    scenario = make_scenario([build_rule("new_contacts"), build_rule("repeat_price")])
    texts = [
        solve(scenario, solver=solver, seed=seed, stop=Stop(iterations=30_000)).as_json()["plan"] for seed in (5, 5, 6)
    ]
    assert texts[0] == texts[1]
    assert texts[0] != texts[2]


def test_no_plan_is_proved_and_explained() -> None:
    """Two people kept apart and pinned together: the two rules are named, and no plan is given."""
    scenario = make_scenario(
        [build_rule("keep_apart")],
        ties=(Tie(a="P01", b="P02", kind="apart"),),
        seat_locks=(SeatLock(participant="P01", set="D1.1"), SeatLock(participant="P02", set="D1.1")),
    )
    result = solve(scenario, stop=Stop(seconds=60))
    assert result.status is Status.INFEASIBLE
    assert set(result.reasons) == {"keep_apart", "pins"}
    assert result.plan is None


def test_a_budget_of_iterations_has_its_bound_too() -> None:
    """What counting proves stands beside the plan: two sets of four, three times, must repeat some pairs."""
    rounds = visit_rounds(3, [(4, 4), (4, 4)])
    problem = compile_problem(make_scenario([build_rule("repeat_price")], rounds=rounds, implied=False))
    outcome = Portfolio().solve(problem, Board(problem, Stop(iterations=2_000)), seed=0)
    assert outcome.bound is not None
    assert outcome.bound > 0


class Broken:
    """A solver that fails."""

    name = "broken"
    workers = threads = 1

    def solve(self, *_: object, **__: object) -> Outcome:
        """Raise."""
        raise RuntimeError("out of order")


def members(**others: Any) -> Any:
    """Return a registry in which some solvers are replaced."""
    from cohortplan.solvers.base import registered

    return lambda: {**registered(), **others}


@pytest.mark.slow
def test_failure_of_one_is_reported_and_the_plan_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """If CP-SAT fails, the search's plan is still returned, with a warning that names the failure."""
    monkeypatch.setattr(portfolio, "registered", members(cpsat=Broken))
    problem = compile_problem(make_scenario())
    board = Board(problem, Stop(seconds=2))
    with pytest.warns(RuntimeWarning, match="out of order"):
        outcome = Portfolio().solve(problem, board, seed=0)
    assert outcome.decision is not None
    assert evaluate(problem.axes.scenario, decode(outcome.decision, problem.axes)).valid


@pytest.mark.slow
def test_the_search_has_a_head_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the search proves best by itself ends before CP-SAT begins, whose model takes longer; others do not."""
    begun = []

    class Noted(Broken):
        def solve(self, *arguments: Any, **_: object) -> Outcome:
            board: Board = arguments[1]
            begun.append(board.seconds)
            return board.outcome()

    monkeypatch.setattr(portfolio, "registered", members(cpsat=Noted))
    monkeypatch.setattr(portfolio, "SMALL", 0)
    easy = compile_problem(make_scenario())
    Search().solve(easy, Board(easy, Stop(iterations=1)), seed=0)  # has the kernels compiled
    assert Portfolio().solve(easy, Board(easy, Stop(seconds=60)), seed=0).status is Status.OPTIMAL
    assert not begun
    hard = compile_problem(make_scenario([build_rule("new_contacts"), build_rule("repeat_price")]))
    Portfolio().solve(hard, Board(hard, Stop(seconds=3)), seed=0)
    assert begun[0] > 0.5


def test_failure_of_all_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    """If everyone fails the failure comes out."""
    monkeypatch.setattr(portfolio, "registered", members(cpsat=Broken, search=Broken))
    problem = compile_problem(make_scenario([build_rule("new_contacts")]))
    with pytest.raises(RuntimeError, match="out of order"):
        Portfolio().solve(problem, Board(problem, Stop(seconds=2)), seed=0)


@pytest.mark.slow
def test_two_threads_share_the_board() -> None:
    """Two annealers on two threads give one outcome that the board confirms."""
    problem = compile_problem(make_scenario([build_rule("new_contacts")]))
    board = Board(problem, Stop(seconds=2.0))
    outcome = Search(threads=2).solve(problem, board, seed=0)
    assert outcome.score == problem.score(outcome.decision) == (0, outcome.score.soft)  # type: ignore[arg-type, union-attr]


def test_open_parts_of_a_hint_are_filled_in() -> None:
    """A hint with open seats and visits is completed; what it says is where the search starts."""
    problem = compile_problem(make_scenario())
    hint = Decision(np.full((3, 8), -1, dtype=np.int32), np.full(6, -1, dtype=np.int32))
    board = Board(problem, Stop(iterations=1_000))
    assert Search().solve(problem, board, seed=0, hint=hint).decision is not None
