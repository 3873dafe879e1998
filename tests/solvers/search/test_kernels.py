"""Every kernel against its brute-force twin: the cost a chain keeps is the cost counted from scratch."""

from __future__ import annotations

import numpy as np
import pytest

from cohortplan.model import Absence
from cohortplan.primitives import (
    HostLoad,
    PairCount,
    PairWeight,
    PersonContacts,
    PersonMark,
    PersonSpread,
    PersonSum,
    Primitive,
    SetCount,
    VisitOption,
    VisitPair,
    build_axes,
    random_decision,
)
from cohortplan.problem import AllowedSets, Problem, Term, compile_problem
from cohortplan.solvers.search import pack_pairs
from cohortplan.solvers.search.chain import Chain
from cohortplan.solvers.search.kernels.moves import KINDS, MEND
from cohortplan.solvers.search.pack import pack
from tests.support import hosts, make_scenario, visit_rounds
from tests.support.random_shapes import RANDOM_SHAPES
from tests.support.uncompiled import once, run_uncompiled

#: A temperature at which every move is taken.
BOILING = 1e15
MOVES = ("swap", "double swap", "transfer", "host swap", "host change", "slot change", "trade", "mend")


def problem_of(kinds: list[type], seed: int) -> Problem:
    """Return a problem with one hard and one soft random shape of each kind; visits start every half hour."""
    rng = np.random.default_rng(seed)
    rounds = visit_rounds(3, [(2, 4), (2, 4), (1, 4)], minutes=60, step=30)
    axes = build_axes(make_scenario(rounds=rounds, absences=(Absence(participant="P02", round="D2"),), implied=False))
    terms = [
        Term(f"{kind.__name__}-{hard}", hard, 1 if hard else int(rng.integers(1, 5)), RANDOM_SHAPES[kind](rng, axes))
        for kind in kinds
        for hard in (True, False)
    ]
    seats = AllowedSets.barring(axes.attends, axes.sets)
    choices = tuple(np.array(axes.menu(v), dtype=np.int32) for v in range(len(axes.visits)))
    return Problem(axes, tuple(terms), seats, choices)


def boiled(problem: Problem, move: int, seed: int, steps: int) -> Chain:
    """Return a chain that took every one of `steps` moves of one kind, each checked against the score from scratch."""
    shares = [0.0] * KINDS
    shares[move] = 1.0
    chain = Chain(pack(problem), seed, shares)
    chain.load(random_decision(problem.axes, np.random.default_rng(seed)))
    assert chain.present == problem.score(chain.decision())
    for _ in range(steps):
        chain.run(1, BOILING, BOILING)
        assert chain.present == problem.score(chain.decision())
    return chain


@pytest.mark.parametrize("move", [move for move in range(KINDS) if move != MEND], ids=MOVES[:-1])
@pytest.mark.parametrize("kind", RANDOM_SHAPES, ids=lambda kind: kind.__name__)
def test_delta_of_every_move_is_the_difference_of_values(kind: type[Primitive], move: int) -> None:
    """After each single move of each kind the kept cost equals the values of the shapes, hard and soft."""
    for seed in range(2):
        chain = boiled(problem_of([kind], seed), move, seed, 60)
        assert chain.control.taken[move] > 0


def test_sets_that_cost_something_are_on_the_list() -> None:
    """Mending moves somebody of a set that the set counts price; the list holds those sets and no other, always."""
    problem = problem_of([SetCount, SetCount], 6)
    chain = boiled(problem, MEND, 6, 100)
    counts = chain.model.counts
    listed = counts.owing[1 : counts.owing[0] + 1].tolist()
    assert sorted(listed) == np.flatnonzero(counts.owed).tolist()
    assert [int(counts.spot.ravel()[place]) for place in listed] == list(range(1, len(listed) + 1))
    assert chain.control.taken[MEND] > 20


@pytest.mark.parametrize("seed", range(4))
def test_all_shapes_and_moves_together(seed: int) -> None:
    """With every shape and every move at once, the present and the best decision are priced right throughout."""
    problem = problem_of(list(RANDOM_SHAPES), seed)
    chain = Chain(pack(problem), seed, [1.0] * KINDS)
    chain.load(random_decision(problem.axes, np.random.default_rng(seed)))
    lowest = problem.score(chain.decision())
    for temperature in (BOILING, 30.0, 3.0, 0.3):
        for _ in range(20):
            chain.run(50, temperature, temperature)
            assert chain.present == problem.score(chain.decision())
            assert chain.best == problem.score(chain.best_decision()) <= lowest
            lowest = chain.best
    assert (chain.control.taken > 0).all()


