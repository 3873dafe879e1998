"""``publish --send caldav``: calendars on a server are kept up to date."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cohortplan.calendars.carriers import dav
from tests.calendars.carriers.servers import INVITING, Shelf, shelved
from tests.cli.conftest import Runner

SETTINGS = '\n[calendars]\norganizer = "office@programme.example"\n'
SERVER = '[calendars.caldav]\nurl = "http://localhost/office/programme/"\nuser = "office"\n'


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """Return a server that answers to every address."""
    monkeypatch.setenv(dav.PASSWORD, "secret")
    made = Shelf()
    shelved(monkeypatch, made)
    return made


def test_the_command_keeps_a_calendar_up_to_date(shelf: Shelf, run: Runner, folder: Path, plan_file: Path) -> None:
    """``publish --send caldav`` puts each activity of the programme there once, and mail still goes on its own way."""
    with (folder / "scenario.toml").open("a", encoding="utf-8") as file:
        file.write(SETTINGS + SERVER)
    told = run("publish", folder, plan_file, "--send", "caldav")
    assert (told.code, told.err) == (0, "")
    assert "Handed over: 5 events." in told.out
    assert len(shelf.held) == 5
    assert "Handed over: 0 events." in run("publish", folder, plan_file, "--send", "caldav").out
    assert "Handed over: 3 messages." in run("publish", folder, plan_file, "--send", "files", "-o", folder / "mail").out
    shelf.abilities = INVITING
    refused = run("publish", folder, plan_file, "--send", "caldav", "--server-invites")
    assert refused.code == 2
    assert "would be invited twice" in refused.err


def test_a_rehearsal_counts_what_the_server_would_get(
    shelf: Shelf, run: Runner, folder: Path, plan_file: Path, tmp_path: Path
) -> None:
    """Without --send it is told how many events would be put and removed; nobody is asked, and that many are."""
    with (folder / "scenario.toml").open("a", encoding="utf-8") as file:
        file.write(SETTINGS + SERVER)
    line = "With --send caldav: {} put on the server, {} removed.\n"
    assert line.format("5 events", 0) in run("publish", folder, plan_file).out
    assert (shelf.held, shelf.collections) == ({}, set())
    run("publish", folder, plan_file, "--send", "caldav")
    assert line.format("0 events", 0) in run("publish", folder, plan_file).out
    plan = json.loads(plan_file.read_text())
    plan["rounds"] = plan["rounds"][:1]
    shorter = tmp_path / "shorter.json"
    shorter.write_text(json.dumps(plan))
    rounds = (folder / "rounds.csv").read_text().splitlines()
    (folder / "rounds.csv").write_text("\n".join(rounds[:2]) + "\n")
    found = run("publish", folder, shorter, "--json")
    assert (found.code, found.json["server"]["put"]) == (0, 0)
    assert found.json["server"]["removed"] > 0
    held = len(shelf.held)
    run("publish", folder, shorter, "--send", "caldav")
    assert held - len(shelf.held) == found.json["server"]["removed"]


def test_a_server_has_to_be_named(run: Runner, folder: Path, plan_file: Path) -> None:
    """Without the section in the scenario the command says what to write."""
    with (folder / "scenario.toml").open("a", encoding="utf-8") as file:
        file.write(SETTINGS)
    told = run("publish", folder, plan_file, "--send", "caldav")
    assert told.code == 2
    assert "no server is named that holds calendars" in told.err


def test_who_invites_is_a_question_for_calendar_servers(run: Runner, folder: Path, plan_file: Path) -> None:
    """The flag has no meaning for mail."""
    assert run("publish", folder, plan_file, "--send", "mail", "--server-invites").code == 2


def test_a_refused_server_leaves_no_revision(run: Runner, folder: Path, plan_file: Path, shelf: Shelf) -> None:
    """Nothing is published where nothing could be put."""
    with (folder / "scenario.toml").open("a", encoding="utf-8") as file:
        file.write(SETTINGS + SERVER)
    shelf.abilities = "1"
    assert run("publish", folder, plan_file, "--send", "caldav").code == 2
    assert run("ledger", folder, "--json").json == {"revisions": [], "messages": []}


def test_who_has_invited_goes_on_to(shelf: Shelf, run: Runner, folder: Path, plan_file: Path) -> None:
    """Once a calendar server has invited people mail does not, nor are they left without: it is said what to do."""
    with (folder / "scenario.toml").open("a", encoding="utf-8") as file:
        file.write(SETTINGS + SERVER + '[calendars.smtp]\nhost = "localhost"\nsecurity = "none"\n')
    shelf.abilities = INVITING
    assert run("publish", folder, plan_file, "--send", "caldav", "--server-invites").code == 0
    assert "caldav-invites done" in run("ledger", folder).out
    mail = ["--send", "mail"]
    for more in (
        mail,
        ["--send", "files", "-o", folder / "mail"],
        ["--send", "caldav"],
        [*mail[:1], "caldav", "--mail-invites"],
    ):
        refused = run("publish", folder, plan_file, *more)
        assert refused.code == 2
        assert "has invited people" in refused.err
        assert "Go on with --send caldav --server-invites" in refused.err
    assert not (folder / "mail").exists()
    assert run("publish", folder, plan_file).code == 0
    assert run("publish", folder, plan_file, "--send", "caldav", "--server-invites").code == 0
