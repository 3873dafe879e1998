"""The door to the checker: files in, findings out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from cohortplan.calendars.checking import calendars, lines, mail, messages, times, zones
from cohortplan.calendars.checking.base import CALENDAR, LETTER, SERIES, TEXT, Calendar, Finding, Letter, Rule, Text

#: Files of rules, in the order in which what they find is told.
RULE_FILES = (lines, calendars, times, zones, messages, mail)

_HEADER = re.compile(
    rb"(?:from|received|return-path|date|message-id|mime-version|to|subject|content-type):", re.IGNORECASE
)
_ENVELOPE = re.compile(rb"(?:\A|\n\r?\n)From [^\r\n]*\r?\n")
_CALENDAR = re.compile(rb"\s*BEGIN:VCALENDAR", re.IGNORECASE)


def rules() -> list[Rule[Text] | Rule[Calendar] | Rule[Letter]]:
    """Return the rules about one file, in the order in which they are looked at."""
    return [*TEXT.all.values(), *CALENDAR.all.values(), *LETTER.all.values()]


def check(files: Iterable[tuple[str, bytes]]) -> list[Finding]:
    """Return everything that breaks a rule in calendars (.ics), messages (.eml) and mailboxes (mbox).

    Parameters
    ----------
    files : iterable of tuple
        What to call each file, and its bytes. Those about the same event are also held against each other.
    """
    found: list[Finding] = []
    told: list[Calendar] = []
    for name, data in files:
        for each in _things(name, data):
            if isinstance(each, Letter):
                found.extend(LETTER.check(each, each.file))
            else:
                found.extend(TEXT.check(each, each.file))
                for calendar in each.calendars:
                    found.extend(CALENDAR.check(calendar, each.file))
                    told.append(calendar)
    found.extend(SERIES.check(told, ""))
    order = {each.file: place for place, each in reversed(list(enumerate(found)))}
    return sorted(found, key=lambda each: (order[each.file], each.line))


def _things(name: str, data: bytes) -> Iterator[Text | Letter]:
    """Yield what there is to check: messages, and calendars in them or by themselves."""
    suffix = Path(name).suffix.lower()
    if suffix == ".mbox" or _ENVELOPE.match(data):
        pieces = [piece for piece in _ENVELOPE.split(data) if piece.strip()]
        for number, piece in enumerate(pieces, start=1):
            yield from _letter(f"{name}, message {number}", re.sub(rb"(?m)^>(>*From )", rb"\1", piece))
    elif suffix == ".eml" or (suffix != ".ics" and _HEADER.match(data)):
        yield from _letter(name, data)
    else:
        yield Text(data, name)


def _letter(name: str, data: bytes) -> Iterator[Text | Letter]:
    letter = message_from_bytes(data)
    parts: list[tuple[Message, Text]] = []
    attachments: list[tuple[Message, Text]] = []
    for part in letter.walk():
        if part.is_multipart():
            continue
        if part.get_content_type() == "text/calendar":
            parts.append((part, Text(_payload(part, data), f"{name}, calendar part", sent=True)))
        elif part.get_content_maintype() != "text" or part.get_filename():
            content = _payload(part, data)
            if _CALENDAR.match(content):
                attachments.append((part, Text(content, f"{name}, {part.get_filename() or 'attachment'}", sent=True)))
    yield Letter(name, letter, tuple(parts), tuple(attachments))
    yield from (text for _, text in parts)
    same = {text.data for _, text in parts}
    yield from (text for _, text in attachments if text.data not in same)


def _payload(part: Message, letter: bytes) -> bytes:
    """Return what a part holds, as it was sent.

    In a message that was stored with line feeds alone, and before a boundary, ends of lines are not the sender's.
    """
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() == "base64":
        return content
    if b"\r\n" not in letter:
        content = content.replace(b"\n", b"\r\n")
    return content if content.endswith(b"\r\n") or not content else content.rstrip(b"\r") + b"\r\n"
