from __future__ import annotations

from datetime import UTC, datetime
from time import monotonic

import pytest

from cohortplan.calendars.reading import busy as reading
from cohortplan.calendars.reading.busy import Busy, read_busy
from cohortplan.model.zones import zone

HOME = zone("Europe/London")
WINDOW = (datetime(2026, 9, 1, tzinfo=UTC), datetime(2027, 8, 1, tzinfo=UTC))
START, END = "DTSTART:20261008T090000Z", "DTEND:20261008T110000Z"
ONE = ["08 09:00-11:00"]


def event(*lines: str) -> str:
    """Return an event."""
    return "\r\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT"))


def calendar(*lines: str) -> bytes:
    """Return a calendar."""
    return "\r\n".join(("BEGIN:VCALENDAR", *lines, "END:VCALENDAR", "")).encode()


def busy(*lines: str) -> Busy:
    """Return what a calendar says of somebody whose mailbox is me@x.example."""
    return read_busy(calendar(*lines), WINDOW, HOME, ["Me@x.example"])


def taken(found: Busy) -> list[str]:
    """Return the times that are taken in October 2026, in UTC."""
    spans = [span for span in found.taken() if span[0] < datetime(2026, 11, 1, tzinfo=UTC)]
    return [f"{start:%d %H:%M}-{end:%H:%M}" for start, end in spans if start.month == 10]


@pytest.mark.parametrize(
    ("lines", "times"),
    [
        ((START, END), ONE),
        ((START, "DURATION:PT2H"), ONE),
        (("DTSTART;TZID=Europe/London:20261008T100000", "DTEND;TZID=Europe/London:20261008T120000"), ONE),
        (("DTSTART;TZID=GMT Standard Time:20261008T100000", "DURATION:PT2H"), ONE),
        (("DTSTART;TZID=Asia/Tokyo:20261008T180000", "DTEND;TZID=Europe/London:20261008T120000"), ONE),
        (("DTSTART:20261008T100000", "DTEND:20261008T120000"), ONE),
        (("DTSTART;VALUE=DATE:20261008",), ["07 23:00-23:00"]),
        (("DTSTART;VALUE=DATE:20261024", "DTEND;VALUE=DATE:20261027"), ["23 23:00-00:00"]),
        (("DTSTART:20261008", "DURATION:P1D"), ["07 23:00-23:00"]),
        ((START, END, "RRULE:FREQ=DAILY;COUNT=2"), [*ONE, "09 09:00-11:00"]),
        ((START, END, "RDATE:20261010T090000Z"), [*ONE, "10 09:00-11:00"]),
        ((START, END, "RDATE;VALUE=PERIOD:20261010T090000Z/PT30M"), [*ONE, "10 09:00-09:30"]),
        ((START, END, "RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20261009T090000Z"), [*ONE, "10 09:00-11:00"]),
        ((START, END, "RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20261009"), [*ONE, "10 09:00-11:00"]),
        (
            ("DTSTART;TZID=Europe/London:20261024T100000", "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=20261025T100000Z"),
            ["24 09:00-10:00", "25 10:00-11:00"],
        ),
        ((START, END, "STATUS:TENTATIVE"), ONE),
        ((START, END, "ATTENDEE;PARTSTAT=DECLINED:mailto:other@x.example"), ONE),
    ],
)
def test_when_an_event_takes_place(lines: tuple[str, ...], times: list[str]) -> None:
    """Ends, durations, days, zones, rules, further dates and exceptions are read as the standard has them."""
    found = busy(event(*lines))
    assert taken(found) == times
    assert not found.left_out


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ((START, END, "TRANSP:TRANSPARENT"), "it leaves time free"),
        ((START, END, "X-MICROSOFT-CDO-BUSYSTATUS:FREE"), "it leaves time free"),
        ((START, END, "STATUS:CANCELLED"), "it is cancelled"),
        ((START, END, "ATTENDEE;PARTSTAT=DECLINED:MAILTO:me@X.example"), "it was declined"),
        ((START, END, "ATTENDEE;PARTSTAT=DECLINED;EMAIL=me@x.example:urn:uuid:1"), "it was declined"),
        ((END,), "it has no start"),
        (("DTSTART:soon", END), "its start cannot be read"),
        ((START, "DTEND:later"), "its end cannot be read"),
        ((START,), "it takes no time"),
        ((START, "DTEND:20261008T080000Z"), "it ends before it begins"),
        ((START, "DTEND:20991008T080000Z"), "it takes more than ten years"),
        ((START, END, "RRULE:FREQ=SOMETIMES"), "its rule cannot be read"),
        ((START, END, "RRULE:FREQ=SECONDLY"), "its rule gives more than 5,000 instances"),
    ],
)
def test_what_does_not_count_is_told(lines: tuple[str, ...], reason: str) -> None:
    """What takes nobody's time, or nobody knows when, is left out with the reason; the next event is read."""
    found = busy(event(*lines), event("UID:2", START, END))
    assert taken(found) == ONE
    assert dict(found.left_out) == {reason: 1}


def test_a_message_that_books_nothing() -> None:
    """A cancellation or an answer takes no time."""
    assert taken(busy("METHOD:CANCEL", event(START, END))) == []
    assert taken(busy("METHOD:REQUEST", event(START, END))) == ONE


