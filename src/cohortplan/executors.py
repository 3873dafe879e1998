"""Executors by name: this machine's processes, or an existing engine for clusters, which is not ours to write."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from importlib import import_module
from multiprocessing import get_context, parent_process
from shutil import which
from threading import Thread
from typing import Any, NamedTuple

from cohortplan.errors import Defect, InputError

#: Where Dask's web page goes: to nobody but this machine, and to a port that is free.
_PAGE = "127.0.0.1:0"

#: What no process can refuse.
_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)

#: Opens what runs tasks elsewhere; it is closed at the end of a `with` block.
Workers = Callable[[], AbstractContextManager[Executor]]


#: Options of jobs for Slurm, and what they are unless given; the empty ones are as the cluster has them.
SLURM = {"jobs": "1", "cores": "1", "memory": "2GB", "walltime": "", "queue": "", "account": "", "interface": ""}


class Crew(NamedTuple):
    """How to open an executor, how many tasks it runs at once, and what it raises if it gives up on a task."""

    open: Workers
    size: int
    gives_up: tuple[type[Exception], ...] = ()


def processes(number: int | None = None) -> Executor:
    """Return processes of this machine, one for each core unless there is a number."""
    return ProcessPoolExecutor(number or os.cpu_count(), get_context("spawn"), follow)


def follow() -> None:
    """Let a process end with the one that started it, however that ends, and leave Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_leader, daemon=True).start()


def _end_with_leader() -> None:
    leader = parent_process()
    if leader is not None:
        leader.join()
        end_group(signal.SIGTERM)


def end_group(number: int = _KILL) -> None:
    """End this process by a signal, with all that it has started if it leads a group of processes."""
    if hasattr(os, "getpgrp") and os.getpgrp() == os.getpid():
        os.killpg(0, number)
    signal.raise_signal(number)


def find_crew(name: str, number: int | None = None) -> Crew:
    """Find an executor by name.

    Parameters
    ----------
    name : str
        ``processes``; ``dask`` for a cluster of Dask's on this machine, or ``dask:ADDRESS`` for one that is running;
        ``slurm`` or ``slurm:OPTIONS`` for jobs of Slurm's that serve Dask, as in ``slurm:jobs=8,walltime=02:00:00``;
        ``mpi`` where the program was started by ``mpiexec -m mpi4py.futures``; or ``MODULE:FUNCTION``, a function that
        returns any executor of `concurrent.futures`.
    number : int, optional
        How many workers to start, where that is for us to say; one for each core of this machine unless given.

    Raises
    ------
    InputError
        If there is no such executor, or its library is not installed.
    """
    kind, _, rest = name.partition(":")
    number = number or os.cpu_count() or 1
    if kind == "processes" and not rest:
        return Crew(partial(processes, number), number)
    if kind == "dask":
        return _dask_at(rest) if rest else _dask_here(number)
    if kind == "slurm":
        return _slurm(rest)
    if kind == "mpi" and not rest:
        return _mpi()
    try:
        make = getattr(import_module(kind), rest)
    except (ImportError, AttributeError, ValueError) as error:
        remedy = "Name processes, dask, dask:ADDRESS, slurm, slurm:OPTIONS, mpi, or MODULE:FUNCTION"
        raise InputError([Defect("there is no such executor", remedy, name)]) from error
    return Crew(partial(_made, name, make), number)


def _made(name: str, make: Callable[[], Executor]) -> Executor:
    """Return an executor that somebody else's function makes."""
    try:
        executor = make()
    except InputError:
        raise
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        remedy = "Mend the function; `cohortplan --debug …` shows where"
        raise InputError([Defect(f"this executor cannot be made ({reason})", remedy, name)]) from error
    if not isinstance(executor, Executor):
        remedy = "Let the function return an executor of concurrent.futures"
        raise InputError([Defect("this is no executor", remedy, name)])
    return executor


def _dask_here(number: int) -> Crew:
    distributed = _library("distributed", "dask")
    # Workers with a single thread each: planning takes a core. They load this module for `dask_setup`.
    return _dask(lambda: distributed.LocalCluster(None, number, 1, preload=__name__, dashboard_address=_PAGE), number)


def dask_setup(worker: object) -> None:
    """Let a worker of Dask's on this machine leave Ctrl-C to the process that started it; Dask calls this."""
    del worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _dask_at(address: str) -> Crew:
    try:
        with _library("distributed", "dask").Client(address) as client:
            size = max(1, len(client.nthreads()))
    except (OSError, ValueError) as error:
        remedy = "Name the address of a scheduler that is running, such as dask:tcp://127.0.0.1:8786"
        raise InputError([Defect(f"there is no cluster to be reached ({error})", remedy, address)]) from error
    return _dask(lambda: nullcontext(address), size)


def _slurm(options: str) -> Crew:
    made = _library("dask_jobqueue", "slurm")
    jobs, settings = slurm_settings(options)

    @contextmanager
    def opened() -> Iterator[Any]:
        if which("sbatch") is None:
            remedy = "Start this where jobs are submitted, or choose another executor"
            raise InputError([Defect("there is no Slurm on this machine", remedy, "slurm")])
        with made.SLURMCluster(**settings) as cluster:
            cluster.scale(jobs=jobs)
            yield cluster

    return _dask(opened, jobs)


def _dask(cluster: Callable[[], AbstractContextManager[Any]], size: int) -> Crew:
    distributed = _library("distributed", "dask")

    @contextmanager
    def opened() -> Iterator[Executor]:
        with cluster() as where, distributed.Client(where) as client:
            yield client.get_executor(pure=False)

    return Crew(opened, size, (distributed.KilledWorker,))


def slurm_settings(options: str) -> tuple[int, Mapping[str, Any]]:
    """Return how many jobs there are to be, and what Dask is told of them.

    Raises
    ------
    InputError
        If an option is none.
    """
    given = dict(each.partition("=")[::2] for each in options.split(",") if each)
    wrong = [name for name, value in given.items() if name not in SLURM or not value]
    wrong += [name for name in ("jobs", "cores") if not given.get(name, "1").isdecimal() or given.get(name) == "0"]
    if wrong:
        remedy = f"Write slurm:NAME=VALUE,NAME=VALUE with any of {', '.join(SLURM)}"
        raise InputError([Defect(f"this is no option of an executor: {', '.join(wrong)}", remedy, options)])
    whole = {**SLURM, **given}
    jobs, cores = int(whole.pop("jobs")), int(whole.pop("cores"))
    # A single task at a time, whatever its cores: what is solved by the clock is not to share them.
    settings = {name: value for name, value in whole.items() if value}
    return jobs, {
        **settings,
        "cores": 1,
        "job_cpu": cores,
        "processes": 1,
        "scheduler_options": {"dashboard_address": _PAGE},
    }


def _mpi() -> Crew:
    futures = _library("mpi4py.futures", "mpi")
    size = int(_library("mpi4py.MPI", "mpi").COMM_WORLD.Get_size())
    if size == 1:  # a process that is to start others needs more of MPI than most clusters have
        remedy = "Start it with two processes or more: mpiexec -n 8 python -m mpi4py.futures -m cohortplan …"
        raise InputError([Defect("there is but one process", remedy, "mpi")])
    return Crew(futures.MPIPoolExecutor, size - 1)


def _library(name: str, extra: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        remedy = f"Install it: pip install 'cohortplan[{extra}]'"
        raise InputError([Defect(f"{name} is not installed", remedy, extra)]) from error
