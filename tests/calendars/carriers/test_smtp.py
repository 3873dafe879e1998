"""Messages by a real mail server: in the clear on this machine, encrypted, with a password, and when it dies (A12)."""

from __future__ import annotations

import ssl
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.policy import Policy
from pathlib import Path
from smtplib import SMTP
from typing import Any

import pytest
import trustme

from cohortplan.calendars.carriers.smtp import PASSWORD, SmtpCarrier
from cohortplan.calendars.ledger import Ledger
from cohortplan.calendars.mail import Writer
from cohortplan.calendars.outbox import Tally, hand_over
from cohortplan.errors import InputError
from cohortplan.model import Smtp
from tests.calendars.carriers.mailserver import Sink, only, serving
from tests.calendars.ledger.events import NOW, OFFICE, event, invitation, publish


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Return a ledger in which four people are told of an event each."""
    with Ledger(tmp_path / "ledger.sqlite") as found:
        publish(found, *(invitation(event(f"visit{k}", description="Grüße, Zoë"), f"P{k}") for k in range(4)))
        yield found


@pytest.fixture
def authority(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> trustme.CA:
    """Return who signs certificates that this machine trusts while the test runs."""
    found = trustme.CA()
    found.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    return found


def context(authority: trustme.CA, name: str = "localhost") -> ssl.SSLContext:
    """Return what a server needs to show that it is `name`."""
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(found)
    return found


def send(ledger: Ledger, port: int, pauses: list[float] | None = None, **settings: Any) -> Tally:
    """Hand over what is left to do, by the server at `port`."""
    server = Smtp(host="localhost", port=port, **{"security": "none", **settings})
    carrier = SmtpCarrier(server, Writer(OFFICE, ledger.secret), (pauses if pauses is not None else []).append)
    try:
        return hand_over(ledger, carrier, lambda: NOW)
    finally:
        carrier.close()


def calendar_of(content: bytes) -> bytes:
    """Return the calendar part of a message."""
    mail = message_from_bytes(content, policy=policy.compat32)
    (part,) = [each for each in mail.walk() if each.get_content_type() == "text/calendar"]
    found = part.get_payload(decode=True)
    assert isinstance(found, bytes)
    return found


def test_bytes_arrive_as_they_are(ledger: Ledger) -> None:
    """The calendar part that arrives is the ledger's, byte by byte; each message to its own recipient."""
    sink = Sink()
    with serving(sink) as port:
        assert send(ledger, port).done == 4
    entries = list(ledger.entries())
    assert [who for who, _ in sink.got] == [entry.address for entry in entries]
    assert [calendar_of(content) for _, content in sink.got] == [entry.content for entry in entries]
    assert [content for _, content in sink.got] == [Writer(OFFICE, ledger.secret).write(entry) for entry in entries]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_encrypted_and_with_a_password(
    ledger: Ledger, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    """With either kind of encryption the password goes over an encrypted connection, and so does every message."""
    monkeypatch.setenv(PASSWORD, "open, sesame")
    sink, secured = Sink(), context(authority)
    ways: dict[str, dict[str, Any]] = {
        "starttls": {"tls_context": secured, "require_starttls": True},
        "tls": {"ssl_context": secured, "auth_require_tls": False},  # the library sees only the other kind
    }
    with serving(sink, **ways[security], authenticator=only("office", "open, sesame")) as port:
        assert send(ledger, port, security=security, user="office").done == 4
    assert sink.authenticated == [True] * 4


def test_a_wrong_password(ledger: Ledger, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is sent, the reason is the server's, and the password is in no reason."""
    monkeypatch.setenv(PASSWORD, "guess")
    sink = Sink()
    with serving(sink, tls_context=context(authority), authenticator=only("office", "x")) as port:
        assert send(ledger, port, security="starttls", user="office").failed == 4
    details = [each.detail for each in ledger.deliveries() if each.state == "failed"]
    assert all("535" in detail and "guess" not in detail for detail in details)
    assert sink.got == []


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_that_is_another(ledger: Ledger, authority: trustme.CA, security: str) -> None:
    """A server whose certificate is for another name gets neither password nor message."""
    sink, secured = Sink(), context(authority, "elsewhere.example")
    way = {"starttls": {"tls_context": secured}, "tls": {"ssl_context": secured}}[security]
    with serving(sink, **way) as port:
        assert send(ledger, port, security=security).failed == 4
    assert sink.got == []


def test_a_server_without_encryption(ledger: Ledger) -> None:
    """Where encryption is asked for and not offered nothing is sent."""
    sink = Sink()
    with serving(sink) as port:
        assert send(ledger, port, security="starttls").failed == 4
    assert sink.got == []


def test_a_server_that_dies(ledger: Ledger) -> None:
    """It dies after the second message, before saying so: the next run sends the rest, and that one again as it was."""
    sink = Sink(fatal=2)
    with serving(sink) as port:
        tally = send(ledger, port)
    assert (tally.done, tally.failed) == (1, 3)
    with serving(again := Sink()) as port:
        tally = send(ledger, port)
    assert (tally.done, tally.failed) == (3, 0)
    times = Counter(who for who, _ in sink.got + again.got)
    entries = list(ledger.entries())
    assert times == {entries[0].address: 1, entries[1].address: 2, entries[2].address: 1, entries[3].address: 1}
    assert len(set(sink.got + again.got)) == 4
    with serving(nothing := Sink()) as port:
        assert send(ledger, port).done == 0
    assert nothing.got == []


def test_one_mailbox_that_is_refused(tmp_path: Path) -> None:
    """The others get their messages over the same connection; the reason is the server's."""
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        addresses = ("a@people.example", "refused@people.example", "c@people.example")
        publish(ledger, *(invitation(event(who[:2]), who[:1], who) for who in addresses))
        with serving(sink := Sink()) as port:
            tally = send(ledger, port, pauses := [], per_minute=120)
        assert (tally.done, tally.failed, pauses) == (2, 1, [0.5, 0.5])
        (detail,) = [each.detail for each in ledger.deliveries() if each.state == "failed"]
    assert (detail, len(sink.got)) == ("550 5.1.1 no such mailbox", 2)


def test_nothing_in_the_clear_to_elsewhere() -> None:
    """A server that is not on this machine must encrypt."""
    with pytest.raises(InputError, match="unencrypted"):
        SmtpCarrier(Smtp(host="mail.example", security="none"), Writer(OFFICE, "secret"))


def composed(content: bytes, encoding: str, kind: Policy[Any]) -> bytes:
    """Return a message with a calendar part as text, made by the rules of `kind`."""
    mail = EmailMessage(policy=kind)
    mail["From"], mail["To"] = "office@programme.example", "p0@people.example"
    mail.set_content(content.decode(), subtype="calendar", cte=encoding, params={"method": "REQUEST"})
    return mail.as_bytes(policy=mail.policy.clone(linesep="\r\n"))  # as smtplib sends it


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
def test_which_rules_keep_line_ends(ledger: Ledger, encoding: str) -> None:
    """Text in base64 keeps its CRLF by the rules that messages are made by, and not by the default ones.

    In the other encodings the wire puts line ends right again.
    """
    content = next(ledger.entries()).content
    with serving(sink := Sink()) as port, SMTP("localhost", port) as connection:
        for kind in (policy.SMTP, policy.default):
            message = composed(content, encoding, kind)
            connection.sendmail("office@programme.example", ["p0@people.example"], message, ["BODY=8BITMIME"])
    kept, mutant = (calendar_of(message) for _, message in sink.got)
    assert kept == content
    assert (mutant == content) == (encoding != "base64")


def test_messages_by_the_default_rules(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were messages made by the default rules, no server would take them: their lines do not end."""
    monkeypatch.setattr("cohortplan.calendars.mail.SMTP", policy.default)
    with serving(sink := Sink()) as port:
        assert send(ledger, port).failed == 4
    assert sink.got == []
