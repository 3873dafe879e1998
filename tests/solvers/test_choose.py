"""A first choice of visits: what it thinks an option adds is what the shapes say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cohortplan.model import SeatLock
from cohortplan.primitives import Axes, Decision, HostLoad, PersonMark, Primitive, VisitOption, build_axes
from cohortplan.problem import AllowedSets, Problem, Term, compile_problem
from cohortplan.rules import build_rule
from cohortplan.solvers import choose
from cohortplan.solvers.bounds.dual import GRAIN
from cohortplan.solvers.bounds.hosts import scarcity
from tests.support import hosts, make_scenario, visit_rounds
from tests.support.random_shapes import RANDOM_SHAPES

KINDS = (VisitOption, HostLoad, PersonMark)


def priced(kind: type, rng: np.random.Generator, axes: Axes) -> Primitive:
    """Draw a shape; a host load in which no option is in a bucket twice."""
    shape = RANDOM_SHAPES[kind](rng, axes)
    if isinstance(shape, HostLoad):
        _, once = np.unique(np.stack([shape.option, shape.bucket]), axis=1, return_index=True)
        shape = replace(shape, option=shape.option[once], bucket=shape.bucket[once], weight=shape.weight[once])
    return shape


def added(problem: Problem, seat: np.ndarray, made: dict[int, int], v: int, option: int) -> int:
    """What an option adds, by the values of the shapes over the visits made so far, that one left out or not."""
    place = {**made, v: option}
    costs = []
    for visits in (made, place):
        few = sorted(visits)
        chosen = Decision(seat, np.array([visits[w] for w in few], dtype=np.int32))
        here = replace(problem.axes, visits=tuple(problem.axes.visits[w] for w in few))
        shapes = [(term.weight, term.shape) for term in problem.terms]
        rows = [
            VisitOption(shape.row[few], shape.table) if isinstance(shape, VisitOption) else shape for _, shape in shapes
        ]
        costs.append(sum(weight * shape.value(chosen, here) for (weight, _), shape in zip(shapes, rows, strict=True)))
    return costs[1] - costs[0]


@pytest.mark.parametrize("seed", range(4))
def test_options_add_what_the_shapes_say(seed: int) -> None:
    """As visits are made one by one, the price of every option of the next is the rise of the shapes' values."""
    rng = np.random.default_rng(seed)
    axes = build_axes(make_scenario(rounds=visit_rounds(2, [(0, 8)] * 3, minutes=60, step=60), implied=False))
    terms = [Term(kind.__name__, False, k + 1, priced(kind, rng, axes)) for k, kind in enumerate(KINDS)]
    choices = tuple(np.array(axes.menu(v), dtype=np.int32) for v in range(len(axes.visits)))
    problem = Problem(axes, tuple(terms), AllowedSets.barring(axes.attends, axes.sets), choices)
    seat = rng.integers(0, 3, axes.attends.shape, dtype=np.int32)
    prices, made = choose.VisitPrices(problem, seat), dict[int, int]()
    for v in rng.permutation(len(axes.visits)).tolist():
        asked = prices.of(v)
        assert asked.tolist() == [added(problem, seat, made, v, int(option)) for option in choices[v]]
        made[v] = int(rng.choice(choices[v]))
        prices.take(v, made[v])


def test_a_scarce_host_is_dearer() -> None:
    """Two sets want H1, which receives one visit: its price makes one of them go elsewhere; other hosts have none."""
    rule = build_rule("wishes", wishes={"P01": (("H1",), ("H2",)), "P05": (("H1",), (), (), ("H3",))})
    places = tuple(host.model_copy(update={"most_visits": 1}) for host in hosts(3, organisation="Elsewhere"))
    locks = tuple(SeatLock(participant=f"P{k + 1:02}", set="D1.1" if k < 4 else "D1.2") for k in range(8))
    scenario = make_scenario([rule], rounds=visit_rounds(1, [(4, 4), (4, 4)]), hosts=places, seat_locks=locks)
    scarce, *others = (scarcity(compile_problem(scenario)) / GRAIN).tolist()
    assert 1 <= scarce <= 3
    assert others == [0, 0]
