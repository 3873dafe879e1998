import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohortplan.calendars.ical import Calendar, Event, render
from cohortplan.calendars.text import clean
from cohortplan.errors import InputError
from tests.calendars.reading import content_lines, physical_lines, property_value, reference_zone, times, unescaped

LONDON = reference_zone("Europe/London")
STAMP = datetime(2026, 6, 1, tzinfo=UTC)


def event(start: datetime, hours: float = 1, zone: str = "Europe/London", **fields: Any) -> Event:
    """Return an event of so many hours from `start`."""
    end = (start.astimezone(UTC) + timedelta(hours=hours)).astimezone(start.tzinfo)
    return Event(
        **{"uid": f"{start:%Y%m%d%H%M}@x", "dtstamp": STAMP, "summary": "Visit", **fields},
        start=start,
        end=end,
        zone=zone,
    )


def test_layout_of_a_whole_file() -> None:
    """Properties come in one fixed order, and every one is where RFC 5545 and 7986 want it."""
    calendar = Calendar(
        "Set A",
        "Visits, and meetings",
        (
            Event(
                uid="1@x",
                dtstamp=STAMP,
                start=datetime(2026, 10, 8, 10, tzinfo=LONDON),
                end=datetime(2026, 10, 8, 13, tzinfo=LONDON),
                zone="Europe/London",
                summary="Visit: bakery; tour",
                description="Meet at the gate.\nBring a coat.",
                location="Barnsley",
                geo=(53.5526, -1.4797),
                categories=("visit", "bread, cake"),
                status="TENTATIVE",
                sequence=2,
            ),
        ),
    )
    head, block, body = re.split(
        r"(BEGIN:VTIMEZONE\r\n.*END:VTIMEZONE\r\n)", render(calendar).decode(), flags=re.DOTALL
    )
    assert head.split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//cohortplan//cohortplan//EN",
        "CALSCALE:GREGORIAN",
        "NAME:Set A",
        "X-WR-CALNAME:Set A",
        "DESCRIPTION:Visits\\, and meetings",
        "X-WR-CALDESC:Visits\\, and meetings",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        "",
    ]
    assert block.count("BEGIN:VTIMEZONE") == 1
    assert body.split("\r\n") == [
        "BEGIN:VEVENT",
        "UID:1@x",
        "DTSTAMP:20260601T000000Z",
        "DTSTART;TZID=Europe/London:20261008T100000",
        "DTEND;TZID=Europe/London:20261008T130000",
        "SEQUENCE:2",
        "STATUS:TENTATIVE",
        "TRANSP:OPAQUE",
        "CLASS:PRIVATE",
        "SUMMARY:Visit: bakery\\; tour",
        "DESCRIPTION:Meet at the gate.\\nBring a coat.",
        "LOCATION:Barnsley",
        "GEO:53.552600;-1.479700",
        "CATEGORIES:visit,bread\\, cake",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_an_empty_calendar_is_valid() -> None:
    """A calendar without events still has the one component that RFC 5545 (3.6) asks for, and parses."""
    data = render(Calendar("Nothing yet"))
    parsed = icalendar.Calendar.from_ical(data)
    assert parsed.events == []
    assert [part.name for part in parsed.subcomponents] == ["VTIMEZONE"]
    assert parsed.errors == []


def cases() -> list[tuple[datetime, float]]:
    """Return starts and hours around the changes of clocks: the day before, the day, the day after, and nights."""
    found = []
    for change in (date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)):
        for days in (-1, 0, 1):
            day = datetime(change.year, change.month, change.day, tzinfo=LONDON) + timedelta(days=days)
            found += [(day + timedelta(minutes=minutes), 1.0) for minutes in (30, 90, 150, 540)]
        night = datetime(change.year, change.month, change.day, 22, tzinfo=LONDON) - timedelta(days=1)
        found += [(night, 7.0), (night, 8.0), (night, 9.0), (night, 33.0)]
    return found


@pytest.mark.parametrize(("start", "hours"), cases())
def test_events_around_a_change_of_clocks_keep_their_moment(start: datetime, hours: float) -> None:
    """Read back by the file's own VTIMEZONE, and by the icalendar library, each event is when it was."""
    begin, finish = start.astimezone(UTC), start.astimezone(UTC) + timedelta(hours=hours)
    data = render(Calendar("c", events=(event(start, hours),)))
    assert times(data) == [(begin, finish)]
    parsed: Any = icalendar.Calendar.from_ical(data).events[0]
    assert (parsed.start.astimezone(UTC), parsed.end.astimezone(UTC)) == (begin, finish)


