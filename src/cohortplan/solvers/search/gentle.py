"""Gentle annealing: looks for plans near the one it begins with.

Heat would scatter a plan that is nearly right, and the more so the more there is to change. So the temperature is never
more than a part of what the cheapest change costs, by how many changes there are to choose from; a broken rule costs a
few such changes to begin with and more while it stays broken, and each cycle of cooling goes on from the best plan so
far.
"""

from __future__ import annotations

import math

from cohortplan.primitives import Decision
from cohortplan.problem import Problem
from cohortplan.solvers.base import Board
from cohortplan.solvers.search.annealer import FROZEN, USUAL, Annealer
from cohortplan.solvers.search.pack import DEAREST

#: Temperature at the warm end of a cycle, in the cheapest change, times the logarithm of how many changes there are:
#: then about as many are made needlessly whatever the size. The part of it at the cold end.
WARM, COLD = 2.7, 0.43
#: What a broken rule costs, in the cheapest change.
STAKE = 5.0
#: By how much a rule that is to be kept before others is dearer at least.
DEAR = 4
#: Moves between two changes of temperature, stretches of the first cycle and of the longest, and between two looks.
STRETCH, FIRST, LONGEST, LOOK = 20_000, 20, 160, 5
#: Stretches without anything better after which it gives up.
PATIENCE = 320


class Gentle(Annealer):
    """An annealer whose temperature and prices are set by what the cheapest change costs."""

    def __init__(self, problem: Problem, start: Decision, seed: int) -> None:
        super().__init__(problem, start, seed)
        self._unit = float(min((term.weight for term in problem.terms if not term.hard), default=1))
        seats = problem.axes.attends.size
        self._hot = self._unit * WARM / math.log(max(2, seats * problem.axes.people_count))

    def improve(self, board: Board, source: str) -> None:
        """Cool down again and again until the board is stopped or its moves are spent."""
        self._stake(self._unit)
        self._try(board, FROZEN)
        self._tell(board, source)
        length, idle, best = FIRST, 0, self.best[0]
        while not self._done(board) and idle < PATIENCE:
            self.restart()
            self._cycle(board, source, length)
            idle = 0 if self.best[0] < best else idle + length
            length, best = min(2 * length, LONGEST), self.best[0]

    def _price_to_begin_with(self) -> None:
        for k, term in enumerate(self.problem.terms):
            if term.hard and term.weight > 1:
                self._usual[k] = DEAREST
            else:
                self._dearest[k] = DEAREST / DEAR

    def _cycle(self, board: Board, source: str, length: int) -> None:
        for k in range(length):
            if self._done(board):
                return
            self._try(board, self._hot * COLD ** (k / length))
            if (k + 1) % LOOK == 0 or k + 1 == length:
                self._tell(board, source)
                self.reprice()

    def _try(self, board: Board, temperature: float) -> None:
        limit = board.stop.iterations
        moves = STRETCH if limit is None else min(STRETCH, limit - self.tried)
        self._go(moves, temperature)
        board.spend(moves)

    def _tell(self, board: Board, source: str) -> None:
        self.harvest()
        board.post(self.best[1], source)
        if board.stop.iterations is None and board.best is not None:
            self.adopt(*board.best)

    def _stake(self, warm: float) -> None:
        del warm
        heat = self._chain.control.heat
        heat[2] = STAKE * self._unit / USUAL
        heat[3:] = 0.0

    def _done(self, board: Board) -> bool:
        return board.stopped or (board.stop.iterations is not None and self.tried >= board.stop.iterations)
