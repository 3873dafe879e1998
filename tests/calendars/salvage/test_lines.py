from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohortplan.calendars.reading.lines import LONGEST, MOST, document, parsed
from tests.calendars.checking.seeds import FEED

EVENT = b"BEGIN:VEVENT\r\nDTSTART:20261008T100000Z\r\nEND:VEVENT\r\n"
SOUND = b"BEGIN:VCALENDAR\r\n" + EVENT + b"END:VCALENDAR\r\n"

DEEP = b"BEGIN:X\r\n" * 20_000


def starts(data: bytes) -> list[str]:
    """Return the values of all DTSTART of events, wherever they are."""
    blocks = (each for calendar in document(data).calendars for each in calendar.walk() if each.name == "VEVENT")
    return [found.value for block in blocks for found in block.all("DTSTART")]


def test_a_sound_file_has_no_faults() -> None:
    """Names, parameters without quotation marks, values with their escapes, and the lines they begin in are read."""
    read = document(FEED)
    assert read.faults == []
    (calendar,) = read.calendars
    event = calendar.inner("VEVENT")[0]
    start = event.first("DTSTART")
    assert start is not None
    assert (start.parameters, start.value) == ({"TZID": "Europe/London"}, "20261008T100000")
    assert FEED.splitlines()[start.line - 1].startswith(b"DTSTART;TZID")
    description = event.first("DESCRIPTION")
    assert description is not None
    assert description.value.startswith("Bring a photo ID\\, please\\; the gate is on Ferry Road.\\nCafé on the site.")


@pytest.mark.parametrize(
    ("data", "faults"),
    [
        (SOUND.replace(b"\r\n", b"\n"), 0),
        (SOUND.replace(b"\r\n", b"\r"), 0),
        (b"\xef\xbb\xbf" + SOUND, 0),
        (SOUND.decode().encode("utf-16"), 0),
        (SOUND.replace(b"VEVENT", b"V\0EVENT"), 0),
        (EVENT, 0),
        (SOUND.replace(b"END:VCALENDAR\r\n", b""), 1),
        (SOUND[: SOUND.index(b"END:VEVENT")], 2),
        (SOUND.replace(b"END:VEVENT\r\n", b""), 1),
        (SOUND.replace(b"BEGIN:VEVENT", b"BEGIN:VEVENT\r\n<p>&nbsp"), 1),
        (SOUND + b"trailing words", 1),
        (SOUND.replace(b"BEGIN:VEVENT", b"END:VALARM\r\nBEGIN:VEVENT"), 1),
        (SOUND.replace(b"BEGIN:VEVENT", b"BEGIN:VTIMEZONE\r\nBEGIN:VEVENT"), 1),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + SOUND, 1),
        (SOUND.replace(b"BEGIN:VEVENT", b"X:" + b"x" * LONGEST + b"\r\nBEGIN:VEVENT"), 1),
        (
            SOUND.replace(b"DTSTART", b"BEGIN:X\r\n" * 20_000 + b"END:VALARM\r\n" + b"END:X\r\n" * 20_000 + b"DTSTART"),
            1,
        ),
    ],
)
def test_what_can_be_read_is_read(data: bytes, faults: int) -> None:
    """The event of a damaged file is found, and the damage is told."""
    assert starts(data) == ["20261008T100000Z"]
    assert len(document(data).faults) == faults


@pytest.mark.parametrize(
    ("line", "name", "parameters", "value"),
    [
        ('DTSTART;TZID="Office; time:x":2026', "DTSTART", {"TZID": "Office; time:x"}, "2026"),
        ("dtstart;Value=DATE:2026", "DTSTART", {"VALUE": "DATE"}, "2026"),
        ("DTSTART;TZID=(UTC+01:00) Paris:20261008T100000", "DTSTART", {"TZID": "(UTC+01"}, "00) Paris:20261008T100000"),
        ("DTSTART;X:2026", "DTSTART", {"X": ""}, "2026"),
        ("SUMMARY:a:b;c", "SUMMARY", {}, "a:b;c"),
    ],
)
def test_parameters(line: str, name: str, parameters: dict[str, str], value: str) -> None:
    """A value goes from the first colon outside of quotation marks, in broken lines from the first."""
    found = parsed(1, line)
    assert found is not None
    assert (found.name, dict(found.parameters), found.value) == (name, parameters, value)


@pytest.mark.slow
def test_no_more_blocks_are_read_than_anybody_has() -> None:
    """A file of nothing but beginnings is read up to a number of them, and that is told."""
    read = document(b"BEGIN:X\n" * (MOST + 10) + EVENT)
    assert "from here on nothing is read" in read.faults[-1].message
    assert sum(1 for root in read.roots for _ in root.walk()) == MOST


def test_only_what_is_wanted_is_read() -> None:
    """Of the properties those asked for are read, whatever the others are, and blocks as ever."""
    (calendar,) = document(FEED, ["DTSTART"]).calendars
    assert {each.name for part in calendar.walk() for each in part.properties} == {"DTSTART"}


@given(st.binary(max_size=300))
def test_no_bytes_are_too_strange(data: bytes) -> None:
    """Whatever the bytes, the reader answers, and tells of whatever it did not understand."""
    read = document(data)
    assert read.calendars or read.faults or not data.strip(b"\0\r\n\t\x0b\x0c \xef\xbb\xbf\xff\xfe")
