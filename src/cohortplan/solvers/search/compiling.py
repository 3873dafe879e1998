"""Has the kernels compiled, once on a machine, by a process of its own.

While that process is at work the other solvers have this one to themselves, and whoever waits may stop waiting. A
process that is left behind goes on to its end, some seconds later, so that the next run finds the kernels on disk.
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
from pathlib import Path

from cohortplan.model import Participant, Programme, Round, Scenario, SetSpec
from cohortplan.problem import Problem, compile_problem

#: Seconds between two looks at whether to stop waiting.
_PULSE = 0.05
_COMMAND = "from cohortplan.solvers.search.compiling import compile_kernels; compile_kernels()"

_lock = threading.Lock()
_running: list[subprocess.Popen[bytes]] = []


def kernels_ready() -> bool:
    """Tell whether the kernels need no compiling, because they are on disk or run as they are."""
    marker = _marker()
    return marker is None or marker.exists()


def await_kernels(stopped: Callable[[], bool]) -> bool:
    """Wait until the kernels are on disk or cannot be put there; return False if `stopped` before that."""
    with _lock:
        if kernels_ready():
            return True
        if not _running:
            _running.append(_start())
    process = _running[0]
    while process.poll() is None:
        if stopped():
            return False
        try:
            process.wait(_PULSE)
        except subprocess.TimeoutExpired:
            continue
    return True


def compile_kernels() -> None:
    """Compile all kernels into numba's folder on disk, and leave a mark there that says so."""
    from cohortplan.solvers.construct import construct
    from cohortplan.solvers.search.annealer import Annealer

    problem = _smallest()
    Annealer(problem, construct(problem, 0), 0)
    marker = _marker()
    if marker is not None:
        marker.touch()


def _start() -> subprocess.Popen[bytes]:
    # A session of its own, so that Ctrl-C at the terminal reaches only those who have a plan to save.
    return subprocess.Popen(  # noqa: S603 - this very interpreter, and a constant
        [sys.executable, "-c", _COMMAND],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        start_new_session=True,
    )


def _marker() -> Path | None:
    """Return the file that says that these kernels are compiled for this machine; None if they are not compiled."""
    import numba

    from cohortplan.solvers.search.kernels import anneal

    stats = getattr(anneal.anneal, "stats", None)
    if stats is None or stats.cache_path is None:
        return None
    changed = Path(anneal.__file__).stat().st_mtime_ns
    facts = (anneal.STAMP, changed, numba.__version__, sys.implementation.cache_tag, platform.machine())
    return Path(stats.cache_path) / f"kernels-{zlib.crc32(repr(facts).encode()):08x}.ready"


def _smallest() -> Problem:
    """Make a problem of two people and two sets, which no rule prices."""
    day = datetime(2026, 1, 1)  # noqa: DTZ001 - times of a scenario are local
    sets = tuple(SetSpec(id=f"D1.{s}", least=0, most=2) for s in "12")
    people = tuple(Participant(id=name, name=name) for name in "AB")
    programme = Programme(id="none", title="None", starts=date(2026, 1, 1), ends=day.date())
    return compile_problem(Scenario(programme=programme, participants=people, rounds=(Round(id="D1", sets=sets),)))
