"""No bound exceeds what the best decision owes."""

from __future__ import annotations

import numpy as np
import pytest

from cohortplan.primitives import AssignmentCost, PairCount, PairWeight, PersonContacts, SetCount, VisitOption
from cohortplan.solvers.bounds import BOUNDS, counted_clash
from tests.solvers.cpsat.brute import best_score, free_problem, tiny_axes
from tests.support.random_shapes import RANDOM_SHAPES

BOUNDED = (AssignmentCost, SetCount, PairWeight, PairCount, PersonContacts, VisitOption)


@pytest.mark.parametrize("kind", BOUNDED, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("seed", range(2))
def test_no_bound_exceeds_the_optimum(kind: type, seed: int) -> None:
    """Every bound on a random soft shape is at most its least value over all decisions, and some bound speaks of it."""
    axes = tiny_axes()
    problem = free_problem(axes, [(RANDOM_SHAPES[kind](np.random.default_rng(seed), axes), False, 1)])
    found = [bound.value for function in BOUNDS for bound in function(problem, problem.terms[0])]
    assert found
    assert max(found) <= best_score(problem).soft


@pytest.mark.parametrize("seed", range(60))
def test_a_counted_clash_is_one(seed: int) -> None:
    """Where counting says that a random hard set count cannot be kept, no decision keeps it."""
    axes, rng = tiny_axes(), np.random.default_rng(seed)
    table = (rng.random((3, int(rng.choice([1, 4])), 6)) < 0.5).astype(np.int32)
    row = rng.integers(-1, 3, (2, 3), dtype=np.int32)
    problem = free_problem(axes, [(SetCount(rng.integers(0, 3, 4, dtype=np.int32), table, row), True, 1)])
    if counted_clash(problem):
        assert best_score(problem).hard > 0
