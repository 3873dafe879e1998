"""The runner: it does what has no record, blames nobody for the death of others, and shares a folder."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from pathlib import Path
from typing import Any

import pytest

from cohortplan.bench import execute, worker
from cohortplan.bench import runner as module
from cohortplan.bench.case import Budget, Case
from cohortplan.bench.crews import SERIAL, Serial, crew_for
from cohortplan.bench.locks import folder_lock, locked, unit_lock
from cohortplan.bench.pace import Pace, kinds
from cohortplan.bench.record import record_file
from cohortplan.bench.runner import Runner, clean, forget_errors
from cohortplan.bench.unit import Unit
from cohortplan.errors import InputError
from cohortplan.executors import Crew
from tests.bench.running.conftest import GOLF, Maker, records

FAILING = """
[[block]]
solvers = ["program:false {plan}"]
seeds = 1
iterations = 1
sources = ["sgp:2-2-3"]
"""


def unit(name: str = "a", **budget: Any) -> Unit:
    """Make a unit that nobody does."""
    return Unit(case=Case(name=name, source=name), sha256="", solver="search", seed=0, budget=Budget(**budget))


def test_every_unit_gets_a_record_and_none_two(made: Maker) -> None:
    """A run does all; the next one finds nothing to do, and one to which units were added does only these."""
    folder, units = made()
    first = Runner(folder, units, crew_for(SERIAL, units)).run()
    assert (first.total, first.done, first.here, first.errors) == (4, 4, 4, 0)
    assert first.complete
    assert records(folder).keys() == {each.id for each in units}
    assert Runner(folder, units, crew_for(SERIAL, units)).run().here == 0
    folder, more = made(GOLF.replace("seeds = 2", "seeds = 3"))
    assert Runner(folder, more, crew_for(SERIAL, more)).run().here == 2


def test_a_halted_run_goes_on_where_it_was(made: Maker) -> None:
    """Halted after one unit, a run begins no other; the next does the rest, and all is as if nothing had been."""
    folder, units = made()
    whole, _ = made(name="whole")
    Runner(whole, units, crew_for(SERIAL, units)).run()

    class Halting(Serial):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            runner.halt()
            return super().submit(fn, *args, **kwargs)

    runner = Runner(folder, units, Crew(Halting, 1))
    assert (runner.run().done, runner.tally.complete) == (1, False)
    assert Runner(folder, units, crew_for(SERIAL, units)).run().here == 3
    assert records(folder) == records(whole)


def test_what_another_run_has_in_hand_is_left_to_it(made: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    """A locked unit is passed over, and done at the end if the lock is let go and no record has come of it."""
    monkeypatch.setattr(module, "LOOK", 0.05)
    monkeypatch.setattr(module, "PULSE", 0.01)
    folder, units = made()
    done: list[str] = []

    class Noting(Serial):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            done.append(args[1].id)
            return super().submit(fn, *args, **kwargs)

    runner = Runner(folder, units, Crew(Noting, 1))
    thread = threading.Thread(target=runner.run)
    with locked(unit_lock(folder, units[0].id)) as mine:
        assert mine
        thread.start()
        while runner.tally.done < 3 or not runner.tally.elsewhere:
            pass
    thread.join()
    assert done == [units[1].id, units[2].id, units[3].id, units[0].id]
    assert runner.tally.complete


def test_what_another_run_has_done_meanwhile_is_not_done_again(made: Maker) -> None:
    """A record that appears after a run has begun counts as done, and not by this run."""
    folder, units = made()
    late = Runner(folder, units, crew_for(SERIAL, units))
    Runner(folder, units[:3], crew_for(SERIAL, units)).run()
    tally = late.run()
    assert (tally.done, tally.here) == (4, 1)


class Fragile(Executor):
    """Does up to three tasks at a time; if one of them is of a case called so, it breaks as all of them do."""

    def __init__(self, deadly: str) -> None:
        self._deadly, self._broken = deadly, False
        self._tasks: list[tuple[Future[Any], Callable[..., Any], tuple[Any, ...]]] = []
        self._timer: threading.Timer | None = None

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Take a task, and do it with those that are taken soon after."""
        assert not kwargs
        if self._broken:
            raise BrokenExecutor
        self._tasks.append((future := Future(), fn, args))
        if self._timer is None:
            self._timer = threading.Timer(0.02, self._do)
            self._timer.start()
        return future

    def _do(self) -> None:
        tasks, self._tasks, self._timer = self._tasks, [], None
        self._broken = any(args[1].case.name == self._deadly for _, _, args in tasks)
        for future, fn, args in tasks:
            if self._broken:
                future.set_exception(BrokenExecutor("a worker died"))
            else:
                future.set_result(fn(*args))


def test_only_the_unit_that_kills_its_workers_is_given_up(made: Maker) -> None:
    """Whatever runs beside it is tried again alone and comes to its end; the culprit gets a record that says why."""
    folder, units = made()
    runner = Runner(folder, units, Crew(lambda: Fragile("sgp:2-2-3"), 3))
    tally = runner.run()
    assert (tally.done, tally.errors, tally.here) == (4, 2, 4)
    found = records(folder)
    for each in units:
        deadly = each.case.name == "sgp:2-2-3"
        assert (found[each.id]["status"] == "error") == deadly
        assert ("its worker died every time" in found[each.id]["error"]) == deadly


