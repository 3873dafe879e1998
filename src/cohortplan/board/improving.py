"""A search in the background, from the plan on the board."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from cohortplan.board.session import Step
from cohortplan.errors import CohortplanError
from cohortplan.evaluate import Difference, spared
from cohortplan.model import Plan
from cohortplan.model.diff import differences
from cohortplan.solve import Result, solve
from cohortplan.solvers.base import Board, Progress, Status, Stop

#: News come no more often, in seconds.
_PAUSE = 0.2


@dataclass(frozen=True)
class Found:
    """A better plan, and what it makes better and worse."""

    plan: Plan
    difference: Difference
    seats: int
    visits: int


class Improver:
    """Looks for something better in a thread; `tell` is called when there is news."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell
        self._board: Board | None = None
        self._thread: threading.Thread | None = None
        self._told = 0.0
        self._looks = count()
        self._bound: int | None = None
        self._stopping = False
        self.found: Found | None = None
        self.said = ""

    @property
    def running(self) -> bool:
        """Whether the search is under way."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, step: Step, seconds: float) -> None:
        """Search from a step, everything locked staying as it is."""
        self.found, self.said, self._board, self._bound, self._stopping = None, "", None, None, False
        self._thread = threading.Thread(target=self._run, args=(step, seconds), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ask the search to end with what it has."""
        self._stopping = True
        if self._board is not None:
            self._board.halt()

    def discard(self) -> None:
        """Forget what was found."""
        self.found, self.said = None, ""

    def wait(self, seconds: float) -> None:
        """Wait until the search has ended."""
        if self._thread is not None:
            self._thread.join(seconds)

    def as_json(self) -> dict[str, Any]:
        """Return how it stands; of two answers that pass each other on the way, the one looked up later counts."""
        look = next(self._looks)
        board, found = self._board, self.found
        told: dict[str, Any] = {"look": look, "running": self.running, "said": self.said, "found": None}
        if self.running:
            best = board.best if board is not None else None
            told |= {
                "seconds": round(board.seconds, 1) if board is not None else 0.0,
                "left": None if board is None else round(board.seconds_left or 0.0, 1),
                "hard": best[0].hard if best else None,
                "soft": best[0].soft if best else None,
                "bound": board.bound if board is not None else None,
                "stopping": self._stopping,
            }
        if found is not None:
            hard, soft = found.difference.hard, found.difference.soft
            told["found"] = {
                "hard": hard,
                "soft": soft,
                "seats": found.seats,
                "visits": found.visits,
                "bound": self._bound,
            }
        return told

    def _run(self, step: Step, seconds: float) -> None:
        try:
            result = solve(
                step.scenario, stop=Stop(seconds), hint=step.plan, listener=self._heard, board_ready=self._ready
            )
            self._judge(step, result)
        except CohortplanError as error:
            self.said = f"The search failed: {error}"
        finally:
            self._thread = None
            self._tell()
            gc.collect()  # what it needed is in each other's hands, and the board has it collected nowhere else

    def _ready(self, board: Board) -> None:
        self._board = board
        if self._stopping:
            board.halt()

    def _heard(self, progress: Progress) -> None:
        del progress
        if time.monotonic() - self._told >= _PAUSE:
            self._told = time.monotonic()
            self._tell()

    def _judge(self, step: Step, result: Result) -> None:
        self._bound = result.bound
        if result.status is Status.INFEASIBLE:
            rules = ", ".join(name.replace("_", " ") for name in result.reasons)
            self.said = f"It is proved that no plan keeps every hard rule with what is locked. These clash: {rules}."
            return
        if result.plan is None or result.evaluation is None:
            self.said = "No plan was found that keeps every hard rule. Give it more time, or lock less."
            return
        if (result.evaluation.hard, result.evaluation.soft) >= (step.owed.hard, step.owed.soft):
            proved = result.bound is not None and step.owed.hard == 0 and step.owed.soft <= result.bound
            self.said = "It is proved: no plan is better." if proved else "Nothing better was found in the time."
            return
        new = Step(step.scenario, spared(step.scenario, step.plan, result.plan), step.locks)
        moved = differences(step.plan, new.plan)
        self.found = Found(new.plan, new.since(step), len(moved.seats), len(moved.activities))
