"""What we write means the same to every reader that can be had: texts, zones, and the nights when clocks change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

import icalendar
import pytest
import vobject

from cohortplan.calendars.ical import Attendee, Calendar, Event, render
from cohortplan.calendars.text import clean
from cohortplan.calendars.zones import vtimezone
from tests.calendars.engines import javascript
from tests.calendars.ledger.events import event
from tests.calendars.reading import physical_lines, reference_zone, times

#: What texts are made of: what is special in iCalendar, what is not allowed in it, and characters of many octets.
SPECIAL = "\\;,:\"^nN'=\r\n\t\x00\x07\x1f\x7f\x85\x9b\u2028\u2029\ufeff\ud800\udfff"
PLAIN = "abcXYZ 0189éßçłΩЖ日本語한글€😀👩‍🚒e\u0301a\u0308"


def draw(random: Random) -> str:
    """Return a text of some length, of special characters as of plain ones, or of any at all."""
    kind = random.random()
    if kind < 0.1:
        return "".join(chr(random.randrange(0x110000)) for _ in range(random.randrange(40)))
    letters = SPECIAL + PLAIN if kind < 0.7 else PLAIN
    return "".join(random.choices(letters, k=random.randrange(160)))


def by_icalendar(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield what the icalendar library reads as summaries and names of attendees."""
    summary = ""
    for line in icalendar.parser.Contentlines.from_ical(data.decode()):
        name, parameters, value = line.parts() if line else ("", {}, "")
        if name == "SUMMARY":
            summary = value
        if name == "ATTENDEE":
            yield summary, parameters["CN"]


