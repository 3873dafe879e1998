"""Answers as calendar programs write them, and a programme that they answer to."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cohortplan.calendars.ledger import Ledger, Reply
from tests.calendars.ledger.events import NOW, event, invitation, publish

ANA, BEN, HOST = "ana@people.example", "ben.o'hara@people.example", "reception@moorside.example"
#: Addresses that the organiser knows to belong to people who were invited.
ALIASES = {"ana@home.example": ANA, "Deputy@Moorside.example": HOST}
WRITTEN = NOW + timedelta(days=3)

ZONE = """BEGIN:VTIMEZONE
TZID:{zone}
BEGIN:STANDARD
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T010000
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def found_programme(ledger: Ledger) -> None:
    """Tell Ana, Ben and a host of events, some of which were moved, changed a little or cancelled since.

    Ben has accepted one of them.
    """
    told = {ANA: ("visit", "moved", "noted", "off"), BEN: ("ben", "answered"), HOST: ("host",)}
    first = [invitation(event(name), who[:1], who) for who, names in told.items() for name in names]
    publish(ledger, *first)
    later = {"moved@programme.example": {"hour": 14}, "noted@programme.example": {"description": "Bring a pen"}}
    second = [
        replace(each, event=event(each.event.uid.partition("@")[0], **later.get(each.event.uid, {})))
        for each in first
        if not each.event.uid.startswith("off")
    ]
    publish(ledger, *second, now=NOW + timedelta(days=1))
    uid = "answered@programme.example"
    ledger.hear(Reply(WRITTEN, "before", uid, BEN, "REPLY", 0, WRITTEN, "ACCEPTED", "", "applied"))


@dataclass(frozen=True, kw_only=True)
class Letter:
    """An answer; every line of it can be other than it should be.

    Attributes
    ----------
    program : str
        Which program writes it: thunderbird, outlook, google or apple.
    attendees : sequence of str
        The ATTENDEE lines; made of `who`, `partstat` and `parameters` if there are none.
    lines : sequence of str
        Further lines of the event.
    encoding : str
        base64, quoted-printable or 8bit; "" as the program does it.
    """

    program: str = "thunderbird"
    event: str = "visit"
    who: str = ANA
    partstat: str = "ACCEPTED"
    parameters: str = ""
    sender: str | None = None
    method: str = "REPLY"
    mail_method: str | None = None
    sequence: str = "0"
    written: datetime | None = WRITTEN
    attendees: Sequence[str] = ()
    lines: Sequence[str] = ()
    headers: Sequence[str] = ()
    encoding: str = ""
    charset: str = "utf-8"
    said_charset: str | None = None
    zone: str = ""
    attach: bool = False

    @property
    def calendar(self) -> str:
        """The calendar object."""
        organizer = {"outlook": [], "apple": ['ORGANIZER;CN="Office";EMAIL="x":mailto:office@programme.example']}
        inside = [
            *([f"UID:{self.event}@programme.example"] if self.event else []),
            *([f"DTSTAMP:{self.written:%Y%m%dT%H%M%SZ}"] if self.written else []),
            *([f"SEQUENCE:{self.sequence}"] if self.sequence else []),
            *organizer.get(self.program, ["ORGANIZER;CN=Office:mailto:office@programme.example"]),
            *(self.attendees or [self._attendee]),
            *_EXTRA[self.program],
            *self.lines,
        ]
        zone = ZONE.format(zone=self.zone).splitlines() if self.zone else []
        method = [f"METHOD:{self.method}"] if self.method else []
        head = ["BEGIN:VCALENDAR", *method, f"PRODID:{_PRODUCT[self.program]}", "VERSION:2.0", *zone, "BEGIN:VEVENT"]
        return "\r\n".join([*head, *inside, "END:VEVENT", "END:VCALENDAR", ""])

    @property
    def mail(self) -> bytes:
        """The mail."""
        said = self.charset if self.said_charset is None else self.said_charset
        stated = self.method if self.mail_method is None else self.mail_method
        parameters = (f"; method={stated}" if stated else "") + (f'; charset="{said}"' if said else "")
        content = self.calendar.encode(self.charset)
        part = _part(f"text/calendar{parameters}", content, self.encoding or _ENCODING[self.program])
        parts = [_part('text/plain; charset="utf-8"', b"They have answered.\r\n", "8bit"), part]
        if self.attach or self.program == "google":
            name = '; name="invite.ics"\r\nContent-Disposition: attachment; filename="invite.ics"'
            parts.append(_part(f"application/ics{name}", content, "base64"))
        sender = f"Somebody <{self.who}>" if self.sender is None else self.sender
        head = [
            *([f"From: {sender}"] if sender else []),
            *self.headers,
            "To: office@programme.example",
            "Subject: =?utf-8?q?Accepted=3A_Visit?=",
            "MIME-Version: 1.0",
            'Content-Type: multipart/alternative; boundary="=_limit"',
            "",
            "",
        ]
        body = b"".join(b"--=_limit\r\n" + each + b"\r\n" for each in parts)
        return "\r\n".join(head).encode() + body + b"--=_limit--\r\n"

    @property
    def _attendee(self) -> str:
        partstat = f";PARTSTAT={self.partstat}" if self.partstat else ""
        return f"ATTENDEE{partstat}{self.parameters}{_PARAMETERS[self.program]}:{_SCHEME[self.program]}{self.who}"


def _part(kind: str, content: bytes, encoding: str) -> bytes:
    written = {
        "base64": base64.encodebytes,
        "quoted-printable": lambda each: quopri.encodestring(each.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n"),
        "8bit": lambda each: each,
    }[encoding](content)
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode() + written


_PRODUCT = {
    "thunderbird": "-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN",
    "outlook": "Microsoft Exchange Server 2010",
    "google": "-//Google Inc//Google Calendar 70.9054//EN",
    "apple": "-//Apple Inc.//macOS 15.0//EN",
}
_ENCODING = {"thunderbird": "8bit", "outlook": "base64", "google": "8bit", "apple": "quoted-printable"}
_SCHEME = {"thunderbird": "mailto:", "outlook": "MAILTO:", "google": "mailto:", "apple": "mailto:"}
_PARAMETERS = {
    "thunderbird": ";CN=Somebody;ROLE=REQ-PARTICIPANT;RSVP=TRUE",
    "outlook": ';CN="Some;body"',
    "google": ";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;CN=Somebody;X-NUM-GUESTS=0",
    "apple": ";CN=Somebody;CUTYPE=INDIVIDUAL;EMAIL=x@people.example;ROLE=REQ-PARTICIPANT;SCHEDULE-STATUS=2.0",
}
_EXTRA = {
    "thunderbird": ["CREATED:20260901T080000Z", "SUMMARY:Visit", "DTSTART;TZID=Europe/London:20261008T110000"],
    "outlook": [
        "SUMMARY;LANGUAGE=en-GB:Accepted: Visit",
        "DTSTART;TZID=GMT Standard Time:20261008T110000",
        "X-MICROSOFT-CDO-APPT-SEQUENCE:0",
        "X-MICROSOFT-DISALLOW-COUNTER:FALSE",
    ],
    "google": ["DTSTART:20261008T100000Z", "DTEND:20261008T110000Z", "CREATED:20260901T080000Z", "DESCRIPTION:Visit"],
    "apple": ["SUMMARY:Visit", "TRANSP:OPAQUE", "BEGIN:VALARM", "UID:x", "ACTION:NONE", "TRIGGER:-PT1H", "END:VALARM"],
}  # fmt: skip
