"""``replies --inbox``: what a calendar server keeps that invites people."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cohortplan.calendars.carriers import dav
from tests.calendars.carriers.servers import INBOX, INVITING, Shelf, shelved
from tests.cli.conftest import Runner

ORLA = "orla@benning.example"
SETTINGS = (
    '\n[calendars]\norganizer = "office@programme.example"\n'
    '[calendars.caldav]\nurl = "http://localhost/office/programme/"\nuser = "office"\n'
)


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch, run: Runner, folder: Path, plan_file: Path) -> Shelf:
    """Return a server that has invited everyone to the plan, and on which Orla has declined her first visit."""
    monkeypatch.setenv(dav.PASSWORD, "secret")
    made = Shelf(abilities=INVITING)
    shelved(monkeypatch, made)
    with (folder / "scenario.toml").open("a", encoding="utf-8") as file:
        file.write(SETTINGS)
    assert run("publish", folder, plan_file, "--send", "caldav", "--server-invites").code == 0
    plain = {path: content.replace(b"\r\n ", b"") for path, content in made.held.items()}
    path = min(path for path, content in plain.items() if ORLA.encode() in content and b":20261008T" in content)
    made.held[path] = plain[path].replace(b"PARTSTAT=NEEDS-ACTION", b"PARTSTAT=DECLINED")
    content = re.sub(rb"SEQUENCE:0", b"SEQUENCE:1", made.held[path])
    content = re.sub(rb"DTSTAMP:\w+", b"DTSTAMP:20991008T090000Z", content)
    made.held[f"{INBOX}1.ics"] = content.replace(b"VERSION:2.0\r\n", b"VERSION:2.0\r\nMETHOD:REPLY\r\n")
    return made


def test_answers_on_the_server_count(shelf: Shelf, run: Runner, folder: Path) -> None:
    """Who declined is named, and what that breaks; the message is removed when that is asked for."""
    told = run("replies", folder, "--inbox")
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines()[:2] == [
        "1 answer taken, 0 answers left aside, 0 known before.",
        "declined   Orla Benning: Morning visit: Marsh Lane Prison, Thu 8 Oct 2026 10:00",
    ]
    assert "Orla Benning does not come" in told.out
    assert f"{INBOX}1.ics" in shelf.held
    again = run("replies", folder, "--inbox", "--clear")
    assert again.out.startswith("0 answers taken, 0 answers left aside, 1 known before.\n1 message removed")
    assert f"{INBOX}1.ics" not in shelf.held


@pytest.mark.usefixtures("shelf")
def test_the_same_as_json(run: Runner, folder: Path) -> None:
    """Where it was found, whom the server could not tell, and how many messages were removed are in the document."""
    found = run("replies", folder, "--inbox", "--clear", "--json").json
    assert [(each["file"], each["verdict"]) for each in found["answers"]] == [
        ("http://localhost/inbox/1.ics", "applied")
    ]
    assert (found["removed"], found["unreached"]) == (1, [])


def test_a_server_that_cannot_be_read(shelf: Shelf, run: Runner, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it answers is named, with what to do."""
    del shelf
    monkeypatch.setattr(Shelf, "_listed", lambda *_: b"no document")
    told = run("replies", folder, "--inbox")
    assert told.code == 2
    assert "cannot be read" in told.err


def test_what_the_flags_need(run: Runner, folder: Path, plan_file: Path) -> None:
    """--clear needs --inbox, and --inbox a server in the settings."""
    assert run("replies", folder, "--clear").code == 2
    with (folder / "scenario.toml").open("a", encoding="utf-8") as file:
        file.write('\n[calendars]\norganizer = "office@programme.example"\n')
    assert run("publish", folder, plan_file, "--send", "files", "-o", folder / "mail").code == 0
    told = run("replies", folder, "--inbox")
    assert told.code == 2
    assert "no server is named that holds calendars" in told.err
