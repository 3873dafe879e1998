"""The local search as a solver: one or two annealers that share the board."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import count

from cohortplan.primitives import OUT, Decision
from cohortplan.problem import Problem
from cohortplan.solvers.base import Board, Outcome
from cohortplan.solvers.construct import construct
from cohortplan.solvers.search.cooling import STRETCH, Cooling, Limit
from cohortplan.solvers.search.division import Division
from cohortplan.solvers.search.grouping import Grouping, recognise
from cohortplan.solvers.search.starting import annealer as annealer_for
from cohortplan.solvers.search.starting import notice

#: From one thread's seed to the next.
_NEXT_SEED = 1_000_003
#: Part of the budget that goes to filling a seat plan, where there is one, unless it is given up before.
SEAT_PLAN = 0.6


@dataclass
class Search:
    """Anytime local search: simulated annealing over swaps, transfers, host and slot changes.

    A problem that is one grouping of people by the prices of pairs goes to a search made for that.
    Thousands of people are first planned in blocks, which the threads share.
    Where a design gives rounds without repeats, the last thread first looks for who is to take which of its seats.
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
        start = self._start(problem, board, seed, hint)
        board.post(start, self.name)
        threads = self.threads if board.stop.iterations is None else 1
        grouping = recognise(problem)
        seeds = [seed + k * _NEXT_SEED for k in range(threads)]
        with ThreadPoolExecutor(threads) as pool:
            if grouping is not None:
                _all([pool.submit(self._group, grouping, board, start, own) for own in seeds], board)
                return board.outcome()
            division = Division(problem, board, seed, threads, self.name) if hint is None else None
            tried = 0
            if division is not None and division.decision is not None:
                tried = _all([pool.submit(division.work, own) for own in seeds], board)
                start = min(start, division.decision, key=problem.score)
            planners = [False] * (threads - 1) + [tried == 0]
            work = zip(seeds, planners, strict=True)
            runs = [pool.submit(self._run, problem, board, start, own, planner, tried) for own, planner in work]
            _all(runs, board)
            return board.outcome()

    @staticmethod
    def _start(problem: Problem, board: Board, seed: int, hint: Decision | None) -> Decision:
        """Begin with the hint if it is complete, else with what is on the board, else with what can be made of it."""
        if hint is not None and _complete(hint, problem):
            return hint
        return construct(problem, seed, hint) if board.best is None else board.best[1]

    def _group(self, grouping: Grouping, board: Board, start: Decision, seed: int) -> int:
        """Search for the grouping that the problem amounts to; return the number of moves tried."""
        with notice(board):
            from cohortplan.solvers.search.compiling import Kernels, await_kernels
            from cohortplan.solvers.search.grouping.run import GroupRun

            if not await_kernels(Kernels.GROUPING, lambda: board.stopped):
                return 0
            run = GroupRun(grouping, board, start, seed, self.name)
        return run.finish()

    def _run(self, problem: Problem, board: Board, start: Decision, seed: int, planner: bool, spent: int) -> int:
        """Fill a seat plan first, if this is the thread to do so and there is one; return the number of moves tried."""
        tried = 0
        if planner:
            tried = self._fill_seat_plan(problem, board, seed)
            if board.best is not None and problem.score(start) > board.best[0]:
                start = board.best[1]
        moves = board.stop.iterations
        limit = Limit(None if moves is None else moves - spent - tried, board.stop.seconds)
        annealer = annealer_for(problem, board, start, seed)
        return tried if annealer is None else tried + Cooling(annealer, board, limit, self.name).run()

    def _fill_seat_plan(self, problem: Problem, board: Board, seed: int) -> int:
        """Look for who is to take which seat of a design, again and again; return the number of trades tried."""
        from cohortplan.solvers.search.seat_plan import seat_plan

        stop, tried = board.stop, 0
        moves = None if stop.iterations is None else int(stop.iterations * SEAT_PLAN)
        seconds = None if stop.seconds is None else board.seconds + SEAT_PLAN * (stop.seconds - board.seconds)
        # A trade takes as many swaps as there are rounds.
        stretch = STRETCH // max(1, len(problem.axes.sets))
        for attempt in count():
            plan = seat_plan(problem, seed + attempt, in_order=attempt == 0)
            if plan is None:
                break
            if board.best is None or problem.score(plan.start) < board.best[0]:
                board.post(plan.start, "design")
            annealer = annealer_for(plan.problem, board, plan.start, seed, plan.shares)
            if annealer is None:
                break
            limit = Limit(None if moves is None else moves - tried, seconds)
            tried += Cooling(annealer, board, limit, self.name, sharing=False, stretch=stretch).run()
            if limit.reached(annealer, board) or not annealer.best[0].hard:
                break
        return tried


def _all(runs: Sequence[Future[int]], board: Board) -> int:
    """Wait for all, or for the first that fails, which stops the others; return the sum of what they return."""
    try:
        wait(runs, return_when=FIRST_EXCEPTION)
    finally:
        if not all(run.done() for run in runs):
            board.halt()
    return sum(run.result() for run in runs)


def _complete(hint: Decision, problem: Problem) -> bool:
    """Whether everyone sits where they may, and every visit has an option."""
    seats = problem.seats
    seated = (hint.seat != OUT) & seats.menus[seats.menu, hint.seat]
    return bool((seated | ~problem.axes.attends).all()) and bool((hint.choice >= 0).all())
