"""Whole decisions made one after another, of which the board keeps the best."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from cohortplan.primitives import Decision
from cohortplan.problem import Problem
from cohortplan.solvers.base import Board, Outcome
from cohortplan.solvers.construct import construct


def post_hint(problem: Problem, board: Board, seed: int, hint: Decision | None, source: str) -> None:
    """Put a hint on the board, its open parts filled in, so that what comes of the solve is no worse."""
    if hint is not None:
        board.post(construct(problem, seed, hint), source)


def best_of(problem: Problem, board: Board, make: Callable[[int], Decision], seed: int, source: str) -> Outcome:
    """Make decisions number 0, 1, 2… until the board is stopped or its iterations, one each, are spent.

    What is open in the last one, because the time was up, is filled in by the construction.
    """
    reached = limit(board)
    for number in count():
        if reached():
            break
        decision = make(number)
        board.spend(1)
        board.post(construct(problem, seed, decision) if board.stopped else decision, source)
        if settled(problem):
            break
    return board.outcome()


def limit(board: Board) -> Callable[[], bool]:
    """Return what tells whether to come to an end: the board is stopped, or its iterations, from now on, are done."""
    allowed = board.stop.iterations
    end = None if allowed is None else board.spent + allowed
    return lambda: board.stopped or (end is not None and board.spent >= end)


def settled(problem: Problem) -> bool:
    """Whether there is nothing to decide."""
    return not (problem.seats.width > 1).any() and all(len(options) < 2 for options in problem.choices)
