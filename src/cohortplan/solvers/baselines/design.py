"""Designs by themselves."""

from __future__ import annotations

from cohortplan.primitives import Decision
from cohortplan.problem import Problem
from cohortplan.solvers.base import Board, Outcome
from cohortplan.solvers.baselines.repeated import post_hint
from cohortplan.solvers.construct import construct
from cohortplan.solvers.search.seat_plan import seat_plan


class Design:
    """Seats people on the rounds without repeats that the catalogue of designs has, and does nothing more.

    Rounds beyond the design's, and all visits, are as the construction has them. So is everything where meetings are
    not priced, or no design gives half of the rounds in which they are. Makes one decision, one iteration, and ends.
    A hint only stands on the board first.
    """

    name = "design"

    def solve(self, problem: Problem, board: Board, *, seed: int, hint: Decision | None = None) -> Outcome:
        """Post one decision."""
        post_hint(problem, board, seed, hint, self.name)
        plan = seat_plan(problem, seed)
        board.spend(1)
        board.post(construct(problem, seed) if plan is None else plan.start, self.name)
        return board.outcome()
