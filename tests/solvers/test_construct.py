"""The constructive start: complete, within what is allowed, balanced, and the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest

from cohortplan.model import Absence, SeatLock, Tie, VisitLock
from cohortplan.primitives import OUT, Decision, random_decision
from cohortplan.problem import Problem, compile_problem
from cohortplan.rules import build_rule
from cohortplan.solvers.construct import construct
from tests.support import cohort, make_scenario, visit_rounds
from tests.support.planted import planted


def within(problem: Problem, decision: Decision) -> bool:
    """Whether everyone who takes part sits in an allowed set, nobody else sits, and visits take allowed options."""
    rounds, people = np.nonzero(problem.axes.attends)
    seated = problem.seats.menus[problem.seats.menu[rounds, people], decision.seat[rounds, people]].all()
    away = (decision.seat[~problem.axes.attends] == OUT).all()
    choices = all(decision.choice[v] in options for v, options in enumerate(problem.choices))
    return bool(seated and away and choices)


@pytest.mark.parametrize("seed", range(20))
def test_start_is_complete_and_allowed(seed: int) -> None:
    """On planted scenarios with locks, absences and closures the start uses only seats and options left free."""
    problem = compile_problem(planted(seed).scenario)
    assert within(problem, construct(problem, seed))


def test_same_seed_gives_the_same_start() -> None:
    """The seed is the only source of chance."""
    problem = compile_problem(make_scenario())
    first, again, other = construct(problem, 1), construct(problem, 1), construct(problem, 2)
    assert (first.seat == again.seat).all()
    assert (first.choice == again.choice).all()
    assert (first.seat != other.seat).any()


def test_sets_get_their_sizes_and_their_shares() -> None:
    """24 people of three sectors dealt into four sets of 6: every set has 6 members and 2 of each sector."""
    scenario = make_scenario(
        [build_rule("set_size"), build_rule("mix", attribute="sector")],
        participants=cohort(24),
        rounds=visit_rounds(3, [(6, 6)] * 4),
        implied=False,
    )
    problem = compile_problem(scenario)
    assert problem.score(construct(problem, 0)) == (0, 0)


def test_people_who_met_are_parted() -> None:
    """Four sets of four, twice: far fewer pairs meet again than in a random deal."""
    scenario = make_scenario(
        [build_rule("repeat_price")], participants=cohort(16), rounds=visit_rounds(2, [(4, 4)] * 4), implied=False
    )
    problem = compile_problem(scenario)
    start = np.mean([problem.score(construct(problem, seed)).soft for seed in range(5)])
    chance = np.mean([problem.score(random_decision(problem.axes, np.random.default_rng(k))).soft for k in range(5)])
    assert start < chance / 2


def test_people_kept_apart_are_dealt_apart() -> None:
    """Two people tied as to be kept apart sit in different sets of every round."""
    problem = compile_problem(
        make_scenario([build_rule("keep_apart")], ties=(Tie(a="P01", b="P02", kind="apart"),), implied=False)
    )
    for seed in range(20):
        seat = construct(problem, seed).seat
        assert (seat[:, 0] != seat[:, 1]).all()


def test_locks_are_kept() -> None:
    """A locked seat and a locked visit are taken from the start."""
    problem = compile_problem(
        make_scenario(
            seat_locks=(SeatLock(participant="P03", set="D1.2"),),
            visit_locks=(VisitLock(set="D2.1", activity="visit", host="H2"),),
            absences=(Absence(participant="P08", round="D2"),),
        )
    )
    start = construct(problem, 0)
    axes = problem.axes
    assert start.seat[0, axes.person["P03"]] == 1
    visit = next(v for v, place in enumerate(axes.visits) if (place.round, place.set) == (1, 0))
    assert axes.option_host[start.choice[visit]] == axes.host["H2"]


def test_what_a_hint_says_is_kept() -> None:
    """Seats and visits of a hint stay; those it leaves open are filled in."""
    problem = compile_problem(make_scenario())
    hint = construct(problem, 3).copy()
    hint.seat[:, 4:] = OUT
    hint.choice[1:] = -1
    start = construct(problem, 4, hint)
    assert within(problem, start)
    assert (start.seat[:, :4] == hint.seat[:, :4]).all()
    assert start.choice[0] == hint.choice[0]
