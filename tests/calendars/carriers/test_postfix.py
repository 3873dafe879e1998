"""Messages through a real relay: the calendar part that arrives is the ledger's, byte by byte (A12)."""

from __future__ import annotations

import time
from email import policy
from pathlib import Path
from smtplib import SMTP

import pytest

from cohortplan.calendars.ledger import Ledger
from tests.calendars.carriers.mailserver import Sink, serving
from tests.calendars.carriers.postfix import postfix
from tests.calendars.carriers.test_smtp import calendar_of, composed, send
from tests.calendars.ledger.events import event, invitation, publish

pytestmark = pytest.mark.slow

ENCODINGS = ("base64", "quoted-printable", "8bit")
NOTES = "Grüße, Zoë – bring: a pen; ink\nand a long line that is to be folded somewhere on its way to the reader’s eye."


def wait(sink: Sink, number: int) -> None:
    """Wait until so many messages have come."""
    for _ in range(300):
        if len(sink.got) >= number:
            return
        time.sleep(0.1)
    raise AssertionError(f"{len(sink.got)} of {number} messages have come")


def test_bytes_are_kept(tmp_path: Path) -> None:
    """Our own messages, and calendar parts in each of three encodings, come out of the relay as they went in.

    Made by the default rules, the one in base64 would not.
    """
    with Ledger(tmp_path / "ledger.sqlite") as ledger, serving(sink := Sink()) as onward, postfix(onward) as port:
        publish(ledger, *(invitation(event(f"visit{k}", description=NOTES), f"P{k}") for k in range(5)))
        assert send(ledger, port).done == 5
        wait(sink, 5)
        entries = {entry.address: entry.content for entry in ledger.entries()}
        assert {who: calendar_of(content) for who, content in sink.got} == entries

        content = entries["p0@people.example"]
        sink.got.clear()
        for encoding in ENCODINGS:
            for k, kind in enumerate((policy.SMTP, policy.default)):
                with SMTP("localhost", port) as connection:
                    options = ["BODY=8BITMIME"]
                    to = f"{encoding}{k}@people.example"
                    connection.sendmail("office@programme.example", [to], composed(content, encoding, kind), options)
        wait(sink, 6)
        kept = {who.partition("@")[0]: calendar_of(message) == content for who, message in sink.got}
    assert kept == {f"{name}{k}": (name, k) != ("base64", 1) for name in ENCODINGS for k in range(2)}
