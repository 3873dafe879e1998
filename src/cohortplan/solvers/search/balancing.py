"""Makes blocks of a cohort so much alike that each can have sets as well mixed as the whole cohort can.

Where one person in two is a woman, every set of eight can have four of each; a block with three women too few cannot.
So people change blocks until, for every kind that sets are counted for, each block holds a number that its sets can
share out at no cost. That is a problem of the same form, in one round whose sets are the blocks.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cohortplan.model import Round, SetSpec
from cohortplan.primitives import Axes, Decision, Ints, SetCount
from cohortplan.problem import AllowedSets, Problem, Term
from cohortplan.solvers.base import Board
from cohortplan.solvers.bounds.sizes import allowed_sizes, free_weights
from cohortplan.solvers.search.blocks import Split, exchanged
from cohortplan.solvers.search.starting import annealer as annealer_for

#: Shares of the moves that leave blocks their sizes: swaps, and swaps with blocks that cost something.
EXCHANGES = (0.2, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.8)
#: Moves between two looks, and at most so many looks.
MOVES, LOOKS = 100_000, 40


def balanced(problem: Problem, blocks: Split, board: Board, seed: int) -> Split:
    """Return blocks of the same sizes with people exchanged so that each block can be mixed as well as all."""
    meta = _of_blocks(problem, blocks)
    seat = np.zeros((1, problem.axes.people_count), dtype=np.int32)
    for k, people in enumerate(blocks.people):
        seat[0, people] = k
    start = Decision(seat, np.zeros(0, dtype=np.int32))
    annealer = annealer_for(meta, board, start, seed, EXCHANGES) if meta.score(start).soft else None
    for _ in range(LOOKS if annealer is not None else 0):
        if annealer is None or annealer.best[0].soft == 0 or board.stopped:
            break
        annealer.run(MOVES, 1.0)
        annealer.harvest()
    found = start if annealer is None else annealer.best[1]
    return Split([np.flatnonzero(found.seat[0] == k).astype(np.int32) for k in range(len(blocks.people))], blocks.sets)


def _of_blocks(problem: Problem, blocks: Split) -> Problem:
    """Make the problem whose sets are the blocks; it prices what a block has too much or too little of."""
    axes = _axes(problem.axes, blocks)
    sizes = allowed_sizes(problem)
    terms = tuple(
        Term(term.rule, hard=False, weight=term.weight, shape=_shape(term.shape, blocks, sizes))
        for term in problem.terms
        if isinstance(term.shape, SetCount) and term.shape.weight.any() and not (term.shape.weight == 1).all()
    )
    return Problem(axes, terms, AllowedSets.barring(axes.attends, axes.sets), ())


def _shape(shape: SetCount, blocks: Split, sizes: tuple[tuple[Ints, ...], ...]) -> SetCount:
    """Price each unit of a kind that is more, or less, than the sets of a block can share out at no cost."""
    largest = max(len(people) for people in blocks.people)
    heaviest = np.concatenate([[0], np.cumsum(np.sort(shape.weight)[::-1])])
    totals = np.arange(int(heaviest[largest]) + 1)
    known: dict[tuple[int, int], tuple[int, int]] = {}
    table = np.zeros((len(blocks.people), 1, len(totals)), dtype=np.int32)
    for k, sets in enumerate(blocks.sets):
        for r, mine in enumerate(sets):
            low, high = 0, 0
            for s, row in zip(mine.tolist(), shape.row[r, mine].tolist(), strict=True):
                key = (row, id(sizes[r][s]))
                if key not in known:
                    known[key] = _ends(shape, row, sizes[r][s], int(heaviest[sizes[r][s].max(initial=0)]))
                low, high = low + known[key][0], high + known[key][1]
            table[k, 0] += np.maximum(low - totals, 0) + np.maximum(totals - high, 0)
    return SetCount(shape.weight, table, np.arange(len(blocks.people), dtype=np.int32)[None, :])


def _ends(shape: SetCount, row: int, sizes: Ints, heaviest: int) -> tuple[int, int]:
    """Least and most up to `heaviest` that a set may weigh at no cost; all weights if none is free."""
    free = free_weights(shape, row, sizes, heaviest)
    return (int(free[0]), int(free[-1])) if len(free) else (0, heaviest)


def _axes(axes: Axes, blocks: Split) -> Axes:
    sets = tuple(SetSpec(id=f"block-{k}", least=len(p), most=len(p)) for k, p in enumerate(blocks.people))
    rounds = (Round(id="blocks", sets=sets),)
    return replace(
        axes,
        scenario=exchanged(axes.scenario, rounds=rounds),
        round={"blocks": 0},
        set_ids=(tuple(spec.id for spec in sets),),
        sets=np.array([len(sets)], dtype=np.int32),
        attends=np.ones((1, axes.people_count), dtype=bool),
        set_place={spec.id: (0, k) for k, spec in enumerate(sets)},
    )
