"""No bound exceeds what the best decision owes."""

from __future__ import annotations

import numpy as np
import pytest

from cohortplan.primitives import (
    AssignmentCost,
    Axes,
    PairCount,
    PairWeight,
    PersonContacts,
    Primitive,
    SetCount,
    SetSpread,
    VisitOption,
    build_axes,
)
from cohortplan.problem import Problem, Term
from cohortplan.solvers.bounds import BOUNDS, all_bounds, counted_clash
from tests.solvers.bounds.cohorts import meetings
from tests.solvers.cpsat.brute import best_score, free_problem, tiny_axes, tiny_scenario
from tests.support.random_shapes import RANDOM_SHAPES

BOUNDED = (AssignmentCost, SetCount, SetSpread, PairWeight, PairCount, PersonContacts, VisitOption)


@pytest.mark.parametrize("kind", BOUNDED, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("seed", range(2))
def test_no_bound_exceeds_the_optimum(kind: type, seed: int) -> None:
    """Every bound on a random soft shape is at most its least value over all decisions, and some bound speaks of it."""
    axes = tiny_axes()
    problem = free_problem(axes, [(RANDOM_SHAPES[kind](np.random.default_rng(seed), axes), False, 1)])
    found = [bound.value for function in BOUNDS for bound in function(problem, problem.terms[0])]
    assert found
    assert max(found) <= best_score(problem).soft


@pytest.mark.parametrize("seed", [*range(18), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(18, 30))])
def test_a_counted_clash_is_one(seed: int) -> None:
    """Where counting says that a random hard set count cannot be kept, no decision keeps it."""
    axes, rng = tiny_axes(), np.random.default_rng(seed)
    table = (rng.random((3, int(rng.choice([1, 4])), 6)) < 0.5).astype(np.int32)
    row = rng.integers(-1, 3, (2, 3), dtype=np.int32)
    problem = free_problem(axes, [(SetCount(rng.integers(0, 3, 4, dtype=np.int32), table, row), True, 1)])
    if counted_clash(problem):
        assert best_score(problem).hard > 0


def kinds_of_people(rng: np.random.Generator) -> list[tuple[Primitive, bool, int]]:
    """Hard limits, in each set, on people of one kind, on those of another, and on heads."""
    kind = rng.integers(0, 3, 4)
    limits = []
    for mark in ((kind == 1), (kind == 2), np.ones(4)):
        table = (rng.random((3, int(rng.choice([1, 4])), 6)) < 0.25).astype(np.int32)
        row = rng.integers(-1, 3, (2, 3), dtype=np.int32)
        limits.append((SetCount(mark.astype(np.int32), table, row), True, 1))
    return limits


def tiny_meetings() -> Axes:
    """Return axes of 4 people who meet in a round of 2 sets and in one of 3."""
    rounds = (meetings(1, [(0, 4)] * 2)[0], meetings(2, [(0, 4)] * 3)[1])
    return build_axes(tiny_scenario(rounds=rounds, hosts=(), absences=()))


def highest_bound(problem: Problem) -> int:
    """Return the best bound on the last term."""
    return max(bound.value for function in BOUNDS for bound in function(problem, problem.terms[-1]))


def test_sizes_that_may_vary_have_to_add_up() -> None:
    """Where only a set of one costs nothing, four people in two sets cannot both be such; in three sets neither."""
    axes = tiny_meetings()
    table = np.array([[[1] * 5, [0] * 5, [1] * 5]], dtype=np.int32)
    free = np.where(np.arange(3) < axes.sets[:, None], 0, -1).astype(np.int32)
    problem = free_problem(axes, [(SetCount(np.array([1, 1, 0, 0], dtype=np.int32), table, free), False, 1)])
    assert highest_bound(problem) == best_score(problem).soft == 2


@pytest.mark.parametrize("seeds", [range(2), pytest.param(range(2, 8), marks=pytest.mark.slow)], ids=["few", "more"])
@pytest.mark.parametrize("kind", [SetCount, SetSpread, PairCount, PersonContacts], ids=lambda kind: kind.__name__)
def test_no_bound_exceeds_the_optimum_under_hard_limits(kind: type, seeds: range) -> None:
    """Of the decisions that keep random hard limits on kinds of people and on sizes, none costs less than a bound."""
    axes = tiny_meetings()
    kept = 0
    for seed in seeds:
        rng = np.random.default_rng(seed)
        limits = kinds_of_people(rng)
        problem = free_problem(axes, [*limits, (RANDOM_SHAPES[kind](rng, axes), False, 1)])
        best = best_score(problem)
        kept += best.hard == 0
        assert best.hard or highest_bound(problem) <= best.soft
    assert kept


@pytest.mark.parametrize("seed", range(4))
def test_no_joint_bound_exceeds_the_optimum(seed: int) -> None:
    """Random prices of how many people of each of two kinds a set holds, together: no decision costs less."""
    axes, rng = tiny_meetings(), np.random.default_rng(seed)
    kind = rng.integers(0, 3, 4)
    row = rng.integers(-1, 3, (len(axes.sets), axes.widest), dtype=np.int32)
    tables = (rng.integers(0, 9, (3, 5, 5), dtype=np.int32) for _ in range(2))
    shapes = [SetCount((kind == k).astype(np.int32), table, row) for k, table in enumerate(tables, start=1)]
    free = free_problem(axes, [])
    problem = Problem(axes, tuple(Term("both", False, 1, shape) for shape in shapes), free.seats, free.choices)
    single = sum(max(b.value for f in BOUNDS for b in f(problem, term)) for term in problem.terms)
    assert single <= all_bounds(problem)["both"].value == best_score(problem).soft
