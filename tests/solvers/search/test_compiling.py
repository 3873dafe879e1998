"""Kernels are compiled by a process of its own, for which nobody has to wait."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cohortplan.solvers.search import compiling

#: Solves something for half a second with kernels that nobody has compiled yet, then says what came of it.
COLD = """
from cohortplan.rules import build_rule
from cohortplan.solve import solve
from cohortplan.solvers.base import Stop
from tests.support import cohort, make_scenario, visit_rounds

rules = [build_rule("set_size"), build_rule("new_contacts", across={"sector": 1, "town": 2})]
scenario = make_scenario(rules, participants=cohort(14), rounds=visit_rounds(5, [(4, 5)] * 3), implied=False)
print(solve(scenario, solver="search", stop=Stop(seconds=0.5)).status)
"""


@pytest.fixture
def absent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Kernels that are not on disk, and which a process is at work on that does nothing but wait."""
    running: list[subprocess.Popen[bytes]] = []
    monkeypatch.setattr(compiling, "_marker", lambda: tmp_path / "absent")
    monkeypatch.setattr(compiling, "_running", running)
    command = [sys.executable, "-c", "input()"]
    monkeypatch.setattr(compiling, "_start", lambda: subprocess.Popen(command, stdin=subprocess.PIPE))
    yield running
    for process in running:
        with process:
            process.kill()


def test_waiting_can_be_given_up(absent: list[subprocess.Popen[bytes]]) -> None:
    """Whoever is told to stop does not wait for the kernels; the process that compiles them goes on."""
    assert not compiling.await_kernels(lambda: True)
    assert not compiling.await_kernels(lambda: True)
    assert [process.poll() for process in absent] == [None]


def test_an_end_of_the_process_ends_the_wait(absent: list[subprocess.Popen[bytes]]) -> None:
    """Once the process has come to an end, be it a bad one, the kernels are taken as they are."""
    compiling.await_kernels(lambda: True)
    absent[0].kill()
    assert compiling.await_kernels(lambda: False)


def test_kernels_are_marked_as_compiled() -> None:
    """After compiling there is a mark that says so, and nobody starts a process any more."""
    compiling.compile_kernels()
    marker = compiling._marker()
    assert marker is not None
    assert marker.exists()
    assert compiling.await_kernels(lambda: True)


def test_without_the_jit_nothing_is_waited_for() -> None:
    """Where kernels run uncompiled there is nothing to wait for."""
    script = "from cohortplan.solvers.search import compiling; print(compiling.await_kernels(lambda: True))"
    env = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"


@pytest.mark.slow
def test_a_first_run_keeps_its_time_limit(tmp_path: Path) -> None:
    """On a machine that has never compiled the kernels a short solve ends without them, with a plan all the same."""
    env = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", COLD], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "feasible"
    assert not list(tmp_path.rglob("*.ready"))