def test_a_rule_that_finds_nothing_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time for all rules of a file is limited; what has none is read all the same."""
    monkeypatch.setattr(reading, "SECONDS", 0.2)
    begun = monotonic()
    bomb = event(START, END, "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30")
    found = busy(*[bomb] * 50, event("UID:2", START, END))
    assert taken(found) == ONE
    assert dict(found.left_out) == {"its rule takes too long to follow": 50}
    assert monotonic() - begun < 2


def test_instances_with_entries_of_their_own() -> None:
    """A moved instance is where it was moved to, a cancelled one nowhere, and a declined one takes no time."""
    master = event("UID:1", START, END, "RRULE:FREQ=DAILY;COUNT=4")
    moved = event("UID:1", "RECURRENCE-ID:20261009T090000Z", "DTSTART:20261009T150000Z", "DURATION:PT1H")
    gone = event("UID:1", "RECURRENCE-ID;TZID=Europe/London:20261010T100000", "STATUS:CANCELLED")
    assert taken(busy(moved, master, gone)) == [*ONE, "09 15:00-16:00", "11 09:00-11:00"]


def test_all_instances_from_one_on_may_move() -> None:
    """RANGE=THISANDFUTURE moves that instance and all after it, and changes how long they take."""
    master = event("UID:1", START, END, "RRULE:FREQ=DAILY;COUNT=4")
    name = "RECURRENCE-ID;RANGE=THISANDFUTURE:20261010T090000Z"
    moved = event("UID:1", name, "DTSTART:20261010T120000Z", "DURATION:PT1H")
    assert taken(busy(master, moved)) == [*ONE, "09 09:00-11:00", "10 12:00-13:00", "11 12:00-13:00"]


def test_the_latest_version_counts() -> None:
    """Of several versions of an event that with the highest SEQUENCE counts, then that with the latest DTSTAMP."""
    old = event("UID:1", "SEQUENCE:1", "DTSTART:20261007T090000Z", END)
    found = busy(event("UID:1", "SEQUENCE:2", START, END), old)
    assert taken(found) == ONE
    assert dict(found.left_out) == {"a later version of it is there": 1}


def test_free_busy() -> None:
    """Periods are read by their type; a reversed one costs only itself."""
    found = busy(
        "BEGIN:VFREEBUSY",
        "FREEBUSY:20261008T090000Z/PT2H,20261009T110000Z/20261009T090000Z",
        "FREEBUSY;FBTYPE=FREE:20261010T090000Z/PT2H",
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261011T090000Z/PT2H",
        "END:VFREEBUSY",
    )
    assert taken(found) == [*ONE, "11 09:00-11:00"]
    assert [span[0].day for span in found.taken(firm=True)] == [8]
    assert dict(found.left_out) == {"it is no period, or ends before it begins": 1, "it leaves time free": 1}


def available(start: str, end: str, *lines: str) -> tuple[str, ...]:
    """Return the lines of when somebody is available, on Thursdays."""
    rule = "RRULE:FREQ=WEEKLY;BYDAY=TH"
    inner = ("BEGIN:AVAILABLE", f"DTSTART:20260903T{start}Z", f"DTEND:20260903T{end}Z", rule, "END:AVAILABLE")
    return ("BEGIN:VAVAILABILITY", *lines, *inner, "END:VAVAILABILITY")


def test_availability() -> None:
    """All time but that which is offered is taken; a block of higher priority replaces others where it holds."""
    found = busy(*available("080000", "160000"))
    assert found.open is not None
    assert [f"{start:%d %H}-{end:%H}" for start, end in found.open if start.month == 10][:2] == ["01 08-16", "08 08-16"]
    assert "01 16:00-08:00" in taken(found)
    week = ("DTSTART:20261005T000000Z", "DTEND:20261012T000000Z", "PRIORITY:1")
    found = busy(*available("100000", "120000", *week), *available("080000", "160000"))
    assert found.open is not None
    days = [f"{start:%d %H}-{end:%H}" for start, end in found.open if start.month == 10]
    assert days[:3] == ["01 08-16", "08 10-12", "15 08-16"]


@pytest.mark.parametrize(
    "broken",
    [
        "BEGIN:VTIMEZONE\r\nTZID:Office\r\nBEGIN:STANDARD\r\nDTSTART:never\r\nTZOFFSETTO:x\r\nEND:VTIMEZONE",
        "BEGIN:VFREEBUSY\r\nFREEBUSY:20261008T120000Z/20261008T090000Z\r\nEND:VFREEBUSY",
        "BEGIN:VTODO\r\nDUE:x\r\nDURATION:y",
        "BEGIN:VALARM\r\nTRIGGER:x\r\nEND:VALARM",
        "junk",
    ],
)
def test_a_broken_block_costs_only_itself(broken: str) -> None:
    """Whatever is wrong beside an event, the event is read."""
    assert taken(busy(broken, event(START, END))) == ONE


def test_nothing_of_a_file_is_kept_but_times() -> None:
    """What an event is called, where, and who is there stays in the file."""
    secrets = (
        "SUMMARY:zz1zz",
        "LOCATION:zz2zz",
        "DESCRIPTION:zz3zz",
        "UID:zz4zz",
        "ATTENDEE;CN=zz5zz:mailto:zz6zz@x.y",
    )
    found = busy(event(START, END, *secrets), event("SUMMARY:zz7zz"), "X-WR-CALNAME:zz8zz")
    assert "zz" not in repr(found).lower()


def test_a_zone_that_nobody_knows_is_told() -> None:
    """Times of an unknown zone are read as local, and the zone is named."""
    found = busy(event("DTSTART;TZID=Mars:20261008T100000", "DURATION:PT2H"))
    assert taken(found) == ONE
    assert dict(found.left_out) == {"the zone 'Mars' is not known: its times are read as local": 1}


def test_a_file_that_is_no_calendar() -> None:
    """It is told, and nothing is taken."""
    found = read_busy(b"<html>Sign in</html>", WINDOW, HOME)
    assert found.taken() == []
    assert "the file is no calendar" in found.left_out
