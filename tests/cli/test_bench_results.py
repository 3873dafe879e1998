"""What came of runs, on the command line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.bench.analysis.made import SOLVERS, laboratory, write_folder
from tests.cli.conftest import Runner

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a folder of runs before the search was made quicker, and one after it, on another machine."""
    write_folder(tmp_path / "before", *laboratory(seeds=2), {"sessions": [{"machine": {"cpu": "One"}}]})
    monkeypatch.setitem(SOLVERS, "search", (0.8, 0.0))
    write_folder(tmp_path / "after", *laboratory(seeds=2), {"sessions": [{"machine": {"cpu": "Another"}}]})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_readme_shows_what_is_printed(run: Runner, folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example in the README is the command's output, word for word; to renew it, put that in its place."""
    del folders
    monkeypatch.setenv("COLUMNS", "100")
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"```console\n\$ cohortplan (bench compare [^\n]+)\n(.+?)```\n", text, re.S)
    assert found is not None
    assert run(*found[1].split()).out == found[2]


@pytest.mark.slow
def test_a_report_is_written_beside_the_runs(run: Runner, folders: Path) -> None:
    """Unless told otherwise it is in the folder of the runs; JSON names every file."""
    told = run("bench", "report", "before", "--json").json
    assert (told["runs"], told["planned"], told["files"][0]) == (54, 54, "before/report/report.html")
    assert all((folders / name).is_file() for name in told["files"])
    said = run("bench", "report", "before", "-o", "elsewhere").out
    assert said.startswith("54 runs of 9 cases.\nWritten to elsewhere/report.html, and ")


@pytest.mark.slow
def test_json_has_the_main_figures(run: Runner, folders: Path) -> None:
    """JSON tells of each kind of budget what the page tells first, in the words and numbers of the tables."""
    found = run("bench", "report", "before", "--json").json["budgets"]["iterations"]
    assert [each["solver"] for each in found["solvers"]] == ["search", "portfolio", "cpsat"]
    assert {"plans", "median_gap", "best_in", "mean_rank", "mean_integral"} <= found["solvers"][0].keys()
    assert [(each["first"], each["second"], each["pairs"]) for each in found["duels"]] == [
        ("search", "portfolio", 18), ("search", "cpsat", 18), ("portfolio", "cpsat", 18)
    ]  # fmt: skip
    assert found["friedman"]["blocks"] == 9
    write_folder(folders / "one", *laboratory(cases=1, seeds=1))
    told = run("bench", "report", "one", "--json")
    assert told.json["budgets"]["iterations"]["duels"][0]["p_holm"] is None
    assert "NaN" not in told.out


def test_units_to_come_are_counted(run: Runner, folders: Path) -> None:
    """A run that is under way can be reported, and it is said how much is missing."""
    next((folders / "before" / "units").iterdir()).unlink()
    assert run("bench", "report", "before", "--markdown", "results.md").out == (
        "53 runs of 9 cases, 1 still to come.\nWritten to results.md.\n"
    )
    assert (folders / "results.md").read_text(encoding="utf-8").startswith("# Benchmark results\n")


def test_another_machine_is_a_reason_to_be_careful(run: Runner, folders: Path) -> None:
    """Where the manifests differ it is noted, in JSON, too; the exit code is 0 all the same."""
    del folders
    told = run("bench", "compare", "before", "after")
    assert told.code == 0
    assert told.err == "Note: machine.cpu is not the same: One before, Another after.\n"
    found = run("bench", "compare", "before", "after", "--json", "--solver", "search").json
    assert found["machine"] == [{"what": "machine.cpu", "before": "One", "after": "Another"}]
    assert [each["after_is"] for each in found["figures"]] == ["better", "better"]
    assert len(found["figures"][0]["by_case"]) == 9


def test_the_same_runs_are_the_same(run: Runner, folders: Path) -> None:
    """A folder against itself: nothing is better, and no number is missing or infinite."""
    del folders
    told = run("bench", "compare", "before", "before", "--json")
    assert {each["after_is"] for each in told.json["figures"]} == {"same"}
    assert "NaN" not in told.out
    assert run("bench", "compare", "before", "before").err == ""


def test_what_cannot_be_read_is_bad_input(run: Runner, folders: Path) -> None:
    """A folder that is none, broken records and solvers that nobody knows end with 2 and say what to do."""
    assert run("bench", "report", "nowhere").code == 2
    (folders / "after" / "units" / "zz.json").write_text("broken\n")
    told = run("bench", "compare", "before", "after")
    assert told.code == 2
    assert "zz.json, row 1: this is no record" in told.err
    told = run("bench", "compare", "before", "before", "--solver", "nobody")
    assert told.code == 2
    assert "their solvers: search, portfolio, cpsat" in told.err


def test_a_report_needs_a_folder_to_go_to(run: Runner, folders: Path) -> None:
    """A file in its place, or in the place of a folder above it, is told before anything is worked out."""
    (folders / "file").write_text("mine")
    for target in ("file", "file/below"):
        told = run("bench", "report", "before", "-o", target)
        assert told.code == 2
        assert told.err.startswith(f"{target}: files cannot be written into this (")
    assert (folders / "file").read_text() == "mine"
