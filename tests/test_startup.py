"""Commands that need no solver start without one, be it installed or not."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.cli.two_days import write_broken_plan, write_folder, write_plan_file

#: Runs commands, one after the other, where some libraries cannot be imported; prints what came of each, and which
#: modules were loaded in the end.
SCRIPT = """
import json, sys
from contextlib import redirect_stdout
from io import StringIO

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"ortools", "numba", "llvmlite", "pandas"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
from cohortplan.cli import main

told = []
for typed in json.loads(sys.argv[1]):
    with redirect_stdout(StringIO()) as out:
        code = main(typed)
    told.append([code, out.getvalue()])
print(json.dumps([told, sorted(sys.modules)]))
"""


def run_without_solvers(*commands: Sequence[object]) -> tuple[list[tuple[int, str]], set[str]]:
    """Return each command's exit code and standard output, and the top-level modules they loaded between them."""
    typed = json.dumps([[str(word) for word in command] for command in commands])
    done = subprocess.run([sys.executable, "-c", SCRIPT, typed], capture_output=True, text=True, check=True)
    told, modules = json.loads(done.stdout.splitlines()[-1])
    return [(code, out) for code, out in told], {name.split(".")[0] for name in modules}


def test_help_loads_next_to_nothing() -> None:
    """Help needs neither the solvers nor the model's libraries: that is why it is quick."""
    told, loaded = run_without_solvers(["--help"], ["--version"], ["solve", "--help"])
    assert all(code == 0 and out for code, out in told)
    assert not loaded & {"ortools", "numba", "pandas", "numpy", "pydantic", "rich"}


def test_shapes_are_advised_on_without_anything_heavy() -> None:
    """``shape`` is arithmetic: neither solvers nor numpy nor the model's libraries are loaded."""
    ((code, out),), loaded = run_without_solvers(["shape", "35"])
    assert code == 0
    assert "7 sets of 5" in out
    assert not loaded & {"ortools", "numba", "pandas", "numpy", "pydantic"}


def test_calendars_are_written_without_a_reader(tmp_path: Path) -> None:
    """``ics`` loads neither a solver nor icalendar, which is for calendars of others."""
    folder, plan = write_folder(tmp_path), write_plan_file(tmp_path)
    ((code, _),), loaded = run_without_solvers(["ics", folder, plan, "-o", tmp_path / "calendars"])
    assert code == 0
    assert not loaded & {"ortools", "numba", "pandas", "icalendar"}


def test_scenarios_and_plans_are_judged_without_solvers(tmp_path: Path) -> None:
    """``check``, ``score``, ``show`` and ``network`` work where ortools and numba are absent.

    The checker judges by itself: a broken plan is found where no solver could have been asked.
    """
    folder, plan = write_folder(tmp_path), write_plan_file(tmp_path)
    commands = [["check", folder], *([command, folder, plan] for command in ("check", "score", "show", "network"))]
    told, loaded = run_without_solvers(*commands, ["check", folder, write_broken_plan(tmp_path)])
    *well, (code, out) = told
    assert all(code == 0 and out for code, out in well)
    assert well[0][1].split()[0] == "two-days"
    assert code == 2
    assert out.startswith("no_host_twice: ")
    assert not loaded & {"ortools", "numba", "pandas"}


def test_plans_are_edited_without_solvers(tmp_path: Path) -> None:
    """``move``, ``swap`` and ``lock`` answer where ortools and numba are absent."""
    folder, plan = write_folder(tmp_path), write_plan_file(tmp_path)
    edits = (("move", "A01", "D1.2"), ("swap", "A01", "A02"), ("lock", "D2"))
    told, loaded = run_without_solvers(*([command, folder, plan, *words] for command, *words in edits))
    assert all(code == 0 and out for code, out in told)
    assert not loaded & {"ortools", "numba", "pandas"}


def test_reports_are_written_without_solvers(tmp_path: Path) -> None:
    """``report`` works where ortools and numba are absent, what is proved by counting included."""
    report, page = ["report", write_folder(tmp_path), write_plan_file(tmp_path), "-o"], tmp_path / "report.html"
    told, loaded = run_without_solvers(*([*report, page, bounds] for bounds in ("--bounds", "--no-bounds")))
    assert told == [(0, f"Written to {page}.\n")] * 2
    assert not loaded & {"ortools", "numba", "pandas"}
