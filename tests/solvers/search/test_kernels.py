"""Every kernel against its brute-force twin: the cost a chain keeps is the cost counted from scratch."""

from __future__ import annotations

import numpy as np
import pytest

from cohortplan.model import Absence
from cohortplan.primitives import (
    PairCount,
    PairWeight,
    PersonContacts,
    Primitive,
    SetCount,
    build_axes,
    random_decision,
)
from cohortplan.problem import AllowedSets, Problem, Term
from cohortplan.solvers.search import pack_pairs
from cohortplan.solvers.search.chain import Chain
from cohortplan.solvers.search.kernels.moves import KINDS, MEND
from cohortplan.solvers.search.pack import pack
from tests.support import make_scenario, visit_rounds
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


@once
def test_kernels_run_uncompiled() -> None:
    """The same checks hold with compilation switched off, where Python would notice what numba does not."""
    run = run_uncompiled(__file__, "together or prices or not_kept")
    assert run.returncode == 0, run.stdout
