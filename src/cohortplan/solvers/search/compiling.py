"""Has kernels compiled, once on a machine, by a process of its own.

While that process is at work the other solvers have this one to themselves, and whoever waits may stop waiting. A
process that is left behind goes on to its end, some seconds later, so that the next run finds the kernels on disk.
Nobody waits for kernels of a search that is not wanted.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from cohortplan.model import Participant, Programme, Round, Scenario, SetSpec
from cohortplan.problem import Problem, compile_problem

#: Seconds between two looks at whether to stop waiting.
_PULSE = 0.05


class Kernels(StrEnum):
    """Kernels that are compiled together: those of any problem, and those of one grouping of people."""

    GENERAL = "general"
    GROUPING = "grouping"


_COMMAND = "import sys; from cohortplan.solvers.search import compiling as c; c.compile_kernels(c.Kernels(sys.argv[1]))"

_lock = threading.Lock()
_running: dict[Kernels, subprocess.Popen[bytes]] = {}


def kernels_ready(kernels: Kernels) -> bool:
    """Tell whether kernels need no compiling, because they are on disk or run as they are."""
    marker = _marker(kernels)
    return marker is None or marker.exists()


def await_kernels(kernels: Kernels, stopped: Callable[[], bool]) -> bool:
    """Wait until kernels are on disk or cannot be put there; return False if `stopped` before that."""
    with _lock:
        if kernels_ready(kernels):
            return True
        if kernels not in _running:
            _running[kernels] = _start(kernels)
    process = _running[kernels]
    while process.poll() is None:
        if stopped():
            return False
        try:
            process.wait(_PULSE)
        except subprocess.TimeoutExpired:
            continue
    return True


def compile_kernels(kernels: Kernels) -> None:
    """Compile kernels into numba's folder on disk, and leave a mark there that says so."""
    (_call_grouping if kernels is Kernels.GROUPING else _call_general)()
    marker = _marker(kernels)
    if marker is not None:
        marker.touch()
    if kernels is Kernels.GENERAL:  # for which what has been compiled does not do: see `_smallest`
        _call_general(rounds=1)


def _call_general(rounds: int = 2) -> None:
    from cohortplan.solvers.construct import construct
    from cohortplan.solvers.search.annealer import Annealer

    problem = _smallest(rounds)
    Annealer(problem, construct(problem, 0), 0)


def _call_grouping() -> None:
    import numpy as np

    from cohortplan.solvers.search.grouping.chain import GroupChain

    GroupChain(np.zeros((2, 2), dtype=np.int32), np.zeros(2, dtype=np.int64), np.full(2, 2, dtype=np.int64), 0)


def _start(kernels: Kernels) -> subprocess.Popen[bytes]:
    # A session of its own, so that Ctrl-C at the terminal reaches only those who have a plan to save.
    return subprocess.Popen(  # noqa: S603 - this very interpreter, and a constant
        [sys.executable, "-c", _COMMAND, kernels],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        start_new_session=True,
    )


def _marker(kernels: Kernels) -> Path | None:
    """Return the file that says that kernels are compiled for this machine; None if they are not compiled."""
    import numba

    entry, stamp, changed = _entry(kernels)
    stats = getattr(entry, "stats", None)
    if stats is None or stats.cache_path is None:
        return None
    facts = (stamp, changed, numba.__version__, sys.implementation.cache_tag, platform.machine())
    return Path(stats.cache_path) / f"{kernels}-{zlib.crc32(repr(facts).encode()):08x}.ready"


def _entry(kernels: Kernels) -> tuple[Any, int, int]:
    """Return what calls the kernels, their checksum, and when the file last changed by whose name numba stores them."""
    if kernels is Kernels.GROUPING:
        from cohortplan.solvers.search.grouping import kernels as module

        return module.sweep, module.STAMP, Path(module.__file__).stat().st_mtime_ns
    from cohortplan.solvers.search.kernels import anneal

    return anneal.anneal, anneal.STAMP, Path(anneal.__file__).stat().st_mtime_ns


def _smallest(rounds: int) -> Problem:
    """Make a problem of two people and two sets in each round, which no rule prices.

    Kernels for one round are others than those for several: numba takes an array of one row to be in the order of rows,
    though it was made in that of columns.
    """
    day = datetime(2026, 1, 1)  # noqa: DTZ001 - times of a scenario are local
    days = tuple(
        Round(id=f"D{r}", sets=tuple(SetSpec(id=f"D{r}.{s}", least=0, most=2) for s in "12")) for r in range(rounds)
    )
    people = tuple(Participant(id=name, name=name) for name in "AB")
    programme = Programme(id="none", title="None", starts=date(2026, 1, 1), ends=day.date())
    return compile_problem(Scenario(programme=programme, participants=people, rounds=days))
