"""Real processes that are killed: nothing that was done is lost, and nothing is done twice that need not be."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from cohortplan.bench.crews import SERIAL, crew_for
from cohortplan.bench.runner import Runner
from cohortplan.bench.worklist import prepare
from tests.bench.running.conftest import records
from tests.bench.running.witness import VARIABLE, begun, suite_text, workers

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
NAMES = tuple(f"slow-{k}" for k in range(6))
LAUNCHER = Path(sys.executable).with_name("mpiexec")


class Run:
    """Runs of a suite in processes of their own."""

    def __init__(self, folder: Path, *names: str) -> None:
        self.folder, self.log, self._suite = folder / "run", folder / "witness", folder / "suite.toml"
        self._suite.write_text(suite_text(*names), encoding="utf-8")
        self._started: list[subprocess.Popen[str]] = []

    def start(self, *options: str, before: tuple[str, ...] = ()) -> subprocess.Popen[str]:
        """Begin a run, or go on with it."""
        ours = ("-m", "cohortplan", "bench", "run", str(self._suite), "-o", str(self.folder), "--workers", "2")
        command = [*before, sys.executable, *(("-m", "mpi4py.futures") if before else ()), *ours, *options]
        environment = {**os.environ, VARIABLE: str(self.log)}
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        job = subprocess.Popen(command, cwd=ROOT, env=environment, text=True, start_new_session=True, **pipes)
        self._started.append(job)
        return job

    def finish(self, job: subprocess.Popen[str], code: int = 0) -> str:
        """Wait for a run's end, and return what it printed."""
        out, err = job.communicate(timeout=120)
        assert job.returncode == code, err
        return out

    def done(self) -> set[str]:
        """Return the cases that have a record."""
        return {str(each["case"]).rpartition(":")[2] for each in records(self.folder).values()}

    def wait_for(self, fact: Callable[[], bool]) -> None:
        """Wait until something is so."""
        for _ in range(1200):
            if fact():
                return
            time.sleep(0.05)
        pytest.fail("it has not come to that")

    def undisturbed(self) -> dict[str, dict[str, object]]:
        """Return the records of a run that nothing happens to."""
        folder = self.folder.with_name("undisturbed")
        units = prepare(self._suite, folder, folder).units
        Runner(folder, units, crew_for(SERIAL, units)).run()
        return records(folder)

    def end(self) -> None:
        """Leave no process behind."""
        for job in self._started:
            with suppress(ProcessLookupError):
                os.killpg(job.pid, signal.SIGKILL)
            job.communicate()


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Run]:
    """Return runs of a suite of six instances."""
    each = Run(tmp_path, *NAMES)
    yield each
    each.end()


def test_a_killed_run_goes_on_where_it_was(runs: Run) -> None:
    """What had a record is not begun again, what was in hand is, and it all comes to what it would have come to.

    Processes of a killed run end with it, and what it left half written is removed.
    """
    job = runs.start()
    runs.wait_for(lambda: len(runs.done()) >= 2)
    job.kill()
    job.communicate()
    done, first = runs.done(), begun(runs.log)
    (runs.folder / "units" / ".left.part").touch()
    runs.wait_for(lambda: not any(_lives(pid) for pid in workers(runs.log)))
    assert f"{len(NAMES)} of {len(NAMES)} units done, {len(NAMES) - len(done)} by this run" in runs.finish(runs.start())
    assert all(begun(runs.log)[name] == 1 for name in done)
    assert all(begun(runs.log)[name] == 1 + (first[name] > 0) for name in set(NAMES) - done)
    assert records(runs.folder) == runs.undisturbed()
    assert list(runs.folder.rglob("*.part")) == []
    sessions = json.loads((runs.folder / "manifest.json").read_text(encoding="utf-8"))["sessions"]
    assert [each["ended"] is None for each in sessions] == [True, False]


def test_a_killed_worker_of_a_cluster_costs_only_what_it_had_in_hand(runs: Run) -> None:
    """Its unit is begun once more, the others once, and it all comes to what it would have come to."""
    job = runs.start("--executor", "dask")
    runs.wait_for(lambda: len(workers(runs.log)) >= 3)
    victim = workers(runs.log)[-1]
    lost = runs.log.read_text(encoding="utf-8").splitlines()[-1].split()[0]
    os.kill(victim, signal.SIGKILL)
    assert "no error" in runs.finish(job)
    assert {name for name, times in begun(runs.log).items() if times > 1} == {lost}
    assert begun(runs.log)[lost] == 2
    assert records(runs.folder) == runs.undisturbed()


def test_a_unit_that_kills_every_worker_is_given_up(tmp_path: Path) -> None:
    """After three of them; everything else is done once."""
    runs = Run(tmp_path, "quick-0", "deadly", "quick-1")
    out = runs.finish(runs.start(), code=1)
    assert "3 of 3 units done, 3 by this run; 1 error." in out
    assert begun(runs.log) == {"quick-0": 1, "deadly": 3, "quick-1": 1}
    (told,) = (each["error"] for each in records(runs.folder).values() if each["status"] == "error")
    assert "its worker died every time it was tried" in str(told)


def test_two_runs_share_a_folder(runs: Run) -> None:
    """Started together, they do every unit once, and both end when all are done."""
    jobs = [runs.start(), runs.start()]
    printed = [runs.finish(job) for job in jobs]
    assert all(f"{len(NAMES)} of {len(NAMES)} units done" in out for out in printed)
    assert begun(runs.log) == dict.fromkeys(NAMES, 1)
    assert sum(int(out.split(" by this run")[0].split()[-1]) for out in printed) == len(NAMES)


def test_a_run_stops_when_asked_and_says_how_to_go_on(runs: Run) -> None:
    """Ctrl-C, which a terminal sends to workers too, lets what is under way end; and nothing else is begun."""
    job = runs.start("--executor", "dask")
    runs.wait_for(lambda: len(workers(runs.log)) >= 2)
    os.killpg(job.pid, signal.SIGINT)
    _, err = job.communicate(timeout=60)
    assert job.returncode == 130
    assert "The same command goes on from there" in err
    assert set(begun(runs.log)) == runs.done() != set(NAMES)
    assert set(begun(runs.log).values()) == {1}


def test_units_are_done_by_the_processes_of_an_mpi_job(tmp_path: Path) -> None:
    """One process leads, and the other does every unit."""
    runs = Run(tmp_path, "quick-0", "quick-1", "quick-2")
    out = runs.finish(runs.start("--executor", "mpi", before=(str(LAUNCHER), "-n", "2")))
    assert "3 of 3 units done, 3 by this run; no error." in out
    assert records(runs.folder) == runs.undisturbed()


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
