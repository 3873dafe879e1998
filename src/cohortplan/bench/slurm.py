"""Array jobs for Slurm: each task does some lines of a work list, and what is done already it passes over."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from shlex import quote

from cohortplan.bench.pace import Pace
from cohortplan.bench.record import read_units
from cohortplan.bench.unit import Unit
from cohortplan.bench.worker import THREADS

#: Tasks that an array may have on most clusters.
TASKS = 1000
#: Seconds that a unit may take where nothing is known of it; those that a task needs to begin.
UNKNOWN, START = 600.0, 300.0
#: By how much a unit may take longer than is expected of it.
SLACK = 1.5


@dataclass(frozen=True)
class Job:
    """An array job.

    Attributes
    ----------
    folder, instances, where : Path
        The run, the public instances, and the folder in which a suite's own paths begin.
    chunk : int
        Lines of the work list that a task does, one after another.
    at_once : int or None
        Tasks that run at the same time; as many as the cluster likes unless given.
    minutes : int
        Time limit of a task.
    cpus : int
        Cores of a task.
    longest : float or None
        Seconds after which a contestant is ended; by its budget unless given.
    options : tuple of str
        More of Slurm's options, such as ``--partition=short``.
    """

    folder: Path
    instances: Path
    where: Path
    chunk: int
    minutes: int
    cpus: int
    at_once: int | None = None
    longest: float | None = None
    options: tuple[str, ...] = ()

    def script(self, units: Sequence[Unit]) -> str:
        """Return the script, for ``sbatch``."""
        tasks = ceil(len(units) / self.chunk)
        throttle = "" if self.at_once is None else f"%{self.at_once}"
        log = str(self.folder / "logs").replace("%", "%%")
        told = (
            "--job-name=cohortplan",
            f"--array=0-{tasks - 1}{throttle}",
            f"--cpus-per-task={self.cpus}",
            f"--time={self.minutes}",
            f'--output="{log}/%A_%a.log"',
            *self.options,
        )
        longest = "" if self.longest is None else f" --longest {self.longest:g}"
        done = "What is done already is passed over: after a failure, submit this again."
        ours = [sys.executable, "-m", "cohortplan", "bench", "unit", str(self.folder)]
        return "\n".join(
            (
                "#!/usr/bin/env bash",
                *(f"#SBATCH {each}" for each in told),
                f"# {len(units)} units, {self.chunk} a task. {done}",
                "set -euo pipefail",
                f"cd -- {quote(str(self.where))}",
                f"export {' '.join(f'{name}=1' for name in THREADS)}",
                f"first=$((SLURM_ARRAY_TASK_ID * {self.chunk} + 1))",
                f'exec {" ".join(map(quote, ours))} "$first-$((first + {self.chunk - 1}))" '
                f"--instances {quote(str(self.instances))}{longest}",
                "",
            )
        )


def usual_chunk(units: Sequence[Unit]) -> int:
    """Return how many units a task does if nobody says: as few as an array has room for."""
    return max(1, ceil(len(units) / TASKS))


def usual_minutes(folder: Path, units: Sequence[Unit], chunk: int) -> int:
    """Return the time limit of a task if nobody says: for the longest, by what is known of units like its own."""
    pace = Pace(1)
    known = {unit.id: unit for unit in units}
    for record in read_units(folder, known):
        pace.learn(known[record.unit], record.seconds)
    times = [pace.expected(unit.solver, unit.budget) or UNKNOWN for unit in units]
    longest = max(sum(times[first : first + chunk]) for first in range(0, len(times), chunk))
    return ceil((START + SLACK * longest) / 60)


def usual_cpus(units: Iterable[Unit]) -> int:
    """Return the cores of a task: two where a portfolio is run by the clock, as it takes two threads."""
    return 2 if any(unit.budget.seconds is not None and unit.solver == "portfolio" for unit in units) else 1
