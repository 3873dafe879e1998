"""The local search as a solver: one or two annealers that share the board."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from cohortplan.primitives import OUT, Decision
from cohortplan.problem import Problem
from cohortplan.solvers.base import Board, Outcome
from cohortplan.solvers.construct import construct
from cohortplan.solvers.search.annealer import Annealer

#: Moves between changes of temperature and prices; a small budget is cut into so many stretches at least.
STRETCH, LEAST_STRETCHES = 50_000, 100
#: Stretches of the first cycle, and of the longest; each cycle is twice as long as the one before.
FIRST_CYCLE, LONGEST_CYCLE = 20, 1280
#: Moves per pair of people between two looks at the whole decision, which take time in proportion to the pairs.
_LOOK = 3


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
        if board.stop.iterations is not None or self.threads == 1:
            return board.outcome(self._anneal(problem, board, start, seed))
        counts: list[int] = []
        failures: list[Exception] = []

        def run(number: int) -> None:
            try:
                counts.append(self._anneal(problem, board, start, seed + 1_000_003 * number))
            except Exception as error:  # noqa: BLE001 - raised again below, once the others are done
                failures.append(error)
                board.halt()

        threads = [threading.Thread(target=run, args=(number,), daemon=True) for number in range(self.threads)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]
        return board.outcome(sum(counts))

    def _anneal(self, problem: Problem, board: Board, start: Decision, seed: int) -> int:
        """Run cycles until stopped; return the number of moves tried."""
        annealer = Annealer(problem, start, seed)
        budget = board.stop.iterations
        stretch = STRETCH if budget is None else min(STRETCH, max(1, budget // LEAST_STRETCHES))
        look = max(1, _LOOK * problem.axes.people_count**2 // STRETCH)
        annealer.settle(stretch)
        length = FIRST_CYCLE
        began = board.seconds
        while not board.stopped and (budget is None or annealer.tried < budget):
            left = _stretches_left(board, annealer.tried, stretch, began)
            cycle = length if left is None or left > 1.5 * length else max(1, left)
            for k in range(cycle):
                if board.stopped:
                    break
                annealer.run(stretch, k / cycle)
                if (k + 1) % look == 0 or k + 1 == cycle:
                    self._look(annealer, board)
            if not annealer.best[0].hard:
                annealer.restart()
            length = min(2 * length, LONGEST_CYCLE)
        self._look(annealer, board)
        return annealer.tried

    def _look(self, annealer: Annealer, board: Board) -> None:
        if annealer.harvest():
            board.post(annealer.best[1], self.name)
        if board.stop.iterations is None and board.best is not None:
            stuck = annealer.best[0].hard
            if annealer.adopt(*board.best) and stuck and not board.best[0].hard:
                annealer.restart()
        annealer.reprice()


def _stretches_left(board: Board, tried: int, stretch: int, began: float) -> int | None:
    if board.stop.iterations is not None:
        return (board.stop.iterations - tried) // stretch
    if board.seconds_left is None:
        return None
    return int(board.seconds_left * tried / stretch / max(board.seconds - began, 1e-3))


def _complete(hint: Decision, problem: Problem) -> bool:
    seated = (hint.seat != OUT) | ~problem.axes.attends
    return bool(seated.all()) and bool((hint.choice >= 0).all())
