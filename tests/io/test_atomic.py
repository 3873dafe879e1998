"""Files are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cohortplan.io import atomic


def test_a_file_is_written_and_nothing_else(tmp_path: Path) -> None:
    """The content arrives byte by byte as given, and no part is left behind."""
    atomic.write_text(tmp_path / "a.txt", "Zoë\r\n")
    assert (tmp_path / "a.txt").read_bytes() == b"Zo\xc3\xab\r\n"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_an_interruption_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stops the writing, the old file stays as it was and the part is removed."""
    path = tmp_path / "plan.json"
    path.write_text("old")

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        atomic.write_text(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_error_names_the_file_that_was_asked_for(tmp_path: Path) -> None:
    """Nobody hears the name of the temporary part."""
    path = tmp_path / "nowhere" / "plan.json"
    with pytest.raises(FileNotFoundError) as refusal:
        atomic.write_text(path, "new")
    assert refusal.value.filename == str(path)


def test_permissions_and_links_are_kept(tmp_path: Path) -> None:
    """A replaced file keeps its permissions, a new one gets the usual, a link stays a link."""
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    atomic.write_text(link, "new")
    atomic.write_text(tmp_path / "fresh", "new")
    (tmp_path / "usual").touch()
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert target.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "fresh").stat().st_mode == (tmp_path / "usual").stat().st_mode
