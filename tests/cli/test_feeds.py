"""``feeds``: calendars to subscribe to, of what was published."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Runner


@pytest.fixture
def published(run: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> Path:
    """Return the folder of a scenario whose plan was published, as files."""
    with (folder / "scenario.toml").open("a", encoding="utf-8") as file:
        file.write('\n[calendars]\norganizer = "office@programme.example"\nalarms = [60]\n')
    told = run("publish", folder, plan_file, "--send", "files", "-o", tmp_path / "mail")
    assert (told.code, told.err) == (0, "")
    assert "Changed: 3 new, and 28 events of feeds." in told.out
    return folder


def test_everyone_has_a_feed(run: Runner, published: Path, tmp_path: Path) -> None:
    """6 people, 4 sets, 4 hosts and the programme: 15 feeds, and the list beside them."""
    told = run("feeds", published, "-o", tmp_path / "web")
    assert told.code == 0
    assert f"15 feeds in {tmp_path / 'web'}: 6 participants, 4 sets, 4 hosts, 1 programme" in told.out
    assert len(list((tmp_path / "web" / "feeds").glob("*.ics"))) == 15
    assert (tmp_path / "web" / "index.csv").exists()


def test_a_name_is_revoked(run: Runner, published: Path, tmp_path: Path) -> None:
    """The feeds of A01 and of the programme get other names, and the files of the old ones are removed."""
    before = run("feeds", published, "-o", tmp_path / "web", "--json").json
    after = run("feeds", published, "-o", tmp_path / "web", "--json", "--revoke", "A01", "--revoke", "programme").json
    assert set(after["removed"]) == set(before["files"]) - set(after["files"])
    assert len(after["removed"]) == 2
    assert run("feeds", published, "-o", tmp_path / "web", "--json").json == {**after, "removed": []}


def test_nobody_is_revoked_whom_nobody_knows(run: Runner, published: Path, tmp_path: Path) -> None:
    """An id that is none is bad input, with the one that may be meant, and nothing is written."""
    told = run("feeds", published, "-o", tmp_path / "web", "--revoke", "A0l")
    assert (told.code, told.out) == (2, "")
    assert "there is no participant, set, facilitator, guest or host 'A0l'" in told.err
    assert not (tmp_path / "web").exists()


def test_nothing_was_published(run: Runner, folder: Path, tmp_path: Path) -> None:
    """Without a ledger there are no feeds, and the way to begin one is named."""
    told = run("feeds", folder, "-o", tmp_path / "web")
    assert told.code == 2
    assert "nothing has been published" in told.err


def test_the_ledger_shows_messages_and_on_demand_feeds(run: Runner, published: Path) -> None:
    """It lists what was told; with --who also events that are only in feeds."""
    messages = run("ledger", published, "--json").json["messages"]
    assert {(each["id"], each["state"]) for each in messages} == {("A01", "files done")}
    feeds = run("ledger", published, "--who", "H1", "--json").json["messages"]
    assert {(each["id"], each["state"]) for each in feeds} == {("H1", "in feeds")}
