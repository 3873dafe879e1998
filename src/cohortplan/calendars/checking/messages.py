"""Rules about messages (RFC 5546): what each method must say of an event, and what it must not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cohortplan.calendars.checking.base import CALENDAR, SERIES, Calendar, Hit
from cohortplan.calendars.reading.lines import Component
from cohortplan.calendars.reading.values import moment


class Form(NamedTuple):
    """What a method asks of an event, beside UID and DTSTAMP, which all have.

    Attributes
    ----------
    section : str
        Where it is written in RFC 5546.
    needs, never, single : str
        Properties that there must be, that there must not be, and of which there must not be two.
    alarms : bool
        Whether there may be alarms.
    one_uid : bool
        Whether all events must have the same UID.
    """

    section: str
    needs: str
    never: str
    single: str = ""
    alarms: bool = True
    one_uid: bool = True


FORMS = {
    "PUBLISH": Form("3.2.1", "DTSTART ORGANIZER SUMMARY", "ATTENDEE REQUEST-STATUS", one_uid=False),
    "REQUEST": Form("3.2.2", "ATTENDEE DTSTART ORGANIZER SUMMARY", "REQUEST-STATUS"),
    "REPLY": Form("3.2.3", "ATTENDEE ORGANIZER", "", "ATTENDEE", alarms=False),
    "ADD": Form("3.2.4", "DTSTART ORGANIZER SEQUENCE SUMMARY", "RECURRENCE-ID REQUEST-STATUS"),
    "CANCEL": Form("3.2.5", "ORGANIZER SEQUENCE", "REQUEST-STATUS", alarms=False),
    "REFRESH": Form(
        "3.2.6",
        "ATTENDEE ORGANIZER",
        "DTSTART DTEND DURATION SUMMARY DESCRIPTION LOCATION SEQUENCE STATUS RRULE RDATE EXDATE REQUEST-STATUS",
        "ATTENDEE",
        alarms=False,
    ),
    "COUNTER": Form("3.2.7", "DTSTART ORGANIZER SEQUENCE SUMMARY", ""),
    "DECLINECOUNTER": Form("3.2.8", "ATTENDEE ORGANIZER SEQUENCE", "", alarms=False),
}


def _forms(calendar: Calendar) -> Iterator[tuple[Form, Component]]:
    form = FORMS.get(calendar.method)
    if form is not None:
        yield from ((form, event) for event in calendar.block.inner("VEVENT"))


@CALENDAR.add("method", "RFC 5546, 1.4", "Write one METHOD, such as REQUEST or CANCEL")
def method(calendar: Calendar) -> Iterator[Hit]:
    """There is at most one method, and it is one of those that there are."""
    for found in calendar.block.all("METHOD")[1:]:
        yield Hit(found.line, "there is a second METHOD")
    for found in calendar.block.all("METHOD")[:1]:
        if found.value.strip().upper() not in FORMS:
            yield Hit(found.line, f"there is no METHOD {found.value.strip()[:30]}")


@CALENDAR.add("two-uids", "RFC 5546, 3.2", "Send one message for each event")
def two_uids(calendar: Calendar) -> Iterator[Hit]:
    """A message is about one event: programs take the first and drop the others."""
    seen: set[str] = set()
    for form, event in _forms(calendar):
        name = event.first("UID")
        if name is not None and form.one_uid:
            if seen and name.value.strip() not in seen:
                yield Hit(name.line, f"a {calendar.method} is about two events (section {form.section})")
            seen.add(name.value.strip())


@CALENDAR.add("method-needs", "RFC 5546, 3.2", "Add it")
def method_needs(calendar: Calendar) -> Iterator[Hit]:
    """A message says all that its method asks for."""
    for form, event in _forms(calendar):
        for name in form.needs.split():
            if event.first(name) is None:
                yield Hit(event.line, f"the event of a {calendar.method} has no {name} (section {form.section})")


@CALENDAR.add("method-never", "RFC 5546, 3.2", "Remove it")
def method_never(calendar: Calendar) -> Iterator[Hit]:
    """A message says nothing that its method does not allow."""
    for form, event in _forms(calendar):
        for found in event.all(*form.never.split()):
            yield Hit(found.line, f"a {calendar.method} cannot have {found.name} (section {form.section})")


@CALENDAR.add("method-single", "RFC 5546, 3.2", "Keep that of who answers")
def method_single(calendar: Calendar) -> Iterator[Hit]:
    """An answer comes from one person."""
    for form, event in _forms(calendar):
        for found in event.all(form.single)[1:]:
            yield Hit(found.line, f"a {calendar.method} has a second {found.name} (section {form.section})")


@CALENDAR.add("method-alarm", "RFC 5546, 3.2", "Remove the VALARM")
def method_alarm(calendar: Calendar) -> Iterator[Hit]:
    """Nobody is reminded of answers and of what is cancelled."""
    for form, event in _forms(calendar):
        for found in event.inner("VALARM") if not form.alarms else ():
            yield Hit(found.line, f"a {calendar.method} cannot have an alarm (section {form.section})")


@CALENDAR.add("method-status", "RFC 5546, 3.2", "Cancel with METHOD:CANCEL and STATUS:CANCELLED, and only so")
def method_status(calendar: Calendar) -> Iterator[Hit]:
    """What is asked for takes place; what is cancelled for all does not."""
    for form, event in _forms(calendar):
        found, word = event.first("STATUS"), event.text("STATUS")
        asks = calendar.method in ("REQUEST", "ADD") and word == "CANCELLED"
        if found is not None and (asks or (calendar.method == "CANCEL" and word != "CANCELLED")):
            yield Hit(found.line, f"a {calendar.method} cannot have the status {word} (section {form.section})")


@SERIES.add("sequence-falls", "RFC 5546, 2.1.4", "Raise SEQUENCE with every new time or place, and never lower it")
def sequence_falls(calendars: Sequence[Calendar]) -> Iterator[Hit]:
    """Of two versions of an event, the later one has no lower SEQUENCE: programs drop it as old."""
    highest: dict[tuple[str, str], int] = {}
    for _, number, line, file, key in sorted(_versions(calendars)):
        if number < highest.get(key, 0):
            yield Hit(line, f"a later version has SEQUENCE {number}, an earlier one {highest[key]}", file)
        highest[key] = max(number, highest.get(key, 0))


def _versions(calendars: Sequence[Calendar]) -> Iterator[tuple[str, int, int, str, tuple[str, str]]]:
    """Yield stamp, SEQUENCE, line and file of each version that an organizer made, and what it is a version of."""
    for calendar in calendars:
        if calendar.method in ("REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER"):
            continue
        for event in calendar.block.inner("VEVENT"):
            stamp, number = event.first("DTSTAMP"), event.text("SEQUENCE") or "0"
            key = (event.text("UID"), event.text("RECURRENCE-ID"))
            if stamp is not None and moment(stamp.value) and key[0] and number.isdecimal():
                yield stamp.value.strip(), int(number[:10]), stamp.line, calendar.file, key
