"""Messages in a mailbox on a mail server (IMAP): it is only read, and of other people's mail not even that."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from cohortplan.calendars.carriers.smtp import here, password
from cohortplan.calendars.replies.parse import LARGEST, TOO_LARGE
from cohortplan.calendars.replies.sources import Message
from cohortplan.errors import Defect, InputError
from cohortplan.model import Imap

#: Holds the password, where no keyring does.
PASSWORD = "COHORTPLAN_IMAP_PASSWORD"  # noqa: S105 - its name, not what it is
_TIMEOUT = 60.0
#: What the structure of a message says that may be an answer.
_CALENDAR = re.compile(rb"calendar|\bics\b|\.ics\b", re.IGNORECASE)
_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: Messages whose structure is asked for at once.
_AT_ONCE = 200


def mailbox_messages(settings: Imap, since: date) -> list[Message]:
    """Return the messages of a mailbox that hold a calendar and came on the day `since` or later.

    Raises
    ------
    InputError
        If the password would go over the network in the clear, there is none, or the server does not let us read.
    """
    if settings.security == "none" and not here(settings.host):
        remedy = 'Write security = "tls" or "starttls"; only a server on this machine can do without'
        raise InputError([Defect("mail would go over the network unencrypted", remedy, settings.host)])
    key = password(PASSWORD, settings.user, settings.host)
    try:
        connection = _connect(settings)
        try:
            connection.login(settings.user, key)
            return list(_messages(connection, settings, since))
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                connection.logout()
    except (imaplib.IMAP4.error, OSError) as error:
        remedy = f"Mend [calendars.imap], or {PASSWORD}"
        raise InputError([Defect(f"the mailbox cannot be read: {_plain(error)}", remedy, settings.host)]) from error


def _connect(settings: Imap) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    if settings.security == "tls":
        return imaplib.IMAP4_SSL(settings.host, settings.port, ssl_context=context, timeout=_TIMEOUT)
    connection = imaplib.IMAP4(settings.host, settings.port, timeout=_TIMEOUT)
    if settings.security == "starttls":
        try:
            connection.starttls(context)
        except BaseException:
            connection.shutdown()
            raise
    return connection


def _messages(connection: imaplib.IMAP4, settings: Imap, since: date) -> Iterator[Message]:
    name = settings.folder.replace("\\", "\\\\").replace('"', '\\"')
    _granted(connection.select(f'"{name}"', readonly=True))
    day = since - timedelta(days=1)  # servers go by days of their own zone
    found = _granted(connection.uid("SEARCH", "SINCE", f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}"))
    numbers = found[0].split() if found and isinstance(found[0], bytes) else []
    for k in range(0, len(numbers), _AT_ONCE):
        for number, size in _with_calendar(connection, numbers[k : k + _AT_ONCE]):
            place = f"{settings.folder} of {settings.user}, message {number}"
            if size > LARGEST:
                yield Message(place, problem=TOO_LARGE)
                continue
            # PEEK, so that a message that nobody has read stays so.
            parts = _granted(connection.uid("FETCH", str(number), "(BODY.PEEK[])"))
            yield from (Message(place, part[1]) for part in parts[:1] if isinstance(part, tuple))


def _with_calendar(connection: imaplib.IMAP4, numbers: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """Yield number and size of the messages whose structure names a calendar."""
    answer = _granted(connection.uid("FETCH", b",".join(numbers).decode(), "(UID RFC822.SIZE BODYSTRUCTURE)"))
    told, line = [], b""
    for part in answer:  # names may come as pieces of their own, after which the answer goes on
        line += b" ".join(part) if isinstance(part, tuple) else part or b""
        if not isinstance(part, tuple):
            told.append(line)
            line = b""
    for each in told:
        number, size = _UID.search(each), _SIZE.search(each)
        if number and size and _CALENDAR.search(each):
            yield int(number[1]), int(size[1])


def _granted(answer: tuple[str, list[Any]]) -> list[Any]:
    kind, data = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(data[0] if data else kind)
    return data


def _plain(error: Exception) -> str:
    first = error.args[0] if error.args and isinstance(error, imaplib.IMAP4.error) else error
    return first.decode("ascii", "replace") if isinstance(first, bytes) else str(first)
