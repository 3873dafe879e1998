"""Executors for runs: those of `find_crew`, but no more is lost with a process than what it had in hand."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import suppress
from functools import partial
from multiprocessing import get_context
from queue import SimpleQueue
from typing import Any

from cohortplan.bench.patience import LONGEST, Patience
from cohortplan.bench.unit import Unit
from cohortplan.errors import Defect, InputError
from cohortplan.executors import Crew, end_group, find_crew, follow

#: Executors on this machine, whose workers share its cores.
HERE = ("processes", "dask")
#: Units one after another in this very process, as a debugger likes it.
SERIAL = "serial"


def crew_for(name: str, units: Iterable[Unit], number: int | None = None) -> Crew:
    """Return an executor by name, and how many units it is given at once.

    That is `number`, or as many as there are cores or workers. What is solved by the clock has this machine to itself
    unless a number is given: a portfolio takes two threads, and units side by side would slow each other.

    Raises
    ------
    InputError
        If there is no such executor, or its library is not installed.
    """
    if name == SERIAL:
        return Crew(Serial, 1)
    if number is None and name in HERE:
        number = 1 if by_the_clock(units) else os.cpu_count()
    if name == "processes":
        return Crew(partial(Separate, number or 1), number or 1)
    crew = find_crew(name, number)
    return crew._replace(size=min(crew.size, number or crew.size))


def by_the_clock(units: Iterable[Unit]) -> bool:
    """Tell whether any unit is to be solved for a time."""
    return any(unit.budget.seconds is not None for unit in units)


def patience_for(name: str, units: Iterable[Unit], longest: float | None = None) -> Patience:
    """Return how long contestants are waited for by an executor of this name.

    Raises
    ------
    InputError
        If some are to be ended before they have spent their budgets, or none can be ended.
    """
    if name == SERIAL and longest is not None:
        remedy = "Choose another executor, or leave --longest out"
        raise InputError([Defect("contestants in this process itself cannot be ended", remedy, SERIAL)])
    budget = max((unit.budget.seconds or 0.0 for unit in units), default=0.0)
    if longest is not None and not budget < longest <= LONGEST:
        early = "contestants would be ended before their time is up" if longest <= budget else "nobody waits so long"
        remedy = f"Give --longest more than the longest budget, {budget:g} s, and at most {LONGEST:g} s"
        raise InputError([Defect(early, remedy, f"{longest:g}")])
    return Patience(longest)


class Serial(Executor):
    """Does what it is given at once."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do it, and return what came of it."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - as every executor hands them over
            future.set_exception(error)
        return future


class Separate(Executor):
    """Processes of this machine that do not know of each other: when one dies, another takes its place.

    There are no more than are needed. Each leads a group of its own, so that nothing that it has started outlives it.
    """

    def __init__(self, number: int) -> None:
        self._idle: SimpleQueue[Executor] = SimpleQueue()
        self._number, self._made = number, 0
        self._begun: set[Executor] = set()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Wait for a process that has nothing to do, and give it this."""
        if self._idle.empty() and self._made < self._number:
            self._made += 1
            self._idle.put(_process())
        process = self._idle.get()
        self._begun.add(process)
        future = process.submit(fn, *args, **kwargs)
        future.add_done_callback(partial(self._done, process))
        return future

    def _done(self, process: Executor, future: Future[Any]) -> None:
        broken = not future.cancelled() and isinstance(future.exception(), BrokenExecutor)
        self._idle.put(_process() if broken else process)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End each process when it is done, whatever a contestant has left running in it."""
        for _ in range(self._made):
            process = self._idle.get()
            if process in self._begun:
                with suppress(BrokenExecutor):
                    process.submit(end_group)
            process.shutdown(wait, cancel_futures=cancel_futures)


def _process() -> Executor:
    """Return an executor of a single process."""
    return ProcessPoolExecutor(1, get_context("spawn"), _begin)


def _begin() -> None:
    if hasattr(os, "setsid"):
        os.setsid()
    follow()
