"""The annealer by itself."""

from __future__ import annotations

from cohortplan.primitives import Decision
from cohortplan.problem import Problem
from cohortplan.solvers.base import Board, Outcome
from cohortplan.solvers.construct import construct
from cohortplan.solvers.search.cooling import Cooling, Limit
from cohortplan.solvers.search.starting import annealer as annealer_for


class Annealing:
    """Anneals from the constructed start on one thread, whatever the problem.

    What the local search does without designs, blocks, the special case of one grouping, and CP-SAT beside it. A hint
    is where it starts. An iteration is a move tried.
    """

    name = "annealing"

    def solve(self, problem: Problem, board: Board, *, seed: int, hint: Decision | None = None) -> Outcome:
        """Cool down again and again until `board.stopped` or the budget of iterations is spent."""
        start = construct(problem, seed, hint)
        board.post(start, self.name)
        annealer = annealer_for(problem, board, start, seed)
        if annealer is not None:
            Cooling(annealer, board, Limit(board.stop.iterations, board.stop.seconds), self.name).run()
        return board.outcome()
