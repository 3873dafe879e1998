"""Sound calendars and messages of our own, and defects to put into them: each breaks one rule, and only that."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import NamedTuple

from cohortplan.calendars.ical import Attendee, Calendar, Event, Mailbox, render
from cohortplan.calendars.ledger import Entry
from cohortplan.calendars.mail import Writer
from cohortplan.model.zones import zone

LONDON = zone("Europe/London")
STAMP = datetime(2026, 8, 1, 9, tzinfo=UTC)
OFFICE = Mailbox("Programme office", "office@programme.example")
GUEST = Attendee("Farida Ellwood", "farida@ellwood.example")

VISIT = Event(
    uid="visit-1@programme.example",
    dtstamp=STAMP,
    start=datetime(2026, 10, 8, 10, tzinfo=LONDON),
    end=datetime(2026, 10, 8, 12, tzinfo=LONDON),
    zone="Europe/London",
    summary="Visit: Moorside Prison",
    description="Bring a photo ID, please; the gate is on Ferry Road.\nCafé on the site. " + "Ask for Dale. " * 6,
    location="Moorside Prison, Doncaster",
    geo=(53.5228, -1.1285),
    categories=("Visit",),
    sequence=2,
)
DAYS = Event(uid="days-1@x", dtstamp=STAMP, start=date(2026, 11, 5), end=date(2026, 11, 7), summary="Residential")

FEED = render(Calendar("Year", "All visits", (VISIT, DAYS)))


def message(method: str, event: Event = VISIT) -> bytes:
    """Return a message about an event."""
    named = replace(event, organizer=OFFICE, attendee=GUEST, status="CANCELLED" if method == "CANCEL" else "CONFIRMED")
    return render(Calendar("", events=(named,), method="REQUEST")).replace(b":REQUEST", b":" + method.encode())


REQUEST = message("REQUEST")
PUBLISH = message("PUBLISH").replace(REQUEST[REQUEST.index(b"ATTENDEE") : REQUEST.index(b"END:VEVENT")], b"")


def mail(content: bytes, method: str = "REQUEST", sender: Mailbox = OFFICE) -> bytes:
    """Return an e-mail that carries a calendar."""
    entry = Entry(
        *(1, 1, VISIT.uid, GUEST.address, "participant", "P3", GUEST.name, "new"),
        method=method,  # type: ignore[arg-type]
        sequence=2,
        dtstamp=STAMP,
        event=VISIT,
        content=content,
    )
    return Writer(sender, "secret").write(entry)


MAIL = mail(REQUEST)
ALARM = b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Soon\r\nTRIGGER:-PT30M\r\nEND:VALARM\r\nEND:VEVENT"
STANDARD = FEED[FEED.index(b"BEGIN:STANDARD") : FEED.index(b"END:VTIMEZONE")]
DAYLIGHT = FEED[FEED.index(b"BEGIN:DAYLIGHT") : FEED.index(b"BEGIN:STANDARD")]
BLOCK = FEED[FEED.index(b"BEGIN:VTIMEZONE") : FEED.index(b"BEGIN:VEVENT")]
START = b"DTSTART;TZID=Europe/London:20261008T100000"
END = b"DTEND;TZID=Europe/London:20261008T120000"
PART = b"Content-Type: text/calendar"
ATTACHED = b"Content-Type: application/ics"


class Seed(NamedTuple):
    """A defect: the rule that it breaks, the sound file, and what is put in place of what."""

    rule: str
    sound: bytes
    old: bytes
    new: bytes
    name: str = "file.ics"

    @property
    def broken(self) -> bytes:
        """The file with the defect."""
        assert self.sound.count(self.old) >= 1, self
        return self.sound.replace(self.old, self.new, 1)


def by(rule: str, sound: bytes, damage: Callable[[bytes], bytes], name: str = "file.ics") -> Seed:
    """Return a defect that is made by a function of the whole file."""
    return Seed(rule, sound, sound, damage(sound), name)


def _unattached(content: bytes) -> bytes:
    """Return a message with a calendar as its part alone, not attached."""
    letter = mail(content)
    boundary = letter.rindex(b"--=_", 0, letter.index(ATTACHED))
    return letter[:boundary] + letter[letter.rindex(b"--=_") :]


def _calendar_part(letter: bytes) -> bytes:
    """Return the part of type text/calendar, its boundary included."""
    start = letter.rindex(b"--=_", 0, letter.index(PART))
    boundary = letter[start : letter.index(b"\r\n", start)]
    return letter[start : letter.index(boundary, start + 1)]


def _at(file: bytes, start: bytes, end: bytes) -> bytes:
    return file.replace(b"20261008T100000", start).replace(b"20261008T120000", end)


_RULE_AND_DATE = (b"RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", b"RDATE:19711031T020000")


def _by_dates(file: bytes) -> bytes:
    """List the changes of clocks in RDATE."""
    summer = (b"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", b"RDATE:20260329T010000,20270328T010000")
    winter = (b"RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", b"RDATE:20251026T020000,20261025T020000")
    return file.replace(*summer).replace(*winter)


def _with_another(file: bytes) -> bytes:
    event = file[file.index(b"BEGIN:VEVENT") : file.index(b"END:VCALENDAR")]
    return file.replace(b"END:VCALENDAR", event.replace(b"UID:visit-1", b"UID:visit-2") + b"END:VCALENDAR")


def _with_other_attachment(letter: bytes) -> bytes:
    other = REQUEST.replace(b"SEQUENCE:2", b"SEQUENCE:3")
    old, new = (base64.encodebytes(each).replace(b"\n", b"\r\n") for each in (REQUEST, other))
    start = letter.rindex(old)
    return letter[:start] + new + letter[start + len(old) :]


def _alone() -> bytes:
    head = b'From: office@programme.example\r\nMIME-Version: 1.0\r\nContent-Type: text/calendar; charset="utf-8"; '
    body = base64.encodebytes(REQUEST).replace(b"\n", b"\r\n")
    return head + b'method="REQUEST"\r\nContent-Transfer-Encoding: base64\r\n\r\n' + body


LINES = [
    by("line-ends", FEED, lambda file: file.replace(b"\r\n", b"\n")),
    Seed("line-ends", FEED, b"SEQUENCE:2\r\n", b"SEQUENCE:2\n"),
    by("line-ends", FEED, lambda file: file[:-2]),
    Seed("line-length", FEED, b"SUMMARY:Visit", b"SUMMARY:" + b"v" * 54 + b"Visit"),
    by("byte-order-mark", FEED, lambda file: b"\xef\xbb\xbf" + file),
    Seed("utf-8", FEED, "é".encode(), "é".encode("latin-1")),
    Seed("cut-character", FEED, "é".encode(), "é".encode()[:1] + b"\r\n " + "é".encode()[1:]),
    Seed("cut-escape", FEED, b"ID\\,", b"ID\\\r\n ,"),
    Seed("control", FEED, b"SUMMARY:Visit", b"SUMMARY:Vi\x07sit"),
    Seed("blank-line", FEED, b"SEQUENCE:2\r\n", b"SEQUENCE:2\r\n\r\n"),
    by("no-calendar", FEED, lambda _: b"<html><p>Sign in</p></html>\r\n"),
    by("no-calendar", FEED, lambda file: file + b"BEGIN:VTODO\r\nEND:VTODO\r\n"),
    Seed("no-property", FEED, b"SEQUENCE:2", b"SEQUENCE 2"),
    Seed("block", FEED, b"END:VEVENT\r\nEND:VCALENDAR", b"END:VCALENDAR"),
    by("block", FEED, lambda file: file[: file.rindex(b"END:VCALENDAR")]),
    Seed("parameter", FEED, START, b"DTSTART;TZID=Europe/London;X-A:20261008T100000"),
    Seed("parameter", REQUEST, b"CN=Farida Ellwood", b'CN=Farida "Fay"'),
]

CALENDARS = [
    Seed("version", FEED, b"VERSION:2.0\r\n", b""),
    Seed("version", FEED, b"VERSION:2.0", b"VERSION:1.0"),
    Seed("prodid", FEED, b"PRODID:-//cohortplan//cohortplan//EN\r\n", b""),
    Seed("calscale", FEED, b"CALSCALE:GREGORIAN", b"CALSCALE:JULIAN"),
    by("empty", FEED, lambda file: file[: file.index(b"BEGIN:VTIMEZONE")] + b"END:VCALENDAR\r\n"),
    Seed("uid", FEED, b"UID:visit-1@programme.example\r\n", b""),
    Seed("uid-twice", FEED, b"UID:days-1@x", b"UID:visit-1@programme.example"),
    Seed("dtstamp", FEED, b"DTSTAMP:20260801T090000Z\r\n", b""),
    Seed("dtstart", FEED, START + b"\r\n", b""),
    Seed("twice", FEED, b"SEQUENCE:2\r\n", b"SEQUENCE:2\r\nSEQUENCE:3\r\n"),
    Seed("status", FEED, b"STATUS:CONFIRMED", b"STATUS:FINAL"),
    Seed("word", FEED, b"TRANSP:OPAQUE", b"TRANSP:BUSY"),
    Seed("sequence", FEED, b"SEQUENCE:2", b"SEQUENCE:-1"),
    Seed("geo", FEED, b"GEO:53.5", b"GEO:93.5"),
    Seed("geo", FEED, b"GEO:53.522800;", b"GEO:53.522800\\;"),
    Seed("escape", FEED, b"Prison\\, Doncaster", b"Prison, Doncaster"),
    Seed("escape", FEED, b"SUMMARY:Visit", b"SUMMARY:\\Visit"),
    Seed("address", REQUEST, b"mailto:office@programme.example", b"office@programme.example"),
    Seed("alarm", FEED, b"END:VEVENT", ALARM.replace(b"TRIGGER:-PT30M\r\n", b"")),
    Seed("alarm", FEED, b"END:VEVENT", ALARM.replace(b"DESCRIPTION:Soon\r\n", b"")),
    Seed("people-in-feed", FEED, b"END:VEVENT", b"ORGANIZER:mailto:office@programme.example\r\nEND:VEVENT"),
]

TIMES = [
    Seed("date-time", FEED, START, b"DTSTART:2026-10-08 10:00"),
    Seed("date-time", FEED, b"DTEND;VALUE=DATE:20261107", b"DTEND;VALUE=DATE:20261131"),
    Seed("date-time", FEED, b"DTEND;VALUE=DATE:20261107", b"DTEND:20261107"),
    Seed("utc", FEED, b"DTSTAMP:20260801T090000Z", b"DTSTAMP:20260801T090000"),
    Seed("duration", FEED, END, b"DURATION:2H"),
    Seed("duration", FEED, END, b"DURATION:-PT2H"),
    Seed("duration", FEED, b"END:VEVENT", ALARM.replace(b"-PT30M", b"-30M")),
    Seed("end-and-duration", FEED, END, END + b"\r\nDURATION:PT2H"),
    Seed("end-kind", FEED, END, b"DTEND;VALUE=DATE:20261009"),
    Seed("end-order", FEED, END, END.replace(b"T12", b"T09")),
    Seed("end-order", FEED, b"DTEND;VALUE=DATE:20261107", b"DTEND;VALUE=DATE:20261105"),
    Seed("rule", FEED, b"SEQUENCE:2", b"SEQUENCE:2\r\nRRULE:FREQ=SOMETIMES"),
    Seed("rule", FEED, b"SEQUENCE:2", b"SEQUENCE:2\r\nRRULE:FREQ=DAILY;COUNT=3;UNTIL=20270101T000000Z"),
    Seed("until", FEED, b"SEQUENCE:2", b"SEQUENCE:2\r\nRRULE:FREQ=WEEKLY;UNTIL=20261130"),
    Seed("floating", FEED, END, b"DTEND:20261008T120000"),
    Seed("floating-message", REQUEST, END, b"DTEND:20261008T120000"),
    by("skipped-time", FEED, lambda file: _at(file, b"20270328T013000", b"20270328T033000")),
    by("repeated-time", FEED, lambda file: _at(file, b"20261025T013000", b"20261025T033000")),
    Seed(
        "period",
        FEED,
        b"END:VCALENDAR",
        b"BEGIN:VFREEBUSY\r\nUID:f@x\r\nDTSTAMP:20260801T090000Z\r\n"
        b"FREEBUSY:20261008T120000Z/20261008T100000Z\r\nEND:VFREEBUSY\r\nEND:VCALENDAR",
    ),
]

ZONES = [
    Seed("no-definition", FEED, BLOCK, b""),
    Seed("needless-zone", FEED, END, END + b"Z"),
    Seed("zone-name", FEED, BLOCK, BLOCK + BLOCK),
    by("zone-without-part", FEED, lambda file: file.replace(STANDARD, b"").replace(DAYLIGHT, b"")),
    Seed("zone-part", FEED, b"TZOFFSETTO:+0100\r\n", b""),
    Seed("zone-part", FEED, b"TZOFFSETTO:+0100", b"TZOFFSETTO:1"),
    Seed("zone-part", FEED, b"DTSTART:19700329T010000", b"DTSTART:19700329T010000Z"),
    Seed("zone-wrong", FEED, b"TZOFFSETTO:+0100", b"TZOFFSETTO:+0200"),
    by("zone-dates", FEED, _by_dates),
    Seed("zone-only-dates", FEED, STANDARD, STANDARD + STANDARD.replace(*_RULE_AND_DATE)),
    by("zone-private", FEED, lambda file: file.replace(b"Europe/London", b"Office time")),
    by("zone-windows", FEED, lambda file: file.replace(b"Europe/London", b"GMT Standard Time")),
    by("zone-late", FEED, lambda file: file.replace(BLOCK, b"").replace(b"END:VCAL", BLOCK + b"END:VCAL")),
]

MESSAGES = [
    Seed("method", REQUEST, b"METHOD:REQUEST", b"METHOD:REQUEST\r\nMETHOD:REQUEST"),
    Seed("method", REQUEST, b"METHOD:REQUEST", b"METHOD:INVITE"),
    by("two-uids", REQUEST, _with_another),
    Seed("method-needs", REQUEST, b"SUMMARY:Visit: Moorside Prison\r\n", b""),
    Seed("method-needs", PUBLISH, b"ORGANIZER;CN=Programme office:mailto:office@programme.example\r\n", b""),
    Seed("method-needs", message("CANCEL"), b"SEQUENCE:2\r\n", b""),
    Seed("method-needs", message("COUNTER"), b"SEQUENCE:2\r\n", b""),
    Seed("method-needs", message("REPLY"), b"ORGANIZER;CN=Programme office:mailto:office@programme.example\r\n", b""),
    Seed("method-needs", message("DECLINECOUNTER"), b"SEQUENCE:2\r\n", b""),
    Seed("method-never", PUBLISH, b"END:VEVENT", b"ATTENDEE:mailto:a@b.example\r\nEND:VEVENT"),
    Seed("method-never", REQUEST, b"END:VEVENT", b"REQUEST-STATUS:2.0\\;Success\r\nEND:VEVENT"),
    Seed("method-single", message("REPLY"), b"END:VEVENT", b"ATTENDEE:mailto:a@b.example\r\nEND:VEVENT"),
    Seed("method-alarm", message("REPLY"), b"END:VEVENT", ALARM),
    Seed("method-alarm", message("CANCEL"), b"END:VEVENT", ALARM),
    Seed("method-status", REQUEST, b"STATUS:CONFIRMED", b"STATUS:CANCELLED"),
    Seed("method-status", message("CANCEL"), b"STATUS:CANCELLED", b"STATUS:CONFIRMED"),
]

LETTERS = [
    by("no-part", MAIL, lambda file: file.replace(_calendar_part(file), b""), "a.eml"),
    by("two-parts", MAIL, lambda file: file.replace(_calendar_part(file), _calendar_part(file) * 2), "a.eml"),
    by("no-method", MAIL, lambda _: _unattached(REQUEST.replace(b"METHOD:REQUEST\r\n", b"")), "a.eml"),
    Seed("method-parameter", MAIL, b'method="REQUEST"', b'method="CANCEL"', "a.eml"),
    Seed("method-parameter", MAIL, b' method="REQUEST"', b' x="y"', "a.eml"),
    Seed("charset", MAIL, b'text/calendar; charset="utf-8"', b'text/calendar; charset="us-ascii"', "a.eml"),
    Seed("sender", MAIL, b"From: Programme office <office@", b"From: Programme office <else@", "a.eml"),
    by("other-attachment", MAIL, _with_other_attachment, "a.eml"),
    by("no-text", MAIL, lambda _: _alone(), "a.eml"),
    by("line-ends", MAIL, lambda _: mail(REQUEST.replace(b"\r\n", b"\n")), "a.eml"),
]

SEEDS = [*LINES, *CALENDARS, *TIMES, *ZONES, *MESSAGES, *LETTERS]
