"""Goes through a work list on any executor, so that nothing done is lost and nothing is done twice.

A unit is done when its record lies in the folder; whoever works on it holds its lock until then. So a run may be
killed and begun again, and several may share a folder. A worker that dies loses what it had in hand, which is tried
again, alone, so that no other unit is blamed for it.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, wait
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event

from cohortplan.bench.locks import folder_lock, list_lock, locked, unit_lock
from cohortplan.bench.pace import Pace, kind_of, kinds
from cohortplan.bench.patience import Patience
from cohortplan.bench.record import read_unit, read_units, record_file
from cohortplan.bench.unit import Unit
from cohortplan.bench.worker import Done, do
from cohortplan.errors import Defect, InputError
from cohortplan.executors import Crew

#: Times that a unit may lose its worker.
TRIES = 3
#: Seconds between two looks at whether to stop, and at units that another run has in hand.
PULSE, LOOK = 0.2, 1.0


@dataclass(frozen=True)
class Tally:
    """How far a run has come.

    Attributes
    ----------
    total, done, errors : int
        Units in all, those that have a record, and those of them whose contestant failed.
    here : int
        How many were done by this run.
    hand : tuple of Unit
        Those under way.
    elsewhere : int
        Those that another run has in hand, as far as is known.
    left : float or None
        Seconds that the rest will take, about; None if nothing is known of it.
    """

    total: int
    done: int = 0
    errors: int = 0
    here: int = 0
    hand: tuple[Unit, ...] = ()
    elsewhere: int = 0
    left: float | None = None

    @property
    def complete(self) -> bool:
        """Whether every unit has a record."""
        return self.done == self.total


class Runner:
    """Does the units of a folder that have no record yet. `tally` may be read from other threads.

    Parameters
    ----------
    patience : Patience, optional
        How long contestants are waited for, by workers that may die of it; for ever unless given.
    waits : bool
        Whether to wait for what other runs have in hand, and do what they let go of.

    Attributes
    ----------
    failed : list of Unit
        Those whose contestant failed, now or before.
    cpus : Counter of str
        How many units each kind of processor has done.
    """

    def __init__(
        self, folder: Path, units: Sequence[Unit], crew: Crew, patience: Patience | None = None, *, waits: bool = True
    ) -> None:
        self._folder, self._crew, self._patience, self._waits = folder.resolve(), crew, patience, waits
        # Ctrl-C ends this process and no worker: what a worker has of it, its contestant has raised.
        self._deaths: tuple[type[BaseException], ...] = (
            BrokenExecutor,
            CancelledError,
            KeyboardInterrupt,
            *crew.gives_up,
        )
        self._halted = Event()
        self._pace = Pace(crew.size)
        self._fresh: deque[Unit] = deque()
        self._lost: deque[Unit] = deque()
        self._losses: Counter[str] = Counter()
        self._elsewhere: list[Unit] = []
        self._looked = -LOOK
        self._left = kinds(units)
        self._given = 0
        self._hand: dict[Future[Done], Unit] = {}
        self._wrong: dict[Defect, None] = {}
        self.cpus: Counter[str] = Counter()
        self.failed: list[Unit] = []
        self.tally = Tally(len(units))
        self._take_stock(units)

    def halt(self) -> None:
        """Begin no further unit; `run` returns when those under way are done."""
        self._halted.set()

    def run(self) -> Tally:
        """Do all units that have no record, those included that another run lets go of.

        Raises
        ------
        InputError
            If instances have changed since the work list was made; all that could be done has been done.
        BrokenExecutor
            If the executor cannot be opened, or takes nothing.
        """
        while self._waiting and not self._halted.is_set():
            before = self._given
            try:
                with self._crew.open() as executor:
                    self._work(executor)
            except BrokenExecutor as error:
                if self._given == before:  # another one would be no better
                    raise
                for unit in self._hand.values():
                    self._lose(unit, error)
                self._hand.clear()
        if self._wrong:
            raise InputError(self._wrong)
        return self.tally

    @property
    def _waiting(self) -> bool:
        return bool(self._fresh or self._lost or (self._waits and self._elsewhere))

    def _take_stock(self, units: Iterable[Unit]) -> None:
        """Find out what is done already."""
        known = {unit.id: unit for unit in units}
        found = set()
        for record in read_units(self._folder, known):
            found.add(record.unit)
            self._pace.learn(known[record.unit], record.seconds)
            self._count(known[record.unit], record.status)
        self._fresh.extend(unit for name, unit in known.items() if name not in found)
        self._tell()

    def _work(self, executor: Executor) -> None:
        """Keep workers busy until all is done, or no more is to be begun."""
        while self._hand or (self._waiting and not self._halted.is_set()):
            while not self._halted.is_set() and len(self._hand) < self._crew.size and (unit := self._next()):
                self._give(executor, unit)
            self._tell()
            if not self._hand:
                self._halted.wait(PULSE)
            for future in wait(self._hand, PULSE, "FIRST_COMPLETED").done:
                self._take(future)
            self._tell()

    def _next(self) -> Unit | None:
        """Return what is to be done next. What has cost a worker already is left for the end, and then done alone."""
        if self._fresh:
            return self._fresh.popleft()
        if self._lost:
            return None if self._hand else self._lost.popleft()
        if self._waits and self._elsewhere and time.monotonic() - self._looked > LOOK:
            self._looked = time.monotonic()
            self._fresh.extend(self._elsewhere)
            self._elsewhere.clear()
            return self._fresh.popleft()
        return None

    def _give(self, executor: Executor, unit: Unit) -> None:
        """Give out a unit, unless another run has done it or has it in hand."""
        if (done := read_unit(self._folder, unit.id)) is not None:
            self._count(unit, done.status)
            return
        with locked(unit_lock(self._folder, unit.id)) as free:
            pass
        if not free:
            self._elsewhere.append(unit)
            return
        try:
            self._hand[executor.submit(do, self._folder, unit, Path.cwd(), self._patience)] = unit
        except BrokenExecutor:
            self._fresh.appendleft(unit)
            raise
        self._given += 1

    def _take(self, future: Future[Done]) -> None:
        """Take what has come of a unit."""
        unit = self._hand.pop(future)
        try:
            done = future.result()
        except InputError as error:
            self._wrong |= dict.fromkeys(error.defects)
            self._left[kind_of(unit)] -= 1
        except self._deaths as error:
            self._lose(unit, error)
        else:
            if not done.status:
                self._elsewhere.append(unit)
                return
            self._pace.learn(unit, done.seconds)
            self._count(unit, done.status, here=1)
            self.cpus[done.cpu] += 1

    def _lose(self, unit: Unit, error: BaseException) -> None:
        """Try a unit again whose worker died before it was done; or give it up, if that happens again and again."""
        if (done := read_unit(self._folder, unit.id)) is not None:
            self._pace.learn(unit, done.seconds)
            self._count(unit, done.status, here=1)
            return
        # An executor that gives up has tried several times itself.
        self._losses[unit.id] += TRIES - 1 if isinstance(error, self._crew.gives_up) else 1
        if self._losses[unit.id] < TRIES:
            self._lost.append(unit)
        else:
            from cohortplan.bench.execute import give_up  # which loads all that solves

            record = give_up(self._folder, unit, f"{type(error).__name__}: its worker died every time it was tried")
            self._count(unit, record.status, here=1)

    def _count(self, unit: Unit, status: str, here: int = 0) -> None:
        if status == "error":
            self.failed.append(unit)
        self._left[kind_of(unit)] -= 1
        tally = self.tally
        self.tally = replace(tally, done=tally.done + 1, errors=len(self.failed), here=tally.here + here)

    def _tell(self) -> None:
        hand, left = tuple(self._hand.values()), self._pace.left(self._left)
        self.tally = replace(self.tally, hand=hand, elsewhere=len(self._elsewhere), left=left)


def forget_errors(folder: Path, units: Iterable[Unit]) -> int:
    """Remove the records of units that failed, so that these are tried again; return how many."""
    failed = [record.unit for record in read_units(folder, (unit.id for unit in units)) if record.status == "error"]
    for name in failed:
        record_file(folder, name).unlink(missing_ok=True)
    return len(failed)


def clean(folder: Path) -> None:
    """Remove what killed processes have left half written, unless somebody writes into the folder just now."""
    with locked(folder_lock(folder)) as alone, locked(list_lock(folder), wait=True):
        if not alone:
            return
        for name in ("units", "plans", "."):
            for part in (folder / name).glob(".*.part"):
                part.unlink(missing_ok=True)
        for lock in (folder / "locks").iterdir():
            if record_file(folder, lock.name).exists():
                lock.unlink()
