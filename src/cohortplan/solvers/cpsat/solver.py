"""The solver: encode, run, and post what is found."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from ortools.sat.python.cp_model import CpSolverStatus

from cohortplan.primitives import OUT, Decision, SetRange
from cohortplan.problem import Problem
from cohortplan.solvers.base import Board, Outcome, Status
from cohortplan.solvers.bounds import all_bounds, counted_clash, soft_bound
from cohortplan.solvers.cpsat.conflict import Inquiry
from cohortplan.solvers.cpsat.encode import Encoded, effort, encode
from cohortplan.solvers.cpsat.engine import Limits, Reader, Run
from cohortplan.solvers.cpsat.symmetry import break_symmetry, number_sets, renumber
from cohortplan.solvers.cpsat.variables import AbandonedError

#: Deterministic time, roughly seconds of one thread, that one iteration of the budget buys.
WORK_PER_ITERATION = 1e-5
#: Seconds an inquiry into clashing rules may take when the time limit does not say less, or has run out.
INQUIRY, LEAST_INQUIRY = 60.0, 2.0


@dataclass
class CpSat:
    """Exact solver: proves optima and bounds, and says which rules clash when there is no plan.

    With a budget of iterations it runs on one thread for ``WORK_PER_ITERATION`` units of the library's deterministic
    time each, so the same seed gives the same result. The iterations it tells of are branches; those it tells with a
    bound are as of the last plan.

    Attributes
    ----------
    workers : int
        Threads; 0 = one for each core where there are enough of them, else one.
    symmetry : bool
        Whether to keep only one of plans that differ by the names of things no rule tells apart.
    largest : int
        A model of more constraints than this is not built. If the hard rules alone are small enough it looks for a
        plan that keeps them; else only the bounds that need no solver are posted.
    explains : bool
        Whether it says which rules clash where there is no plan.
    counts : bool
        Whether it counts bounds, and clashes that need no search, before it makes its model.
    """

    workers: int = 0
    symmetry: bool = True
    largest: int = 2_000_000
    explains: bool = True
    counts: bool = True
    name: str = "cpsat"

    def solve(self, problem: Problem, board: Board, *, seed: int, hint: Decision | None = None) -> Outcome:
        """Improve the board's incumbent and bound until it is stopped, the optimum is proved or there is no plan."""
        limits = self._limits(board, seed)
        if self.counts and counted_clash(problem):
            return self._infeasible(problem, board, limits)
        bounds = all_bounds(problem) if self.counts else {}
        board.post_bound(soft_bound(problem, bounds) if self.counts else 0, self.name)
        if hint is not None and not ((hint.seat == OUT) & problem.axes.attends).any() and (hint.choice >= 0).all():
            board.post(hint, self.name)
        part = problem
        if effort(problem) > self.largest:
            part = replace(problem, terms=tuple(term for term in problem.terms if term.hard))
        if effort(part) > self.largest or board.stopped:
            return board.outcome()
        least = {rule: bound.value for rule, bound in bounds.items()}
        try:
            encoded = encode(part, least, lambda: board.stopped)
        except AbandonedError:
            return board.outcome()
        self._prepare(encoded, part, hint)
        return self._run(encoded, problem, board, limits)

    def _prepare(self, encoded: Encoded, problem: Problem, hint: Decision | None) -> None:
        if hint is None:
            if self.symmetry:
                break_symmetry(encoded.variables)
        else:
            # A hint says which of two alike people sits where, so only the sets are put in order.
            if self.symmetry:
                number_sets(encoded.variables)
                hint = renumber(hint, problem)
            encoded.hint(hint)

    def _run(self, encoded: Encoded, problem: Problem, board: Board, limits: Limits) -> Outcome:
        def post(reader: Reader) -> None:
            board.post(encoded.variables.decision(reader), self.name)

        def post_bound(value: float) -> None:
            board.post_bound(_rounded_up(value), self.name)

        told = post_bound if encoded.bills else None
        # What sums up weights over sets is bounded by the linear relaxation, where clauses would count it out.
        sums = any(isinstance(term.shape, SetRange) for term in problem.terms)
        run = Run(encoded.model, self._limits(board, limits.seed), post, told, board.spend, linear=sums)
        status = run.until(lambda: board.stopped)
        if status == CpSolverStatus.INFEASIBLE:
            return self._infeasible(problem, board, limits)
        if status == CpSolverStatus.OPTIMAL and encoded.bills:
            post_bound(run.solver.objective_value)
        return board.outcome()

    def _infeasible(self, problem: Problem, board: Board, limits: Limits) -> Outcome:
        if not self.explains:
            return Outcome(Status.INFEASIBLE, iterations=board.spent)
        seconds: float | None = INQUIRY
        if board.seconds_left is not None:
            seconds = min(INQUIRY, max(LEAST_INQUIRY, board.seconds_left))
        if limits.work is not None:
            seconds = None
        # The clock has been seen to above; only somebody who halts the board ends the inquiry before.
        inquiry = Inquiry(
            problem,
            Limits(seconds, limits.work, limits.workers, limits.seed),
            lambda: board.stopped and board.seconds_left != 0,
        )
        reasons = inquiry.smallest()
        board.halt()
        return Outcome(Status.INFEASIBLE, iterations=board.spent, reasons=reasons)

    def _limits(self, board: Board, seed: int) -> Limits:
        if board.stop.iterations is None:
            return Limits(board.seconds_left, None, self.workers, seed)
        return Limits(board.seconds_left, board.stop.iterations * WORK_PER_ITERATION, 1, seed)


def _rounded_up(value: float) -> int:
    return math.ceil(value - 1e-6)
