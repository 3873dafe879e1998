"""What every solver takes and returns."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol

from cohortplan.primitives import Decision
from cohortplan.problem import Problem, Score


class Status(StrEnum):
    """How a solve ended."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    NO_SOLUTION = "no_solution"


@dataclass(frozen=True)
class Stop:
    """When to stop: after `seconds`, after `iterations` (moves tried), or both, whichever comes first."""

    seconds: float | None = None
    iterations: int | None = None


@dataclass(frozen=True)
class Progress:
    """News from a solver: seconds since the start, best score, proved lower bound on the soft cost, who says so.

    `iterations` are those that were told to the board so far, by all solvers together.
    """

    seconds: float
    score: Score | None
    bound: int | None
    source: str
    iterations: int = 0


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a solver found.

    Attributes
    ----------
    decision, score : Decision and Score, or None
        The best found. Its hard part may be above 0 only if the status is `NO_SOLUTION`.
    bound : int or None
        Proved lower bound on the soft cost of every plan that keeps the hard rules.
    iterations : int
        Those that were told to the board: moves tried, branches, or whole decisions priced, as the solver counts.
    reasons : tuple of str
        For `INFEASIBLE`: ids of a smallest set of rules that clash.
    """

    status: Status
    decision: Decision | None = None
    score: Score | None = None
    bound: int | None = None
    iterations: int = 0
    reasons: tuple[str, ...] = ()


@dataclass(eq=False)
class Board:
    """Where solvers that run side by side post incumbents and bounds. Safe to use from several threads.

    Posting a decision that is no better than the incumbent, or a bound no higher than the known one, changes nothing.
    Once the incumbent meets the bound, or `halt` is called, or the time is up, `stopped` is True for everyone.
    """

    problem: Problem
    stop: Stop
    listener: Callable[[Progress], None] | None = None
    _started: float = field(default_factory=time.monotonic)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _halted: threading.Event = field(default_factory=threading.Event)
    _best: tuple[Score, Decision] | None = None
    _bound: int | None = None
    _spent: int = 0

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._started

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the time is up, at least 0; None without a time limit."""
        return None if self.stop.seconds is None else max(0.0, self.stop.seconds - self.seconds)

    @property
    def stopped(self) -> bool:
        """Whether everyone should come to an end."""
        left = self.seconds_left
        return self._halted.is_set() or (left is not None and left <= 0)

    @property
    def best(self) -> tuple[Score, Decision] | None:
        """The incumbent, if any."""
        return self._best

    @property
    def bound(self) -> int | None:
        """The best proved lower bound on the soft cost of plans that keep the hard rules."""
        return self._bound

    @property
    def proved(self) -> bool:
        """Whether the incumbent keeps all hard rules and meets the bound."""
        return self._best is not None and self._bound is not None and self._best[0] <= (0, self._bound)

    def post(self, decision: Decision, source: str) -> bool:
        """Offer a decision (copied and priced from scratch); return whether it became the incumbent."""
        score = self.problem.score(decision)
        with self._lock:
            if self._best is not None and self._best[0] <= score:
                return False
            self._best = (score, decision.copy())
            self._tell(source)
            return True

    def post_bound(self, bound: int, source: str) -> bool:
        """Offer a lower bound; return whether it is the best so far."""
        with self._lock:
            if self._bound is not None and bound <= self._bound:
                return False
            self._bound = bound
            self._tell(source)
            return True

    def spend(self, iterations: int) -> None:
        """Take note that so many more iterations are done; what is posted next was found with them."""
        with self._lock:
            self._spent += iterations

    @property
    def spent(self) -> int:
        """Iterations that solvers said they have done."""
        return self._spent

    def announce(self, source: str) -> None:
        """Let the listener know what stands on the board, as news from `source`."""
        with self._lock:
            self._tell(source)

    def wait(self, seconds: float) -> None:
        """Sleep for so long, or until everyone should come to an end."""
        left = self.seconds_left
        self._halted.wait(seconds if left is None else min(seconds, left))

    def halt(self) -> None:
        """Ask everyone to come to an end."""
        self._halted.set()

    def outcome(self) -> Outcome:
        """Return what stands on the board."""
        best, spent = self._best, self._spent
        if best is None or best[0].hard:
            return Outcome(Status.NO_SOLUTION, best and best[1], best and best[0], self._bound, spent)
        status = Status.OPTIMAL if self.proved else Status.FEASIBLE
        return Outcome(status, best[1], best[0], self._bound, spent)

    def _tell(self, source: str) -> None:
        if self.proved:
            self._halted.set()
        if self.listener is not None:
            score = self._best[0] if self._best else None
            self.listener(Progress(self.seconds, score, self._bound, source, self._spent))


class Solver(Protocol):
    """Something that solves problems; found by entry point in the group ``cohortplan.solvers``."""

    name: str

    def solve(self, problem: Problem, board: Board, *, seed: int, hint: Decision | None = None) -> Outcome:
        """Improve the board's incumbent and bound until `board.stopped` or done.

        Parameters
        ----------
        problem : Problem
            What to solve.
        board : Board
            Where to post and when to stop; ``board.stop.iterations`` is the solver's own to keep.
        seed : int
            The one source of randomness.
        hint : Decision, optional
            A starting point; seats `OUT` and choices -1 are open.

        Returns
        -------
        Outcome
            The board's state at the end, or a proof that there is no plan.
        """
        ...


@cache
def registered() -> Mapping[str, Callable[[], Solver]]:
    """Return the constructors of all installed solvers by name; each imports its heavy libraries when called."""

    def constructor(entry: EntryPoint) -> Callable[[], Solver]:
        def construct() -> Solver:
            solver: Solver = entry.load()()
            return solver

        return construct

    return {entry.name: constructor(entry) for entry in entry_points(group="cohortplan.solvers")}
