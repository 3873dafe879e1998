from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from time import monotonic

import pytest

from cohortplan.calendars.reading.lines import document
from cohortplan.calendars.reading.zones import Zones
from cohortplan.calendars.zones import vtimezone
from cohortplan.model.zones import zone

HOME = zone("Asia/Tokyo")
NOON = datetime(2026, 7, 1, 12)  # noqa: DTZ001 - a reading of a clock


def zones(*lines: bytes) -> Zones:
    """Return the zones of a calendar that holds `lines`."""
    data = b"BEGIN:VCALENDAR\r\n" + b"".join(lines) + b"END:VCALENDAR\r\n"
    return Zones(document(data).calendars[0], HOME, monotonic() + 9)


@pytest.mark.parametrize(
    ("tzid", "hour"),
    [
        ("Europe/London", 11),
        ("/freeassociation.sourceforge.net/Europe/London", 11),
        ("/citadel.org/20210210_1/America/Argentina/Buenos_Aires", 15),
        ("GMT Standard Time", 11),
        ("W. Europe Standard Time", 10),
        ("UTC", 12),
        ("", 3),
        ("Nowhere/Land", 3),
        ("../../etc/passwd", 3),
    ],
)
def test_names(tzid: str, hour: int) -> None:
    """Names of the tz database, with a prefix or not, and of Windows are known; all others are at home."""
    known = zones()
    assert known.zone(tzid).utc(NOON) == datetime(2026, 7, 1, hour, tzinfo=UTC)
    assert known.unknown == ({tzid} if tzid.startswith(("Nowhere", "..")) else set())


def test_a_calendar_may_have_a_zone_of_its_own() -> None:
    """X-WR-TIMEZONE is where times without zone are at home; one that nobody knows is passed over."""
    assert zones(b"X-WR-TIMEZONE:Europe/London\r\n").zone("").utc(NOON).hour == 11
    assert zones(b"X-WR-TIMEZONE:Moon\r\n").zone("").utc(NOON).hour == 3


@pytest.mark.parametrize("key", ["Europe/London", "America/New_York", "Africa/Casablanca", "Australia/Lord_Howe"])
def test_private_zones_are_as_they_are_defined(key: str) -> None:
    """A zone under a private name is read from its definition: the same moments as by the tz database."""
    block = vtimezone(key, 2026, 2028).replace(key.encode(), b"Office time")
    known, info = zones(block).zone("Office time"), zone(key)
    for day in range(0, 1000, 5):
        local = datetime(2026, 1, 2, 12) + timedelta(days=day)  # noqa: DTZ001
        assert known.utc(local) == local.replace(tzinfo=info).astimezone(UTC)


def test_a_broken_definition_is_no_zone() -> None:
    """A definition without a readable part leaves its zone unknown."""
    known = zones(
        b"BEGIN:VTIMEZONE\r\nTZID:Office\r\nBEGIN:STANDARD\r\nTZOFFSETTO:1\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    assert known.zone("Office").utc(NOON).hour == 3
    assert known.unknown == {"Office"}


def test_a_place_beside_a_private_name() -> None:
    """X-LIC-LOCATION says which zone is meant by a private name."""
    block = b"BEGIN:VTIMEZONE\r\nTZID:Office\r\nX-LIC-LOCATION:Europe/London\r\nEND:VTIMEZONE\r\n"
    assert zones(block).zone("Office").utc(NOON).hour == 11


def test_a_busy_machine_reads_the_same_times(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock on the wall that runs away while definitions are followed changes nothing of what they say."""
    summer = (
        b"BEGIN:VTIMEZONE\r\nTZID:Office\r\n"
        b"BEGIN:STANDARD\r\nDTSTART:16020101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\n"
        b"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n"
        b"BEGIN:DAYLIGHT\r\nDTSTART:16020101T010000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\n"
        b"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
    )
    late = count(1e9, 1e3)
    monkeypatch.setattr("cohortplan.calendars.reading.recurring.monotonic", lambda: next(late))
    assert zones(summer).zone("Office").utc(NOON).hour == 11
