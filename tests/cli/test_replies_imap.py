"""``replies --imap``: answers are taken from a mailbox that is only read."""

from __future__ import annotations

import email
from email import policy
from pathlib import Path

import pytest

from cohortplan.calendars.replies import mailbox
from tests.calendars.replies.test_mailbox import LETTER, Box, serving
from tests.cli.conftest import Runner
from tests.cli.test_replies import AT, ORLA, Answers


def published(run: Runner, folder: Path, plan_file: Path, out: Path, more: str = "") -> None:
    """Publish a plan, with more settings of calendars."""
    with (folder / "scenario.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[calendars]\norganizer = "office@days.example"\n{more}')
    assert run("publish", folder, plan_file, "--send", "files", "-o", out, "--at", AT).code == 0


def test_answers_in_a_mailbox_count_once(
    run: Runner, folder: Path, plan_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer among other mail counts, and a second run finds nothing new."""
    monkeypatch.setenv(mailbox.PASSWORD, "secret")
    box = Box([LETTER])
    with serving(box) as port:
        more = f'[calendars.imap]\nhost = "127.0.0.1"\nport = {port}\nuser = "office"\nsecurity = "none"\n'
        published(run, folder, plan_file, tmp_path / "out", more)
        sent = [
            email.message_from_bytes(each.read_bytes(), policy=policy.SMTP) for each in (tmp_path / "out").iterdir()
        ]
        Answers(sent, tmp_path / "in").add(ORLA, "ACCEPTED")  # type: ignore[arg-type]
        box.messages += [each.read_bytes() for each in (tmp_path / "in").iterdir()]
        told = run("replies", folder, "--imap")
        assert (told.code, told.err) == (0, "")
        assert told.out.splitlines()[0] == "1 answer taken, 0 answers left aside, 0 known before."
        assert told.out.splitlines()[1].startswith("accepted   Orla Benning")
        assert run("replies", folder, "--imap").out.startswith("0 answers taken, 0 answers left aside, 1 known before.")


def test_a_mailbox_has_to_be_named(run: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> None:
    """Without the section in the scenario the command says what to write; a folder's name is checked."""
    published(run, folder, plan_file, tmp_path / "out")
    told = run("replies", folder, "--imap")
    assert told.code == 2
    assert "no mailbox is named that answers come to" in told.err
    with (folder / "scenario.toml").open("a", encoding="utf-8") as file:
        file.write('\n[calendars.imap]\nhost = "mail.example.org"\nuser = "office"\nfolder = "Entwürfe"\n')
    told = run("replies", folder, "--imap")
    assert told.code == 2
    assert "not the name of a folder" in told.err
