"""``ics``: calendars for everyone, of sound plans only."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Runner


def test_everyone_gets_a_calendar(run: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> None:
    """6 people, 4 sets, 4 hosts and the programme: 15 calendars and their list."""
    told = run("ics", folder, plan_file, "-o", tmp_path / "calendars")
    assert told.code == 0
    assert f"15 calendars in {tmp_path / 'calendars'}: 6 participants, 4 sets, 4 hosts, 1 programme" in told.out
    assert len(list((tmp_path / "calendars").rglob("*.ics"))) == 15


def test_the_files_as_json(run: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> None:
    """The JSON lists exactly the files that were written."""
    target = tmp_path / "calendars"
    told = run("ics", folder, plan_file, "-o", target, "--json").json
    written = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
    assert set(told["files"]) == written


def test_a_broken_plan_gets_no_calendars(run: Runner, folder: Path, broken_plan: Path, tmp_path: Path) -> None:
    """Nobody is invited by a plan that breaks a rule: exit code 2 and no folder."""
    told = run("ics", folder, broken_plan, "-o", tmp_path / "calendars")
    assert told.code == 2
    assert "no_host_twice" in told.err
    assert not (tmp_path / "calendars").exists()


def test_a_folder_that_is_a_file(run: Runner, folder: Path, plan_file: Path) -> None:
    """A place that cannot be written is bad input, without a traceback."""
    told = run("ics", folder, plan_file, "-o", plan_file)
    assert (told.code, told.out) == (2, "")
    assert "plan.json" in told.err
