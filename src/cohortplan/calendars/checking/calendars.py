"""Rules about a calendar as a whole, and about what its components hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from cohortplan.calendars.checking.base import CALENDAR, Calendar, Hit, once
from cohortplan.calendars.reading.lines import Component, Property

_ONCE = (
    *("UID", "DTSTAMP", "DTSTART", "DTEND", "DUE", "DURATION", "RECURRENCE-ID", "SEQUENCE", "STATUS", "SUMMARY"),
    *("DESCRIPTION", "LOCATION", "GEO", "CLASS", "CREATED", "LAST-MODIFIED", "ORGANIZER", "PRIORITY", "TRANSP", "URL"),
)
_MANY_IN = {"VJOURNAL": {"DESCRIPTION"}}

#: What a property may say, and where that is written.
_WORDS = {
    "TRANSP": ("OPAQUE", "TRANSPARENT"),
    "PRIORITY": tuple("0123456789"),
}
_STATUS = {
    "VEVENT": ("TENTATIVE", "CONFIRMED", "CANCELLED"),
    "VTODO": ("NEEDS-ACTION", "COMPLETED", "IN-PROCESS", "CANCELLED"),
    "VJOURNAL": ("DRAFT", "FINAL", "CANCELLED"),
}
_TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CONTACT", "UID", "RELATED-TO", "NAME", "TZNAME")
_LISTS = ("CATEGORIES", "RESOURCES")
_ESCAPE = re.compile(r"\\(.?)|([;,])", re.DOTALL)
_URI = re.compile(r"[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE)
_DECIMAL = r"[-+]?\d{1,3}(?:\.\d+)?"


@CALENDAR.add("version", "RFC 5545, 3.7.4", "Write VERSION:2.0 once, below BEGIN:VCALENDAR")
def version(calendar: Calendar) -> Iterator[Hit]:
    """VERSION stands there once and is 2.0."""
    yield from _exactly_one(calendar.block, "VERSION")
    for found in calendar.block.all("VERSION")[:1]:
        if found.value.strip() != "2.0":
            yield Hit(found.line, f"the version is {found.value.strip()[:20]}, not 2.0")


@CALENDAR.add("prodid", "RFC 5545, 3.7.3", "Write PRODID once, with the name of the program that made the file")
def prodid(calendar: Calendar) -> Iterator[Hit]:
    """PRODID stands there once."""
    yield from _exactly_one(calendar.block, "PRODID")


@CALENDAR.add("calscale", "RFC 5545, 3.7.1", "Leave CALSCALE out, or write GREGORIAN")
def calscale(calendar: Calendar) -> Iterator[Hit]:
    """The calendar is the Gregorian one."""
    for found in calendar.block.all("CALSCALE"):
        if found.value.strip().upper() != "GREGORIAN":
            yield Hit(found.line, f"the calendar scale is {found.value[:20]}")


@CALENDAR.add("empty", "RFC 5545, 3.6", "Put something into the calendar; a VTIMEZONE will do")
def empty(calendar: Calendar) -> Iterator[Hit]:
    """A calendar has a component."""
    if not calendar.block.parts:
        yield Hit(calendar.block.line, "the calendar has no component")


@CALENDAR.add("uid", "RFC 5545, 3.8.4.7", "Give it a UID of its own that never changes")
def uid(calendar: Calendar) -> Iterator[Hit]:
    """Everything that takes place has a UID."""
    for each in calendar.entries:
        if not each.text("UID"):
            yield Hit(each.line, f"{each.name} has no UID")


@CALENDAR.add("uid-twice", "RFC 5545, 3.8.4.7", "Give each a UID of its own, or leave one out")
def uid_twice(calendar: Calendar) -> Iterator[Hit]:
    """No two components have the same UID, unless they are instances of one that recurs."""
    seen: Counter[tuple[str, ...]] = Counter()
    for each in calendar.entries:
        name, instance = each.first("UID"), each.text("RECURRENCE-ID")
        if name is not None and name.value.strip():
            key = (each.name, name.value.strip(), instance)
            seen[key] += 1
            if seen[key] > 1:
                yield Hit(each.line, f"another {each.name} of the calendar has this UID")


@CALENDAR.add("dtstamp", "RFC 5545, 3.8.7.2", "Write when this version was made, in UTC")
def dtstamp(calendar: Calendar) -> Iterator[Hit]:
    """Everything that takes place says when this version of it was made."""
    for each in calendar.entries:
        if each.first("DTSTAMP") is None:
            yield Hit(each.line, f"{each.name} has no DTSTAMP")


@CALENDAR.add("dtstart", "RFC 5545, 3.6.1", "Write when it starts")
def dtstart(calendar: Calendar) -> Iterator[Hit]:
    """An event of a calendar that is no message has a start."""
    for each in calendar.entries:
        if each.name == "VEVENT" and not calendar.method and each.first("DTSTART") is None:
            yield Hit(each.line, "the event has no DTSTART")


@CALENDAR.add("twice", "RFC 5545, 3.6.1", "Keep one of them")
def twice(calendar: Calendar) -> Iterator[Hit]:
    """Properties of which there may be one are not repeated."""
    for each in calendar.entries:
        for found in once(each, (name for name in _ONCE if name not in _MANY_IN.get(each.name, ()))):
            yield Hit(found.line, f"{each.name} has a second {found.name}")


@CALENDAR.add("status", "RFC 5545, 3.8.1.11", "Write TENTATIVE, CONFIRMED or CANCELLED")
def status(calendar: Calendar) -> Iterator[Hit]:
    """STATUS is a word of the component's."""
    for each in calendar.entries:
        word = each.first("STATUS")
        if word is not None and each.name in _STATUS and each.text("STATUS") not in _STATUS[each.name]:
            yield Hit(word.line, f"STATUS of {each.name} cannot be {word.value[:30]}")


