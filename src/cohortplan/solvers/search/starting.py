"""Annealers for problems, once the kernels they need are there."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cohortplan.primitives import Decision
from cohortplan.problem import Problem
from cohortplan.solvers.base import Board
from cohortplan.solvers.construct import construct

if TYPE_CHECKING:
    from cohortplan.solvers.search.annealer import Annealer
    from cohortplan.solvers.search.gentle import Gentle

#: Whoever waits longer than so many seconds for the kernels is told why.
NOTICE = 1.0


def annealer(
    problem: Problem, board: Board, start: Decision, seed: int, shares: Sequence[float] | None = None
) -> Annealer | None:
    """Import the kernels, compiled, saying so if that takes long; None if there is nothing to move, or no time left."""
    with notice(board):
        from cohortplan.solvers.search.annealer import Annealer, roomy, useful_shares
        from cohortplan.solvers.search.compiling import Kernels, await_kernels

        start = start if roomy(problem, start) else construct(problem, seed)
        if not any(useful_shares(problem)) or not await_kernels(Kernels.GENERAL, lambda: board.stopped):
            return None
        return Annealer(problem, start, seed, shares)


def gentle(problem: Problem, board: Board, start: Decision, seed: int) -> Gentle | None:
    """Make an annealer that stays near `start`; None if there is nothing to move, or no time left."""
    with notice(board):
        from cohortplan.solvers.search.annealer import roomy, useful_shares
        from cohortplan.solvers.search.compiling import Kernels, await_kernels
        from cohortplan.solvers.search.gentle import Gentle

        idle = not any(useful_shares(problem)) or not roomy(problem, start)
        return (
            None if idle or not await_kernels(Kernels.GENERAL, lambda: board.stopped) else Gentle(problem, start, seed)
        )


@contextmanager
def notice(board: Board) -> Iterator[None]:
    """Tell the listener what is being waited for, if it takes long."""
    timer = threading.Timer(NOTICE, board.announce, ["search (compiling)"])
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
