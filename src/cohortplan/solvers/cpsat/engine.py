"""Runs the CP-SAT library so that it can be stopped at any moment, from outside or by a limit."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from ortools.sat.python.cp_model import BoolVarT, CpModel, CpSolver, CpSolverSolutionCallback, CpSolverStatus

#: Tells the value of a literal in a solution.
Reader = Callable[[BoolVarT], bool]
Told = TypeVar("Told")

#: Seconds between two looks at whether to stop.
PULSE = 0.02
#: Fewest cores on which several threads are better than one.
TEAM = 4


@dataclass(frozen=True)
class Limits:
    """How far a run may go.

    Attributes
    ----------
    seconds : float or None
        Wall-clock time.
    work : float or None
        The library's deterministic time, roughly seconds of one thread; needs one worker to be repeatable.
    workers : int
        Threads; 0 = one for each core where there are enough of them, else one.
    """

    seconds: float | None = None
    work: float | None = None
    workers: int = 0
    seed: int = 0

    @property
    def threads(self) -> int:
        """Threads to run: on fewer than `TEAM` cores a single one, which needs nobody to agree with, does better."""
        cores = os.cpu_count() or 1
        return self.workers or (cores if cores >= TEAM else 1)


class _Tell(CpSolverSolutionCallback):
    """Calls a function with a way to read each solution found, once it has told another of the branches so far."""

    def __init__(self, tell: Callable[[Reader], None], count: Callable[[int], None]) -> None:
        super().__init__()
        self._tell, self._count = tell, count

    def on_solution_callback(self) -> None:
        self._count(self.num_branches)
        self._tell(self.boolean_value)


class Run:
    """One run of the library on a model, in a thread of its own, watched by the caller's.

    Parameters
    ----------
    on_solution : callable, optional
        Told of each solution by a function from literal to value, valid during the call.
    on_bound : callable, optional
        Told of each better bound on the objective.
    on_work : callable, optional
        Told how many branches were made since it was told last: before each solution, and at the end.
    linear : bool
        Whether the linear relaxation is worth its time even to a thread that is alone.
    """

    def __init__(
        self,
        model: CpModel,
        limits: Limits,
        on_solution: Callable[[Reader], None] | None = None,
        on_bound: Callable[[float], None] | None = None,
        on_work: Callable[[int], None] | None = None,
        *,
        linear: bool = False,
    ) -> None:
        self.solver = CpSolver()
        self._model = model
        self._status = CpSolverStatus.UNKNOWN
        self._errors: list[BaseException] = []
        self._stopped: Callable[[], bool] = lambda: False
        self._on_work, self._branches = on_work, 0
        self._tell = _Tell(self._guarded(on_solution), self._count) if on_solution else None
        if on_bound:
            self.solver.best_bound_callback = self._guarded(on_bound)
        parameters = self.solver.parameters
        parameters.num_workers = limits.threads
        if limits.threads == 1:
            # Alone, clauses and conflicts get further than the linear relaxation, which is weak for meetings.
            parameters.linearization_level = 1 if linear else 0
        elif limits.threads < TEAM:
            parameters.subsolvers.extend(("no_lp", "default_lp", "quick_restart_no_lp"))
        parameters.random_seed = limits.seed % 2**31
        parameters.catch_sigint_signal = False
        if limits.seconds is not None:
            parameters.max_time_in_seconds = limits.seconds
        if limits.work is not None:
            parameters.max_deterministic_time = limits.work

    def until(self, stopped: Callable[[], bool]) -> CpSolverStatus:
        """Run until done, at a limit, or `stopped`; an error in a callback is raised here, as is an interrupt."""
        self._stopped = stopped
        thread = threading.Thread(target=self._guarded(self._solve), args=(self._model,), daemon=True)
        thread.start()
        try:
            while thread.is_alive():
                thread.join(PULSE)
                if self._errors or stopped():
                    self.solver.stop_search()
        finally:
            while thread.is_alive():
                self.solver.stop_search()
                thread.join(PULSE)
        if self._errors:
            raise self._errors[0]
        return self._status

    def _solve(self, model: CpModel) -> None:
        self._status = self.solver.solve(model, self._tell)
        self._count(self.solver.num_branches)

    def _count(self, branches: int) -> None:
        if self._on_work is not None:
            self._on_work(branches - self._branches)
        self._branches = branches

    def _guarded(self, call: Callable[[Told], None]) -> Callable[[Told], None]:
        # Errors must not cross the library's own threads, so they are kept for the caller's. What ends the search by
        # what it found ends it here, not at the next look, so that the work done is the same in two runs.
        def guarded(told: Told) -> None:
            try:
                call(told)
                if self._stopped():
                    self.solver.stop_search()
            except BaseException as error:  # noqa: BLE001
                self._errors.append(error)

        return guarded
