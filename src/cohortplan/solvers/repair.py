"""Repair: a plan that no longer fits is mended part by part, each part solved exactly while the rest stays.

Large neighbourhood search (Shaw, CP 1998): all seats and visits of a few rounds are opened, and whoever has no seat
yet in all of them; CP-SAT finds the best that can be made of these, and the next part is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from cohortplan.primitives import OUT, Bools, Decision, Ints
from cohortplan.problem import AllowedSets, Problem
from cohortplan.solvers.base import Board, Outcome, Stop
from cohortplan.solvers.portfolio import SMALL, Portfolio, effort, make

#: Seconds for one part, or iterations where these are counted.
PART_SECONDS, PART_ITERATIONS = 4.0, 100_000
#: Most rounds opened together.
WIDEST = 4


@dataclass(frozen=True, eq=False)
class Opened:
    """What is open: bool arrays (R, P) of seats and (V,) of visits."""

    seats: Bools
    visits: Bools

    def part(self, problem: Problem, start: Decision) -> Problem:
        """Return the problem in which all else is as in `start`."""
        return replace(problem, seats=_fixed(problem, start, self.seats), choices=self._choices(problem, start))

    def _choices(self, problem: Problem, start: Decision) -> tuple[Ints, ...]:
        return tuple(
            options if free else start.choice[v : v + 1]
            for v, (options, free) in enumerate(zip(problem.choices, self.visits, strict=True))
        )


class Repair(Portfolio):
    """Mends the plan it is given as a hint; without one it does as the portfolio does.

    A second thread searches meanwhile, or proves of a small problem as a whole that no plan costs less.
    """

    name = "repair"

    def _members(
        self, problem: Problem, board: Board, seed: int, hint: Decision | None
    ) -> Iterator[Callable[[], Outcome]]:
        if hint is None:
            yield from super()._members(problem, board, seed, hint)
            return
        yield lambda: self._mend(problem, board, seed, hint)
        if effort(problem) > SMALL:
            yield lambda: make("search").solve(problem, board, seed=seed, hint=hint)
        else:
            yield lambda: make("cpsat", workers=1, explains=False).solve(problem, board, seed=seed, hint=None)

    def _counted(self, problem: Problem, board: Board, seed: int, hint: Decision | None) -> Outcome:
        return super()._counted(problem, board, seed, hint) if hint is None else self._mend(problem, board, seed, hint)

    def _mend(self, problem: Problem, board: Board, seed: int, hint: Decision) -> Outcome:
        """Make a plan of the hint by opening as little as will do; then open part after part."""
        budget = _Budget(board)
        plan = None
        for opened in _first_parts(problem, hint):
            start = board.best[1] if board.best is not None else hint
            plan = budget.best_of(problem, opened, _complete(problem, hint, start), seed)
            if plan is not None:
                break
        if plan is None:
            return board.outcome()
        board.post(plan, self.name)
        rng = np.random.default_rng(seed)
        loose = ((hint.seat == OUT) & problem.axes.attends).any(axis=0)
        for opened in _parts(problem, loose, rng):
            if board.stopped or budget.spent or board.best is None:
                break
            start = board.best[1]
            plan = budget.best_of(problem, opened, start, seed, hint=start)
            if plan is not None:
                board.post(plan, self.name)
        return board.outcome()


class _Budget:
    """Solves parts, and counts what is left of the iterations if they are limited."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._left = board.stop.iterations

    @property
    def spent(self) -> bool:
        """Whether no iterations are left."""
        return self._left is not None and self._left <= 0

    def best_of(
        self, problem: Problem, opened: Opened, start: Decision, seed: int, *, hint: Decision | None = None
    ) -> Decision | None:
        """Return the best that is found of a part, None if no plan is; without a `hint` it has half of the time."""
        left = self._board.seconds_left
        seconds = PART_SECONDS if left is None else min(PART_SECONDS, left) if hint is not None else left / 2
        if self._left is not None:
            self._left -= PART_ITERATIONS
        stop = Stop(None, PART_ITERATIONS) if self._left is not None else Stop(seconds)
        part = opened.part(problem, start)
        board = Board(part, stop)
        make("cpsat", workers=1, explains=False, symmetry=False, counts=False).solve(part, board, seed=seed, hint=hint)
        return None if board.best is None or board.best[0].hard else board.best[1]


def _complete(problem: Problem, hint: Decision, filled: Decision) -> Decision:
    """Return the hint with `filled` where it is open."""
    seat = np.where((hint.seat == OUT) & problem.axes.attends, filled.seat, hint.seat)
    seat = np.where(problem.axes.attends, seat, OUT).astype(np.int32)
    return Decision(seat, np.where(hint.choice < 0, filled.choice, hint.choice).astype(np.int32))


def _first_parts(problem: Problem, hint: Decision) -> Iterator[Opened]:
    """Yield what has to be opened as it cannot stay, then all rounds it is in, then everything."""
    sits = np.take_along_axis(
        np.stack([problem.seats.round(r) for r in range(len(hint.seat))]), np.maximum(hint.seat, 0)[:, :, None], axis=2
    )[:, :, 0]
    seats = problem.axes.attends & ~((hint.seat != OUT) & sits)
    visits = np.array([chosen not in options for chosen, options in zip(hint.choice, problem.choices, strict=True)])
    of_round = np.array([place.round for place in problem.axes.visits], dtype=np.int32)
    touched = seats.any(axis=1)
    touched[of_round[visits]] = True
    yield Opened(seats, visits)
    if touched.any():
        yield Opened(np.broadcast_to(touched[:, None], seats.shape) | seats, touched[of_round])
    yield Opened(np.ones_like(seats), np.ones_like(visits))


def _parts(problem: Problem, loose: Bools, rng: np.random.Generator) -> Iterator[Opened]:
    """Yield one round after another, then two at a time, and so on, those of a number in random order."""
    of_round = np.array([place.round for place in problem.axes.visits], dtype=np.int32)
    free = problem.seats.width.max(axis=1) > 1
    for v, options in enumerate(problem.choices):
        free[of_round[v]] |= len(options) > 1
    rounds = np.flatnonzero(free).tolist()
    for number in range(1, min(WIDEST, len(rounds)) + 1):
        several = list(combinations(rounds, number))
        for k in rng.permutation(len(several)).tolist():
            chosen = np.isin(np.arange(len(free)), several[k])
            yield Opened(chosen[:, None] | loose[None, :], chosen[of_round])


def _fixed(problem: Problem, start: Decision, opened: Bools) -> AllowedSets:
    """Allow the seats of `start` alone where nothing is open."""
    allowed = problem.seats
    width = allowed.menus.shape[1]
    single = np.eye(width, dtype=bool)
    menu = np.where(opened | (start.seat == OUT), allowed.menu, len(allowed.menus) + np.maximum(start.seat, 0))
    return AllowedSets.of(menu.astype(np.int32), np.concatenate([allowed.menus, single]))
