"""The file of the ledger only grows, whatever happens to the programs that write it."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from cohortplan.calendars.ledger import Delivery, Ledger, Reply
from cohortplan.calendars.ledger.schema import APPEND_ONLY, MIGRATIONS
from cohortplan.errors import InputError
from tests.calendars.ledger.events import NOW, event, invitation, publish


def test_what_was_told_is_read_again(tmp_path: Path) -> None:
    """Entries, deliveries, answers, plans and the secret are there when the file is opened again."""
    path = tmp_path / "ledger.sqlite"
    with Ledger(path) as ledger:
        (change,) = publish(ledger, invitation(event(geo=(53.5, -1.4), categories=("Visit", "Day 1"))))
        ledger.note(Delivery(1, NOW, "mail", "done"))
        reply = Reply(NOW, "s", change.event.uid, "p1@people.example", "REPLY", 0, NOW, "DECLINED", "No", "applied")
        assert ledger.hear(reply)
        assert not ledger.hear(reply)
        secret = ledger.secret
    with Ledger(path) as ledger:
        (entry,) = ledger.entries()
        assert (entry.event, entry.content, entry.kind) == (change.event, change.content, "new")
        assert [each.state for each in ledger.deliveries(1)] == ["done"]
        assert ledger.replies() == [reply]
        assert ledger.plan(1) == b"plan"
        assert (ledger.secret, len(secret)) == (secret, 32)


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("deed", ["UPDATE {} SET id = id + 1", "DELETE FROM {}"])
def test_nothing_is_changed_or_removed(tmp_path: Path, table: str, deed: str) -> None:
    """The file itself refuses to change or remove a row, whoever asks."""
    path = tmp_path / "ledger.sqlite"
    with Ledger(path) as ledger:
        publish(ledger, invitation(event()))
        ledger.note(Delivery(1, NOW, "mail", "done"))
        ledger.hear(Reply(NOW, "s", "u", "a", "REPLY", 0, None, "", "", "unmatched"))
        ledger.token("host", "H1", NOW)
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="only grows"):
        connection.execute(deed.format(table))
    connection.close()


def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    """The file holds addresses: others on the machine cannot read it."""
    with Ledger(tmp_path / "ledger.sqlite"):
        assert stat.S_IMODE((tmp_path / "ledger.sqlite").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "content", [b"not a database, but a letter of many words", b"SQLite format 3\0" + b"\xff" * 500]
)
def test_a_file_that_is_none_of_ours(tmp_path: Path, content: bytes) -> None:
    """Another file of that name is named, and stays as it is."""
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(content)
    with pytest.raises(InputError, match="cannot be used"):
        Ledger(path)
    assert path.read_bytes() == content


def test_a_newer_ledger_is_left_alone(tmp_path: Path) -> None:
    """A file made by a newer version is refused with what to do."""
    path = tmp_path / "ledger.sqlite"
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    with pytest.raises(InputError, match="newer version"):
        Ledger(path)


def test_two_programs_that_publish_at_once_tell_things_once(tmp_path: Path) -> None:
    """The second finds what the first has told, and adds nothing."""
    with Ledger(tmp_path / "ledger.sqlite") as one, Ledger(tmp_path / "ledger.sqlite") as other:
        assert len(publish(one, invitation(event()))) == 1
        assert publish(other, invitation(event())) == []


def test_one_program_sends_at_a_time(tmp_path: Path) -> None:
    """A second one is turned away while the first sends, and let in when it is done."""
    with Ledger(tmp_path / "ledger.sqlite") as one, Ledger(tmp_path / "ledger.sqlite") as other:
        with one.sending(), pytest.raises(InputError, match="another program is sending"), other.sending():
            pass
        with other.sending():
            pass


def test_names_of_feeds_cannot_be_guessed_and_can_be_changed(tmp_path: Path) -> None:
    """A feed keeps its name of 22 characters until another is asked for."""
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        name = ledger.token("host", "H1", NOW)
        assert len(name) == 22
        assert ledger.token("host", "H1", NOW) == name
        assert ledger.token("participant", "H1", NOW) != name
        other = ledger.token("host", "H1", NOW, renew=True)
        assert other != name
        assert ledger.token("host", "H1", NOW) == other


def test_who_is_forgotten_leaves_a_hash(tmp_path: Path) -> None:
    """No byte of the file tells their name, mailbox or words; others are as before, and the file only grows again."""
    path = tmp_path / "ledger.sqlite"
    with Ledger(path) as ledger:
        told = publish(ledger, invitation(event("a")), invitation(event("b"), "P2"))
        uid, address = told[0].event.uid, told[0].invitation.address
        ledger.hear(Reply(NOW, "s", uid, address, "REPLY", 0, NOW, "DECLINED", "My private words", "applied"))
        ledger.note(Delivery(1, NOW, "mail", "failed", f"550 {address} unknown"))
        assert ledger.forget("participant", "P1") == 1
        assert [entry.to for entry in ledger.entries()] == [entry.to for entry in ledger.latest().values()] == ["P2"]
    content = path.read_bytes()
    for secret in (b"Person P1", b"p1@people.example", b"My private words"):
        assert secret not in content
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="only grows"):
        connection.execute("DELETE FROM entry")
    connection.close()


def test_forgetting_somebody_without_a_mailbox_leaves_the_answers_of_others(tmp_path: Path) -> None:
    """An answer of which nobody knows whose it is stays as it came."""
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        publish(ledger, replace(invitation(event()), address=""))
        stray = Reply(NOW, "s", "u", "", "REPLY", 0, None, "", "Whose?", "unmatched")
        ledger.hear(stray)
        assert ledger.forget("participant", "P1") == 1
        assert ledger.replies() == [stray]


_WRITER = """
import sys
from datetime import timedelta
from pathlib import Path
from cohortplan.calendars.ledger import Delivery, Ledger
from tests.calendars.ledger.events import NOW, event, invitation, publish
with Ledger(Path(sys.argv[1])) as ledger:
    step = len(ledger.plans())
    print("ready", flush=True)
    while True:
        step += 1
        told = publish(ledger, *(invitation(event(f"visit{k}", hour=step % 20), f"P{k}") for k in range(5)))
        assert len(told) == 5
        ledger.note(Delivery(step, NOW, "mail", "begun"))
"""


@pytest.mark.slow
def test_killed_at_any_instruction(tmp_path: Path) -> None:
    """A program killed while it writes leaves whole revisions, and the next goes on from there."""
    path = tmp_path / "ledger.sqlite"
    for turn in range(12):
        command = [sys.executable, "-c", _WRITER, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(0.02 + 0.013 * turn)
            os.kill(writer.pid, signal.SIGKILL)
        with Ledger(path) as ledger:
            entries = list(ledger.entries())
            assert len(entries) == 5 * len(ledger.plans())
            for key in {entry.key for entry in entries}:
                numbers = [entry.sequence for entry in entries if entry.key == key]
                assert numbers == list(range(len(numbers)))