@pytest.mark.parametrize("move", ["swap", "double swap", "transfer", "trade"])
@pytest.mark.parametrize("kind", [PairWeight, PairCount, PersonContacts], ids=lambda kind: kind.__name__)
def test_meetings_that_are_not_kept_are_counted(
    kind: type[Primitive], move: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without an array over pairs, as among many people, every move costs what it costs with one."""
    kept = boiled(problem_of([kind, kind], 3), MOVES.index(move), 3, 60)
    monkeypatch.setattr(pack_pairs, "MOST_PEOPLE", 0)
    counted = boiled(problem_of([kind, kind], 3), MOVES.index(move), 3, 60)
    assert kept.model.pairs.code.size > counted.model.pairs.code.size == 0
    assert counted.present == kept.present
    assert np.array_equal(counted.decision().seat, kept.decision().seat)


def test_the_best_decision_is_kept_when_more_changes_than_can_be_listed() -> None:
    """However many moves lie between two bests, the later one is noted whole."""
    problem = problem_of([PairCount], 4)
    chain = Chain(pack(problem), 4, [1.0] * KINDS)
    chain.load(random_decision(problem.axes, np.random.default_rng(4)))
    chain.run(5000, BOILING, BOILING)
    assert chain.control.changed[0, 0] == -1
    chain.run(5000, 1e-6, 1e-6)
    assert chain.best == problem.score(chain.best_decision())
    assert chain.best <= chain.present


@pytest.mark.parametrize("seed", range(3))
def test_people_who_share_all_sets_together(seed: int) -> None:
    """Where some people are bound to the same sets one of them is priced for all, and every move is priced right."""
    problem = problem_of([HostLoad, PersonMark, PersonSpread, PersonSum, VisitOption, VisitPair], seed)
    sets = np.array([0, 1, 1, 0, 1])
    away = np.argwhere(np.arange(3) != sets[:, None])
    barred = np.concatenate([np.stack([np.full(len(away), r), *away.T]) for r in range(3)], axis=1)
    bound = AllowedSets.barring(problem.axes.attends, problem.axes.sets, barred.astype(np.int32))
    problem = Problem(problem.axes, problem.terms, bound, problem.choices)
    assert not pack(problem).marks.leads[[2, 3, 4]].all()
    start = random_decision(problem.axes, np.random.default_rng(seed))
    start.seat[:, :5] = np.where(problem.axes.attends[:, :5], sets, -1)
    chain = Chain(pack(problem), seed, [1.0] * KINDS)
    chain.load(start)
    for _ in range(100):
        chain.run(3, BOILING, BOILING)
        assert chain.present == problem.score(chain.decision())
    assert (chain.decision().seat[:, :5] == start.seat[:, :5]).all()


def drawn_hosts(problem: Problem) -> list[int]:
    """Send the only visit to another host 4000 times, whatever that costs; tell how often it was where."""
    chain = Chain(pack(problem), 0, [float(kind == "host change") for kind in MOVES])
    chain.load(random_decision(problem.axes, np.random.default_rng(0)))
    times = [0] * len(problem.axes.host)
    for _ in range(4000):
        chain.run(1, BOILING, BOILING)
        times[problem.axes.option_host[chain.decision().choice[0]]] += 1
    return times


def test_hosts_are_drawn_by_rank_of_price() -> None:
    """Of 16 hosts, each cheaper by 1, the cheapest is drawn half of the time, and every one sometimes."""
    axes = build_axes(make_scenario(rounds=visit_rounds(1, [(8, 8)]), hosts=hosts(16), implied=False))
    price = VisitOption(np.zeros(1, dtype=np.int32), 15 - axes.option_host[None, :].astype(np.int32))
    choices = (np.arange(len(axes.options), dtype=np.int32),)
    problem = Problem(axes, (Term("price", False, 1, price),), AllowedSets.barring(axes.attends, axes.sets), choices)
    times = drawn_hosts(problem)
    assert min(times) > 0
    assert times[15] == pytest.approx(4000 * (1 / 16) ** 0.25, rel=0.1)
    assert times[14] == pytest.approx(4000 * ((2 / 16) ** 0.25 - (1 / 16) ** 0.25), rel=0.2)


def test_hosts_of_one_price_are_drawn_alike() -> None:
    """Where all of 8 hosts cost the same each is drawn as often as any other."""
    scenario = make_scenario(rounds=visit_rounds(1, [(8, 8)]), hosts=hosts(8), implied=False)
    times = drawn_hosts(compile_problem(scenario))
    assert min(times) > 400
    assert max(times) < 600


def test_prices_only_weigh_hard_rules() -> None:
    """A term of price k counts k times in the packed hard cost, and soft cost is what it was."""
    problem = problem_of(list(RANDOM_SHAPES), 1)
    decision = random_decision(problem.axes, np.random.default_rng(1))
    prices = [1 + k % 5 for k in range(len(problem.terms))]
    chain = Chain(pack(problem, prices), 0, [1.0] * KINDS)
    chain.load(decision)
    hard = sum(
        price * term.shape.value(decision, problem.axes)
        for price, term in zip(prices, problem.terms, strict=True)
        if term.hard
    )
    assert chain.present == (hard, problem.score(decision).soft)


@pytest.mark.slow
@once
def test_kernels_run_uncompiled() -> None:
    """The same checks hold with compilation switched off, where Python would notice what numba does not."""
    run = run_uncompiled(__file__, "together or prices or not_kept")
    assert run.returncode == 0, run.stdout
