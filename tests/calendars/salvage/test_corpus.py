"""Sample calendars of other projects and mutants of them: none ends in an error, none takes long."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from time import monotonic
from typing import Any
from warnings import catch_warnings, simplefilter

import icalendar
import pytest
import recurring_ical_events

from cohortplan.calendars.checking.check import check
from cohortplan.calendars.reading import busy
from cohortplan.calendars.reading.busy import read_busy
from cohortplan.calendars.reading.lines import document
from cohortplan.calendars.reading.values import moment
from cohortplan.model.zones import zone
from tests.calendars.salvage.corpus import mutants, samples

HOME = zone("Europe/London")
YEAR = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
#: Seconds that a file may take.
PATIENCE = 5.0

#: Samples of which the oracle makes something else, and why we do not.
KNOWN = {
    "issue_1633_rdate_with_dates.ics": "days as further dates of an event that takes no time",
    "issue_1633_rdate_with_dates_and_tzid.ics": "likewise",
    "issue_526_calendar_with_different_events.ics": "a zone that nobody knows is read as local, not as UTC",
    "issue_526_calendar_with_event_subset.ics": "likewise",
    "issue_526_calendar_with_events.ics": "likewise",
    "issue_526_calendar_with_shuffeled_events.ics": "likewise",
    "event_with_recurrence.ics": "exceptions in UTC of an event without zone",
    "end_before_start_event.ics": "an end before the start is left out, not swapped",
    "issue_132_swapped_start_and_end.ics": "likewise",
}


def read_in_time(files: Iterable[bytes], check_every: int = 1) -> int:
    """Read all `files`, each within the patience, and check some of them; return how many there were."""
    number = 0
    for data in files:
        begun = monotonic()
        read_busy(data, YEAR, HOME)
        assert monotonic() - begun < PATIENCE
        if number % check_every == 0:
            check([("a.ics", data)])
        number += 1
    return number


def test_there_is_a_corpus() -> None:
    """The samples are installed with the libraries that the tests need."""
    assert len(samples()) > 200


@pytest.mark.slow
def test_every_sample_is_read() -> None:
    """None of the samples ends in an error or takes long."""
    assert read_in_time(samples().values()) == len(samples())


@pytest.mark.slow
def test_mutants_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor do damaged ones: flipped bits, cuts, marks, nulls, nesting, bombs."""
    monkeypatch.setattr(busy, "SECONDS", 0.05)
    assert read_in_time(mutants(60, seed=1)) == 60


@pytest.mark.slow
def test_many_mutants_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor do eight hundred of them."""
    monkeypatch.setattr(busy, "SECONDS", 0.05)
    assert read_in_time(mutants(800, seed=2), check_every=10) == 800


def year_of(data: bytes) -> int | None:
    """Return the year in which most of a calendar's events start."""
    blocks = (each for calendar in document(data).calendars for each in calendar.walk() if each.name == "VEVENT")
    values = (moment(found.value) for block in blocks for found in block.all("DTSTART"))
    years = sorted(value.year for value in values if value is not None and 1900 < value.year < 2100)
    return years[len(years) // 2] if years else None


def instances(data: bytes, window: tuple[datetime, datetime]) -> set[datetime]:
    """Return the starts that recurring_ical_events finds, in UTC."""
    found: set[datetime] = set()
    with catch_warnings():
        simplefilter("ignore")
        for calendar in icalendar.Calendar.from_ical(data, multiple=True):
            for each in recurring_ical_events.of(calendar, skip_bad_series=True).between(*window):
                start, end = moment_of(each["DTSTART"]), moment_of(each.get("DTEND", each["DTSTART"]))
                hidden = each.get("TRANSP") == "TRANSPARENT" or each.get("STATUS") == "CANCELLED"
                if not hidden and start < end and start < window[1] and window[0] < end:
                    found.add(start)
    return found


def moment_of(value: Any) -> datetime:
    """Return a date or time of the library as a moment; without zone it is one at home."""
    given: date = value.dt
    local = given if isinstance(given, datetime) else datetime.combine(given, time())
    return (local if local.tzinfo is not None else local.replace(tzinfo=HOME)).astimezone(UTC)


@pytest.mark.parametrize("name", [name for name, data in samples().items() if year_of(data) and name not in KNOWN])
def test_starts_are_those_that_another_library_finds(name: str) -> None:
    """Whatever recurring_ical_events finds in a sample's year, we find; it may give up where we do not."""
    data = samples()[name]
    year = year_of(data)
    assert year is not None
    window = (datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC))
    try:
        theirs = instances(data, window)
    except (ValueError, KeyError, AttributeError, TypeError, IndexError):
        return
    found = read_busy(data, window, HOME)
    ours = {start for spans in found.spans.values() for start, _ in spans}
    assert theirs <= ours
