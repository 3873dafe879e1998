"""Rules about messages by e-mail (RFC 6047)."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message
from email.utils import collapse_rfc2231_value, getaddresses

from cohortplan.calendars.checking.base import LETTER, Calendar, Hit, Letter

#: Methods that the organizer sends; the others come from those invited.
_FROM_ORGANIZER = ("PUBLISH", "REQUEST", "ADD", "CANCEL", "DECLINECOUNTER")


@LETTER.add("no-part", "RFC 6047, 2.4", "Send the calendar as a part of type text/calendar, beside the attachment")
def no_part(letter: Letter) -> Iterator[Hit]:
    """The calendar is a part of type text/calendar: of attachments alone programs make no invitation."""
    if not letter.parts:
        yield Hit(0, "the message has no text/calendar part")


@LETTER.add("two-parts", "RFC 6047, 2.4", "Send one message for each")
def two_parts(letter: Letter) -> Iterator[Hit]:
    """One part holds one calendar, and a message has one such part."""
    if len(letter.parts) > 1:
        yield Hit(0, f"the message has {len(letter.parts)} text/calendar parts")
    for _, text in letter.parts:
        if len(text.calendars) > 1:
            yield Hit(0, f"the text/calendar part holds {len(text.calendars)} calendars")


@LETTER.add("no-method", "RFC 6047, 2.4", "Write METHOD into the calendar")
def no_method(letter: Letter) -> Iterator[Hit]:
    """The calendar in the part says what it asks for."""
    for _, calendar in _messages(letter):
        if not calendar.method:
            yield Hit(0, "the calendar in the text/calendar part has no METHOD")


@LETTER.add("method-parameter", "RFC 6047, 2.4", "Write the calendar's METHOD as method= of Content-Type")
def method_parameter(letter: Letter) -> Iterator[Hit]:
    """method= of the part's type equals METHOD of the calendar."""
    for part, calendar in _messages(letter):
        told = _parameter(part, "method").upper()
        if calendar.method and told != calendar.method:
            yield Hit(0, f"Content-Type says method={told or 'nothing'}, the calendar METHOD:{calendar.method}")


@LETTER.add("charset", "RFC 6047, 2.4", "Write charset=UTF-8 into Content-Type")
def charset(letter: Letter) -> Iterator[Hit]:
    """A part with other than ASCII characters says that it is UTF-8."""
    for part, text in letter.parts:
        told = _parameter(part, "charset").lower()
        plain = text.data.isascii()
        if told not in (("utf-8", "utf8", "us-ascii", "") if plain else ("utf-8", "utf8")):
            yield Hit(0, f"the text/calendar part has charset={told or 'nothing'}")


@LETTER.add("sender", "RFC 6047, 2.2.1", "Send it from the mailbox of ORGANIZER, an answer from ATTENDEE's", "warning")
def sender(letter: Letter) -> Iterator[Hit]:
    """Whoever the calendar says is asking or answering has sent the message."""
    mailboxes = getaddresses([str(letter.mail.get(name, "")) for name in ("From", "Sender")])
    senders = {address.casefold() for _, address in mailboxes}
    for _, calendar in _messages(letter):
        role = "ORGANIZER" if calendar.method in _FROM_ORGANIZER else "ATTENDEE"
        people = [found for event in calendar.entries for found in event.all(role)]
        sent_by = (found.parameters.get("SENT-BY", "").casefold().removeprefix("mailto:") for found in people)
        known = {found.address for found in people} | set(sent_by)
        if calendar.method and people and not senders & known - {""}:
            yield Hit(0, f"the message does not come from its {role}")


@LETTER.add("no-text", "RFC 6047, 2.4", "Add a text/plain alternative that says the same", "warning")
def no_text(letter: Letter) -> Iterator[Hit]:
    """Those whose program knows no calendars have something to read."""
    if not any(part.get_content_type() in ("text/plain", "text/html") for part in letter.mail.walk()):
        yield Hit(0, "the message has nothing to read beside the calendar")


@LETTER.add("other-attachment", "RFC 6047, 2.4", "Attach the same calendar", "warning")
def other_attachment(letter: Letter) -> Iterator[Hit]:
    """What is attached is the calendar of the part: programs take one or the other."""
    parts = {_words(text.data) for _, text in letter.parts}
    for part, text in letter.attachments:
        if parts and _words(text.data) not in parts:
            yield Hit(0, f"the attachment {part.get_filename() or ''} is another calendar than the part")


def _messages(letter: Letter) -> Iterator[tuple[Message, Calendar]]:
    for part, text in letter.parts:
        for calendar in text.calendars:
            yield part, calendar


def _parameter(part: Message, name: str) -> str:
    return collapse_rfc2231_value(part.get_param(name, "")).strip()


def _words(data: bytes) -> bytes:
    return b"\n".join(data.split())
