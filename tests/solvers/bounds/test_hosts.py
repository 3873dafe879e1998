"""Bounds on visits: none exceeds the best choice of hosts, and where nothing else is in the way they meet it."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from cohortplan.primitives import Axes, HostLoad, Ints, PersonMark, PersonSpread, Primitive, VisitOption, build_axes
from cohortplan.problem import AllowedSets, Problem, compile_problem
from cohortplan.rules import build_rule
from cohortplan.solvers.bounds import BOUNDS, all_bounds
from cohortplan.solvers.bounds.dual import FAR, host_prices
from cohortplan.solvers.bounds.hosts import capacities
from tests.solvers.cpsat.brute import best_score, free_problem, tiny_scenario
from tests.support import hosts, make_scenario, visit_rounds
from tests.support.random_shapes import RANDOM_SHAPES


def two_days() -> Axes:
    """Return axes of 4 people, 2 days of 2 sets, and 3 hosts that can be visited at two times."""
    return build_axes(tiny_scenario(rounds=visit_rounds(2, [(0, 4)] * 2, minutes=90, step=90), absences=()))


def kept(axes: Axes, seat: Ints, terms: list[tuple[Primitive, bool, int]]) -> Problem:
    """Make a problem in which people sit as in `seat` (R, P), where that is not negative, and may sit anywhere else."""
    free = free_problem(axes, terms)
    allowed = np.where(seat[:, :, None] < 0, True, seat[:, :, None] == np.arange(axes.widest))
    r, p, s = np.nonzero(~allowed)
    seats = AllowedSets.barring(axes.attends, axes.sets, np.stack([r, p, s]).astype(np.int32))
    return Problem(axes, free.terms, seats, free.choices)


def limits(axes: Axes, rng: np.random.Generator) -> list[tuple[Primitive, bool, int]]:
    """Nobody, or only some, visit a host twice; each host receives so many visits; one visit at a time."""
    once = rng.integers(-1, 1, (len(axes.host), axes.people_count), dtype=np.int32)
    option = np.arange(len(axes.options), dtype=np.int32)
    host, one = axes.option_host.astype(np.int32), np.ones_like(option)
    most = rng.integers(1, 4, (len(axes.host), 1))
    return [
        (PersonMark(host, once if rng.random() < 0.5 else np.zeros_like(once), np.array([[0, 0, 1, 2, 3]])), True, 1),
        (HostLoad(option, host, one, np.arange(3, dtype=np.int32), np.maximum(np.arange(9) - most, 0)), True, 1),
        (HostLoad(option, option, one, np.zeros_like(option), np.array([[0, 0, 1]])), True, 1),
    ]


def priced(kind: type, axes: Axes, rng: np.random.Generator) -> Primitive:
    """Draw a shape; of host loads one that counts the visits of each host."""
    if kind is not HostLoad:
        return RANDOM_SHAPES[kind](rng, axes)
    option = np.arange(len(axes.options), dtype=np.int32)
    row, table = rng.integers(-1, 3, len(axes.host)), rng.integers(0, 9, (3, 5))
    return HostLoad(option, axes.option_host, np.ones_like(option), row, table)


@pytest.mark.parametrize("kind", [VisitOption, HostLoad, PersonMark, PersonSpread], ids=lambda kind: kind.__name__)
def test_no_bound_on_visits_exceeds_the_optimum(kind: type) -> None:
    """Of all plans that keep random limits on hosts, with some people's seats fixed, none costs less than a bound."""
    axes, sound = two_days(), 0
    for seed in range(8):
        rng = np.random.default_rng(seed)
        seat = np.tile(rng.integers(0, 2, axes.people_count), (2, 1))
        seat[:, rng.random(axes.people_count) < (0.0, 0.25)[seed % 2]] = -1
        few = [rng.permutation(np.array(axes.menu(v)))[:4] for v in range(len(axes.visits))]
        problem = kept(axes, seat, [*limits(axes, rng), (priced(kind, axes, rng), False, 1)])
        choices = tuple(np.sort(each).astype(np.int32) for each in few)
        problem = Problem(axes, problem.terms, problem.seats, choices)
        best = best_score(problem)
        sound += best.hard == 0
        assert best.hard or all_bounds(problem)["rule-3"].value <= best.soft
        assert any(list(function(problem, problem.terms[-1])) for function in BOUNDS)
    assert sound > 2


def naive(cost: Ints, visits: Ints, once: Ints, capacity: Ints) -> int:
    """Try every way in which rows could choose hosts."""
    owner = np.repeat(np.arange(len(cost)), visits)
    best = FAR
    for chosen in product(range(cost.shape[1]), repeat=len(owner)):
        places = list(zip(owner.tolist(), chosen, strict=True))
        twice = any(once[g] and places.count((g, h)) > 1 for g, h in places)
        if not twice and (np.bincount(chosen, minlength=cost.shape[1]) <= capacity).all():
            best = min(best, int(sum(cost[place] for place in places)))
    return best


@pytest.mark.parametrize("seed", range(15))
def test_prices_of_hosts_bound_the_choice(seed: int) -> None:
    """The bound is at most the best choice found by trying all, and at most one short of it where rows choose once."""
    rng = np.random.default_rng(seed)
    cost = rng.integers(-2, 9, (3, 4)).astype(np.int64)
    visits, once = rng.integers(1, 3, 3), rng.random(3) < 0.7
    capacity = np.where(rng.random(4) < 0.8, rng.integers(1, 3, 4), FAR)
    best = naive(cost, visits, once, capacity)
    found = host_prices(cost, visits, once, capacity).bound
    assert best == FAR or found <= best
    assert best == FAR or not once.all() or found >= best - 1


def test_hosts_beyond_the_near_ones_are_not_forgotten() -> None:
    """Sixty rows want one of seventy hosts each, all the same first: 44 are told apart, the others count 44 each."""
    cost = np.tile(np.arange(70), (60, 1))
    found = host_prices(cost, *(np.ones(size, dtype=np.int64) for size in (60, 60, 70))).bound
    assert 0.95 * (sum(range(44)) + 16 * 44) <= found <= sum(range(44)) + 16 * 44


def test_wishes_are_bounded_by_what_hosts_receive() -> None:
    """Three sets of people who stay together wish for one host that receives one visit: two take the next best."""
    rule = build_rule("wishes", wishes=dict.fromkeys(("P01", "P04", "P07"), (("H1",), ("H2", "H3"))))
    places = tuple(host.model_copy(update={"most_visits": 1}) for host in hosts(4, organisation="Elsewhere"))
    rounds = visit_rounds(1, [(0, 8)] * 3)
    problem = compile_problem(make_scenario([rule], rounds=rounds, hosts=places))
    assert capacities(problem).tolist() == [1, 1, 1, 1]
    free = all_bounds(problem)["wishes"].value
    fixed = kept(problem.axes, np.arange(8)[None, :] // 3, [(t.shape, t.hard, t.weight) for t in problem.terms])
    assert free <= 2
    assert max(bound.value for bound in all_bounds(fixed).values()) == 2


def test_load_is_spread_evenly() -> None:
    """Six visits to four hosts, priced by the square of what each receives: two hosts receive two."""
    problem = compile_problem(make_scenario(implied=False))
    axes = problem.axes
    option = np.arange(len(axes.options), dtype=np.int32)
    shape = HostLoad(
        option, axes.option_host, np.ones_like(option), np.zeros(4, dtype=np.int32), np.arange(9)[None, :] ** 2
    )
    assert all_bounds(free_problem(axes, [(shape, False, 1)]))["rule-0"].value == 2 * 4 + 2 * 1