@pytest.mark.parametrize(
    ("start", "hours", "written"),
    [
        (datetime(2026, 10, 25, 1, 30, tzinfo=LONDON), 1, ("20261025T003000Z", "20261025T013000Z")),
        (datetime(2026, 10, 25, 1, 30, fold=1, tzinfo=LONDON), 1, ("20261025T013000Z", "20261025T023000Z")),
        (datetime(2027, 3, 28, 1, 30, tzinfo=LONDON), 1, ("20270328T013000Z", "20270328T023000Z")),
        (datetime(2026, 10, 24, 22, 0, tzinfo=LONDON), 3.5, ("20261024T210000Z", "20261025T003000Z")),
    ],
)
def test_a_time_in_a_gap_or_fold_is_written_in_utc(start: datetime, hours: float, written: tuple[str, str]) -> None:
    """Where one end of an event would be read differently by different programs, both ends are in UTC."""
    data = render(Calendar("c", events=(event(start, hours),)))
    assert (property_value(data, "DTSTART"), property_value(data, "DTEND")) == written
    assert b"TZID" not in data


@pytest.mark.parametrize(
    ("key", "start"),
    [
        ("Europe/Dublin", datetime(2027, 1, 14, 9)),  # noqa: DTZ001 - a wall-clock time
        ("Europe/Dublin", datetime(2027, 7, 14, 9)),  # noqa: DTZ001
        ("Africa/Casablanca", datetime(2027, 2, 10, 9)),  # noqa: DTZ001
        ("America/Vancouver", datetime(2027, 1, 14, 9)),  # noqa: DTZ001
        ("Africa/Cairo", datetime(2026, 10, 30, 0, 30)),  # noqa: DTZ001
        ("Pacific/Auckland", datetime(2027, 1, 1, 0, 30)),  # noqa: DTZ001
        ("America/Vancouver", datetime(2026, 12, 31, 23, 30)),  # noqa: DTZ001
    ],
)
def test_other_zones_keep_wall_clock_and_moment(key: str, start: datetime) -> None:
    """Negative summer time, listed changes, and the turn of the year: the reader's clock and the moment are right."""
    info = reference_zone(key)
    data = render(Calendar("c", events=(event(start.replace(tzinfo=info), zone=key),)))
    assert property_value(data[data.index(b"BEGIN:VEVENT") :], "DTSTART") == f"{start:%Y%m%dT%H%M%S}"
    moment = start.replace(tzinfo=info).astimezone(UTC)
    assert times(data) == [(moment, moment + timedelta(hours=1))]


def test_a_zone_is_declared_for_all_years_of_its_events() -> None:
    """A zone whose changes are listed has those of the first event's year and of the last one's."""
    cairo = reference_zone("Africa/Cairo")
    starts = [datetime(year, 7, 1, 9, tzinfo=cairo) for year in (2028, 2026, 2027)]
    data = render(Calendar("c", events=tuple(event(start, zone="Africa/Cairo") for start in starts)))
    assert [start for start, _ in times(data)] == [start.astimezone(UTC) for start in starts]


def test_zones_are_declared_once_each_and_before_the_events() -> None:
    """Two zones in a calendar mean two blocks, in alphabetical order, whatever the order of the events."""
    start = datetime(2026, 9, 1, 9, tzinfo=UTC)
    keys = ("Europe/Paris", "America/New_York", "Europe/Paris", "UTC")
    data = render(Calendar("c", events=tuple(event(start, zone=key) for key in keys)))
    assert [value for name, _, value in content_lines(data) if name == "TZID"] == ["America/New_York", "Europe/Paris"]
    assert data.rindex(b"END:VTIMEZONE") < data.index(b"BEGIN:VEVENT")
    assert times(data) == [(start, start + timedelta(hours=1))] * 4


def test_whole_days_are_written_as_days() -> None:
    """An event of dates has VALUE=DATE, an exclusive end and no zone."""
    days = Event(uid="d@x", dtstamp=STAMP, start=date(2026, 10, 24), end=date(2026, 10, 26), summary="Residential")
    data = render(Calendar("c", events=(replace(days, zone="Europe/London"),)))
    assert b"DTSTART;VALUE=DATE:20261024\r\nDTEND;VALUE=DATE:20261026\r\n" in data
    assert b"TZID" not in data


