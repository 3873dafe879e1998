"""Plans the blocks of a large problem, some at a time, and puts them together."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cohortplan.primitives import OUT, Decision, PairCount
from cohortplan.problem import Problem
from cohortplan.solvers.base import Board, Stop
from cohortplan.solvers.bounds.contacts import least_unmet
from cohortplan.solvers.bounds.pair_sets import PairSet
from cohortplan.solvers.construct import construct
from cohortplan.solvers.search.balancing import balanced
from cohortplan.solvers.search.blocks import Block, block, split
from cohortplan.solvers.search.cooling import Cooling, Limit
from cohortplan.solvers.search.starting import annealer as annealer_for

#: Part of the budget that goes to the blocks; what is left goes to the whole.
SHARE = 0.85
#: Moves between changes of temperature in a block, and how many such stretches its first cycle has.
STRETCH, CYCLE = 25_000, 40
#: Seconds between two looks at the whole while blocks are being planned, unless iterations are counted.
PULSE = 3.0


@dataclass(eq=False)
class PartBoard(Board):
    """The board of one block; it looks stopped when that of the whole does."""

    whole: Board | None = None

    @property
    def stopped(self) -> bool:
        """Whether everyone should come to an end."""
        return super().stopped or (self.whole is not None and self.whole.stopped)

    def spend(self, iterations: int) -> None:
        """Take note that so many more iterations are done, of the block and of the whole."""
        super().spend(iterations)
        if self.whole is not None:
            self.whole.spend(iterations)


class Division:
    """The blocks of a problem and what has been decided for them, for threads that share the work.

    Parameters
    ----------
    threads : int
        How many will call `work`.

    Attributes
    ----------
    decision : Decision or None
        All blocks put together; None if the problem has no blocks.
    """

    def __init__(self, problem: Problem, board: Board, seed: int, threads: int, source: str) -> None:
        self._board, self._threads, self._source = board, threads, source
        parts = split(problem, seed)
        parts = None if parts is None else balanced(problem, parts, board, seed)
        found = [] if parts is None else [block(problem, *part) for part in zip(*parts, strict=True)]
        self._waiting = [(part, construct(part.problem, seed)) for part in found]
        self._count = self._open = len(found)
        self._lock = threading.Lock()
        self._shown = self._began = board.seconds
        self.decision = _put_together(problem, self._waiting) if found else None
        if self.decision is not None:
            board.post(self.decision, source)

    def work(self, seed: int) -> int:
        """Plan one block after the other until none is waiting or time is up; return the number of moves tried."""
        tried = 0
        while (waiting := self._next()) is not None and not self._board.stopped:
            tried += self._plan(*waiting, seed)
        return tried

    def _next(self) -> tuple[Block, Decision] | None:
        with self._lock:
            return self._waiting.pop() if self._waiting else None

    def _plan(self, part: Block, start: Decision, seed: int) -> int:
        board = PartBoard(part.problem, self._budget(), whole=self._board)
        board.post_bound(_quick_bound(part.problem), "counting")
        board.post(start, self._source)
        chain = annealer_for(part.problem, board, start, seed)
        limit = Limit(board.stop.iterations, board.stop.seconds)
        tried = 0 if chain is None else Cooling(chain, board, limit, self._source, stretch=STRETCH, first=CYCLE).run()
        with self._lock:
            self._open -= 1
            if self.decision is not None and board.best is not None:
                part.place(board.best[1], self.decision)
                late = self._board.stop.iterations is not None or self._board.seconds - self._shown > PULSE
                if late or not self._open:
                    self._board.post(self.decision, self._source)
                    self._shown = self._board.seconds
        return tried

    def _budget(self) -> Stop:
        """Share what is left of the budget out over the blocks that are not planned yet."""
        stop = self._board.stop
        moves = None if stop.iterations is None else int(SHARE * stop.iterations / self._count)
        if stop.seconds is None:
            return Stop(None, moves)
        end = self._began + SHARE * (stop.seconds - self._began)
        left = max(0.0, end - self._board.seconds)
        return Stop(left * min(1.0, self._threads / max(1, self._open)), moves)


def _quick_bound(problem: Problem) -> int:
    """Bound a block's cost: sets cost nothing, and everyone meets as many people as their sets have room for."""
    everyone = PairSet(problem.axes.people_count)
    counts = ((term, term.shape) for term in problem.terms if not term.hard)
    return sum(
        term.weight * max(0, least_unmet(problem, shape, everyone))
        for term, shape in counts
        if isinstance(shape, PairCount) and shape.table.shape[1] > 1
    )


def _put_together(problem: Problem, parts: Sequence[tuple[Block, Decision]]) -> Decision:
    """Make one decision of one of each block."""
    nobody = np.full(problem.axes.attends.shape, OUT, dtype=np.int32)
    decision = Decision(nobody, np.zeros(0, dtype=np.int32))
    for part, start in parts:
        part.place(start, decision)
    return decision
