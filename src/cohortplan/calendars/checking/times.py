"""Rules about times: that they can be read, that they are in order, and that all programs read the same ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from cohortplan.calendars.checking.base import CALENDAR, IN_ZONES, Calendar, Hit, Reading
from cohortplan.calendars.reading.lines import Property
from cohortplan.calendars.reading.recurring import rule_parts
from cohortplan.calendars.reading.values import duration, moment, period
from cohortplan.calendars.reading.zones import Named, named, windows

_IN_UTC = ("DTSTAMP", "CREATED", "LAST-MODIFIED", "COMPLETED")
_FREQUENCIES = ("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")


@CALENDAR.add("date-time", "RFC 5545, 3.3.5", "Write it like 20261008T090000, or with VALUE=DATE like 20261008")
def date_time(calendar: Calendar) -> Iterator[Hit]:
    """Dates and times can be read, and are of the kind that they say they are."""
    for each in calendar.timed:
        for found in each.all(*IN_ZONES, *_IN_UTC):
            kind = found.parameters.get("VALUE", "DATE-TIME").upper()
            if not all(_is_a(kind, text) for text in found.value.split(",")):
                yield Hit(found.line, f"{found.name} is no {kind}: {found.value[:40]}")


@CALENDAR.add("utc", "RFC 5545, 3.8.7", "Write the time in UTC, with Z at its end")
def utc(calendar: Calendar) -> Iterator[Hit]:
    """DTSTAMP, CREATED, LAST-MODIFIED and COMPLETED are in UTC."""
    for each in calendar.timed:
        for found in each.all(*_IN_UTC):
            value = moment(found.value)
            if isinstance(value, datetime) and (value.tzinfo is None or "TZID" in found.parameters):
                yield Hit(found.line, f"{found.name} is not in UTC")


@CALENDAR.add("duration", "RFC 5545, 3.3.6", "Write it like PT1H30M or P2D")
def length(calendar: Calendar) -> Iterator[Hit]:
    """Durations can be read, and those of components are longer than nothing."""
    for each in calendar.timed:
        for found in each.all("DURATION"):
            size = duration(found.value)
            if size is None or size <= timedelta(0):
                yield Hit(found.line, f"DURATION is no time that something takes: {found.value[:40]}")
    for each in (part for part in calendar.block.walk() if part.name == "VALARM"):
        for found in each.all("TRIGGER"):
            if duration(found.value) is None and not isinstance(moment(found.value), datetime):
                yield Hit(found.line, f"TRIGGER is neither a duration nor a time: {found.value[:40]}")


@CALENDAR.add("period", "RFC 5545, 3.8.2.6", "Write start/end or start/duration, times in UTC, the end after the start")
def free_busy(calendar: Calendar) -> Iterator[Hit]:
    """Periods of free and busy time are in UTC and in order."""
    for each in calendar.entries:
        for found in each.all("FREEBUSY"):
            if not all(_in_order(text) for text in found.value.split(",")):
                yield Hit(found.line, f"FREEBUSY holds what is no period: {found.value[:40]}")


@CALENDAR.add("end-and-duration", "RFC 5545, 3.6.1", "Leave one of the two out")
def end_and_duration(calendar: Calendar) -> Iterator[Hit]:
    """Nothing has both an end and a duration."""
    for each in calendar.timed:
        end = each.first("DTEND") or each.first("DUE")
        if end is not None and each.first("DURATION") is not None:
            yield Hit(end.line, f"{each.name} has both {end.name} and DURATION")


@CALENDAR.add("end-kind", "RFC 5545, 3.8.2.2", "Write both as dates, or both as times")
def end_kind(calendar: Calendar) -> Iterator[Hit]:
    """Start and end are both dates or both times."""
    for found, start, end in _ends(calendar):
        if isinstance(start, datetime) != isinstance(end, datetime):
            yield Hit(found.line, f"of DTSTART and {found.name} one is a date, the other a time")


@CALENDAR.add("end-order", "RFC 5545, 3.8.2.2", "Write a later end; that of whole days is the day after")
def end_order(calendar: Calendar) -> Iterator[Hit]:
    """The end is later than the start."""
    for found, start, end in _ends(calendar):
        if _later(start, end) is False:
            yield Hit(found.line, f"{found.name} is not after DTSTART")


@CALENDAR.add("rule", "RFC 5545, 3.3.10", "Write it like FREQ=WEEKLY;BYDAY=TU;UNTIL=20270630T220000Z")
def recurrence(calendar: Calendar) -> Iterator[Hit]:
    """A rule of recurrence can be read, and has a number or an end, not both."""
    for each in calendar.block.walk():
        for found in each.all("RRULE", "EXRULE"):
            wrong = _wrong_rule(found.value)
            if wrong:
                yield Hit(found.line, f"{found.name} {wrong}: {found.value[:60]}")


@CALENDAR.add("until", "RFC 5545, 3.3.10", "Write UNTIL in UTC where the start has a zone, else like the start")
def until(calendar: Calendar) -> Iterator[Hit]:
    """UNTIL is a date where the start is one, in UTC where the start has a zone, and local where it has none."""
    for each in calendar.timed:
        for found in each.all("RRULE"):
            start, end = each.first("DTSTART"), _until(found)
            first = None if start is None else moment(start.value)
            if start is not None and first is not None and end is not None:
                zoned = "TZID" in start.parameters
                if _form(first, zoned=zoned) != _form(end, zoned=False):
                    yield Hit(found.line, "UNTIL is not of the kind that DTSTART asks for")


@CALENDAR.add("floating", "RFC 5545, 3.3.5", "Write the time in UTC, or with TZID and the VTIMEZONE", "warning")
def floating(calendar: Calendar) -> Iterator[Hit]:
    """Times have a zone: without one everybody reads them in their own."""
    if not calendar.method:
        yield from _floating(calendar)


@CALENDAR.add("floating-message", "RFC 5545, 3.3.5", "Write the time in UTC, or with TZID and the VTIMEZONE")
def floating_message(calendar: Calendar) -> Iterator[Hit]:
    """Times in messages have a zone: else those invited come at different hours."""
    if calendar.method:
        yield from _floating(calendar)


@CALENDAR.add("skipped-time", "RFC 5545, 3.3.5", "Choose another time, or write it in UTC")
def skipped_time(calendar: Calendar) -> Iterator[Hit]:
    """No time lies in the hour that clocks skip: programs disagree by an hour about it."""
    for each, local, info in _local_readings(calendar):
        if not _shown(local, info):
            yield Hit(
                each.found.line, f"{each.found.name}: the clocks of {each.tzid} skip {local:%H:%M} on {local:%d %b %Y}"
            )


@CALENDAR.add("repeated-time", "RFC 5545, 3.3.5", "Write the time in UTC")
def repeated_time(calendar: Calendar) -> Iterator[Hit]:
    """No time lies in the hour that clocks show twice: programs disagree by an hour about it."""
    for each, local, info in _local_readings(calendar):
        offsets = {local.replace(tzinfo=info, fold=fold).utcoffset() for fold in (0, 1)}
        if len(offsets) > 1 and _shown(local, info):
            twice = f"the clocks of {each.tzid} show {local:%H:%M} twice on {local:%d %b %Y}"
            yield Hit(each.found.line, f"{each.found.name}: {twice}")


def zone_of(tzid: str) -> ZoneInfo | None:
    """Return the zone that a TZID names, None if the file alone knows it."""
    return named(tzid) or windows(tzid)


def _local_readings(calendar: Calendar) -> Iterator[tuple[Reading, datetime, ZoneInfo]]:
    for each in calendar.readings:
        info = zone_of(each.tzid) if each.tzid else None
        # Clocks are not known to change before there were zones, nor in the last days of the calendar.
        if each.local is not None and info is not None and 1900 < each.local.year < 9999:
            yield each, each.local, info


def _shown(local: datetime, info: ZoneInfo) -> bool:
    return Named(info).utc(local).astimezone(info).replace(tzinfo=None) == local


def _floating(calendar: Calendar) -> Iterator[Hit]:
    for each in calendar.readings:
        if each.local is not None and not each.tzid:
            yield Hit(each.found.line, f"{each.found.name} is a time without zone")


def _ends(calendar: Calendar) -> Iterator[tuple[Property, date, date]]:
    """Yield each end that can be read, with the start and the end; of times in the same zone without it."""
    for each in calendar.timed:
        start = each.first("DTSTART")
        for end in each.all("DTEND", "DUE")[:1]:
            values = [None if found is None else _read(found) for found in (start, end)]
            if values[0] is not None and values[1] is not None:
                yield end, values[0], values[1]


def _read(found: Property) -> date | datetime | None:
    """Return a date or time, aware if its zone is known."""
    value, info = moment(found.value), zone_of(found.parameters.get("TZID", ""))
    if isinstance(value, datetime) and value.tzinfo is None and info is not None and 1 < value.year < 9999:
        return Named(info).utc(value)
    return value


def _later(start: date, end: date) -> bool | None:
    """Whether `end` is after `start`; None if that cannot be told."""
    if isinstance(start, datetime) and isinstance(end, datetime):
        return end > start if (start.tzinfo is None) == (end.tzinfo is None) else None
    return None if isinstance(start, datetime) or isinstance(end, datetime) else end > start


def _is_a(kind: str, text: str) -> bool:
    if kind == "PERIOD":
        return period(text) is not None
    value = moment(text)
    return value is not None and isinstance(value, datetime) == (kind == "DATE-TIME")


def _in_order(text: str) -> bool:
    found = period(text)
    if found is None or found[0].tzinfo is None:
        return False
    start, end = found
    return end > timedelta(0) if isinstance(end, timedelta) else end.tzinfo is not None and end > start


def _wrong_rule(value: str) -> str:
    """Say what is wrong with a rule of recurrence, "" if nothing is."""
    from icalendar import vRecur

    parts = rule_parts(value)
    if parts.get("FREQ") not in _FREQUENCIES:
        return "does not say how often"
    if "COUNT" in parts and "UNTIL" in parts:
        return "has both COUNT and UNTIL"
    try:
        vRecur.from_ical(value)
    except Exception:  # noqa: BLE001 - whatever the library finds, it cannot be read
        return "cannot be read"
    return ""


def _until(found: Property) -> date | datetime | None:
    # As it was typed: `rule_parts` takes the Z off.
    pairs = (part.partition("=") for part in found.value.upper().split(";"))
    return next((moment(value) for key, _, value in pairs if key.strip() == "UNTIL"), None)


def _form(value: date, *, zoned: bool) -> str:
    if not isinstance(value, datetime):
        return "date"
    return "utc" if zoned or value.tzinfo is UTC else "local"
