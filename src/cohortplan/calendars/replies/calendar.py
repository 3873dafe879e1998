"""Reading the calendar part of an answer: a few properties of its event, and the zones that their times need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from cohortplan.calendars.replies.answer import Answer, Who
from cohortplan.calendars.text import clean

if TYPE_CHECKING:
    from icalendar import Calendar, Event

#: Everything else that a program sends along stays unread.
_READ = frozenset(
    ("UID", "DTSTAMP", "SEQUENCE", "ATTENDEE", "COMMENT", "RECURRENCE-ID", "DTSTART", "DTEND", "DURATION")
)
_NAME = re.compile(r"[A-Za-z0-9-]+")
_FOLD = re.compile(r"\r?\n[ \t]")
_LONGEST_COMMENT = 500

#: What the library raises on text that is no calendar.
BROKEN = (ValueError, LookupError, AttributeError, TypeError, ArithmeticError, RecursionError)


def read_calendar(text: str) -> Answer:
    """Return what a calendar object answers.

    Raises
    ------
    Exception
        One of `BROKEN`, if it cannot be read as one.
    """
    lines = _FOLD.sub("", text.replace("\r\r\n", "\r\n")).splitlines()
    try:
        calendar = _calendar([*_kept(lines, zones=True)])
    except BROKEN:  # a zone that is not understood
        calendar = _calendar([*_kept(lines, zones=False)])
    method = str(calendar.get("METHOD", "")).strip().upper()
    events = calendar.events
    if not events:
        return Answer(source="", method=method, events=0)
    first: Event = events[0]
    start, end = _moment(first, "DTSTART"), _moment(first, "DTEND")
    if end is None and start is not None and "DURATION" in first:
        length = getattr(first["DURATION"], "dt", None)
        end = None if length is None else start + length
    return Answer(
        source="",
        uid=str(first.get("UID", "")).strip(),
        method=method,
        events=len(events),
        recurs="RECURRENCE-ID" in first,
        who=tuple(_who(each) for each in _all(first, "ATTENDEE")),
        sequence=_sequence(first),
        dtstamp=_stamp(first),
        comment="\n".join(clean(str(each)).strip() for each in _all(first, "COMMENT")).strip()[:_LONGEST_COMMENT],
        start=start if method == "COUNTER" else None,
        end=end if method == "COUNTER" else None,
    )


def address_of(uri: str) -> str:
    """Return the address of a calendar user, in small letters."""
    bare = uri.strip().strip("<>")
    return unquote(bare[7:] if bare[:7].lower() == "mailto:" else bare).strip().casefold()


def _kept(lines: list[str], *, zones: bool) -> Iterator[str]:
    """Yield the lines to be read: of events those of `_READ`, zones if asked for, and no other component."""
    inside: list[str] = []
    for line in lines:
        name = match[0].upper() if (match := _NAME.match(line)) else ""
        value = line.partition(":")[2].strip().upper()
        if name == "BEGIN":
            inside.append(value)
        if _reads(inside, name, zones=zones):
            yield line
        if name == "END" and inside and inside[-1] == value:
            inside.pop()


def _reads(inside: list[str], name: str, *, zones: bool) -> bool:
    if len(inside) > 1 and inside[1] == "VTIMEZONE":
        return zones
    if name in ("BEGIN", "END"):
        return inside in (["VCALENDAR"], ["VCALENDAR", "VEVENT"])
    return (inside == ["VCALENDAR"] and name == "METHOD") or (inside == ["VCALENDAR", "VEVENT"] and name in _READ)


def _calendar(lines: list[str]) -> Calendar:
    from icalendar import Calendar

    found = Calendar.from_ical("\r\n".join([*lines, ""]))
    if not isinstance(found, Calendar):
        raise ValueError("it is no calendar")  # noqa: TRY004 - of the text, not of the type
    return found


def _all(event: Event, name: str) -> list[Any]:
    found = event.get(name, [])
    return found if isinstance(found, list) else [found]


def _who(attendee: Any) -> Who:
    given = {key: str(value if isinstance(value, str) else value[0]) for key, value in attendee.params.items()}
    others = [address_of(given.get(name, "")) for name in ("SENT-BY", "DELEGATED-TO", "DELEGATED-FROM")]
    return Who(address_of(str(attendee)), given.get("PARTSTAT", "").strip().upper(), *others)


def _sequence(event: Event) -> int | None:
    """Return the SEQUENCE: 0 where there is none, as the standard has it, None where it is no number."""
    found = event.get("SEQUENCE", 0)
    return int(found) if isinstance(found, int) and found >= 0 else None


def _stamp(event: Event) -> datetime | None:
    moment = _moment(event, "DTSTAMP")
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _moment(event: Event, name: str) -> datetime | None:
    found = _all(event, name)
    moment = getattr(found[0], "dt", None) if len(found) == 1 else None
    return moment if isinstance(moment, datetime) else None