def test_bytes_do_not_depend_on_how_a_moment_is_given() -> None:
    """The same moments in UTC, in a fixed offset and in the zone give the same bytes, twice over."""
    start = datetime(2026, 7, 1, 9, tzinfo=LONDON)
    shapes: list[tzinfo] = [UTC, reference_zone("Asia/Tokyo"), LONDON]
    files = {
        render(Calendar("c", events=(event(start.astimezone(shape), uid="u@x"),))) for shape in shapes for _ in range(2)
    }
    assert len(files) == 1


ANY_TEXT = st.text(st.characters() | st.sampled_from('\\;,:"\r\n\u2028\ud800é😀'), max_size=120)
FIELDS = st.fixed_dictionaries(
    {
        "uid": ANY_TEXT.map(lambda value: f"u{value}@x"),
        "summary": ANY_TEXT,
        "description": ANY_TEXT,
        "location": ANY_TEXT,
        "categories": st.lists(ANY_TEXT, max_size=3).map(tuple),
        "sequence": st.integers(0, 2**31 - 1),
        "status": st.sampled_from(["TENTATIVE", "CONFIRMED", "CANCELLED"]),
        "start": st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
        "hours": st.integers(1, 400).map(lambda quarters: quarters / 4),
        "zone": st.sampled_from(["UTC", "Europe/London", "America/Vancouver", "Africa/Cairo", "Australia/Lord_Howe"]),
        "geo": st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
    }
)


@given(ANY_TEXT, st.lists(FIELDS, max_size=3))
def test_whatever_the_texts_the_calendar_is_read_back(name: str, fields: list[dict[str, Any]]) -> None:
    """Hostile names and texts add no property, no event and no line, and every field is read back by icalendar."""
    events = tuple(event(each.pop("start").replace(microsecond=0), **each) for each in fields)
    data = render(Calendar(name, name, events))
    assert max(map(len, physical_lines(data))) <= 75
    parsed = icalendar.Calendar.from_ical(data)
    assert parsed.errors == []
    assert unescaped(property_value(data, "NAME")) == clean(name)
    assert times(data) == [(each.start, each.end) for each in events]
    for got, given_ in zip(parsed.events, events, strict=True):
        assert_same(got, given_)


def assert_same(got: Any, expected: Event) -> None:
    """Assert that the icalendar library reads in `got` what was `expected`, and nothing else."""
    assert got.errors == []
    wanted = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "TRANSP", "CLASS", "SUMMARY"}
    optional = {"DESCRIPTION", "LOCATION", "GEO", "CATEGORIES"}
    assert wanted <= set(got) <= wanted | optional
    for name in ("uid", "summary", "description", "location"):
        assert str(got.get(name, "")) == clean(getattr(expected, name))
    assert (int(got["SEQUENCE"]), str(got["STATUS"])) == (expected.sequence, expected.status)
    if expected.categories:
        assert [str(each) for each in got["CATEGORIES"].cats] == [clean(each) for each in expected.categories]
    if expected.geo is not None:
        assert (got["GEO"].latitude, got["GEO"].longitude) == pytest.approx(expected.geo, abs=1e-6)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"uid": " "}, "UID"),
        ({"sequence": -1}, "SEQUENCE"),
        ({"dtstamp": datetime(2026, 1, 1)}, "DTSTAMP"),  # noqa: DTZ001
        ({"start": datetime(2026, 1, 1)}, "time zone"),  # noqa: DTZ001
        ({"start": date(2026, 1, 1)}, "both"),
        ({"end": datetime(2026, 9, 1, 8, tzinfo=UTC)}, "not after"),
        ({"start": date(2026, 1, 2), "end": date(2026, 1, 2)}, "not after"),
        ({"geo": (91.0, 0.0)}, "Earth"),
        ({"geo": (0.0, float("nan"))}, "Earth"),
    ],
)
def test_an_impossible_event_is_refused(fields: dict[str, Any], reason: str) -> None:
    """What no calendar program would understand never becomes an event."""
    good = event(datetime(2026, 9, 1, 9, tzinfo=UTC))
    with pytest.raises(ValueError, match=reason):
        replace(good, **fields)


def test_an_unknown_zone_is_an_input_error() -> None:
    """A zone that tzdata does not know is reported as the user's."""
    with pytest.raises(InputError, match="Atlantis"):
        render(Calendar("c", events=(event(datetime(2026, 9, 1, tzinfo=UTC), zone="Atlantis"),)))
