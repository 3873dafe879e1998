"""Jobs for Slurm, which is not needed to prove them: the script is one, and a task of it does its lines."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cohortplan.bench.case import Budget
from cohortplan.bench.crews import SERIAL, crew_for
from cohortplan.bench.runner import Runner
from cohortplan.bench.slurm import Job, usual_chunk, usual_cpus, usual_minutes
from cohortplan.errors import InputError
from cohortplan.executors import find_crew, slurm_settings
from tests.bench.running.conftest import GOLF, Maker, records

QUICK = GOLF.replace('"search"', '"deal"')


def job(folder: Path, **parts: object) -> Job:
    """Make a job of two units a task."""
    given: dict[str, object] = {"chunk": 2, "minutes": 10, "cpus": 1, "at_once": 5, "options": ("--partition=short",)}
    return Job(folder, folder.parent / "in stances", folder.parent, **{**given, **parts})  # type: ignore[arg-type]


def test_a_script_says_all_that_slurm_must_know(made: Maker) -> None:
    """How many tasks, how many at once, cores, time, log; and it is sound, whatever folders are called."""
    folder, units = made(name="it's 50% done")
    script = job(folder).script(units)
    lines = script.splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert [line.removeprefix("#SBATCH ") for line in lines if line.startswith("#SBATCH")] == [
        "--job-name=cohortplan",
        "--array=0-1%5",
        "--cpus-per-task=1",
        "--time=10",
        f'--output="{folder.parent}/it\'s 50%% done/logs/%A_%a.log"',
        "--partition=short",
    ]
    assert "--array=0-3\n" in job(folder, chunk=1, at_once=None).script(units)
    subprocess.run(["bash", "-n"], input=script, text=True, check=True)  # noqa: S607


@pytest.mark.slow
def test_limits_come_from_budgets_or_from_what_was_done(made: Maker) -> None:
    """A time limit has room for start and slack; a portfolio by the clock has two cores; an array has 1000 tasks."""
    folder, units = made(QUICK)
    assert usual_minutes(folder, units, 2) == 35
    Runner(folder, units, crew_for(SERIAL, units)).run()
    assert usual_minutes(folder, units, 2) == 6
    clock = [each.model_copy(update={"budget": Budget(seconds=60)}) for each in units]
    assert usual_minutes(folder.parent / "none", clock, 2) == 8
    assert (usual_cpus(units), usual_cpus(clock)) == (1, 1)
    assert usual_cpus([clock[0].model_copy(update={"solver": "portfolio"})]) == 2
    assert [usual_chunk(units * times) for times in (1, 250, 251)] == [1, 1, 2]


@pytest.mark.slow
def test_tasks_of_an_array_do_all_units(made: Maker) -> None:
    """Each does its lines, and all is as in a run."""
    folder, units = made(QUICK, name="it's 50% done")
    whole, _ = made(QUICK, name="whole")
    Runner(whole, units, crew_for(SERIAL, units)).run()
    script = job(folder, chunk=3).script(units)
    for task, done in ((1, 1), (0, 3)):
        environment = {**os.environ, "SLURM_ARRAY_TASK_ID": str(task)}
        ran = subprocess.run(
            ["bash"],  # noqa: S607
            input=script,
            env=environment,
            text=True,
            check=True,
            capture_output=True,
        )
        assert ran.stdout.startswith(f"{done} unit{'' if done == 1 else 's'} done; no error.")
    assert records(folder) == records(whole)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_workers_of_a_cluster_are_asked_for_as_was_said() -> None:
    """A job has one worker with one thread, whatever its cores, with the queue, time and memory that were given."""
    from dask_jobqueue import SLURMCluster

    jobs, settings = slurm_settings("jobs=8,cores=2,queue=short,walltime=02:00:00,account=golf")
    assert jobs == 8
    with SLURMCluster(**settings) as cluster:
        script = cluster.job_script()
    for line in ("-p short", "-A golf", "--cpus-per-task=2", "--mem=2G", "-t 02:00:00"):
        assert f"#SBATCH {line}\n" in script
    assert "--nthreads 1" in script
    assert find_crew("slurm:jobs=8").size == 8


def test_without_slurm_nothing_waits_for_it(made: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said that there is none."""
    monkeypatch.setenv("PATH", "")
    folder, units = made(QUICK)
    with pytest.raises(InputError, match="there is no Slurm on this machine"):
        Runner(folder, units, find_crew("slurm")).run()


@pytest.mark.parametrize("options", ["cheese=1", "jobs=0", "jobs=x", "queue", "queue=", "jobs=1,,cores=-1"])
def test_options_that_are_none_are_refused(options: str) -> None:
    """With the ones there are."""
    with pytest.raises(InputError, match="jobs, cores, memory, walltime, queue, account, interface"):
        find_crew(f"slurm:{options}")


def test_a_cluster_that_is_not_there_is_said_not_to_be() -> None:
    """An address of nothing, and an MPI job of a single process, which would have to start others."""
    with pytest.raises(InputError, match=r"there is no cluster to be reached.*Name the address of a scheduler"):
        find_crew("dask:nonsense://nowhere")
    asked = [sys.executable, "-c", "from cohortplan.executors import find_crew; find_crew('mpi')"]
    told = subprocess.run(asked, capture_output=True, text=True, check=False).stderr
    assert "there is but one process (found: 'mpi'). Start it with two processes or more: mpiexec -n 8" in told
