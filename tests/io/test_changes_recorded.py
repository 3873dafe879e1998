"""Changes are recorded behind those that are there, each once, and what was there stays to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from cohortplan.errors import InputError
from cohortplan.io import read_scenario
from cohortplan.io.changes import CHANGES, must_follow, read_changes, record_changes, record_given_up
from cohortplan.io.store import Folder
from cohortplan.model.changes import KINDS, Soften
from tests.io.changes import BASE, VALID, entry, folder_with
from tests.support.folders import write_folder


def test_recording_keeps_the_bytes_that_were_there(tmp_path: Path) -> None:
    """Whatever way lines end, however the file begins and ends: entries are added behind it, comments and all."""
    new = tmp_path / "new.toml"
    new.write_bytes(b"# heard today\r\n" + entry("visits", 'host = "H2"', "most = 5").replace("\n", "\r\n").encode())
    for before in (VALID.encode(), VALID.encode().rstrip(), b"\xef\xbb\xbf" + VALID.replace("\n", "\r\n").encode()):
        new.write_bytes(new.read_bytes().replace(b"2026-09-20", b"2026-09-24"))
        folder = folder_with(tmp_path, before)
        record_changes(Folder(folder), new)
        after = (folder / CHANGES).read_bytes()
        assert after.startswith(before)
        assert after.endswith(new.read_bytes())
        assert read_scenario(folder).host["H2"].most_visits == 5
        assert len(read_changes(folder / CHANGES).changes) == len(KINDS) + 1


def test_recording_where_nothing_was(tmp_path: Path) -> None:
    """The file is made; it says what the other says."""
    new = tmp_path / "new.toml"
    new.write_text(VALID, encoding="utf-8")
    folder = write_folder(tmp_path / "folder", BASE)
    assert record_changes(Folder(folder), new) == str(folder / CHANGES)
    assert (folder / CHANGES).read_bytes() == VALID.encode()


def test_recording_twice_is_recording_once(tmp_path: Path) -> None:
    """Entries that are there already are not added again, however they are written; those that are not are."""
    new = tmp_path / "new.toml"
    new.write_text(VALID, encoding="utf-8")
    folder = write_folder(tmp_path / "folder", BASE)
    record_changes(Folder(folder), new)
    record_changes(Folder(folder), new)
    record_changes(Folder(folder), folder / CHANGES)
    assert (folder / CHANGES).read_text() == VALID
    more = entry("visits", 'host = "H2"', "most = 5", known="2026-09-24")
    new.write_text(VALID.replace("# a comment below\n", "\n\n").replace(" = ", "=") + more, encoding="utf-8")
    record_changes(Folder(folder), new)
    assert (folder / CHANGES).read_text() == f"{VALID}\n{more}"


def test_what_cannot_be_recorded_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    """A file with a mistake adds nothing."""
    new = tmp_path / "new.toml"
    new.write_text(entry("absense"), encoding="utf-8")
    folder = folder_with(tmp_path, VALID)
    with pytest.raises(InputError, match="absense"):
        record_changes(Folder(folder), new)
    assert (folder / CHANGES).read_text() == VALID


def test_rules_that_were_softened_are_recorded_once(tmp_path: Path) -> None:
    """Their entries are read as what they are; the bytes before them stay."""
    folder = folder_with(tmp_path, VALID.replace("\n", "\r\n"))
    softened = [Soften(change="soften", known="2026-09-24", rule=name, rounds=("D1",)) for name in ("mix", "mix")]
    for _ in range(2):
        record_given_up(Folder(folder), softened)
    assert (folder / CHANGES).read_bytes().startswith(VALID.replace("\n", "\r\n").encode())
    assert read_changes(folder / CHANGES).changes[len(KINDS) :] == (softened[0],)


def test_changes_follow_those_that_are_there(tmp_path: Path) -> None:
    """What became known before the scenario's last change cannot be written behind it, and is told with its line."""
    new = tmp_path / "new.toml"
    new.write_text(entry("visits", 'host = "H2"', "most = 5", known="2026-09-22"), encoding="utf-8")
    scenario = read_scenario(folder_with(tmp_path, VALID))
    must_follow(read_changes(new), None)
    with pytest.raises(InputError) as refused:
        must_follow(read_changes(new, "new.toml"), scenario.changed_on)
    (defect,) = refused.value.defects
    assert (defect.file, defect.row, defect.column, defect.value) == ("new.toml", 2, "known", "2026-09-22")
