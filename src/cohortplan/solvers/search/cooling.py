"""Cycles of cooling: how one annealer spends its part of the time or of the moves, and what it tells the board."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohortplan.solvers.base import Board

if TYPE_CHECKING:
    from cohortplan.solvers.search.annealer import Annealer

#: Usual moves between changes of temperature and prices; a small budget is cut into so many stretches at least.
STRETCH, LEAST_STRETCHES = 50_000, 100
#: Stretches of the first cycle, and of the longest; each cycle is twice as long as the one before.
FIRST_CYCLE, LONGEST_CYCLE = 20, 1280
#: Moves per seat between two looks at the whole decision, which take time in proportion to the seats.
LOOK = 50
#: Cycles after which an annealer that goes its own way gives up if it has no plan, or if others have done better.
HOPE, PATIENCE = 2, 4


@dataclass(frozen=True)
class Limit:
    """How far an annealer may go: so many moves, or until so many seconds on the board's clock; None = no limit."""

    moves: int | None = None
    seconds: float | None = None

    def left(self, annealer: Annealer, board: Board) -> int | None:
        """Return how many moves are left, by the speed so far if time is limited; None without a limit."""
        if self.moves is not None:
            return self.moves - annealer.tried
        if self.seconds is None:
            return None
        return int(max(0.0, self.seconds - board.seconds) / annealer.seconds * annealer.tried)

    def reached(self, annealer: Annealer, board: Board) -> bool:
        """Whether to come to an end."""
        if board.stopped or (self.moves is not None and annealer.tried >= self.moves):
            return True
        return self.seconds is not None and board.seconds >= self.seconds


@dataclass(frozen=True)
class Cooling:
    """One annealer's way to its limit.

    Attributes
    ----------
    source : str
        Who it is, on the board.
    sharing : bool
        Whether better plans of others are taken up. Else an annealer goes its own way, and gives up if it has found no
        plan after as many cycles as its `HOPE`, or if the board holds something better after those of its `PATIENCE`.
    stretch : int
        Moves between changes of temperature and prices.
    first : int
        Stretches of the first cycle.
    """

    annealer: Annealer
    board: Board
    limit: Limit
    source: str
    sharing: bool = True
    stretch: int = STRETCH
    first: int = FIRST_CYCLE

    def run(self) -> int:
        """Cool down again and again, each time for longer; return the number of moves tried."""
        moves = self.limit.moves
        stretch = self.stretch if moves is None else min(self.stretch, max(1, moves // LEAST_STRETCHES))
        if moves is None or moves > LEAST_STRETCHES:
            self.annealer.settle(stretch, lambda: self.limit.reached(self.annealer, self.board))
        self.board.spend(self.annealer.tried)
        length, cycles = self.first, 0
        while not self.limit.reached(self.annealer, self.board):
            left = self.limit.left(self.annealer, self.board)
            stretches = None if left is None else left // stretch
            self._cycle(length if stretches is None or stretches > 1.5 * length else max(1, stretches), stretch)
            cycles += 1
            if not self.sharing and self._hopeless(cycles):
                break
            length = min(2 * length, LONGEST_CYCLE)
        self._look()
        return self.annealer.tried

    def _hopeless(self, cycles: int) -> bool:
        return (cycles >= HOPE and self.annealer.best[0].hard > 0) or (cycles >= PATIENCE and self._beaten())

    def _beaten(self) -> bool:
        """Whether the board holds something better."""
        return self.board.best is not None and self.board.best[0] < self.annealer.best[0]

    def _cycle(self, length: int, stretch: int) -> None:
        """Cool down once, in so many stretches."""
        look = max(1, LOOK * self.annealer.problem.axes.attends.size // STRETCH)
        for k in range(length):
            if self.limit.reached(self.annealer, self.board):
                return
            before, moves = self.annealer.tried, self.limit.moves
            self.annealer.run(stretch if moves is None else min(stretch, moves - before), k / length)
            self.board.spend(self.annealer.tried - before)
            if (k + 1) % look == 0 or k + 1 == length:
                self._look()
        if not self.annealer.best[0].hard:
            self.annealer.restart()

    def _look(self) -> None:
        """Exchange incumbents with the board, and set prices."""
        annealer, board = self.annealer, self.board
        if annealer.harvest() and not self._beaten():
            board.post(annealer.best[1], self.source)
        if self.sharing and board.stop.iterations is None and board.best is not None:
            stuck = annealer.best[0].hard
            if annealer.adopt(*board.best) and stuck and not board.best[0].hard:
                annealer.restart()
        annealer.reprice()
