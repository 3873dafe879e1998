"""The local search as a solver: one or two annealers that share the board."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

from cohortplan.primitives import OUT, Decision
from cohortplan.problem import Problem
from cohortplan.solvers.base import Board, Outcome
from cohortplan.solvers.construct import construct
from cohortplan.solvers.search.annealer import CHUNKS, Annealer

#: Moves of the first cycle, and of the longest; each cycle is twice as long as the one before.
FIRST_CYCLE, LONGEST_CYCLE = 1_000_000, 64_000_000


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
        complete = (
            hint is not None and not ((hint.seat == OUT) & problem.axes.attends).any() and (hint.choice >= 0).all()
        )
        start = hint if hint is not None and complete else construct(problem, seed, hint)
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
        tried = 0
        shared = board.stop.iterations is None
        for length in cycle_lengths(board.stop.iterations):
            for chunk in range(CHUNKS):
                if board.stopped:
                    return tried
                if shared and board.best is not None:
                    better = board.best[0] < annealer.best[0]
                    annealer.adopt(*board.best)
                    if better and not board.best[0].hard:
                        annealer.restart()
                annealer.run(length // CHUNKS, chunk / CHUNKS)
                tried += length // CHUNKS
                board.post(annealer.best[1], self.name)
            annealer.restart()
        return tried


def _complete(hint: Decision, problem: Problem) -> bool:
    seated = (hint.seat != OUT) | ~problem.axes.attends
    return bool(seated.all()) and bool((hint.choice >= 0).all())


def cycle_lengths(moves: int | None) -> Iterator[int]:
    """Yield the lengths of cycles in moves, doubling; with a budget the last takes what is left."""
    length = FIRST_CYCLE
    if moves is None:
        while True:
            yield length
            length = min(2 * length, LONGEST_CYCLE)
    left = moves
    while left >= CHUNKS:
        size = left if left < 3 * length else length
        yield size
        left -= size
        length = min(2 * length, LONGEST_CYCLE)
