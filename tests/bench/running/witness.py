"""Instances that write down which process opened them, so that nobody can do a unit twice and not be seen."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from multiprocessing import parent_process
from pathlib import Path

from cohortplan.bench.source import open_source
from cohortplan.model import Scenario

#: Names the file that is written.
VARIABLE = "COHORTPLAN_WITNESS"


def open_instance(name: str) -> Scenario:
    """Open an instance: ``slow-…`` takes its time in a worker, and ``deadly-…`` kills it; others do neither."""
    if parent_process() is not None and (log := os.environ.get(VARIABLE)):
        with Path(log).open("a", encoding="utf-8") as file:
            file.write(f"{name} {os.getpid()}\n")
        if name.startswith("slow"):
            time.sleep(0.6)
        if name.startswith("deadly"):
            os.kill(os.getpid(), signal.SIGKILL)
    scenario = open_source("sgp:3-2-3").scenario
    return scenario.but(programme=scenario.programme.model_copy(update={"id": name}))


def suite_text(*names: str, iterations: int = 50) -> str:
    """Return a suite with a unit for each of the named instances, for a solver that is loaded soon."""
    sources = ", ".join(f'"python:{__name__}:{name}"' for name in names)
    return f'[[block]]\nsolvers = ["greedy"]\nseeds = 1\niterations = {iterations}\nsources = [{sources}]\n'


def begun(log: Path) -> Counter[str]:
    """Return how often a worker began each instance."""
    return Counter(line.split()[0] for line in _lines(log))


def workers(log: Path) -> list[int]:
    """Return the processes that began instances, the last one last."""
    return [int(line.split()[1]) for line in _lines(log)]


def _lines(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []
