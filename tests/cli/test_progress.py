"""What is told while solving: who found what, what it is made of, what is proved, and how long it takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from cohortplan.cli import progress
from cohortplan.cli.progress import LineWatch, LiveWatch, Watch, choose_watch, proof
from cohortplan.io import read_scenario
from cohortplan.model import Scenario
from cohortplan.problem import compile_problem
from cohortplan.solvers.base import Board, Stop
from tests.cli.solvers import lopsided, planted


@pytest.fixture
def scenario(folder: Path) -> Scenario:
    """Return the small scenario."""
    return read_scenario(str(folder))


def watched(watch: Watch, scenario: Scenario, seconds: float | None = 60.0) -> Board:
    """Return a board that `watch` listens to."""
    watch.board = Board(compile_problem(scenario), Stop(seconds), watch.heard)
    return watch.board


def test_before_the_first_plan(scenario: Scenario) -> None:
    """The clock runs while the rules are read and while there is no plan."""
    watch = Watch(scenario)
    assert watch.lines() == ["reading the rules"]
    watched(watch, scenario)
    assert watch.lines()[0].endswith("s left: no plan yet")


def test_a_broken_attempt_is_told_by_its_rules(scenario: Scenario) -> None:
    """While hard rules are broken, they are named with their amounts."""
    watch = Watch(scenario)
    board = watched(watch, scenario)
    board.post(lopsided(board.problem), "a guess")
    first, second = watch.lines()
    assert "not yet a plan, found by a guess at" in first
    assert second.startswith("still broken: set size 2")


def test_a_plan_is_told_in_the_organisers_words(scenario: Scenario) -> None:
    """Cost, bound, gap and finder in one line; contacts as won of possible in the other."""
    watch = Watch(scenario)
    board = watched(watch, scenario)
    board.post(planted(board.problem), "search")
    board.post_bound(20, "cpsat")
    first, second = watch.lines()
    assert "soft cost 50, at least 20 proved (gap 60.0%), by search at" in first
    assert "new contacts 9 of 14" in second


def test_without_a_clock_no_time_is_left(scenario: Scenario) -> None:
    """When iterations are the budget, only the time spent is told."""
    watch = Watch(scenario)
    watched(watch, scenario, seconds=None)
    assert "left" not in watch.lines()[0]


@pytest.mark.parametrize(
    ("soft", "bound", "told"),
    [
        (50, None, ""),
        (50, 20, ", at least 20 proved (gap 60.0%)"),
        (50, 50, ", proved to be the least possible"),
        (0, 0, ", proved to be the least possible"),
    ],
)
def test_proof(soft: int, bound: int | None, told: str) -> None:
    """What is proved is told as a gap, or as the end of it."""
    assert proof(soft, bound) == told


def test_plain_lines_come_now_and_then(
    scenario: Scenario, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first news is told at once; nothing is told twice; later news waits for the pause to pass."""
    watch = LineWatch(scenario)
    board = watched(watch, scenario)
    board.post(lopsided(board.problem), "a guess")
    watch.refresh()
    watch.refresh()
    board.post(planted(board.problem), "search")
    watch.refresh()
    assert len(capsys.readouterr().err.splitlines()) == 1
    monkeypatch.setattr(progress, "PAUSE", 0.0)
    watch.refresh()
    watch.refresh()
    (line,) = capsys.readouterr().err.splitlines()
    assert "soft cost 50, by search" in line


def test_on_a_terminal_two_lines_are_kept_up_to_date(
    scenario: Scenario, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The state is drawn in place and rubbed out at the end; nothing goes to standard output."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    watch = choose_watch(scenario, quiet=False)
    assert isinstance(watch, LiveWatch)
    board = watched(watch, scenario)
    with watch:
        board.post(planted(board.problem), "search")
        watch.refresh()
    told = capsys.readouterr()
    assert "new contacts 9 of 14" in told.err
    assert told.out == ""


def test_quiet_watches_show_nothing(scenario: Scenario, capsys: pytest.CaptureFixture[str]) -> None:
    """With --quiet not even the end of the search is announced."""
    watch = choose_watch(scenario, quiet=True)
    board = watched(watch, scenario)
    with watch:
        board.post(planted(board.problem), "search")
        watch.refresh()
        watch.stopping()
    assert capsys.readouterr() == ("", "")
