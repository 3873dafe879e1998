"""``solve --executor mpi`` on a real MPI job of this machine: one process that leads and two that plan hubs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.cli.conftest import Runner
from tests.cli.test_hubs import hubs
from tests.support.folders import write_folder

pytestmark = pytest.mark.slow

LAUNCHER = Path(sys.executable).with_name("mpiexec")


def start(folder: Path, plan: Path, *budget: str) -> subprocess.Popen[str]:
    """Start a job that solves a scenario."""
    ours = [sys.executable, "-m", "mpi4py.futures", "-m", "cohortplan", "solve", str(folder), "-o", str(plan)]
    command = [str(LAUNCHER), "-n", "3", *ours, "--executor", "mpi", *budget]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_hubs_are_planned_by_the_processes_of_a_job(run: Runner, tmp_path: Path) -> None:
    """Both hubs and the day across them are planned, and the checker accepts the whole."""
    folder, plan = write_folder(tmp_path / "hubs", hubs()), tmp_path / "plan.json"
    job = start(folder, plan, "--iterations", "2000")
    out, err = job.communicate(timeout=180)
    assert job.returncode == 0, err
    assert "every hard rule is kept" in out
    assert run("check", folder, plan).code == 0


def test_a_job_that_loses_a_process_ends_and_spoils_nothing(tmp_path: Path) -> None:
    """MPI ends a job when a process of it is killed: there is an error, and the plan on disk is still the old one."""
    folder, plan = write_folder(tmp_path / "hubs", hubs()), tmp_path / "plan.json"
    plan.write_text("yesterday's plan", encoding="utf-8")
    job = start(folder, plan, "--seconds", "120")
    os.kill(a_planner(job), signal.SIGKILL)
    job.communicate(timeout=60)
    assert job.returncode != 0
    assert plan.read_text(encoding="utf-8") == "yesterday's plan"


def a_planner(job: subprocess.Popen[str]) -> int:
    """Wait for the job's second process, which plans hubs, and return its number."""
    for _ in range(300):
        for process in psutil.Process(job.pid).children(recursive=True):
            if "python" in process.name() and process.environ().get("PMI_RANK") == "1":
                time.sleep(2)
                return process.pid
        time.sleep(0.1)
    pytest.fail("the job has not started")
