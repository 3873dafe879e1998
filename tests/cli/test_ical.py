"""``ical``: calendar files, whoever wrote them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.calendars.checking.seeds import FEED, MAIL
from tests.cli.conftest import Runner


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    """Return a sound file."""
    path = tmp_path / "feed.ics"
    path.write_bytes(FEED)
    return path


def test_a_sound_file(run: Runner, feed: Path, tmp_path: Path) -> None:
    """Sound files, an e-mail among them, are counted and the exit code is 0."""
    mail = tmp_path / "invitation.eml"
    mail.write_bytes(MAIL)
    assert run("ical", "check", feed, mail) == (0, "2 files: 0 errors, 0 warnings.\n", "")


def test_an_error(run: Runner, feed: Path) -> None:
    """An error is told with file, line, section and remedy, and the exit code is 2."""
    feed.write_bytes(FEED.replace(b"VERSION:2.0", b"VERSION:1.0"))
    told = run("ical", "check", feed)
    assert told.code == 2
    assert told.out.splitlines() == [
        f"{feed}, line 2: error: the version is 1.0, not 2.0 (RFC 5545, 3.7.4). "
        "Write VERSION:2.0 once, below BEGIN:VCALENDAR",
        "1 file: 1 error, 0 warnings.",
    ]


def test_a_warning(run: Runner, feed: Path) -> None:
    """With warnings alone the exit code is 0, unless they count as errors."""
    feed.write_bytes(FEED.replace(b"END:VEVENT", b"ORGANIZER:mailto:o@x.example\r\nEND:VEVENT"))
    told = run("ical", "check", feed)
    assert (told.code, told.out.splitlines()[-1]) == (0, "1 file: 0 errors, 2 warnings.")
    assert run("ical", "check", feed, "--strict").code == 2


def test_many_of_a_kind_are_cut_short(run: Runner, feed: Path) -> None:
    """Of findings alike the first three are told, then how many more there are; JSON has all."""
    feed.write_bytes(FEED.replace(b"END:VEVENT", b"COMMENT:a;b\r\n" * 5 + b"END:VEVENT", 1))
    told = run("ical", "check", feed)
    assert len(told.out.splitlines()) == 5
    assert "escape: 2 more." in told.out
    assert len(run("ical", "check", feed, "--json").json["findings"]) == 5


def test_findings_as_json(run: Runner, feed: Path) -> None:
    """The JSON has everything that a finding says."""
    feed.write_bytes(FEED.replace(b"SEQUENCE:2", b"SEQUENCE:two"))
    told = run("ical", "check", feed, "--json")
    assert told.code == 2
    (finding,) = told.json["findings"]
    assert (told.json["valid"], told.json["errors"]) == (False, 1)
    assert (finding["rule"], finding["severity"], finding["section"]) == ("sequence", "error", "RFC 5545, 3.8.7.4")
    assert finding["line"] == FEED[: FEED.index(b"SEQUENCE")].count(b"\n") + 1


def test_files_that_cannot_be_read(run: Runner, tmp_path: Path) -> None:
    """Every file that is not there, is none, or is far too large is told, and nothing is checked."""
    large = tmp_path / "large.ics"
    large.write_bytes(b"x" * 10_000_001)
    told = run("ical", "check", tmp_path / "nowhere.ics", tmp_path, large)
    assert (told.code, told.out) == (2, "")
    assert [line.partition(": ")[2].partition(".")[0].partition(" (")[0] for line in told.err.splitlines()[:3]] == [
        "the file cannot be read",
        "this is not a file",
        "the file has more than 10 million octets",
    ]