def test_an_executor_that_cannot_be_opened_ends_the_run(made: Maker) -> None:
    """It is not opened again and again for nothing."""
    folder, units = made()

    def broken() -> Executor:
        raise BrokenExecutor("no way")

    with pytest.raises(BrokenExecutor, match="no way"):
        Runner(folder, units, Crew(broken, 1)).run()


def test_an_instance_that_has_changed_costs_only_its_own_units(made: Maker) -> None:
    """All else is done, and then it is said which instance is another now."""
    folder, units = made()
    changed = [each.model_copy(update={"sha256": "0"}) if each.seed else each for each in units]
    runner = Runner(folder, changed, crew_for(SERIAL, units))
    with pytest.raises(InputError, match="has changed since the work list was made") as refused:
        runner.run()
    assert len(refused.value.defects) == 2
    assert (runner.tally.done, len(records(folder))) == (2, 2)


def test_failures_can_be_tried_again(made: Maker) -> None:
    """An error is a record, too; it is forgotten where that is asked for, and nothing else is."""
    folder, units = made(f"{GOLF}{FAILING}")
    assert Runner(folder, units, crew_for(SERIAL, units)).run().errors == 1
    assert Runner(folder, units, crew_for(SERIAL, units)).run().here == 0
    assert forget_errors(folder, units) == 1
    assert Runner(folder, units, crew_for(SERIAL, units)).run().here == 1


def test_leftovers_are_removed_unless_somebody_is_writing(made: Maker) -> None:
    """Parts of files that were never finished go, and so do locks of units that are done; records stay."""
    folder, units = made()
    Runner(folder, units[:1], crew_for(SERIAL, units)).run()
    parts = [folder / "units" / ".x.part", folder / "plans" / ".y.part", folder / ".work.part"]
    locks = [unit_lock(folder, each.id) for each in units[:2]]
    for file in (*parts, *locks):
        file.touch()
    with locked(folder_lock(folder), shared=True):
        clean(folder)
        assert all(file.exists() for file in (*parts, *locks))
    clean(folder)
    assert [file.exists() for file in (*parts, *locks)] == [False] * 4 + [True]
    assert record_file(folder, units[0].id).exists()


def test_time_left_is_judged_by_units_alike() -> None:
    """By those of the same solver and budget; else by the time limit; else by all; and shared by the workers."""
    pace = Pace(2)
    assert pace.left(kinds([unit(iterations=5)])) is None
    assert pace.left(kinds([unit(seconds=30), unit(seconds=30)])) == 30
    pace.learn(unit(iterations=5), 2)
    pace.learn(unit(iterations=5), 4)
    assert pace.left(kinds([unit("b", iterations=5)] * 4)) == 6
    assert pace.left(kinds([unit(iterations=6)])) == 1.5
    assert pace.left(kinds([])) == 0


@pytest.mark.parametrize(
    ("name", "number", "seconds", "size"),
    [("processes", None, 1.0, 1), ("processes", 3, 1.0, 3), ("dask", None, 1.0, 1), (SERIAL, 4, None, 1)],
)
def test_one_unit_at_a_time_by_the_clock(name: str, number: int | None, seconds: float | None, size: int) -> None:
    """On this machine, unless it is said otherwise."""
    one = unit(seconds=seconds) if seconds else unit(iterations=1)
    assert crew_for(name, [one], number).size == size


def test_each_core_has_a_unit_where_iterations_are_counted() -> None:
    """The clock does not matter there."""
    import os

    assert crew_for("processes", [unit(iterations=1)]).size == os.cpu_count()
    assert crew_for(f"{__name__}:in_turn", [unit(iterations=1)], 1).size == 1


@pytest.mark.parametrize(("name", "told"), [("fails", "RuntimeError: no cluster today"), ("none", "is no executor")])
def test_an_executor_that_is_none_is_refused(made: Maker, name: str, told: str) -> None:
    """Whatever somebody's function does instead of making one."""
    folder, units = made()
    with pytest.raises(InputError, match=told):
        Runner(folder, units, crew_for(f"{__name__}:{name}", units, 1)).run()


def fails() -> Executor:
    """Make no executor."""
    raise RuntimeError("no cluster today")


def none() -> None:
    """Return no executor."""


def in_turn() -> Executor:
    """Return an executor, as a module of one's own does."""
    return Serial()


def test_what_is_timed_is_loaded_before(made: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Solvers are loaded and kernels compiled before the clock of a timed unit starts; iterations need no such care."""
    told: list[str] = []
    monkeypatch.setattr(worker, "warm_up", lambda: told.append("warm"))
    monkeypatch.setattr(execute, "find_contestant", told.append)
    folder, units = made(GOLF.replace("iterations = 500", "seconds = 0.1"))
    worker.do(folder, units[0], Path.cwd())
    folder, units = made(name="counted")
    worker.do(folder, units[0], Path.cwd())
    assert told == ["warm", "search", "search"]


def test_locks_are_held_alone_or_shared(tmp_path: Path) -> None:
    """Alone is alone, shared keeps away only who wants it alone, and both end with the block."""
    file = tmp_path / "locks" / "x"
    with locked(file) as first, locked(file) as second, locked(file, shared=True) as third:
        assert (first, second, third) == (True, False, False)
    with locked(file, shared=True) as first, locked(file, shared=True) as second, locked(file) as third:
        assert (first, second, third) == (True, True, False)
    with locked(file, wait=True) as again:
        assert again
