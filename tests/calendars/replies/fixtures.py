"""Messages that come in, and what is to be made of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from tests.calendars.ledger.events import NOW
from tests.calendars.replies.letters import ANA, BEN, HOST, WRITTEN, Letter

PROGRAMS = ("thunderbird", "outlook", "google", "apple")
_SHOWN = ("DTSTART:20261009T090000Z", "DTEND:20261009T100000Z")
_TIMELESS = {"program": "apple", "method": "COUNTER"}


@dataclass(frozen=True)
class Case:
    """A message, what is made of it, and what counts as answered then.

    Attributes
    ----------
    verdict : str
        A verdict; ``silent`` if it is no answer at all, ``unreadable`` if it cannot be read.
    """

    name: str
    message: bytes
    verdict: str
    partstat: str = ""


def cases() -> list[Case]:
    """Return all of them."""
    return [*_sound(), *_encoded(), *_senders(), *_versions(), *_proposals(), *_unclear(), *_files()]


def _sound() -> Iterator[Case]:
    for program in PROGRAMS:
        for partstat in ("ACCEPTED", "DECLINED", "TENTATIVE"):
            letter = Letter(program=program, partstat=partstat)
            yield Case(f"{program}, {partstat.lower()}", letter.mail, "applied", partstat)
    delegated = Letter(partstat="DELEGATED", parameters=';DELEGATED-TO="mailto:cy@people.example"')
    yield Case("delegated", delegated.mail, "applied", "DELEGATED")
    yield Case(
        "without ORGANIZER, a host", Letter(program="outlook", who=HOST, event="host").mail, "applied", "ACCEPTED"
    )
    yield Case("no SEQUENCE is 0", Letter(sequence="").mail, "applied", "ACCEPTED")
    yield Case("an apostrophe in the address", Letter(who=BEN, event="ben").mail, "applied", "ACCEPTED")
    yield Case(
        "an apostrophe as octets",
        Letter(who="ben.o%27hara@people.example", sender=BEN, event="ben").mail,
        "applied",
        "ACCEPTED",
    )
    yield Case("capitals in addresses", Letter(who=ANA.upper()).mail, "applied", "ACCEPTED")
    yield Case("attachment besides", Letter(attach=True).mail, "applied", "ACCEPTED")


def _encoded() -> Iterator[Case]:
    remark = ("COMMENT:Gern\\, schöne Grüße",)
    for encoding in ("base64", "quoted-printable", "8bit"):
        for charset in ("utf-8", "iso-8859-1"):
            letter = Letter(encoding=encoding, charset=charset, lines=remark)
            yield Case(f"{encoding}, {charset}", letter.mail, "applied", "ACCEPTED")
    yield Case(
        "Latin-1 called UTF-8",
        Letter(charset="latin-1", said_charset="utf-8", lines=remark).mail,
        "applied",
        "ACCEPTED",
    )
    yield Case("UTF-8 of no name", Letter(said_charset="", lines=remark).mail, "applied", "ACCEPTED")
    yield Case("a charset that is none", Letter(said_charset="x-none", lines=remark).mail, "applied", "ACCEPTED")
    long = Letter(lines=("COMMENT:" + "\r\n ".join(["words and more words"] * 40),))
    yield Case("folded", long.mail, "applied", "ACCEPTED")
    yield Case("line feeds only", Letter().mail.replace(b"\r\n", b"\n"), "applied", "ACCEPTED")
    broken = Letter(zone="GMT Standard Time").mail.replace(b"TZOFFSETTO:+0100", b"TZOFFSETTO:one")
    yield Case("a zone that cannot be read", broken, "applied", "ACCEPTED")


def _senders() -> Iterator[Case]:
    yield Case("from home", Letter(sender="Ana <ana@home.example>").mail, "applied", "ACCEPTED")
    yield Case("at home and from home", Letter(who="ana@home.example").mail, "applied", "ACCEPTED")
    deputy = {"who": HOST, "event": "host", "sender": "deputy@moorside.example"}
    sent_by = ';SENT-BY="mailto:deputy@moorside.example"'
    yield Case("by a deputy who is known", Letter(**deputy, parameters=sent_by).mail, "applied", "ACCEPTED")
    unknown = Letter(who=HOST, event="host", parameters=';SENT-BY="mailto:temp@moorside.example"')
    yield Case("by a deputy who is not", unknown.mail, "unmatched")
    claimed = Letter(sender="mallory@elsewhere.example", parameters=f";SENT-BY=mailto:{ANA}")
    yield Case("SENT-BY is the attendee, From is not", claimed.mail, "unmatched")
    yield Case("forged", Letter(sender="Ana <mallory@elsewhere.example>").mail, "unmatched")
    yield Case("forged in the name", Letter(sender=f'"{ANA}" <mallory@elsewhere.example>').mail, "unmatched")
    yield Case("two senders", Letter(headers=("From: mallory@elsewhere.example",)).mail, "unmatched")
    yield Case("no sender", Letter(sender="").mail, "unmatched")
    failed = "Authentication-Results: mx.programme.example; spf=none; dmarc=fail header.from=people.example"
    yield Case("not genuine", Letter(headers=(failed,)).mail, "forged")
    passed = failed.replace("dmarc=fail", "dmarc=pass")
    yield Case("genuine", Letter(headers=(passed,)).mail, "applied", "ACCEPTED")
    yield Case("Sender of a service", Letter(headers=("Sender: notices@service.example",)).mail, "applied", "ACCEPTED")
    yield Case("through a service in its own name", Letter(sender="noreply@service.example").mail, "unmatched")
    yield Case("somebody else who is invited", Letter(sender=BEN).mail, "unmatched")
    yield Case("somebody who is not invited", Letter(who="dan@people.example").mail, "unmatched")
    yield Case("invited to something else", Letter(who=HOST, event="moved").mail, "unmatched")
    delegate = Letter(who="cy@people.example", parameters=f';DELEGATED-FROM="mailto:{ANA}"')
    yield Case("by whom it was delegated to", delegate.mail, "unmatched")
    yield Case("forwarded as text", Letter(sender="colleague@programme.example").mail, "unmatched")
    inner = b'From: x@programme.example\r\nContent-Type: multipart/mixed; boundary="=o"\r\n\r\n--=o\r\n'
    whole = inner + b"Content-Type: message/rfc822\r\n\r\n" + Letter().mail + b"\r\n--=o--\r\n"
    yield Case("forwarded as a whole", whole, "silent")


def _versions() -> Iterator[Case]:
    yield Case("to the version that was moved", Letter(event="moved").mail, "stale")
    yield Case("to where it was moved", Letter(event="moved", sequence="1").mail, "applied", "ACCEPTED")
    yield Case("to a version never told", Letter(sequence="3").mail, "unmatched")
    yield Case("before anything was told", Letter(written=NOW - timedelta(days=2)).mail, "stale")
    yield Case("by a slow clock", Letter(written=NOW - timedelta(minutes=20)).mail, "applied", "ACCEPTED")
    between = Letter(event="noted", written=NOW + timedelta(hours=5))
    yield Case("before a note was added", between.mail, "applied", "ACCEPTED")
    yield Case("to what is off", Letter(event="off").mail, "stale")
    yield Case("to its cancellation", Letter(event="off", sequence="1").mail, "stale")
    again = {"event": "answered", "who": BEN, "partstat": "DECLINED"}
    yield Case(
        "later than the last answer",
        Letter(**again, written=WRITTEN + timedelta(seconds=1)).mail,
        "applied",
        "DECLINED",
    )
    yield Case("as old as the last answer", Letter(**again).mail, "stale", "ACCEPTED")
    yield Case(
        "older than the last answer", Letter(**again, written=WRITTEN - timedelta(hours=1)).mail, "stale", "ACCEPTED"
    )
    yield Case("unknown event", Letter(event="elsewhere").mail, "unmatched")


def _proposals() -> Iterator[Case]:
    timed = Letter(program="outlook", method="COUNTER", partstat="TENTATIVE", zone="Customized Time Zone")
    times = [f"DT{name};TZID=Customized Time Zone:20261009T{hour}0000" for name, hour in (("START", 10), ("END", 11))]
    mail = timed.calendar.replace("DTSTART;TZID=GMT Standard Time:20261008T110000", "\r\n".join(times))
    yield Case("a zone of its own", _bare(mail, timed), "proposal")
    yield Case("UTC", Letter(**_TIMELESS, lines=_SHOWN).mail, "proposal")
    floating = ("DTSTART:20261009T100000", "DTEND:20261009T110000")
    yield Case("no zone", Letter(**_TIMELESS, lines=floating).mail, "proposal")
    several = [f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{who}" for who in (ANA, "dan@people.example")]
    yield Case("proposes guests, too", Letter(**_TIMELESS, lines=_SHOWN, attendees=several).mail, "proposal")
    yield Case("a day", Letter(**_TIMELESS, lines=("DTSTART;VALUE=DATE:20261009",)).mail, "unclear")
    unknown = ("DTSTART;TZID=Middle-earth/Shire:20261009T100000",)
    yield Case("a zone nobody knows", Letter(**_TIMELESS, lines=unknown).mail, "unclear")
    yield Case("no time", Letter(**_TIMELESS).mail, "unclear")
    yield Case("to an old version", Letter(**_TIMELESS, event="moved", lines=_SHOWN).mail, "stale")
    forged = Letter(**_TIMELESS, sender="mallory@elsewhere.example", lines=_SHOWN)
    yield Case("in another's name", forged.mail, "unmatched")
    yield Case("asks for the invitation", Letter(method="REFRESH", sequence="", partstat="").mail, "asked")


def _unclear() -> Iterator[Case]:
    both = [f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{who}" for who in (ANA, BEN)]
    yield Case("two attendees", Letter(attendees=both).mail, "unclear")
    yield Case("no attendee", Letter(attendees=("X-NOBODY:1",)).mail, "unclear")
    yield Case("no METHOD", Letter(method="").mail, "unclear")
    yield Case("a request", Letter(method="REQUEST").mail, "unclear")
    yield Case("a cancellation", Letter(method="CANCEL").mail, "unclear")
    yield Case("two methods", Letter(mail_method="COUNTER").mail, "unclear")
    yield Case("no UID", Letter(event="").mail, "unclear")
    yield Case("one date of several", Letter(lines=("RECURRENCE-ID:20261008T100000Z",)).mail, "unclear")
    second = ("END:VEVENT", "BEGIN:VEVENT", "UID:noted@programme.example", "DTSTAMP:20260904T090000Z")
    yield Case("two events", Letter(lines=second).mail, "unclear")
    yield Case("not written at any time", Letter(written=None).mail, "unclear")
    yield Case("SEQUENCE is no number", Letter(sequence="first").mail, "unclear")
    yield Case("SEQUENCE beyond all numbers", Letter(sequence="9" * 30).mail, "unclear")
    yield Case("SEQUENCE below 0", Letter(sequence="-1").mail, "unclear")
    yield Case("no PARTSTAT", Letter(partstat="").mail, "unclear")
    yield Case("no answer yet", Letter(partstat="NEEDS-ACTION").mail, "unclear")
    yield Case("done", Letter(partstat="COMPLETED").mail, "unclear")


def _files() -> Iterator[Case]:
    yield Case("a calendar file", Letter().calendar.encode(), "applied", "ACCEPTED")
    yield Case("a calendar file with a mark", b"\xef\xbb\xbf" + Letter().calendar.encode(), "applied", "ACCEPTED")
    differ = Letter(attach=True, program="apple").mail.replace(b"PARTSTAT=3DACCEPTED", b"PARTSTAT=3DDECLINED")
    yield Case("two parts that differ", differ, "unreadable")
    cut = Letter(program="outlook").mail
    yield Case("cut off", cut[: cut.index(b"base64") + 60], "unreadable")
    yield Case("an automatic answer", b"From: ana@people.example\r\n\r\nI am away.\r\n", "silent")
    yield Case("nothing", b"", "silent")
    yield Case("a picture", bytes(range(256)), "silent")


def _bare(calendar: str, letter: Letter) -> bytes:
    head = f"From: {letter.who}\r\nContent-Type: text/calendar; method={letter.method}; charset=utf-8\r\n\r\n"
    return (head + calendar).encode()
