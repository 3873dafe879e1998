"""Commands that need no solver start without one, be it installed or not."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.two_days import write_broken_plan, write_folder, write_plan_file

#: Runs a command where some libraries cannot be imported, then prints which modules were loaded.
SCRIPT = """
import json, sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"ortools", "numba", "llvmlite", "pandas"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
from cohortplan.cli import main

code = main(sys.argv[1:])
print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)
"""


def run_without_solvers(*typed: object) -> tuple[int, str, set[str]]:
    """Return a command's exit code, its standard output, and the top-level modules it loaded."""
    command = [sys.executable, "-c", SCRIPT, *map(str, typed)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    code, modules = json.loads(done.stderr.splitlines()[-1])
    return code, done.stdout, {name.split(".")[0] for name in modules}


@pytest.mark.parametrize("typed", [["--help"], ["--version"], ["solve", "--help"]])
def test_help_loads_next_to_nothing(typed: list[str]) -> None:
    """Help needs neither the solvers nor the model's libraries: that is why it is quick."""
    code, out, loaded = run_without_solvers(*typed)
    assert code == 0
    assert out
    assert not loaded & {"ortools", "numba", "pandas", "numpy", "pydantic", "rich"}


def test_shapes_are_advised_on_without_anything_heavy() -> None:
    """``shape`` is arithmetic: neither solvers nor numpy nor the model's libraries are loaded."""
    code, out, loaded = run_without_solvers("shape", "35")
    assert code == 0
    assert "7 sets of 5" in out
    assert not loaded & {"ortools", "numba", "pandas", "numpy", "pydantic"}


def test_scenarios_are_checked_without_solvers(tmp_path: Path) -> None:
    """``check`` of a scenario works where ortools and numba are absent."""
    code, out, loaded = run_without_solvers("check", write_folder(tmp_path))
    assert (code, out.split()[0]) == (0, "two-days")
    assert not loaded & {"ortools", "numba", "pandas"}


@pytest.mark.parametrize("command", ["check", "score", "show", "network"])
def test_plans_are_judged_without_solvers(tmp_path: Path, command: str) -> None:
    """``check``, ``score``, ``show`` and ``network`` of a plan work where ortools and numba are absent."""
    code, out, loaded = run_without_solvers(command, write_folder(tmp_path), write_plan_file(tmp_path))
    assert code == 0
    assert out
    assert not loaded & {"ortools", "numba", "pandas"}


@pytest.mark.parametrize("typed", [("move", "A01", "D1.2"), ("swap", "A01", "A02"), ("lock", "D2")])
def test_plans_are_edited_without_solvers(tmp_path: Path, typed: tuple[str, ...]) -> None:
    """``move``, ``swap`` and ``lock`` answer where ortools and numba are absent."""
    command, *words = typed
    code, out, loaded = run_without_solvers(command, write_folder(tmp_path), write_plan_file(tmp_path), *words)
    assert code == 0
    assert out
    assert not loaded & {"ortools", "numba", "pandas"}


@pytest.mark.parametrize("bounds", ["--bounds", "--no-bounds"])
def test_reports_are_written_without_solvers(tmp_path: Path, bounds: str) -> None:
    """``report`` works where ortools and numba are absent, what is proved by counting included."""
    folder, plan = write_folder(tmp_path), write_plan_file(tmp_path)
    code, out, loaded = run_without_solvers("report", folder, plan, "-o", tmp_path / "report.html", bounds)
    assert (code, out) == (0, f"Written to {tmp_path / 'report.html'}.\n")
    assert not loaded & {"ortools", "numba", "pandas"}


def test_broken_plans_are_found_without_solvers(tmp_path: Path) -> None:
    """The checker judges by itself: a broken plan is refused where no solver could have been asked."""
    code, out, _ = run_without_solvers("check", write_folder(tmp_path), write_broken_plan(tmp_path))
    assert code == 2
    assert out.startswith("no_host_twice: ")


def test_calendars_are_written_without_a_reader(tmp_path: Path) -> None:
    """``ics`` loads neither a solver nor icalendar, which is for calendars of others."""
    code, _, loaded = run_without_solvers(
        "ics", write_folder(tmp_path), write_plan_file(tmp_path), "-o", tmp_path / "calendars"
    )
    assert code == 0
    assert not loaded & {"ortools", "numba", "pandas", "icalendar"}
