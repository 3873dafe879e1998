import re
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from itertools import pairwise

import pytest

from cohortplan.calendars.zones import vtimezone, wall_clock, zone
from cohortplan.errors import InputError
from tests.calendars.reading import Clock, reference_zone

FIRST, LAST = 2026, 2028
BEGIN, END = datetime(FIRST, 1, 1, tzinfo=UTC), datetime(LAST + 1, 1, 1, tzinfo=UTC)
BY_RULE = [
    "Europe/London",
    "Europe/Dublin",
    "Europe/Paris",
    "Europe/Lisbon",
    "Europe/Athens",
    "Europe/Moscow",
    "Europe/Istanbul",
    "America/New_York",
    "America/Los_Angeles",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Asuncion",
    "America/Halifax",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Asia/Beirut",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Australia/Adelaide",
    "Australia/Sydney",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Apia",
    "Pacific/Kiritimati",
    "Antarctica/Troll",
    "Etc/GMT+5",
    "Etc/UTC",
    "Africa/Johannesburg",
    "Atlantic/Azores",
]
BY_LISTING = [
    "Africa/Casablanca",
    "Africa/Cairo",
    "America/Vancouver",
    "America/Havana",
    "America/Nuuk",
    "America/Santiago",
    "Asia/Gaza",
    "Asia/Jerusalem",
]


