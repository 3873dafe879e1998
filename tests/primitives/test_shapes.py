from typing import get_args

import numpy as np
import pytest

from cohortplan.primitives import OUT, Axes, Decision, Primitive, build_axes, random_decision
from tests.primitives.naive import NAIVE
from tests.support.builders import visit_rounds
from tests.support.examples import example_scenario, home_round
from tests.support.random_shapes import RANDOM_SHAPES

SHAPES = get_args(Primitive)


@pytest.fixture(scope="module")
def axes() -> Axes:
    """Two days of visits at any full hour and a meeting in three sets."""
    rounds = (*visit_rounds(2, [(2, 5), (2, 6)], minutes=60, step=60), home_round())
    return build_axes(example_scenario(rounds=rounds, seat_locks=()))


def scattered(axes: Axes, rng: np.random.Generator) -> Decision:
    """Draw a decision and take some people out of their sets."""
    decision = random_decision(axes, rng)
    decision.seat[rng.random(decision.seat.shape) < 0.15] = OUT
    return decision


def test_every_shape_has_a_twin() -> None:
    """A new shape needs its meaning spelled out, and random tables to try it on."""
    assert set(SHAPES) == set(NAIVE) == set(RANDOM_SHAPES)
    assert len({shape.name for shape in SHAPES}) == len(SHAPES)


@pytest.mark.parametrize("kind", SHAPES, ids=lambda kind: kind.__name__)
def test_value_equals_brute_force(kind: type, axes: Axes) -> None:
    """The value in numpy is what counting person by person gives, whoever is left out of the sets."""
    rng = np.random.default_rng(30)
    values = []
    for _ in range(30):
        shape, decision = RANDOM_SHAPES[kind](rng, axes), scattered(axes, rng)
        values.append(shape.value(decision, axes))
        assert values[-1] == NAIVE[kind](shape, decision, axes)
    assert len(set(values)) > 5


@pytest.mark.parametrize("kind", SHAPES, ids=lambda kind: kind.__name__)
def test_value_leaves_the_decision_alone(kind: type, axes: Axes) -> None:
    """Pricing changes nothing in what it prices."""
    rng = np.random.default_rng(8)
    decision = scattered(axes, rng)
    before = decision.copy()
    RANDOM_SHAPES[kind](rng, axes).value(decision, axes)
    assert np.array_equal(decision.seat, before.seat)
    assert np.array_equal(decision.choice, before.choice)