@CALENDAR.add("word", "RFC 5545, 3.8", "Write TRANSP as OPAQUE or TRANSPARENT, PRIORITY as 0 to 9")
def word(calendar: Calendar) -> Iterator[Hit]:
    """TRANSP and PRIORITY have one of their values."""
    for each in calendar.entries:
        for found in each.all(*_WORDS):
            if found.value.strip().upper() not in _WORDS[found.name]:
                yield Hit(found.line, f"{found.name} cannot be {found.value[:30]}")


@CALENDAR.add("sequence", "RFC 5545, 3.8.7.4", "Write the number of the revision: 0, 1, 2, ...")
def sequence(calendar: Calendar) -> Iterator[Hit]:
    """SEQUENCE is a whole number from 0."""
    for each in calendar.entries:
        for found in each.all("SEQUENCE"):
            if not re.fullmatch(r"\d{1,10}", found.value.strip(), re.ASCII):
                yield Hit(found.line, f"SEQUENCE cannot be {found.value[:30]}")


@CALENDAR.add("geo", "RFC 5545, 3.8.1.6", "Write latitude;longitude in degrees, such as 53.959000;-1.082000")
def geo(calendar: Calendar) -> Iterator[Hit]:
    """GEO is a place on Earth."""
    for each in calendar.entries:
        for found in each.all("GEO"):
            match = re.fullmatch(f"({_DECIMAL});({_DECIMAL})", found.value.strip(), re.ASCII)
            if match is None or abs(float(match[1])) > 90 or abs(float(match[2])) > 180:
                yield Hit(found.line, f"GEO is no place on Earth: {found.value[:40]}")


@CALENDAR.add("escape", "RFC 5545, 3.3.11", r"Write \, \; \\ and \n for , ; \ and a line break, and no other escape")
def escape(calendar: Calendar) -> Iterator[Hit]:
    """Texts escape commas, semicolons and backslashes, and nothing else."""
    for part in calendar.block.walk():
        for found in part.all(*_TEXTS, *_LISTS):
            wrong = _first_wrong(found)
            if wrong:
                yield Hit(found.line, f"{found.name} holds {wrong}")


@CALENDAR.add("address", "RFC 5545, 3.3.3", "Write mailto: and the address")
def address(calendar: Calendar) -> Iterator[Hit]:
    """ORGANIZER and ATTENDEE are URIs, and those that are mailboxes have one."""
    for each in calendar.entries:
        for found in each.all("ORGANIZER", "ATTENDEE"):
            mailto = found.value.strip().casefold().startswith("mailto:")
            if not _URI.fullmatch(found.value.strip()) or (mailto and "@" not in found.address):
                yield Hit(found.line, f"{found.name} is not the address of anybody")


@CALENDAR.add("alarm", "RFC 5545, 3.6.6", "Give it ACTION and TRIGGER, and DESCRIPTION if it shows something")
def alarm(calendar: Calendar) -> Iterator[Hit]:
    """An alarm says what it does and when, and what it shows."""
    for each in (part for part in calendar.block.walk() if part.name == "VALARM"):
        shown = {"DISPLAY": ("DESCRIPTION",), "EMAIL": ("DESCRIPTION", "SUMMARY", "ATTENDEE")}
        wanted = ("ACTION", "TRIGGER", *shown.get(each.text("ACTION"), ()))
        for name in wanted:
            if each.first(name) is None:
                yield Hit(each.line, f"the alarm has no {name}")


@CALENDAR.add("people-in-feed", "RFC 5546, 3.2.1", "Leave the line out of files that ask for no answer", "warning")
def people_in_feed(calendar: Calendar) -> Iterator[Hit]:
    """A calendar that is no message names nobody: programs would answer the organizer, and all see who is invited."""
    for each in calendar.entries if not (calendar.method or calendar.sent) else ():
        for found in each.all("ORGANIZER", "ATTENDEE"):
            yield Hit(found.line, f"{found.name} stands in a calendar that is no message")


def _exactly_one(component: Component, name: str) -> Iterator[Hit]:
    found = component.all(name)
    if not found:
        yield Hit(component.line, f"{component.name} has no {name}")
    for each in found[1:]:
        yield Hit(each.line, f"{component.name} has a second {name}")


def _first_wrong(found: Property) -> str:
    """Return the first character of a text that is not escaped as it must be, in words; "" if there is none."""
    bare = ";" if found.name in _LISTS else ";,"
    for match in _ESCAPE.finditer(found.value):
        if match[2] and match[2] in bare:
            return f"a {match[2]!r} that is not escaped"
        if not match[2] and (not match[1] or match[1] not in "\\;,nN"):
            return f"the escape {match[0]!r}, which there is not"
    return ""