def wrong_moments(key: str, block: bytes) -> list[datetime]:
    """Return the moments from 2026 to 2028 at which `block` and the standard library disagree."""
    clock = Clock(block, datetime(LAST + 1, 2, 1))  # noqa: DTZ001 - a wall-clock time
    info = reference_zone(key)
    coarse = [BEGIN + timedelta(hours=7 * k) for k in range((END - BEGIN) // timedelta(hours=7))]
    near = [
        moment + timedelta(minutes=30 * k)
        for moment, later in pairwise(coarse)
        if moment.astimezone(info).utcoffset() != later.astimezone(info).utcoffset()
        for k in range(-4, 18)
    ]
    return [each for each in coarse + near if clock.offset(each) != each.astimezone(info).utcoffset()]


@pytest.mark.parametrize("key", BY_RULE)
def test_yearly_rules_say_what_zoneinfo_says(key: str) -> None:
    """A zone whose present rule covers the years is written with it, and never with dates in a list."""
    block = vtimezone(key, FIRST, LAST)
    assert wrong_moments(key, block) == []
    assert block.count(b"RRULE") in (0, 2)
    assert block.count(b"DTSTART:1970") == block.count(b"DTSTART")


@pytest.mark.parametrize("key", BY_LISTING)
def test_listed_changes_say_what_zoneinfo_says(key: str) -> None:
    """A zone whose rule is not the whole truth lists its changes, each with one DTSTART."""
    block = vtimezone(key, FIRST, LAST)
    assert wrong_moments(key, block) == []
    assert b"RRULE" not in block
    assert b"RDATE" not in block
    assert block.count(b"DTSTART") >= 2


@pytest.mark.slow
def test_every_zone_of_tzdata() -> None:
    """All zones of the tzdata package are right in each of their hours near a change; those that are links, by name."""
    known: dict[bytes, bytes] = {}
    for key in files("tzdata").joinpath("zones").read_text().split():
        block = vtimezone(key, FIRST, LAST)
        unnamed = block.replace(f"TZID:{key}\r\n".encode(), b"")
        assert unnamed != block
        data = files("tzdata").joinpath("zoneinfo", key).read_bytes()
        if known.setdefault(data, unnamed) is unnamed:
            assert wrong_moments(key, block) == [], key
        assert known[data] == unnamed, key


def test_onsets_are_written_in_the_time_before_them() -> None:
    """London's summer starts at 01:00 of winter time and ends at 02:00 of summer time (RFC 5545, 3.6.5)."""
    assert vtimezone("Europe/London", 2026, 2027).decode().split("\r\n") == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/London",
        "BEGIN:DAYLIGHT",
        "DTSTART:19700329T010000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0100",
        "TZNAME:BST",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19701025T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0000",
        "TZNAME:GMT",
        "END:STANDARD",
        "END:VTIMEZONE",
        "",
    ]


def test_years_before_the_rule_are_listed() -> None:
    """London kept summer time all through 1969 and changed on other days in 1975: no yearly rule claims otherwise."""
    for year in (1969, 1975):
        block = vtimezone("Europe/London", year, year)
        clock, info = Clock(block, datetime(year + 1, 1, 1)), reference_zone("Europe/London")  # noqa: DTZ001
        for day in range(365):
            moment = datetime(year, 1, 1, 12, tzinfo=UTC) + timedelta(days=day)
            assert clock.offset(moment) == moment.astimezone(info).utcoffset()


MUTANTS = {
    "onset an hour late": (b"DTSTART:19700329T010000", b"DTSTART:19700329T020000"),
    "first Sunday": (b"BYMONTH=3;BYDAY=-1SU", b"BYMONTH=3;BYDAY=1SU"),
    "another weekday": (b"BYMONTH=10;BYDAY=-1SU", b"BYMONTH=10;BYDAY=-1MO"),
    "another month": (b"BYMONTH=10;BYDAY=-1SU", b"BYMONTH=11;BYDAY=-1SU"),
    "offset of the other side": (b"TZOFFSETTO:+0100", b"TZOFFSETTO:+0000"),
    "west for east": (b"TZOFFSETTO:+0100", b"TZOFFSETTO:-0100"),
    "fourth for last": (b"BYMONTH=3;BYDAY=-1SU", b"BYMONTH=3;BYDAY=4SU"),
}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_wrong_block_is_noticed(name: str) -> None:
    """The comparison that the other tests rest on finds each seeded error."""
    right, wrong = MUTANTS[name]
    block = vtimezone("Europe/London", FIRST, LAST)
    assert right in block
    assert wrong_moments("Europe/London", block.replace(right, wrong)) != []


@pytest.mark.parametrize(
    "key", ["", "Europe", "Mars/Olympus", "../zones", "zone.tab", "Europe/../GB", "/etc/passwd", "A\nB"]
)
def test_unknown_zone_is_refused_with_a_remedy(key: str) -> None:
    """A name that is no zone of tzdata is an input error, whatever path it spells."""
    with pytest.raises(InputError, match="IANA name"):
        zone(key)


LONDON = reference_zone("Europe/London")


@pytest.mark.parametrize(
    ("moment", "reading"),
    [
        (datetime(2026, 10, 25, 0, 30, tzinfo=LONDON), "00:30"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=LONDON), None),
        (datetime(2026, 10, 25, 1, 30, fold=1, tzinfo=LONDON), None),
        (datetime(2026, 10, 25, 2, 0, tzinfo=LONDON), "02:00"),
        (datetime(2027, 3, 28, 0, 59, tzinfo=LONDON), "00:59"),
        (datetime(2027, 3, 28, 1, 30, tzinfo=LONDON), None),
        (datetime(2027, 3, 28, 2, 0, tzinfo=LONDON), "02:00"),
        (datetime(2027, 3, 28, 1, 30, tzinfo=UTC), "02:30"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), None),
    ],
)
def test_a_doubtful_reading_is_never_given(moment: datetime, reading: str | None) -> None:
    """Wall-clock times that the clocks skip or show twice have no reading; their neighbours do."""
    found = wall_clock(moment, "Europe/London")
    assert (found and f"{found:%H:%M}") == reading


def test_blocks_hold_no_date_lists() -> None:
    """No zone of tzdata is written with RDATE, EXDATE or UNTIL, which programs read differently."""
    keys = files("tzdata").joinpath("zones").read_text().split()[::12]
    assert not any(re.search(rb"RDATE|EXDATE|UNTIL", vtimezone(key, FIRST, LAST)) for key in keys)
