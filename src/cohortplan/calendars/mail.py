"""Messages by e-mail (RFC 6047): what a person reads, and what the calendar program reads, in one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from html import escape
from zoneinfo import ZoneInfo

from cohortplan.calendars.ical import Event, Mailbox
from cohortplan.calendars.ledger import Entry
from cohortplan.calendars.text import clean
from cohortplan.model.zones import zone

#: What stands before the title, by what the message does.
_PREFIX = {
    "new": "Invitation",
    "minor": "Update",
    "major": "Changed",
    "status": "Update",
    "reinstate": "On again",
    "cancel": "Cancelled",
    "refuse": "Stays as it is",
}
_PROVISIONAL = "This date is provisional: you will hear when it is firm."
_ASKED = "Please answer with Accept, Tentative or Decline: the organisers see your answer."
_GONE = "This does not take place for you any more. Your calendar removes it; you need not answer."
_STAYS = "The time that you proposed cannot be had: it stays as it is. Please say whether you come."


@dataclass(frozen=True)
class Writer:
    """Writes messages of one programme.

    Attributes
    ----------
    organizer : Mailbox
        Whom they come from, and who is answered.
    secret : str
        The programme's own secret: nobody can guess the names of messages.
    """

    organizer: Mailbox
    secret: str

    def write(self, entry: Entry, earlier: Sequence[Entry] = ()) -> bytes:
        """Return the message, the same bytes each time.

        Parameters
        ----------
        earlier : sequence of Entry
            Messages about the same event to the same mailbox, which it follows.
        """
        mail = EmailMessage(policy=SMTP)
        mail["From"] = _address(self.organizer)
        mail["Reply-To"] = _address(self.organizer)
        mail["To"] = _address(Mailbox(entry.name, entry.address))
        mail["Subject"] = _one_line(f"{_PREFIX[entry.kind]}: {entry.event.summary}, {_day(entry.event)}")
        mail["Date"] = format_datetime(entry.dtstamp.astimezone(UTC), usegmt=True)
        mail["Message-ID"] = self._name(entry)
        if earlier:
            mail["In-Reply-To"] = self._name(earlier[-1])
            mail["References"] = " ".join(self._name(each) for each in earlier[-10:])
        mail["Auto-Submitted"] = "auto-generated"
        lines = _lines(entry)
        mail.set_content("\n".join(lines) + "\n", cte="quoted-printable")
        mail.add_alternative(_html(entry, lines), subtype="html", cte="quoted-printable")
        mail.add_alternative(
            entry.content,
            maintype="text",
            subtype="calendar",
            params={"charset": "utf-8", "method": entry.method},
            cte="base64",
        )
        mail.add_attachment(entry.content, maintype="application", subtype="ics", filename="invite.ics", cte="base64")
        for part in (mail, *mail.walk()):  # boundaries are drawn at random unless given
            if part.is_multipart():
                part.set_boundary(f"=_{self._hash(entry, part.get_content_subtype())}")
        return mail.as_bytes()

    def _name(self, entry: Entry) -> str:
        return f"<{self._hash(entry, 'message')}@{entry.uid.rpartition('@')[2]}>"

    def _hash(self, entry: Entry, what: str) -> str:
        version = f"{entry.uid} {entry.address} {entry.sequence} {entry.dtstamp.isoformat()} {what}"
        return hashlib.sha256(f"{self.secret} {version}".encode()).hexdigest()[:32]


def _address(mailbox: Mailbox) -> Address:
    return Address(_one_line(mailbox.name), addr_spec=mailbox.address)


def _one_line(words: str) -> str:
    return " ".join(clean(words).split())


def _lines(entry: Entry) -> list[str]:
    """Return what a person reads, complete without the calendar part."""
    event = entry.event
    where = [f"Where: {_one_line(event.location)}"] if event.location else []
    notes = ["", *clean(event.description).splitlines()] if event.description else []
    firm = [_PROVISIONAL] if event.status == "TENTATIVE" and entry.live else []
    asked = {"cancel": _GONE, "refuse": _STAYS}.get(entry.kind, _ASKED)
    return [_one_line(event.summary), "", f"When: {_when(event)}", *firm, *where, *notes, "", asked]


def _html(entry: Entry, lines: Sequence[str]) -> str:
    title, *rest = lines
    body = "".join(f"<p>{escape(line)}</p>\n" for line in rest if line)
    heading = f"<h1>{escape(_PREFIX[entry.kind])}: {escape(title)}</h1>\n"
    head = f'<meta charset="utf-8"><title>{escape(title)}</title>'
    return f'<!DOCTYPE html>\n<html lang="en">\n<head>{head}</head>\n<body>\n{heading}{body}</body>\n</html>\n'


def _day(event: Event) -> str:
    first, _ = _readings(event)
    return f"{first:%a} {first.day} {first:%b %Y}"


def _when(event: Event) -> str:
    """Say when, as clocks at the place show it."""
    first, last = _readings(event)
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        whole = f"{first:%A} {first.day} {first:%B %Y}"
        return whole if first == last else f"{whole} to {last:%A} {last.day} {last:%B %Y}"
    start = f"{first:%A} {first.day} {first:%B %Y}, {first:%H:%M}"
    end = f"{last:%H:%M}" if first.date() == last.date() else f"{last:%A} {last.day} {last:%B %Y}, {last:%H:%M}"
    return f"{start} to {end} ({event.zone})"


def _readings(event: Event) -> tuple[date, date]:
    if not isinstance(event.start, datetime) or not isinstance(event.end, datetime):
        return event.start, event.end - timedelta(days=1)
    place: ZoneInfo = zone(event.zone)
    return event.start.astimezone(place), event.end.astimezone(place)
