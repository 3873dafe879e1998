"""``solve`` hub by hub: on processes of this machine, told as it goes, and refused where it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Runner
from tests.support.folders import write_folder

HUBS = ("Leeds", "York")
SETTINGS = """
[programme]
id = "two-hubs"
title = "Two hubs"
starts = 2026-09-01
ends = 2027-07-31

[attributes]
hub = ["Leeds", "York"]

[[rules]]
rule = "hubs"
rounds = ["D1"]

[[rules]]
rule = "new_contacts"
"""


def hubs(settings: str = SETTINGS) -> dict[str, str]:
    """Return the files of a programme of 16 people in two hubs, with a visit day in either and a day across them."""
    people = "".join(f"P{k:02},Person {k},{HUBS[k % 2]}\n" for k in range(16))
    hosts = "".join(f"H{k},Host {k},{HUBS[k % 2]},8\n" for k in range(4))
    days = "D1,4,4,visit,visit,2026-10-08,10:00,12:00\nX1,4,4,meeting,meet,2026-11-05,10:00,12:00\n"
    return {
        "scenario.toml": settings,
        "participants.csv": f"id,name,hub\n{people}",
        "hosts.csv": f"id,name,town,capacity\n{hosts}",
        "rounds.csv": f"round,sets,size,activity,kind,date,from,until\n{days}",
    }


@pytest.mark.slow
def test_hubs_are_planned_side_by_side(run: Runner, tmp_path: Path) -> None:
    """Told to use processes, the command plans both hubs and the day across them, and says how many hubs are done."""
    folder = write_folder(tmp_path / "hubs", hubs())
    plan = tmp_path / "plan.json"
    told = run("solve", folder, "-o", plan, "--executor", "processes", "--iterations", "2000")
    assert told.code == 0, told.err
    assert run("check", folder, plan).code == 0
    assert "every hard rule is kept" in told.out


def test_without_hubs_an_executor_is_of_no_use(run: Runner, folder: Path, tmp_path: Path) -> None:
    """Where there are no hubs the scenario is solved as usual, and that is said."""
    told = run("solve", folder, "-o", tmp_path / "plan.json", "--executor", "processes", "--iterations", "200")
    assert told.code == 0
    assert "no hard rule `hubs`" in told.err


def test_other_solvers_know_nothing_of_hubs(run: Runner, folder: Path, tmp_path: Path) -> None:
    """An executor and a solver of one's own choice do not go together, and that is said rather than one left out."""
    told = run("solve", folder, "-o", tmp_path / "plan.json", "--executor", "processes", "--solver", "greedy")
    assert told.code == 2
    assert "--executor plans hubs with portfolio only" in told.err


def test_an_executor_that_is_not_there(run: Runner, tmp_path: Path) -> None:
    """An executor of no known name is bad input, with the names there are."""
    folder = write_folder(tmp_path / "hubs", hubs())
    told = run("solve", folder, "-o", tmp_path / "plan.json", "--executor", "clouds")
    assert told.code == 2
    assert "Name processes, dask" in told.err


def test_sets_that_cannot_be_shared_out(run: Runner, tmp_path: Path) -> None:
    """Three sets of four cannot hold two hubs of eight: the hub and its seats are named."""
    files = hubs()
    files["rounds.csv"] = files["rounds.csv"].replace("D1,4,4", "D1,3,4-6")
    told = run("solve", write_folder(tmp_path / "hubs", files), "-o", tmp_path / "plan.json", "--executor", "processes")
    assert told.code == 2
    assert "8 people of York meet 4 to 6 seats" in told.err
