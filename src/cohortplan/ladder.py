"""Solving for the least number of rounds, or whatever else is counted, with which a plan has no soft cost."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from cohortplan.model.plan import Plan
from cohortplan.model.scenario import Scenario
from cohortplan.solve import Result, solve
from cohortplan.solvers.base import Board, Progress, Status, Stop

#: Part of what is left of the budget that each number gets while none is known to do.
SHARE = 0.4
#: A part is no smaller than this, in seconds and in iterations, nor is what is left of a budget that is not yet spent.
LEAST_SECONDS, LEAST_ITERATIONS = 0.5, 100


@dataclass
class _Budget:
    """What is left of a budget."""

    stop: Stop
    iterations: int = 0

    def __post_init__(self) -> None:
        self._started = time.monotonic()

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._started

    def part(self, share: float) -> Stop | None:
        """Return a share of what is left, None if nothing is."""
        seconds, iterations = self.stop.seconds, self.stop.iterations
        if seconds is not None:
            left = seconds - self.seconds
            if left < LEAST_SECONDS / 2:
                return None
            seconds = min(left, max(LEAST_SECONDS, share * left))
        if iterations is not None:
            rest = iterations - self.iterations
            if rest < LEAST_ITERATIONS / 2:
                return None
            iterations = min(rest, max(LEAST_ITERATIONS, int(share * rest)))
        return Stop(seconds, iterations)


class _Climb:
    """Tries one number after another within a budget."""

    def __init__(self, step: Callable[[int], Scenario], budget: _Budget, settings: dict[str, Any]) -> None:
        self._step = step
        self._budget = budget
        self._settings = settings
        self._listener: Callable[[Progress], None] | None = settings.pop("listener", None)
        self._board_ready: Callable[[Board], None] | None = settings.pop("board_ready", None)
        self._board: Board | None = None
        self._before = (0.0, 0)
        self._refuted = False
        self._plans: dict[int, Plan | None] = {}
        self.halted = False

    def attempt(self, number: int, share: float) -> Result | None:
        """Solve with a share of what is left; None if nothing is, or somebody asked to end."""
        stop = None if self.halted else self._budget.part(share)
        if stop is None:
            return None
        self._before = (self._budget.seconds, self._budget.iterations)
        told = {**self._settings, "hint": self._hint(number), "listener": self._heard, "board_ready": self._ready}
        result = solve(self._step(number), stop=stop, **told)
        self._plans[number] = result.plan
        self._budget.iterations += stop.iterations or 0
        board = self._board
        if board is not None and board.stopped and board.seconds_left != 0:
            self.halted = not (board.proved or self._refuted)
        return result

    def _hint(self, number: int) -> Plan | None:
        """Return the plan found before for this number, or for the one below, which is not far from doing."""
        known = self._plans.get(number) or self._plans.get(number - 1)
        given: Plan | None = self._settings.get("hint")
        return known or given

    def _ready(self, board: Board) -> None:
        self._board, self._refuted = board, False
        if self._board_ready is not None:
            self._board_ready(board)

    def _heard(self, progress: Progress) -> None:
        if self._listener is not None:  # whose clock runs on from one number to the next
            seconds, iterations = self._before
            later = replace(progress, seconds=seconds + progress.seconds, iterations=iterations + progress.iterations)
            self._listener(later)
        found = progress.score is not None and not progress.score.hard
        if progress.bound and found and self._board is not None and not self._board.stopped:
            self._refuted = True  # a plan will do, as this number does not
            self._board.halt()


def solve_ladder(
    step: Callable[[int], Scenario], least: int, most: int, *, stop: Stop | None = None, **settings: Any
) -> tuple[int, Result]:
    """Find the least number for which the scenario has a plan without soft cost.

    The numbers are tried upwards from `least`, each for a share of the time that is left, or until it is proved not to
    do; once one does, smaller ones get the rest of the time.

    Parameters
    ----------
    step : callable
        ``step(number)``: the scenario with this number.
    least, most : int
        The numbers to try; smaller ones are known not to do.
    stop : Stop, optional
        Budget for all numbers together; 30 seconds unless given.
    **settings
        As for `solve`.

    Returns
    -------
    number : int
        The least that does, else the last that was tried.
    result : Result
        Its status is optimal only if the number is `least` and the plan has no soft cost; the bound is then that of
        the scenario, else None. `seconds` is the time of all attempts.
    """
    budget = _Budget(stop or Stop(seconds=30.0))
    climb = _Climb(step, budget, settings)
    number = least
    result = climb.attempt(number, SHARE)
    if result is None:  # a budget too small to be shared out
        result = solve(step(least), stop=stop, **settings)
    while not _complete(result) and number < most:
        better = climb.attempt(number + 1, SHARE)
        if better is None:
            break
        number, result = number + 1, better
    while _complete(result) and number > least:
        better = climb.attempt(number - 1, 1.0)
        if better is None or not _complete(better):
            break
        number, result = number - 1, better
    if result.status is Status.OPTIMAL and not (_complete(result) and number == least):
        result = replace(result, status=Status.FEASIBLE, bound=None)
    return number, replace(result, plan=_signed(result.plan, budget.stop), seconds=budget.seconds)


def _signed(plan: Plan | None, stop: Stop) -> Plan | None:
    """Let `plan` tell of the budget for all numbers together, as it takes all of it to find the plan again."""
    if plan is None:
        return None
    whole = {"seconds": stop.seconds, "iterations": stop.iterations}
    return plan.model_copy(update={"manifest": {**plan.manifest, **whole}})


def _complete(result: Result) -> bool:
    return result.evaluation is not None and result.evaluation.soft == 0
