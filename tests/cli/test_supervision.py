"""Ctrl-C and termination, in a real process."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = """
import sys
from unittest.mock import patch
from cohortplan.cli import main
from tests.cli.solvers import puppets

with patch("cohortplan.solve.registered", puppets):
    sys.exit(main(sys.argv[1:]))
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX systems")


class Solving:
    """A process that solves and has found its first plan."""

    def __init__(self, folder: Path, output: Path, solver: str) -> None:
        command = [sys.executable, "-c", SCRIPT, "solve", str(folder), "-o", str(output)]
        self.process = subprocess.Popen(
            [*command, "--solver", solver, "--seconds", "60"], cwd=ROOT, stdout=-1, stderr=-1, text=True
        )
        assert self.process.stderr is not None
        self.first = self.process.stderr.readline()

    def signal(self, number: int) -> None:
        """Send a signal."""
        self.process.send_signal(number)

    def end(self) -> tuple[int, str, str]:
        """Wait for the end; return the exit code, standard output and the rest of standard error."""
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, out, err


Start = Callable[[str], Solving]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Where the plan goes."""
    return tmp_path / "out.json"


@pytest.fixture
def start(folder: Path, output: Path) -> Iterator[Start]:
    """Start solvers; whatever still runs at the end is killed."""
    started: list[Solving] = []

    def launch(solver: str) -> Solving:
        started.append(Solving(folder, output, solver))
        return started[-1]

    yield launch
    for each in started:
        each.process.kill()
        with each.process:  # closes the pipes
            pass


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_keeps_the_best_plan(start: Start, output: Path, number: int) -> None:
    """The first Ctrl-C, or a request to terminate, ends the search; the plan is written and the exit code is 0."""
    solving = start("patient")
    solving.signal(number)
    code, out, err = solving.end()
    assert code == 0
    assert "best plan so far is kept" in err
    assert "every hard rule is kept" in out
    assert len(json.loads(output.read_text(encoding="utf-8"))["rounds"]) == 2


@pytest.mark.slow
def test_a_second_interrupt_aborts(start: Start, output: Path) -> None:
    """A solver that does not listen is left behind, and nothing is written."""
    solving = start("deaf")
    solving.signal(signal.SIGINT)
    assert solving.process.stderr is not None
    assert "Press Ctrl-C again" in solving.process.stderr.readline()
    solving.signal(signal.SIGINT)
    code, out, err = solving.end()
    assert (code, out) == (130, "")
    assert "nothing was written" in err
    assert not output.exists()


@pytest.mark.slow
def test_progress_is_a_plain_line_when_piped(start: Start) -> None:
    """The first news arrives at once, with the score, what it is made of and who found it."""
    solving = start("patient")
    assert "soft cost 50" in solving.first
    assert "by patient at" in solving.first
    assert "new contacts 9 of 14" in solving.first
    assert "\x1b" not in solving.first
