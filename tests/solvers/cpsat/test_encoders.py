"""Every encoder against brute force, on random shapes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from cohortplan.primitives import Primitive
from cohortplan.problem import Problem
from cohortplan.solvers.base import Board, Outcome, Status, Stop
from cohortplan.solvers.cpsat import CpSat
from cohortplan.solvers.cpsat.encode import ENCODERS
from tests.solvers.cpsat.brute import best_score, free_problem, tiny_axes
from tests.support.random_shapes import RANDOM_SHAPES

SEEDS = [pytest.param(seed, marks=[pytest.mark.slow] if seed >= 1 else []) for seed in range(4)]


def solved(problem: Problem, *, symmetry: bool = True) -> Outcome:
    """Solve to the end on one thread."""
    return CpSat(workers=1, symmetry=symmetry).solve(problem, Board(problem, Stop(seconds=60)), seed=1)


def test_there_is_an_encoder_for_every_shape() -> None:
    """A primitive without an encoder could not be solved."""
    assert ENCODERS.keys() == RANDOM_SHAPES.keys()


@pytest.mark.parametrize("kind", ENCODERS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_soft_shape_costs_what_it_says(kind: type[Primitive], seed: int) -> None:
    """The optimum of one random soft shape is the least value over all decisions, and is proved."""
    axes = tiny_axes()
    problem = free_problem(axes, [(RANDOM_SHAPES[kind](np.random.default_rng(seed), axes), False, 3)])
    outcome = solved(problem)
    assert outcome.score == best_score(problem)
    assert outcome.status == Status.OPTIMAL
    assert outcome.bound == outcome.score.soft


@pytest.mark.parametrize("kind", ENCODERS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_hard_shape_is_kept_or_refused(kind: type[Primitive], seed: int) -> None:
    """With a random hard shape, mostly free, and two soft ones the optimum is right; if none keeps it, that is said."""
    axes, rng = tiny_axes(), np.random.default_rng(seed)
    others = [list(RANDOM_SHAPES)[k] for k in rng.choice(len(RANDOM_SHAPES), 2, replace=False)]
    shape = RANDOM_SHAPES[kind](rng, axes)
    field = "cost" if hasattr(shape, "cost") else "table" if hasattr(shape, "table") else "same"
    cost = getattr(shape, field)
    changes: dict[str, Any] = {field: np.where(rng.random(cost.shape) < 0.75, 0, cost).astype(np.int32)}
    thinned = replace(shape, **changes)
    soft = [(RANDOM_SHAPES[other](rng, axes), False, int(rng.integers(1, 4))) for other in others]
    problem = free_problem(axes, [(thinned, True, 1), *soft])
    outcome, best = solved(problem), best_score(problem)
    if best.hard:
        assert outcome.status == Status.INFEASIBLE
        assert outcome.reasons == ("rule-0",)
    else:
        assert outcome.score == best
        assert outcome.bound == best.soft
