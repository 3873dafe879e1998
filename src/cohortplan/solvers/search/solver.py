"""The local search as a solver: one or two annealers that share the board."""

from __future__ import annotations

import threading
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cohortplan.primitives import OUT, Decision
from cohortplan.problem import Problem
from cohortplan.solvers.base import Board, Outcome
from cohortplan.solvers.construct import construct

if TYPE_CHECKING:
    from cohortplan.solvers.search.annealer import Annealer

#: Moves between changes of temperature and prices; a small budget is cut into so many stretches at least.
STRETCH, LEAST_STRETCHES = 50_000, 100
#: Stretches of the first cycle, and of the longest; each cycle is twice as long as the one before.
FIRST_CYCLE, LONGEST_CYCLE = 20, 1280
#: Moves per pair of people between two looks at the whole decision, which take time in proportion to the pairs.
LOOK = 3
#: Whoever waits longer than so many seconds for the kernels is told why.
NOTICE = 1.0
#: From one thread's seed to the next.
_NEXT_SEED = 1_000_003


@dataclass
class Search:
    """Anytime local search: simulated annealing over swaps, transfers, host and slot changes.

    With a budget of iterations it runs on one thread, hears of nobody else's plans, and is deterministic.

    Attributes
    ----------
    threads : int
        Annealers that run side by side, each with a seed of its own, when only time limits them.
    """

    threads: int = 1
    name: str = "search"

    def solve(self, problem: Problem, board: Board, *, seed: int, hint: Decision | None = None) -> Outcome:
        """Improve the board's incumbent until `board.stopped` or the budget of iterations is spent."""
        start = hint if hint is not None and _complete(hint, problem) else construct(problem, seed, hint)
        board.post(start, self.name)
        threads = self.threads if board.stop.iterations is None else 1
        with ThreadPoolExecutor(threads) as pool:
            runs = [pool.submit(self._anneal, problem, board, start, seed + k * _NEXT_SEED) for k in range(threads)]
            try:
                wait(runs, return_when=FIRST_EXCEPTION)
            finally:
                if not all(run.done() for run in runs):
                    board.halt()
        return board.outcome(sum(run.result() for run in runs))

    def _anneal(self, problem: Problem, board: Board, start: Decision, seed: int) -> int:
        """Run cycles until stopped; return the number of moves tried."""
        annealer = _annealer(problem, board, start, seed)
        if annealer is None:
            return 0
        budget = board.stop.iterations
        stretch = STRETCH if budget is None else min(STRETCH, max(1, budget // LEAST_STRETCHES))
        if budget is None or budget > LEAST_STRETCHES:
            annealer.settle(stretch)
        length = FIRST_CYCLE
        while not _done(annealer, board):
            left = _stretches_left(annealer, board, stretch)
            cycle = length if left is None or left > 1.5 * length else max(1, left)
            self._cycle(annealer, board, cycle, stretch)
            length = min(2 * length, LONGEST_CYCLE)
        self._look(annealer, board)
        return annealer.tried

    def _cycle(self, annealer: Annealer, board: Board, length: int, stretch: int) -> None:
        """Cool down once, in so many stretches."""
        look = max(1, LOOK * annealer.problem.axes.people_count**2 // STRETCH)
        for k in range(length):
            if _done(annealer, board):
                return
            budget = board.stop.iterations
            annealer.run(stretch if budget is None else min(stretch, budget - annealer.tried), k / length)
            if (k + 1) % look == 0 or k + 1 == length:
                self._look(annealer, board)
        if not annealer.best[0].hard:
            annealer.restart()

    def _look(self, annealer: Annealer, board: Board) -> None:
        """Exchange incumbents with the board, and set prices."""
        if annealer.harvest():
            board.post(annealer.best[1], self.name)
        if board.stop.iterations is None and board.best is not None:
            stuck = annealer.best[0].hard
            if annealer.adopt(*board.best) and stuck and not board.best[0].hard:
                annealer.restart()
        annealer.reprice()


def _annealer(problem: Problem, board: Board, start: Decision, seed: int) -> Annealer | None:
    """Import the kernels, compiled, saying so if that takes long; None if there is nothing to move, or no time left."""
    notice = threading.Timer(NOTICE, board.announce, ["search (compiling)"])
    notice.start()
    try:
        from cohortplan.solvers.search.annealer import Annealer, shares
        from cohortplan.solvers.search.compiling import await_kernels

        if not any(shares(problem)) or not await_kernels(lambda: board.stopped):
            return None
        return Annealer(problem, start, seed)
    finally:
        notice.cancel()


def _done(annealer: Annealer, board: Board) -> bool:
    return board.stopped or (board.stop.iterations is not None and annealer.tried >= board.stop.iterations)


def _stretches_left(annealer: Annealer, board: Board, stretch: int) -> int | None:
    """How many stretches the budget allows, by the speed so far if it is a budget of time; None without one."""
    if board.stop.iterations is not None:
        return (board.stop.iterations - annealer.tried) // stretch
    if board.seconds_left is None:
        return None
    return int(board.seconds_left / annealer.seconds * annealer.tried / stretch)


def _complete(hint: Decision, problem: Problem) -> bool:
    seated = (hint.seat != OUT) | ~problem.axes.attends
    return bool(seated.all()) and bool((hint.choice >= 0).all())
