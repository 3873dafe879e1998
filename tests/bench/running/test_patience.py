"""Contestants that do not end: what they are given, and what becomes of the run."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from threading import Thread

import pytest

from cohortplan.bench.case import Budget
from cohortplan.bench.crews import SERIAL, Separate, crew_for, patience_for
from cohortplan.bench.patience import DEAF, FACTOR, GRACE, Patience, watched
from cohortplan.bench.runner import Runner
from cohortplan.errors import InputError
from tests.bench.running.conftest import Maker, records
from tests.bench.running.test_runner import unit


def test_a_contestant_may_take_several_times_its_budget() -> None:
    """And some time beside; unless it is said otherwise, which is all there is for iterations."""
    assert Patience().limit(Budget(seconds=10)) == 10 * FACTOR + GRACE
    assert Patience().limit(Budget(iterations=10)) is None
    assert Patience(7).limit(Budget(seconds=10)) == Patience(7).limit(Budget(iterations=10)) == 7


def test_nobody_is_ended_before_the_time_is_up() -> None:
    """A limit below a budget is refused, and so is one where nothing can be ended; both with a way out."""
    units = [unit(seconds=5), unit(seconds=9), unit(iterations=1)]
    assert patience_for("processes", units, 9.5) == Patience(9.5)
    assert patience_for("processes", units) == Patience()
    with pytest.raises(InputError, match="Give --longest more than the longest budget, 9 s, and"):
        patience_for("dask", units, 9)
    for number in (float("nan"), float("inf"), 1e9):
        with pytest.raises(InputError, match="nobody waits so long"):
            patience_for("processes", units, number)
    with pytest.raises(InputError, match="Choose another executor, or leave --longest out"):
        patience_for(SERIAL, units, 99)


def test_the_process_that_leads_is_not_ended(made: Maker) -> None:
    """What is done in it takes as long as it takes, whatever executor does it there."""
    folder, units = made()
    assert Patience().vain
    assert not Patience(leader=("elsewhere", 1)).vain
    tally = Runner(folder, units, crew_for(SERIAL, units), Patience(0.001)).run()
    assert (tally.done, tally.errors) == (4, 0)


def test_what_ends_in_time_is_left_alone() -> None:
    """Its watch is called off, whether all went well or not."""
    late: list[str] = []
    with watched(0.05, lambda: late.append("late")):
        pass
    with pytest.raises(ValueError, match="bad luck"), watched(0.05, lambda: late.append("late")):
        raise ValueError("bad luck")
    with watched(None, lambda: late.append("late")):
        time.sleep(0.1)
    assert late == []
    assert DEAF > 1


def leave_behind() -> int:
    """Start a thread and a process that go on for a minute; return the number of the process."""
    Thread(target=time.sleep, args=(60,)).start()
    return subprocess.Popen(["sleep", "60"]).pid  # noqa: S607


@pytest.mark.slow
def test_what_a_contestant_leaves_behind_makes_nobody_wait() -> None:
    """A process ends when it is done, with all that was started in it; and no more are begun than have to do."""
    began = time.monotonic()
    with Separate(1_000_000) as executor:
        left = executor.submit(leave_behind).result()
    assert time.monotonic() - began < 30
    assert not _runs(left)


def _runs(pid: int) -> bool:
    """Whether a process runs: one that has ended but was not asked for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.slow
def test_a_contestant_that_does_not_end_costs_its_unit_and_no_other(made: Maker, tmp_path: Path) -> None:
    """It is ended with what it has started and gets a record that says so, at the first try; the rest is done."""
    note = tmp_path / "program"
    hang = f"program:sh -c \"echo $$ > '{note}'; sleep 60\" {{plan}}"
    solvers = json.dumps([hang, "deal"])
    text = f'[[block]]\nsolvers = {solvers}\nseeds = 1\niterations = 3\nsources = ["sgp:2-2-3"]\n'
    folder, units = made(text)
    tally = Runner(folder, units, crew_for("processes", units, 1), Patience(2.5)).run()
    assert (tally.done, tally.here, tally.errors) == (2, 2, 1)
    found = records(folder)
    assert found[units[0].id]["error"] == "the contestant did not end within 2.5 s, and was ended"
    assert found[units[1].id]["status"] == "feasible"
    assert not _runs(int(note.read_text(encoding="utf-8")))
