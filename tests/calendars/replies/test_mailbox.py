"""Answers in a mailbox on a mail server: a small server of the tests' own, and Cyrus."""

from __future__ import annotations

import imaplib
import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import ClassVar

import pytest

from cohortplan.calendars.replies import mailbox
from cohortplan.calendars.replies.mailbox import mailbox_messages
from cohortplan.calendars.replies.parse import TOO_LARGE
from cohortplan.errors import InputError
from cohortplan.model import Imap
from tests.calendars.carriers.cyrus import cyrus

ANSWER = b"From: a@b.example\r\nContent-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
LETTER = b"From: a@b.example\r\nContent-Type: text/plain\r\n\r\nNothing of yours.\r\n"
DAY = date(2026, 9, 1)


@dataclass
class Box:
    """A mailbox.

    Attributes
    ----------
    asked : list of str
        What was asked of it, without passwords.
    """

    messages: list[bytes] = field(default_factory=list)
    sizes: dict[int, int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


class Clerk(socketserver.StreamRequestHandler):
    """Speaks as much of IMAP as is needed to read."""

    box: ClassVar[Box]

    def handle(self) -> None:
        """Answer commands until the client leaves."""
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            tag, _, command = line.decode().strip().partition(" ")
            self.box.asked.append(re.sub(r"(LOGIN \S+) .*", r"\1", command))
            fine = self._do(command)
            self.wfile.write(f"{tag} {'OK done' if fine else 'NO not so'}\r\n".encode())
            if command == "LOGOUT":
                return

    def _do(self, command: str) -> bool:
        name = command.removeprefix("UID ").partition(" ")[0]
        if name == "CAPABILITY":
            self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n")
        elif name == "LOGIN":
            return command.endswith(('"secret"', " secret"))
        elif name == "EXAMINE":
            return '"INBOX"' in command
        elif name == "SEARCH":
            self.wfile.write(f"* SEARCH {' '.join(str(k) for k in range(1, len(self.box.messages) + 1))}\r\n".encode())
        elif name == "FETCH" and "BODYSTRUCTURE" in command:
            for k, each in enumerate(self.box.messages, 1):
                kind = b'"TEXT" "CALENDAR"' if b"calendar" in each else b'"TEXT" "PLAIN"'
                size = self.box.sizes.get(k, len(each))
                self.wfile.write(b"* %d FETCH (UID %d RFC822.SIZE %d BODYSTRUCTURE (%b))\r\n" % (k, k, size, kind))
        elif name == "FETCH":
            number = int(command.split()[2])
            each = self.box.messages[number - 1]
            self.wfile.write(b"* %d FETCH (UID %d BODY[] {%d}\r\n%b)\r\n" % (number, number, len(each), each))
        return True


@contextmanager
def serving(box: Box) -> Iterator[int]:
    """Serve a mailbox; yield the port."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), type("Own", (Clerk,), {"box": box})) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()


@pytest.fixture
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(mailbox.PASSWORD, "secret")


def settings(port: int, **more: str) -> Imap:
    """Return the settings of a mailbox on this machine."""
    return Imap(host="127.0.0.1", port=port, user="office", security="none", **more)  # type: ignore[arg-type]


@pytest.mark.usefixtures("_key")
def test_only_what_holds_a_calendar_is_read() -> None:
    """Other mail is not fetched, nothing is marked as read, and what is too large is told."""
    box = Box([LETTER, ANSWER, LETTER, ANSWER], {4: 20_000_000})
    with serving(box) as port:
        found = mailbox_messages(settings(port), DAY)
    assert [(each.place, each.content, each.problem) for each in found] == [
        ("INBOX of office, message 2", ANSWER, ""),
        ("INBOX of office, message 4", b"", TOO_LARGE),
    ]
    assert [each for each in box.asked if "FETCH" in each or "SEARCH" in each or "EXAMINE" in each] == [
        'EXAMINE "INBOX"',
        "UID SEARCH SINCE 31-Aug-2026",
        "UID FETCH 1,2,3,4 (UID RFC822.SIZE BODYSTRUCTURE)",
        "UID FETCH 2 (BODY.PEEK[])",
    ]


@pytest.mark.usefixtures("_key")
def test_an_empty_mailbox() -> None:
    """There is nothing, and nothing is fetched."""
    with serving(Box()) as port:
        assert mailbox_messages(settings(port), DAY) == []


@pytest.mark.usefixtures("_key")
def test_what_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is not there, a wrong password, and a server that is not are bad input; no password is shown."""
    with serving(Box()) as port:
        with pytest.raises(InputError, match=r"cannot be read.*calendars\.imap"):
            mailbox_messages(settings(port, folder="Elsewhere"), DAY)
        monkeypatch.setenv(mailbox.PASSWORD, "guess")
        with pytest.raises(InputError, match="cannot be read") as refused:
            mailbox_messages(settings(port), DAY)
        assert "guess" not in str(refused.value)
    with pytest.raises(InputError, match="cannot be read"):
        mailbox_messages(settings(9), DAY)


def test_nothing_goes_over_the_network_in_the_clear() -> None:
    """A server elsewhere must encrypt, and a password must be there."""
    with pytest.raises(InputError, match="unencrypted"):
        mailbox_messages(Imap(host="mail.example", user="office", security="none"), DAY)
    with pytest.raises(InputError, match=mailbox.PASSWORD):
        mailbox_messages(Imap(host="mail.example", user="office"), DAY)


@pytest.mark.slow
@pytest.mark.usefixtures("_key")
def test_a_real_server(tmp_path: Path) -> None:
    """Cyrus gives the answer and not the letter, and what nobody has read stays unread."""
    with cyrus(tmp_path) as home:
        with imaplib.IMAP4("127.0.0.1", home.imap) as mail:
            mail.login("office", "secret")
            for each in (LETTER, ANSWER):
                assert mail.append("INBOX", "", "", each)[0] == "OK"
        (found,) = mailbox_messages(settings(home.imap), DAY)
        assert found.content == ANSWER
        with imaplib.IMAP4("127.0.0.1", home.imap) as mail:
            mail.login("office", "secret")
            mail.select("INBOX", readonly=True)
            assert mail.uid("SEARCH", "UNSEEN")[1] == [b"1 2"]