def by_icaljs(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield what ical.js reads as summaries and names of attendees."""
    ((*found,),) = javascript.events("ical.js", [data])
    yield from ((each["summary"], each["name"]) for each in found)


Reader = Callable[[bytes], Iterator[tuple[str, str]]]


def assert_read_back(seed: int, number: int, readers: Sequence[Reader]) -> None:
    """Write events with random summaries and names; check every line, and that readers find what was cleaned."""
    random = Random(seed)  # noqa: S311 - nothing is secret here
    drawn = [(draw(random), draw(random)) for _ in range(number)]
    written = [event(f"v{k}", summary=one, attendee=Attendee(two, "p@x.y")) for k, (one, two) in enumerate(drawn)]
    data = render(Calendar("", events=tuple(written)))
    for line in physical_lines(data):
        assert len(line) <= 75
        assert not re.search("[\x00-\x1f\x7f-\x9f\ufeff\u2028\u2029]", line.decode())
    expected = [(clean(one), clean(two).replace("\\", "/").strip()) for one, two in drawn]
    for reader in readers:
        assert list(reader(data)) == expected


def test_random_texts() -> None:
    """2,000 texts and names are written in short, whole and clean lines, and are read again by icalendar."""
    assert_read_back(0, 1000, [by_icalendar])


@pytest.mark.slow
def test_many_random_texts() -> None:
    """The same of 20,000 texts and 20,000 names, by icalendar and ical.js; with range(50) there are 100,000."""
    for seed in range(10):
        assert_read_back(1 + seed, 2000, [by_icalendar, by_icaljs])


@cache
def offsets(key: str, first: datetime, last: datetime) -> list[tuple[int, int]]:
    """Return each half-hour from which on a zone has another offset, looked for where that of the day is another."""
    info, found, day = reference_zone(key), list[tuple[int, int]](), 24 * 3600

    def offset(moment: int) -> int:
        there = datetime.fromtimestamp(moment, info).utcoffset()
        assert there is not None
        return int(there.total_seconds())

    for begin in range(int(first.timestamp()), int(last.timestamp()), day):
        alike = bool(found) and found[-1][1] == offset(begin) == offset(begin + day - 1800)
        for moment in () if alike else range(begin, begin + day, 1800):
            if not found or found[-1][1] != offset(moment):
                found.append((moment, offset(moment)))
    return found


@pytest.mark.slow
def test_every_zone_in_icaljs() -> None:
    """Every half-hour of 2026 to 2028 in every zone of tzdata is the moment it is, as ical.js reads it.

    Zones that are written alike, but for their names, and whose clocks go alike are read once.
    """
    keys = files("tzdata").joinpath("zones").read_text().split()
    first, last = datetime(2026, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
    span = {"first": int(first.timestamp()), "last": int(last.timestamp())}
    alike: dict[tuple[str, str], str] = {}
    for key in keys:
        written = vtimezone(key, 2026, 2028).decode().replace(f"TZID:{key}", "TZID:any")
        assert "TZID:any" in written
        alike.setdefault((written, repr(offsets(key, first, last))), key)
    chosen = list(alike.values())
    given = [
        {"block": vtimezone(key, 2026, 2028).decode(), "offsets": offsets(key, first, last), **span} for key in chosen
    ]
    assert {key: wrong for key, wrong in zip(chosen, javascript.run("zones.mjs", given), strict=True) if wrong} == {}


@pytest.mark.slow
def test_a_wrong_zone_is_noticed_in_icaljs() -> None:
    """The comparison finds a summer that begins on the first Sunday of March, at every half-hour of some weeks."""
    first, last = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
    block = vtimezone("Europe/London", 2026, 2027).replace(b"BYMONTH=3;BYDAY=-1SU", b"BYMONTH=3;BYDAY=1SU")
    given = {
        "block": block.decode(),
        "offsets": offsets("Europe/London", first, last),
        "first": int(first.timestamp()),
        "last": int(last.timestamp()),
    }
    assert abs(len(javascript.run("zones.mjs", [given])[0]) - 2 * 4 * 7 * 48) < 2 * 7 * 48


def case(zone: str, start: str, hours: float) -> Event:
    """Return an event that begins when the clocks of a zone show `start`."""
    begin = datetime.fromisoformat(start).replace(tzinfo=reference_zone(zone)).astimezone(UTC)
    return replace(event(f"{zone}{start}"), start=begin, end=begin + timedelta(hours=hours), zone=zone)


def nights() -> list[Event]:
    """Return 24 events about the changes of the clocks."""
    found = []
    for change in (date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)):
        found += [case("Europe/London", f"{change + timedelta(days=k)}T09:00", 2) for k in (-1, 0, 1)]
        found += [case("Europe/London", f"{change}T{clock}", 1) for clock in ("00:30", "01:30", "02:30")]
    found += [case("Europe/London", "2026-10-24T22:00", 9), case("Europe/London", "2027-03-27T22:00", 7)]
    found.append(replace(event("residential"), start=date(2026, 10, 24), end=date(2026, 10, 26)))
    found += [case("Europe/Dublin", "2026-10-25T02:30", 2), case("Africa/Casablanca", "2027-02-07T09:00", 2)]
    found.append(case("America/New_York", "2027-03-21T09:00", 2))
    return found


Span = tuple[datetime | date, datetime | date]


def in_utc(time: Any) -> datetime | date:
    """Return a moment in UTC, or a day."""
    return time.astimezone(UTC) if isinstance(time, datetime) else time


def spans_icalendar(data: bytes) -> list[Span]:
    """Return what icalendar reads."""
    return [(in_utc(each.start), in_utc(each.end)) for each in icalendar.Calendar.from_ical(data).events]


def spans_vobject(data: bytes) -> list[Span]:
    """Return what vobject reads."""
    found = vobject.readOne(data.decode()).vevent_list
    return [(in_utc(each.dtstart.value), in_utc(each.dtend.value)) for each in found]


def spans_ours(data: bytes) -> list[Span]:
    """Return what the tests' own reading finds, which knows no days."""
    return list(times(data)) if b"VALUE=DATE:" not in data else spans_icalendar(data)


def by_javascript(engine: str) -> Callable[[bytes], list[Span]]:
    """Return what reads by an engine in JavaScript."""

    def moment(value: int | str) -> datetime | date:
        return datetime.fromtimestamp(value, UTC) if isinstance(value, int) else date.fromisoformat(value)

    def read(data: bytes) -> list[Span]:
        return [(moment(each["start"]), moment(each["end"])) for each in javascript.events(engine, [data])[0]]

    return read


ENGINES = {
    "ours": spans_ours,
    "icalendar": spans_icalendar,
    "vobject": spans_vobject,
    "ical.js": by_javascript("ical.js"),
    "node-ical": by_javascript("node-ical"),
}
SLOW = ("ical.js", "node-ical")


@pytest.mark.parametrize(
    "engine", [pytest.param(name, marks=pytest.mark.slow if name in SLOW else ()) for name in ENGINES]
)
def test_nights_when_clocks_change(engine: str) -> None:
    """24 events about the changes of the clocks are at the moments they are at, by every engine."""
    cases = nights()
    assert len(cases) == 24
    found = [ENGINES[engine](render(Calendar("", events=(each,)))) for each in cases]
    assert found == [[(each.start, each.end)] for each in cases]
