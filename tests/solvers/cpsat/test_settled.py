"""Settled seats: where people have but one set to sit in, there is little to say, and the optimum stays right."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cohortplan.primitives import OUT, random_decision
from cohortplan.problem import AllowedSets, Problem, compile_problem
from cohortplan.rules import build_rule
from cohortplan.solvers.base import Board, Status, Stop
from cohortplan.solvers.cpsat import CpSat
from cohortplan.solvers.cpsat.encode import effort, encode
from tests.solvers.cpsat.brute import best_score, free_problem, tiny_axes
from tests.support import make_scenario
from tests.support.random_shapes import RANDOM_SHAPES


def settled(problem: Problem, seed: int, share: float) -> Problem:
    """Leave a share of all seats, drawn at random, only the set that a random decision has."""
    rng = np.random.default_rng(seed)
    seat = random_decision(problem.axes, rng).seat
    fixed = (seat != OUT) & (rng.random(seat.shape) < share)
    menu = np.where(fixed, len(problem.seats.menus) + seat, problem.seats.menu)
    menus = np.concatenate([problem.seats.menus, np.eye(problem.seats.menus.shape[1], dtype=bool)])
    return replace(problem, seats=AllowedSets.of(menu, menus))


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.5, 1.0])
@pytest.mark.parametrize("seed", range(3))
def test_the_optimum_of_what_is_left_is_right(seed: int, share: float) -> None:
    """With every shape at once and some or all seats settled, the proved optimum is the least cost there is."""
    axes, rng = tiny_axes(), np.random.default_rng(seed)
    shapes = [(draw(rng, axes), False, 2) for draw in RANDOM_SHAPES.values()]
    problem = settled(free_problem(axes, shapes), seed, share)
    outcome = CpSat(workers=1).solve(problem, Board(problem, Stop(iterations=500_000)), seed=0)
    assert outcome.status is Status.OPTIMAL
    assert outcome.score == best_score(problem)


def test_settled_seats_need_no_constraints() -> None:
    """With all seats settled nothing is said about who shares a set: the model and its estimate shrink accordingly."""
    rules = [build_rule("new_contacts"), build_rule("host_variety", of="kind", least=2, hard=False)]
    problem = compile_problem(make_scenario(rules))
    part = settled(problem, 1, 1.0)
    assert effort(part) < effort(problem)
    small, large = (len(encode(each).model.proto.constraints) for each in (part, problem))
    assert small < large / 2
