"""What a worker does with a unit, on whatever machine it runs. Loads nothing heavy before threads are pinned."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cohortplan.bench.locks import folder_lock, locked, unit_lock

if TYPE_CHECKING:
    from cohortplan.bench.patience import Patience
    from cohortplan.bench.unit import Unit

#: What tells libraries of linear algebra how many threads they may start: one, as a unit has a core to itself.
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "NUMEXPR_NUM_THREADS")

# On import, as the libraries read it when they are loaded: which is when a worker unpacks what it is to do.
os.environ.update(dict.fromkeys(THREADS, "1"))


class Done(NamedTuple):
    """What became of a unit.

    Attributes
    ----------
    status : str
        That of its record; "" if another process has it in hand.
    seconds : float
        How long the contestant took.
    cpu : str
        The processor it ran on.
    """

    status: str
    seconds: float
    cpu: str


def do(folder: Path, unit: Unit, where: Path, patience: Patience | None = None) -> Done:
    """Do a unit in the folder `where`, unless another process has it in hand.

    Raises
    ------
    InputError
        If the instance is not the one that the unit was made for.
    OSError
        If the record cannot be written.
    """
    be_at(where)
    from cohortplan.bench.execute import do_unit
    from cohortplan.bench.machine import cpu_model

    claim = unit_lock(folder, unit.id)
    with locked(folder_lock(folder), shared=True, wait=True), locked(claim) as mine:
        if not mine:
            return Done("", 0.0, "")
        if unit.budget.seconds is not None:
            warm_up()
        record = do_unit(folder, unit, patience)
        claim.unlink(missing_ok=True)  # whoever waits for it finds the record first
    return Done(record.status, record.seconds, cpu_model())


def be_at(where: Path) -> None:
    """Work in a folder, of whose files and modules a suite speaks; workers of a cluster may have begun elsewhere."""
    if where.is_dir() and Path.cwd() != where:
        os.chdir(where)
    if str(where) not in sys.path:
        sys.path.append(str(where))


@cache
def warm_up() -> None:
    """Load what solvers need, and have it compiled, before a clock starts."""
    from cohortplan.solvers.base import registered
    from cohortplan.solvers.search.compiling import Kernels, await_kernels, compile_kernels

    for name in ("cpsat", "portfolio"):
        registered()[name]()
    for kernels in Kernels:
        await_kernels(kernels, lambda: False)
        compile_kernels(kernels)
