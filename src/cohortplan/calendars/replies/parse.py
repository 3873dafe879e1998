"""From the bytes of a message to what it answers. Nothing else that the message holds leaves this module."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses

from cohortplan.calendars.replies.answer import Answer
from cohortplan.calendars.replies.calendar import BROKEN, read_calendar

#: Larger messages are no answers.
LARGEST = 10_000_000
TOO_LARGE = "it is larger than any answer"

_CALENDARS = ("text/calendar", "application/ics")
_VERDICT = re.compile(r"\bdmarc\s*=\s*fail\b", re.IGNORECASE)


class UnreadableError(Exception):
    """A message from which no answer can be had; the reason is the text."""


def parse(content: bytes) -> Answer | None:
    """Return what a message answers, None if it has no calendar part: it is no answer.

    Parameters
    ----------
    content : bytes
        A mail as it came in, or a calendar file.

    Raises
    ------
    UnreadableError
        If it has a calendar part that cannot be read, or two that differ.
    """
    if len(content) > LARGEST:
        raise UnreadableError(TOO_LARGE)
    source = hashlib.sha256(content).hexdigest()
    bare = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if bare[:15].upper() == b"BEGIN:VCALENDAR":
        return replace(_read(bare, "utf-8"), source=source)
    mail = _mail(content)
    found = list(_answers(mail))
    if not found:
        return None
    if any(each.content != found[0].content for each in found):
        raise UnreadableError("its calendar parts say different things")
    method = next((each.mail_method for each in found if each.mail_method), "")
    return replace(found[0], source=source, senders=_senders(mail), failed=_failed(mail), mail_method=method)


def _mail(content: bytes) -> Message:
    try:
        return message_from_bytes(content)
    except RecursionError as error:
        raise UnreadableError("its parts are nested far too deep") from error


def _answers(mail: Message) -> Iterator[Answer]:
    """Yield what each calendar part says; not of messages within the message, which somebody else sent."""
    for part in _parts(mail):
        name = str(part.get_filename() or "").lower()
        if part.get_content_type() in _CALENDARS or name.endswith(".ics"):
            payload = part.get_payload(decode=True)
            charset, method = part.get_param("charset"), part.get_param("method")
            text = payload if isinstance(payload, bytes) else b""
            answer = _read(text, charset if isinstance(charset, str) else "utf-8")
            yield replace(answer, mail_method=method.strip().upper() if isinstance(method, str) else "")


def _parts(mail: Message) -> Iterator[Message]:
    if mail.get_content_maintype() == "multipart":
        for part in mail.get_payload():
            if isinstance(part, Message):
                yield from _parts(part)
    elif mail.get_content_maintype() != "message":
        yield mail


def _read(content: bytes, charset: str) -> Answer:
    try:
        return read_calendar(_decoded(content, charset))
    except BROKEN as error:
        raise UnreadableError("its calendar part cannot be read") from error


def _decoded(content: bytes, charset: str) -> str:
    """Return the text: as the mail says it is written, else as UTF-8, else as programs without either write it."""
    for each in (charset, "utf-8-sig"):
        try:
            return content.decode(each)
        except (LookupError, ValueError):
            continue
    return content.decode("latin-1")


def _senders(mail: Message) -> tuple[str, ...]:
    lines = [str(line) for line in mail.get_all("From", [])]
    return tuple(dict.fromkeys(address.strip().casefold() for _, address in getaddresses(lines)))


def _failed(mail: Message) -> bool:
    return any(_VERDICT.search(str(line)) for line in mail.get_all("Authentication-Results", []))
