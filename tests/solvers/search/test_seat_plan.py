"""Seat plans: designs on which people are seated, and trades that keep them designs."""

from __future__ import annotations

import numpy as np
import pytest

from cohortplan.model import Absence
from cohortplan.primitives import OUT, Decision, met_pairs
from cohortplan.primitives.decision import sizes
from cohortplan.problem import Problem, compile_problem
from cohortplan.rules import build_rule
from cohortplan.solvers.base import Board, Stop
from cohortplan.solvers.search import Search
from cohortplan.solvers.search.chain import Chain
from cohortplan.solvers.search.pack import pack
from cohortplan.solvers.search.seat_plan import TRADES, seat_plan
from tests.support import cohort, make_scenario, visit_rounds


def problem_of(people: int, sizes: list[tuple[int, int]], rounds: int, **parts: object) -> Problem:
    """Return a problem in which meeting again and an uneven mix of sectors cost."""
    rules = [build_rule("repeat_price"), build_rule("mix", hard=False), build_rule("set_size")]
    days = visit_rounds(rounds, sizes)
    given = {"participants": cohort(people), "rounds": days, "weights": {"repeat_price": 100}, **parts}
    return compile_problem(make_scenario(rules, implied=False, **given))


def most_meetings(seat: np.ndarray) -> int:
    """Return how often the pair meets that meets most."""
    everywhere = np.ones(len(seat), dtype=bool)
    return int(met_pairs(Decision(seat.astype(np.int32), np.zeros(0, dtype=np.int32)), everywhere)[2].max())


@pytest.mark.parametrize(("people", "sets", "rounds"), [(16, 4, 5), (15, 4, 4), (20, 5, 5), (18, 5, 5), (48, 8, 6)])
def test_nobody_meets_twice_on_a_seat_plan(people: int, sets: int, rounds: int) -> None:
    """Where a design fits, the plan has no repeats and sets as even as can be, also with fewer people than seats."""
    low, high = people // sets, -(-people // sets)
    problem = problem_of(people, [(low, high)] * sets, rounds)
    plan = seat_plan(problem, 3)
    assert plan is not None
    assert most_meetings(plan.start.seat) == 1
    assert set(np.unique(sizes(plan.start, problem.axes))) <= {low, high}


def test_people_who_are_away_leave_their_seats_empty() -> None:
    """An absence takes nobody else's seat and brings no repeat."""
    problem = problem_of(16, [(3, 4)] * 4, 5, absences=(Absence(participant="P03", round="D2"),))
    plan = seat_plan(problem, 0)
    assert plan is not None
    assert plan.start.seat[1, 2] == OUT
    assert (plan.start.seat == OUT).sum() == 1
    assert most_meetings(plan.start.seat) == 1


def test_where_designs_are_short_there_is_no_seat_plan() -> None:
    """Thirty-six people in sixes allow three rounds without repeats, too few to begin seven with."""
    assert seat_plan(problem_of(36, [(6, 6)] * 6, 7), 0) is None
    assert seat_plan(problem_of(36, [(6, 6)] * 6, 2), 0) is not None


def test_rounds_that_a_design_does_not_reach_are_left_to_decide() -> None:
    """Of four rounds of sixes three come from a design and stay, the fourth is free; and it repeats little."""
    problem = problem_of(36, [(6, 6)] * 6, 4)
    plan = seat_plan(problem, 0)
    assert plan is not None
    assert plan.shares is None
    assert most_meetings(plan.start.seat[:3]) == 1
    assert (plan.problem.seats.width == [[1]] * 3 + [[6]]).all()
    outcome = Search().solve(problem, Board(problem, Stop(iterations=200_000)), seed=0)
    assert outcome.decision is not None
    assert most_meetings(outcome.decision.seat[:3]) == 1


def test_sets_of_one_size_in_one_round_have_no_seat_plan() -> None:
    """A single round repeats nothing, so there is nothing to plan for."""
    assert seat_plan(problem_of(8, [(4, 4)] * 2, 1), 0) is None


def test_trades_keep_a_design_a_design() -> None:
    """However many people change seats throughout, nobody meets twice; and the mix does change."""
    problem = problem_of(16, [(4, 4)] * 4, 5)
    plan = seat_plan(problem, 0)
    assert plan is not None
    chain = Chain(pack(problem), 0, TRADES)
    chain.load(plan.start)
    chain.run(2_000, 1e9, 1e9)
    assert most_meetings(chain.decision().seat) == 1
    assert (chain.decision().seat != plan.start.seat).any()


def test_search_fills_the_seat_plan() -> None:
    """Sixteen people who could all meet in five rounds of fours do, and the mix is as even as it gets."""
    problem = problem_of(16, [(4, 4)] * 4, 5)
    outcome = Search().solve(problem, Board(problem, Stop(iterations=100_000)), seed=1)
    assert outcome.decision is not None
    assert most_meetings(outcome.decision.seat) == 1
