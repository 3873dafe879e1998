"""``init``: a folder to start from."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Runner


def test_the_new_folder_is_a_sound_scenario(run: Runner, tmp_path: Path) -> None:
    """What ``init`` writes, ``check`` accepts."""
    made = run("init", tmp_path / "mine")
    assert made.code == 0
    assert str(tmp_path / "mine" / "scenario.toml") in made.out
    assert run("check", tmp_path / "mine").code == 0


def test_files_that_are_there_are_kept(run: Runner, tmp_path: Path) -> None:
    """A second ``init`` is bad input and changes nothing."""
    run("init", tmp_path)
    (tmp_path / "hosts.csv").write_text("mine", encoding="utf-8")
    told = run("init", tmp_path)
    assert (told.code, told.out) == (2, "")
    assert "hosts.csv" in told.err
    assert (tmp_path / "hosts.csv").read_text(encoding="utf-8") == "mine"
