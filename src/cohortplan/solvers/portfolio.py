"""The default solver: local search and CP-SAT side by side, sharing incumbents and bounds through the board."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, cast

import numpy as np

from cohortplan.primitives import Decision, SetRange
from cohortplan.problem import Problem
from cohortplan.solvers.base import Board, Outcome, Solver, Status, Stop, registered
from cohortplan.solvers.bounds import counted_clash, soft_bound
from cohortplan.solvers.construct import construct
from cohortplan.solvers.search.grouping import is_grouping

#: Up to so many pairs of people times rounds CP-SAT has a core to itself, as it may end with a proof.
SMALL = 2_000
#: The same where differences between sums over sets are priced, which the linear relaxation proves.
SUMS = 8_000
#: In between it leaves the search alone for so many seconds, or for this part of the time: making its model takes long.
HEAD_START, HEAD_SHARE = 4.0, 0.2
#: There it also makes room for the search after so many seconds in which it was not needed to find a plan.
PATIENCE = 8.0
#: Beyond so many CP-SAT is left out, as it is from problems of prices on pairs alone that are not small.
LARGE = 200_000
#: Nor does it take part where all visits together have more choices than so many.
CHOICES = 100_000
#: Iterations' worth of work that CP-SAT may always spend on a first plan.
FIRST_PLAN = 2_000_000


class Portfolio:
    """Runs the local search and CP-SAT side by side; whoever finds or proves something tells the other.

    A constructed plan is on the board before either starts; heavy libraries are loaded and kernels compiled while it
    stands there. Where CP-SAT's model takes long to make, the search has a head start. With a budget of iterations
    they run one after the other, each on one thread, so that the same seed gives the same plan.
    """

    name = "portfolio"

    def solve(self, problem: Problem, board: Board, *, seed: int, hint: Decision | None = None) -> Outcome:
        """Improve the board's incumbent until it is proved best, there is proved to be no plan, or time is up."""
        board.post(construct(problem, seed, hint), "start")
        if board.stop.iterations is not None:
            return self._counted(problem, board, seed, hint)
        return self._side_by_side(problem, board, seed, hint)

    def _counted(self, problem: Problem, board: Board, seed: int, hint: Decision | None) -> Outcome:
        """Keep to a budget of iterations: CP-SAT looks for a first plan, if there is none yet; then the search runs."""
        _count(problem, board)
        if (board.best is None or board.best[0].hard) and not takes_long(problem):
            hard = replace(problem, terms=tuple(term for term in problem.terms if term.hard))
            found = make("cpsat").solve(hard, cast(Board, _FirstPlan(board)), seed=seed)
            if found.status is Status.INFEASIBLE:
                return found
        return make("search").solve(problem, board, seed=seed, hint=hint)

    def _side_by_side(self, problem: Problem, board: Board, seed: int, hint: Decision | None) -> Outcome:
        outcomes: list[Outcome] = []
        failures: list[Exception] = []

        def run(solve: Callable[[], Outcome]) -> None:
            try:
                outcome = solve()
                outcomes.append(outcome)
                if outcome.status is Status.INFEASIBLE:
                    board.halt()
            except Exception as error:  # noqa: BLE001 - raised again below, once the other is done
                failures.append(error)

        threads = [
            threading.Thread(target=run, args=(solve,), daemon=True)
            for solve in self._members(problem, board, seed, hint)
        ]
        for thread in threads:
            thread.start()
        try:
            for thread in threads:
                thread.join()
        except BaseException:
            board.halt()
            for thread in threads:
                thread.join()
            raise
        refuted = [outcome for outcome in outcomes if outcome.status is Status.INFEASIBLE]
        found = refuted[0] if refuted else board.outcome()
        for failure in failures:
            if found.status is Status.NO_SOLUTION or len(failures) == len(threads):
                raise failure
            warnings.warn(f"one of the solvers failed and the other went on: {failure!r}", RuntimeWarning, stacklevel=2)
        return found

    def _members(
        self, problem: Problem, board: Board, seed: int, hint: Decision | None
    ) -> Iterator[Callable[[], Outcome]]:
        size, small = effort(problem), _small(problem)
        threads = 1 if size <= small and not takes_long(problem) else 2
        yield lambda: make("search", threads=threads).solve(problem, board, seed=seed, hint=hint)
        if takes_long(problem) or (size > small and is_grouping(problem)):
            yield lambda: _count(problem, board)
        else:
            watched = board if size <= small else cast(Board, _Patience(board))

            def prove() -> Outcome:
                if size > small:
                    _let_search_begin(problem, board)
                if board.stopped:
                    return board.outcome()
                return make("cpsat", workers=1).solve(problem, watched, seed=seed, hint=None)

            yield prove


def effort(problem: Problem) -> int:
    """Pairs of people, in both orders and over all rounds, of whom both may sit in more than one set."""
    free = (problem.seats.width > 1).sum(axis=1, dtype=np.int64)
    return int((free * free).sum())


def takes_long(problem: Problem) -> bool:
    """Whether CP-SAT would take too long to make its model."""
    return effort(problem) > LARGE or sum(len(options) for options in problem.choices) > CHOICES


def _small(problem: Problem) -> int:
    return SUMS if any(isinstance(term.shape, SetRange) for term in problem.terms) else SMALL


def _count(problem: Problem, board: Board) -> Outcome:
    """Post the bounds that need no solver, if nobody has yet; CP-SAT begins with them, too."""
    if board.bound is None:
        board.post_bound(soft_bound(problem), "counting")
    return board.outcome()


def _let_search_begin(problem: Problem, board: Board) -> None:
    """Count what can be counted; then wait for a while, if the search has its kernels and no clash is known."""
    from cohortplan.solvers.search.compiling import Kernels, kernels_ready

    _count(problem, board)
    if kernels_ready(Kernels.GENERAL) and not counted_clash(problem):
        left = board.seconds_left
        board.wait(HEAD_START if left is None else min(HEAD_START, HEAD_SHARE * left))


class _View:
    """A board that looks different in some respects."""

    def __init__(self, board: Board) -> None:
        self._board = board

    def __getattr__(self, name: str) -> Any:
        """Be the board in everything else."""
        return getattr(self._board, name)


class _Patience(_View):
    """Looks stopped to a prover once a plan is found and the bound has stood still for a while."""

    def __init__(self, board: Board) -> None:
        super().__init__(board)
        self._bound = board.bound
        self._since = board.seconds

    @property
    def stopped(self) -> bool:
        """Whether to come to an end."""
        board = self._board
        if board.bound != self._bound or board.best is None or board.best[0].hard:
            self._bound, self._since = board.bound, board.seconds
        return board.stopped or board.seconds - self._since > PATIENCE


class _FirstPlan(_View):
    """Grants enough work to find a first plan, however few iterations there are."""

    @property
    def stop(self) -> Stop:
        """When to stop."""
        return Stop(self._board.stop.seconds, max(FIRST_PLAN, self._board.stop.iterations or 0))


def make(name: str, **settings: Any) -> Solver:
    """Return an installed solver with some of its settings changed."""
    solver = registered()[name]()
    for setting, value in settings.items():
        setattr(solver, setting, value)
    return solver
