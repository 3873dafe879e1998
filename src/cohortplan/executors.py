"""Executors by name: this machine's processes, or an existing engine for clusters, which is not ours to write."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from multiprocessing import get_context
from typing import Any, NamedTuple

from cohortplan.errors import Defect, InputError

#: Opens what runs tasks elsewhere; it is closed at the end of a `with` block.
Workers = Callable[[], AbstractContextManager[Executor]]


class Crew(NamedTuple):
    """How to open an executor, and how many tasks it runs at once."""

    open: Workers
    size: int


def processes() -> Executor:
    """Return processes of this machine, one for each core."""
    return ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn"))


def find_crew(name: str) -> Crew:
    """Find an executor by name.

    Parameters
    ----------
    name : str
        ``processes``; ``dask`` for a cluster of Dask's on this machine, or ``dask:ADDRESS`` for one that is running;
        ``mpi`` where the program was started by ``mpiexec -m mpi4py.futures``; or ``MODULE:FUNCTION``, a function that
        returns any executor of `concurrent.futures`.

    Raises
    ------
    InputError
        If there is no such executor, or its library is not installed.
    """
    kind, _, rest = name.partition(":")
    if kind == "processes" and not rest:
        return Crew(processes, os.cpu_count() or 1)
    if kind == "dask":
        return _dask(rest)
    if kind == "mpi" and not rest:
        return _mpi()
    try:
        make = getattr(import_module(kind), rest)
    except (ImportError, AttributeError, ValueError) as error:
        remedy = "Name processes, dask, dask:ADDRESS, mpi, or MODULE:FUNCTION"
        raise InputError([Defect("there is no such executor", remedy, name)]) from error
    return Crew(make, os.cpu_count() or 1)


def _dask(address: str) -> Crew:
    distributed = _library("distributed", "dask")

    @contextmanager
    def opened() -> Iterator[Executor]:
        # Workers with a single thread each: planning takes a core.
        given = {"address": address} if address else {"n_workers": os.cpu_count(), "threads_per_worker": 1}
        with distributed.Client(**given) as client:
            yield client.get_executor(pure=False)

    if not address:
        return Crew(opened, os.cpu_count() or 1)
    with distributed.Client(address) as client:
        return Crew(opened, max(1, len(client.nthreads())))


def _mpi() -> Crew:
    futures = _library("mpi4py.futures", "mpi")
    size = int(_library("mpi4py.MPI", "mpi").COMM_WORLD.Get_size())
    return Crew(futures.MPIPoolExecutor, max(1, size - 1))


def _library(name: str, extra: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        remedy = f"Install it: pip install 'cohortplan[{extra}]'"
        raise InputError([Defect(f"{name} is not installed", remedy, extra)]) from error
