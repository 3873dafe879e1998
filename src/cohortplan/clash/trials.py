"""Trials: whether a scenario has a plan, shown by the plan or by a proof."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cohortplan.evaluate.structure import structure_matches
from cohortplan.problem import compile_problem, decode
from cohortplan.solvers.base import Board, Status, Stop
from cohortplan.solvers.bounds import counted_clash

if TYPE_CHECKING:
    from cohortplan.model.plan import Plan
    from cohortplan.model.scenario import Scenario

#: Seconds that one trial may take.
TRIAL = 8.0


class OutOfTimeError(Exception):
    """There is no time left for another trial, or somebody has had enough."""


@dataclass
class Trials:
    """Tries scenarios, one after another, until time is up.

    Attributes
    ----------
    seconds : float
        For all trials together.
    board_ready : callable, optional
        Given a board before each trial, so that the caller may halt it; no other trial is begun then.
    counting : bool
        Whether to do nothing but count, which finds some clashes and no plan, in milliseconds.
    needless : callable
        Whether nobody wants to know any longer.
    number : int
        Trials made.
    halted : bool
        Whether a board was halted.
    """

    seconds: float
    seed: int = 0
    board_ready: Callable[[Board], None] | None = None
    counting: bool = False
    needless: Callable[[], bool] = lambda: False
    number: int = 0
    halted: bool = False
    _started: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        """Seconds left."""
        return max(0.0, self._started + self.seconds - time.monotonic())

    def clashes(self, scenario: Scenario) -> bool:
        """Whether it is proved that no plan keeps the hard rules of `scenario`."""
        return self.status(scenario) is Status.INFEASIBLE

    def status(self, scenario: Scenario, *, seed: int | None = None, seconds: float = TRIAL) -> Status:
        """Try a scenario; it is feasible only if the independent checker finds that the plan keeps every hard rule.

        Raises
        ------
        OutOfTimeError
            If no time is left, before or after.
        """
        if self.halted or not self.left or self.needless():
            raise OutOfTimeError
        self.number += 1
        problem = compile_problem(scenario)
        if self.counting:
            return Status.INFEASIBLE if counted_clash(problem) else Status.NO_SOLUTION
        from cohortplan.solvers.cpsat.decide import decide
        from cohortplan.solvers.cpsat.engine import Limits

        board = Board(problem, Stop(min(seconds, self.left)))
        if self.board_ready is not None:
            self.board_ready(board)
        limits = Limits(board.seconds_left, None, 1, self.seed if seed is None else seed)
        outcome = decide(problem, limits, lambda: board.stopped or self.needless())
        if board.stopped and board.seconds_left:
            self.halted = True
            raise OutOfTimeError
        if outcome.decision is None:
            return outcome.status
        plan = decode(outcome.decision, problem.axes, {})
        return Status.FEASIBLE if _kept(scenario, plan) else Status.NO_SOLUTION


def _kept(scenario: Scenario, plan: Plan) -> bool:
    """Whether a plan has the form asked for and keeps every hard rule, by what these mean."""
    hard = (rule for rule in scenario.rules if rule.hard)
    return not structure_matches(scenario, plan) and not any(rule.measure(scenario, plan).amount for rule in hard)
