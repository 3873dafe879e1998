"""The manifest: what is told of a run, and what is not."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from cohortplan.bench import machine
from cohortplan.bench.crews import SERIAL, crew_for
from cohortplan.bench.manifest import note_job, session
from cohortplan.bench.runner import Runner
from cohortplan.errors import InputError
from tests.bench.running.conftest import GOLF, Maker


def read(folder: Path) -> dict[str, Any]:
    """Return the manifest of a run."""
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return found


def test_a_run_tells_what_it_was_made_of(made: Maker) -> None:
    """Suite, instances, solvers, seeds and budgets; and for each session programs, machine, and when."""
    folder, units = made()
    with session(folder, ["cohortplan", "bench", "run"], executor=SERIAL, workers=1) as told:
        told["done"] = Runner(folder, units, crew_for(SERIAL, units)).run().here
    found = read(folder)
    assert found["suite"]["title"] == "Golf"
    assert found["instances"] == {each.case.name: each.sha256 for each in units}
    assert (found["solvers"], found["seeds"], found["budgets"]) == (["search"], [0, 1], ["500 iterations"])
    (entry,) = found["sessions"]
    assert entry["started"] <= entry["ended"]
    assert entry["done"] == entry["workers"] * 4 == 4
    assert {"cohortplan", "git", "python", "packages", "machine", "joules", "command"} <= entry.keys()
    assert {"numpy", "ortools", "numba", "pydantic"} <= entry["packages"].keys()
    assert set(entry["machine"]["threads"].values()) == {"1"}


def test_every_session_has_an_entry_and_a_killed_one_no_end(made: Maker) -> None:
    """What was killed has begun and never ended; who comes next writes below it, and ends only its own entry."""
    folder, _ = made()
    killed = session(folder, ["first"])
    killed.__enter__()
    with session(folder, ["second"]):
        pass
    first, second = read(folder)["sessions"]
    assert (first["command"], first["ended"]) == ("first", None)
    assert second["ended"] is not None


def test_jobs_alike_are_one_session(made: Maker) -> None:
    """A thousand jobs on machines alike do not make a thousand entries; other machines have their own."""
    folder, _ = made()
    note_job(folder, 2, executor="jobs")
    note_job(folder, 3, executor="jobs")
    note_job(folder, 1, executor="other")
    assert [each["done"] for each in read(folder)["sessions"]] == [5, 1]


def test_what_was_added_meanwhile_is_told_too(made: Maker) -> None:
    """Where two runs share a folder, the one that ends later may have begun before work was added."""
    folder, units = made()
    with session(folder, ["first"]):
        _, more = made(GOLF.replace("seeds = 2", "seeds = 3"))
    assert read(folder)["units"] == len(more) > len(units)


@pytest.mark.parametrize("text", ["", "[]", '{"sessions": 3}', '{"sessions": ["x"]}', '{"sessions": [{'])
def test_a_manifest_that_is_none_is_refused(made: Maker, text: str) -> None:
    """Be it cut off or another file: what to do is said, and nothing is overwritten."""
    folder, _ = made()
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"this is no manifest of a run\. Put it back, or remove it"):
        note_job(folder, 1)
    assert (folder / "manifest.json").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["cohortplan", "bench", "run", "/home/ida/s.toml", "-o", "runs/a"], "cohortplan bench run s.toml -o runs/a"),
        (["run", "--instances=/data/x y/z", "~/s.toml", "../t.toml"], "run --instances=z s.toml t.toml"),
        (["--executor", "dask:tcp://ida.example:8786"], "--executor dask:…"),
        (["mdgp:/data/RanInt.txt", "sgp:8-4-10", "\\\\server\\ida\\x"], "mdgp:RanInt.txt sgp:8-4-10 x"),
    ],
)
def test_a_command_line_names_no_folder_and_no_host(typed: list[str], told: str) -> None:
    """Of a way to a file elsewhere only its last part is told, and of a cluster only its kind."""
    assert machine.command_line(typed) == told


def test_a_commit_is_told_where_the_source_is_a_checkout(tmp_path: Path) -> None:
    """With a mark if files were changed since; nothing is told of a repository that merely lies above it."""
    assert machine.checkout(tmp_path) is None
    package = tmp_path / "package"
    package.mkdir()
    (package / "__init__.py").touch()

    def git(*words: str) -> None:
        settings = ["-c", "user.name=x", "-c", "user.email=x@x.example", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", "-C", tmp_path, *settings, *words], check=True, capture_output=True)  # noqa: S607

    git("init", "-q")
    git("commit", "-q", "--allow-empty", "-m", "none")
    assert machine.checkout(package) is None
    git("add", "-A")
    git("commit", "-q", "-m", "all")
    clean = machine.checkout(package)
    assert clean is not None
    assert (len(clean["commit"]), clean["dirty"]) == (40, False)
    (package / "__init__.py").write_text("1")
    assert machine.checkout(package) == {**clean, "dirty": True}


def test_energy_is_told_where_it_can_be_read(tmp_path: Path) -> None:
    """Joules of all packages, over the end of a counter too; nothing where there is no counter."""
    assert machine.energy(tmp_path) is None
    assert machine.joules(None, None) is None
    package, part = tmp_path / "intel-rapl:0", tmp_path / "intel-rapl:0:1"
    for folder, used in ((package, 9_000_000), (part, 1)):
        folder.mkdir()
        (folder / "energy_uj").write_text(f"{used}\n")
        (folder / "max_energy_range_uj").write_text("10000000\n")
    before = machine.energy(tmp_path)
    (package / "energy_uj").write_text("9500000\n")
    assert machine.joules(before, machine.energy(tmp_path)) == 0.5
    (package / "energy_uj").write_text("2000000\n")
    assert machine.joules(before, machine.energy(tmp_path)) == 3.0
    assert machine.joules(before, {}) is None
