"""What is told of a scenario that has no plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from cohortplan.cli.views_of_clashes import clash_lines, way_lines
from cohortplan.io import find_places, read_scenario
from cohortplan.relax import WayOut, find_clash
from tests.cli.conftest import Runner
from tests.cli.two_days import write_plan_file


@pytest.fixture
def small(folder: Path) -> Path:
    """Return the folder, the hosts having no room for a set of three."""
    table = folder / "hosts.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",6,2", ",2,1"), encoding="utf-8")
    return folder


def test_check_counts_before_any_search(run: Runner, small: Path) -> None:
    """Exit code 3; the rules are named, and each row with its file, row and column; of many the first few."""
    told = run("check", small)
    assert told.code == 3
    assert "host_capacity: Whenever people arrive at a host" in told.out
    assert "H1 has room for 2 (hosts.csv, row 2, column capacity)" in told.out
    assert "H4 has room for 2 (hosts.csv, row 5, column capacity)" in told.out
    assert "holds together" not in told.out


def test_check_tells_it_as_json(run: Runner, small: Path) -> None:
    """The one document has the members of the clash, and says that the scenario is not valid."""
    told = run("check", small, "--json")
    assert (told.code, told.json["valid"]) == (3, False)
    assert told.json["clash"]["proved"]
    paths = [member["path"] for member in told.json["clash"]["members"] if "path" in member]
    assert paths == [["hosts", k, "capacity"] for k in range(4)]


def test_rows_are_found_in_their_files(folder: Path) -> None:
    """Parts of hosts that stand in tables of their own are found there; what has no row is left out."""
    (folder / "closures.csv").write_text("host,from,until\nH2,2026-10-08,2026-10-09\n", encoding="utf-8")
    (folder / "locks.csv").write_text("participant,set\nA01,D1.1\n", encoding="utf-8")
    paths = [("hosts", 1, "closures", 0), ("seat_locks", 0), ("ties", 0), ("hosts", 2, "least"), ("ties", 9)]
    found = find_places(folder, paths)
    told = ["closures.csv, row 2", "locks.csv, row 2", "ties.csv, row 2", "hosts.csv, row 4, column min"]
    assert [found.get(path) for path in paths] == [*told, None]
    assert find_places("sgp:2-2-1", paths) == {}


def test_only_the_first_of_many_alike_are_told(small: Path) -> None:
    """With a fifth host of the kind there is one more like these."""
    table = small / "hosts.csv"
    fifth = "H5,Ferry Office,Ferry,public,office,Hull,2,1\n"
    table.write_text(table.read_text(encoding="utf-8").rstrip() + f"\n{fifth}", encoding="utf-8")
    scenario = read_scenario(small)
    clash = find_clash(scenario, ["host_capacity", "set_size"], seconds=60.0)
    lines = list(clash_lines(str(small), scenario, clash))
    assert "  and 1 more like it (capacity)" in lines
    assert lines[-1] == "Without any one of them there is a plan that keeps the others."


def test_ways_out_are_told_with_what_they_take(folder: Path, tmp_path: Path) -> None:
    """A change says where it is made and whom it touches; a rule made a wish by how much it is broken at least."""
    from cohortplan.io import read_plan

    plan = read_plan(write_plan_file(tmp_path))
    ways = [
        WayOut("raise capacity of H1 by 1", 1, 3, 50, plan, paths=(("hosts", 0, "capacity"),)),
        WayOut("let mix be a wish: hard = false", 2, 1, 60, plan, rule="mix", bound=2),
        WayOut("let pins be a wish: hard = false", 3, 4, 60, plan, rule="pins", bound=1),
    ]
    assert list(way_lines(str(folder), ways))[1:] == [
        "  raise capacity of H1 by 1 (hosts.csv, row 2, column capacity): it touches 3 people.",
        "  let mix be a wish: hard = false: a plan breaks it by 2, no plan breaks it less; it touches 1 person.",
        "  let pins be a wish: hard = false: a plan breaks it by 3, at least 1 is proved; it touches 4 people.",
    ]
    assert "No single change" in next(iter(way_lines(str(folder), [])))
