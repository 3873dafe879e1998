"""Many searches within one budget, all of which end when one is asked to."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import Any

from cohortplan.evaluate import evaluate
from cohortplan.model import Plan, Scenario, ScenarioRef
from cohortplan.model.kept import Kept
from cohortplan.solve import solve
from cohortplan.solvers.base import Board, Stop

#: A search of fewer seconds is not worth while.
_LEAST = 0.2

#: Seeds are below this.
_SEEDS = 1 << 31


class Searches:
    """Searches one scenario with other wishes again and again; what is recorded of a plan of it stays as it is.

    Attributes
    ----------
    held : Scenario
        The scenario, in which what is recorded is locked.
    """

    def __init__(self, scenario: Scenario, plan: Plan, stop: Stop, seed: int, settings: Mapping[str, Any]) -> None:
        self._scenario, self._stop, self._seed = scenario, stop, seed
        self._started = time.monotonic()
        self._kept = Kept.before(scenario, plan) if scenario.register.rounds else None
        self.held = scenario if self._kept is None else self._kept.hold(scenario)
        #: What a search takes beyond its budget: to begin, to end, to measure.
        self._around = 0.0
        self._asked = threading.Event()
        self._board: Board | None = None
        self._settings = {**settings, "kept": self._kept, "board_ready": self._ready}

    @property
    def seconds(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self._started

    @property
    def left(self) -> float | None:
        """Seconds that are left; None if the budget is none of time."""
        return None if self._stop.seconds is None else self._stop.seconds - self.seconds

    @property
    def over(self) -> bool:
        """Whether the time is up, or somebody has asked for the end."""
        return self._asked.is_set() or (self.left is not None and self.left <= 0)

    def until(self, share: float) -> float:
        """Return when, on the monotonic clock, a share of what is left will have gone by."""
        return float("inf") if self.left is None else time.monotonic() + share * self.left

    def halt(self) -> None:
        """Ask for the end; may be called from another thread."""
        self._asked.set()
        if self._board is not None:
            self._board.halt()

    def run(self, asked: Scenario, hint: Plan, share: float, parts: int) -> Plan | None:
        """Search from a plan, for a share of the time that is left, or for one of so many parts of the iterations.

        Returns None if there is no time, or nothing was found.
        """
        seconds = None if self.left is None else share * self.left - self._around
        if self.over or (seconds is not None and seconds < _LEAST):
            self._around /= 2
            return None
        counted = None if self._stop.iterations is None else max(1, self._stop.iterations // parts)
        began, seed = time.monotonic(), self._seed
        self._seed = (seed + 1) % _SEEDS
        result = solve(asked, stop=Stop(seconds, counted), hint=hint, seed=seed, **self._settings)
        if seconds is not None:
            self._around = max(0.0, time.monotonic() - began - seconds)
        return result.plan

    def signed(self, plan: Plan) -> Plan:
        """Return a plan that was found with its score, and as one of the scenario itself."""
        ref = ScenarioRef(id=self._scenario.programme.id, sha256=self._scenario.sha256)
        return plan.model_copy(update={"score": evaluate(self._scenario, plan).card(), "scenario": ref})

    def _ready(self, board: Board) -> None:
        self._board = board
        if self._asked.is_set():
            board.halt()
