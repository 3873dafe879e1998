"""Reading the calendar part of an answer: a few properties of its event, and the zones that their times need."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from time import monotonic
from urllib.parse import unquote

from cohortplan.calendars.reading.lines import Component, Property, document
from cohortplan.calendars.reading.values import duration, moment
from cohortplan.calendars.reading.zones import Zones
from cohortplan.calendars.replies.answer import Answer, Who
from cohortplan.calendars.text import clean
from cohortplan.model.zones import zone

_ESCAPE = re.compile(r"\\(.)")
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_LONGEST_COMMENT = 500

#: Seconds that the definitions of zones may take.
_PATIENCE = 10.0


def read_calendar(text: str) -> Answer:
    """Return what a calendar object answers.

    Raises
    ------
    ValueError
        If it is not one whole calendar.
    """
    found = document(text.encode("utf-8", "replace"))
    if len(found.calendars) != 1 or any(fault.block for fault in found.faults):
        raise ValueError("it is not one whole calendar")
    [calendar] = found.calendars
    method, events = calendar.text("METHOD"), calendar.inner("VEVENT")
    if not events:
        return Answer(source="", method=method, events=0)
    about = events[0]
    start, end = _times(calendar, about) if method == "COUNTER" else (None, None)
    remarks = (clean(_text(each)).strip() for each in about.all("COMMENT"))
    return Answer(
        source="",
        uid="".join(_text(each).strip() for each in about.all("UID")[:1]),
        method=method,
        events=len(events),
        recurs=about.first("RECURRENCE-ID") is not None,
        who=tuple(map(_who, about.all("ATTENDEE"))),
        sequence=_sequence(about),
        dtstamp=_stamp(about),
        comment="\n".join(filter(None, remarks))[:_LONGEST_COMMENT],
        start=start,
        end=end,
    )


def address_of(uri: str) -> str:
    """Return the address of a calendar user, in small letters."""
    bare = uri.strip().strip("<>")
    return unquote(bare[7:] if bare[:7].lower() == "mailto:" else bare).strip().casefold()


def _text(found: Property) -> str:
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], found.value)


def _who(attendee: Property) -> Who:
    given = attendee.parameters
    sent_by, delegated_to, delegated_from = (
        address_of(given.get(name, "").partition(",")[0]) for name in ("SENT-BY", "DELEGATED-TO", "DELEGATED-FROM")
    )
    return Who(
        address_of(attendee.value),
        given.get("PARTSTAT", "").strip().upper(),
        sent_by,
        delegated_to,
        delegated_from,
        agent=given.get("SCHEDULE-AGENT", "").strip().upper(),
        status=given.get("SCHEDULE-STATUS", "").strip(),
    )


def _sequence(about: Component) -> int | None:
    """Return the SEQUENCE: 0 where there is none, as the standard has it, None where it is no number."""
    number = about.text("SEQUENCE")
    if about.first("SEQUENCE") is None:
        return 0
    return int(number) if _NUMBER.fullmatch(number) else None


def _stamp(about: Component) -> datetime | None:
    found = moment(about.text("DTSTAMP"))
    if not isinstance(found, datetime):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _times(calendar: Component, about: Component) -> tuple[datetime | None, datetime | None]:
    zones = Zones(calendar, zone("UTC"), monotonic() + _PATIENCE)
    start, end = _time(zones, about, "DTSTART"), _time(zones, about, "DTEND")
    length = duration(about.text("DURATION"))
    if end is None and start is not None and length is not None:
        try:
            end = start + length
        except OverflowError:
            end = None
    return start, end


def _time(zones: Zones, about: Component, name: str) -> datetime | None:
    """Return a time, in UTC or without zone; None if it is a day, no time, or in a zone that nobody knows."""
    given = about.all(name)
    found = moment(given[0].value) if len(given) == 1 else None
    if not isinstance(found, datetime):
        return None
    tzid = given[0].parameters.get("TZID", "")
    if found.tzinfo is not None or not tzid:
        return found
    try:
        known = zones.zone(tzid).utc(found)
    except OverflowError:
        return None
    return None if tzid in zones.unknown else known
