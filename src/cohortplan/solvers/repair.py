"""Repair: a plan that no longer fits is mended, and as little of it is changed as can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

from cohortplan.primitives import Decision
from cohortplan.problem import Problem
from cohortplan.solvers.base import Board, Outcome, Status
from cohortplan.solvers.construct import construct
from cohortplan.solvers.portfolio import SMALL, Portfolio, effort, make

#: From one thread's seed to the next.
_NEXT_SEED = 1_000_003


class Repair(Portfolio):
    """Looks for plans near the one it is given as a hint; without one it does as the portfolio does.

    Two searches that stay near the plan run side by side; of a small problem one of them makes room for CP-SAT, which
    proves that no plan costs less. Where no plan keeps every hard rule the outcome is the one that comes nearest.
    """

    name = "repair"

    def _members(
        self, problem: Problem, board: Board, seed: int, hint: Decision | None
    ) -> Iterator[Callable[[], Outcome]]:
        if hint is None:
            yield from super()._members(problem, board, seed, hint)
            return
        small = effort(problem) <= SMALL
        for _, own in zip(range(1 if small else 2), count(seed, _NEXT_SEED), strict=False):
            yield lambda own=own: self._mend(problem, board, own, hint)  # type: ignore[misc]
        if small:
            yield lambda: self._prove(problem, board, seed)

    def _counted(self, problem: Problem, board: Board, seed: int, hint: Decision | None) -> Outcome:
        return super()._counted(problem, board, seed, hint) if hint is None else self._mend(problem, board, seed, hint)

    @staticmethod
    def _prove(problem: Problem, board: Board, seed: int) -> Outcome:
        """Look for a proof; where there is no plan, the search goes on for what comes nearest."""
        found = make("cpsat", workers=1, explains=False).solve(problem, board, seed=seed, hint=None)
        return board.outcome() if found.status is Status.INFEASIBLE else found

    def _mend(self, problem: Problem, board: Board, seed: int, hint: Decision) -> Outcome:
        from cohortplan.solvers.search.starting import gentle

        start = construct(problem, seed, hint)
        board.post(start, self.name)
        search = gentle(problem, board, start, seed)
        if search is not None:
            search.improve(board, self.name)
        return board.outcome()
