"""What Thunderbird makes of events in forty awkward zones, about the changes of their clocks (A2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cohortplan.calendars.ical import Calendar, Event, render
from tests.calendars.reading import reference_zone
from tests.calendars.thunderbird import Thunderbird, thunderbird

pytestmark = pytest.mark.slow

ZONES = """
    Africa/Cairo Africa/Casablanca Africa/El_Aaiun Africa/Monrovia America/Adak America/Asuncion America/Caracas
    America/Edmonton America/Havana America/Los_Angeles America/Mexico_City America/Miquelon America/New_York
    America/Nuuk America/Port-au-Prince America/Santiago America/Scoresbysund America/St_Johns America/Vancouver
    America/Winnipeg Antarctica/Troll Asia/Almaty Asia/Beirut Asia/Gaza Asia/Jerusalem Asia/Kathmandu Asia/Kolkata
    Asia/Tehran Asia/Yangon Atlantic/Azores Australia/Adelaide Australia/Eucla Australia/Lord_Howe Europe/Chisinau
    Europe/Dublin Europe/Kyiv Europe/Lisbon Europe/London Pacific/Apia Pacific/Auckland Pacific/Chatham Pacific/Easter
    Pacific/Kiritimati Pacific/Marquesas Pacific/Norfolk
""".split()  # noqa: SIM905 - easier to read
FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
HALF = timedelta(minutes=30)

# As it reads files and subscriptions; then put into a calendar, and found there.
_READ = """
const parser = Cc["@mozilla.org/calendar/ics-parser;1"].createInstance(Ci.calIIcsParser);
parser.parseString(given[0]);
const [home] = cal.manager.getCalendars();
await Promise.all(parser.getItems().map(item => home.addItem(item)));
const found = {};
for (const item of await home.getItemsAsArray(Ci.calICalendar.ITEM_FILTER_ALL_ITEMS, 0, null, null)) {
  found[item.id] = [item.startDate.nativeTime / 1000000, item.endDate.nativeTime / 1000000];
  await home.deleteItem(item);
}
return found;
"""


def moments(zone: ZoneInfo) -> Iterator[datetime]:
    """Yield the half-hours of six hours before and after every change of clocks, and one of each month."""
    moment, before = FIRST, zone.utcoffset(FIRST.astimezone(zone))
    while moment < LAST:
        after = moment.astimezone(zone).utcoffset()
        if after != before:
            yield from (moment + k * HALF for k in range(-12, 13))
        if (moment.day, moment.hour, moment.minute) == (15, 9, 0):
            yield moment
        moment, before = moment + HALF, after


def events_in(name: str) -> tuple[Event, ...]:
    """Return an event at each of those half-hours of a zone."""
    given = {"dtstamp": FIRST, "summary": name, "zone": name}
    starts = sorted(set(moments(reference_zone(name))))
    return tuple(
        Event(uid=f"{k}@programme.example", start=start, end=start + HALF, **given) for k, start in enumerate(starts)
    )


def wrong(program: Thunderbird, events: tuple[Event, ...], content: bytes) -> int:
    """Return how many of the events are not where they are, as Thunderbird reads them."""
    found = program.run(_READ, content.decode())
    return sum(found.get(each.uid) != [each.start.timestamp(), each.end.timestamp()] for each in events)


def test_forty_zones(tmp_path: Path) -> None:
    """Each of thousands of events begins and ends at the moment it does by zoneinfo, and an error would be noticed."""
    planned = {name: events_in(name) for name in ZONES}
    assert len(planned) > 40
    assert sum(map(len, planned.values())) == 5845
    with thunderbird(tmp_path, "p1@people.example", 25) as program:
        found = {name: wrong(program, each, render(Calendar("", events=each))) for name, each in planned.items()}
        london = planned["Europe/London"]
        content = render(Calendar("", events=london)).replace(b"BYMONTH=3;BYDAY=-1SU", b"BYMONTH=3;BYDAY=1SU")
        assert wrong(program, london, content) > 0
    assert {name: many for name, many in found.items() if many} == {}
