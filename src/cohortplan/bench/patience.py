"""How long a contestant is waited for; one that does not end by itself is ended with its process.

A watch needs a process that may die: those of ``processes`` and of Dask are replaced, and the run goes on; an MPI job
ends with the first of its processes, and goes on when it is started again. What is done in the very process that leads
a run, as by ``serial`` or by threads, is not watched.
"""

from __future__ import annotations

import faulthandler
import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Timer

from cohortplan.bench.case import Budget
from cohortplan.executors import end_group

#: How often a budget of seconds may be spent, and how many seconds there are beside: to load, to compile, to hand in.
FACTOR, GRACE = 3.0, 300.0
#: Seconds that anybody may wait: beyond the largest budget.
LONGEST = 1e8
#: Seconds after which a process is ended that lets no other thread of its own run.
DEAF = 30.0


@dataclass(frozen=True)
class Patience:
    """How long contestants are waited for.

    Attributes
    ----------
    longest : float or None
        Seconds that a unit may take; by its budget unless given, and for ever if that counts iterations.
    leader : tuple of str and int
        The machine and the process that lead the run, which nobody ends.
    """

    longest: float | None = None
    leader: tuple[str, int] = field(default_factory=lambda: (platform.node(), os.getpid()))

    @property
    def vain(self) -> bool:
        """Whether contestants in this process cannot be ended, as it leads the run itself."""
        return self.leader == (platform.node(), os.getpid())

    def limit(self, budget: Budget) -> float | None:
        """Return the seconds that a unit with this budget may take; None if nobody set a limit."""
        if self.longest is not None or budget.seconds is None:
            return self.longest
        return FACTOR * budget.seconds + GRACE


@contextmanager
def watched(limit: float | None, late: Callable[[], None]) -> Iterator[None]:
    """End this process if a `with` block takes longer than so many seconds, once `late` has been called.

    A block that leaves no other thread the time to do so is ended without it.
    """
    if limit is None:
        yield
        return
    over = Lock()

    def end() -> None:
        if over.acquire(blocking=False):
            try:
                late()
            finally:
                end_group()

    timer = Timer(limit, end)
    timer.daemon = True
    timer.start()
    with Path(os.devnull).open("w") as nowhere:
        faulthandler.dump_traceback_later(limit + DEAF, exit=True, file=nowhere)
        try:
            yield
        finally:
            timer.cancel()
            faulthandler.cancel_dump_traceback_later()
            over.acquire()
