"""Finding starters by annealing: one base round, or a table of spread blocks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cohortplan.primitives import Ints
from cohortplan.solvers.search.designs.starter import Frame, Starter, pairs_of

#: Moves before the blocks are dealt anew.
_PATIENCE = 400_000
#: Temperatures, in repeats; each restart takes the next.
_HEATS = (0.30, 0.25, 0.35, 0.20, 0.40)


def anneal_round(frame: Frame, size: int, seed: int, moves: int) -> Starter | None:
    """Look for a base round without repeats whose translates are the rounds.

    Parameters
    ----------
    frame : Frame
        The points and their translations.
    size : int
        Points of a block; divides the number of points.
    seed : int
        The one source of randomness.
    moves : int
        How many exchanges of two points to try at most; each costs well below a microsecond.

    Returns
    -------
    Starter or None
        None if none was found within `moves`.
    """
    rng = np.random.default_rng(seed)

    def deal() -> Ints:
        return rng.permutation(frame.points).reshape(-1, size).astype(np.int32)

    blocks = _anneal(frame, deal, 0, rng, moves)
    return None if blocks is None else Starter(frame, (_tuples(blocks),))


def anneal_spread(frame: Frame, rounds: int, seed: int, moves: int) -> Starter | None:
    """Look for blocks with one point in each copy of the group, each of which makes a round.

    Parameters
    ----------
    frame : Frame
        As many copies of the group as a block has points, and no fixed point.
    rounds : int
        How many blocks.
    seed, moves : int
        As for `anneal_round`; a move puts one point elsewhere in its copy.

    Returns
    -------
    Starter or None
        None if none was found within `moves`.
    """
    rng = np.random.default_rng(seed)

    def deal() -> Ints:
        inside = rng.integers(frame.order, size=(rounds, frame.orbits))
        return (inside + np.arange(frame.orbits) * frame.order).astype(np.int32)

    blocks = _anneal(frame, deal, frame.order, rng, moves)
    return None if blocks is None else Starter(frame, (), _tuples(blocks))


def _anneal(frame: Frame, deal: Callable[[], Ints], order: int, rng: np.random.Generator, moves: int) -> Ints | None:
    from cohortplan.solvers.search.kernels.starters import anneal_blocks  # numba is loaded only where it is needed

    words = rng.integers(1, 2**32, size=4)
    lap = 0
    while moves > 0:
        blocks = deal()
        kinds = pairs_of(blocks, frame).ravel()
        count = np.bincount(kinds[kinds >= 0], minlength=int(frame.classes.max()) + 1).astype(np.int64)
        repeats = int(np.maximum(count - 1, 0).sum() + (kinds < 0).sum())
        steps = min(moves, _PATIENCE)
        if anneal_blocks(blocks, frame.classes, count, order, words, repeats, steps, _HEATS[lap % len(_HEATS)]) == 0:
            return blocks
        moves -= steps
        lap += 1
    return None


def _tuples(blocks: Ints) -> tuple[tuple[int, ...], ...]:
    return tuple(sorted(tuple(sorted(map(int, block))) for block in blocks))
