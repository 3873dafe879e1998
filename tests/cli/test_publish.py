"""``publish`` and ``ledger``: only what changes is told, only to those concerned, and all of it is on record."""

from __future__ import annotations

import json
from email import message_from_bytes, policy
from pathlib import Path

import icalendar
import pytest

from tests.cli.conftest import Runner

AT = "2026-09-01T09:00Z"


@pytest.fixture
def office(folder: Path) -> Path:
    """Return the scenario with somebody who invites, and mailboxes of three people and two hosts."""
    settings = folder / "scenario.toml"
    text = settings.read_text(encoding="utf-8").replace('title = "', 'contact = "office@york.example"\ntitle = "')
    settings.write_text(text, encoding="utf-8")
    people = folder / "participants.csv"
    text = people.read_text(encoding="utf-8")
    text = text.replace("Quayle,,", "Quayle,tomas@quayle.example,").replace("Corry,,", "Corry,maeve@shelter.example,")
    people.write_text(text, encoding="utf-8")
    hosts = folder / "hosts.csv"
    text = hosts.read_text(encoding="utf-8").replace("capacity,min", "capacity,min,email")
    text = (
        text.replace("York,6,2", "York,6,2,visits@york.example")
        .replace("Hull,6,2", "Hull,6,2,")
        .replace("Selby,6,2", "Selby,6,2,")
    )
    hosts.write_text(text, encoding="utf-8")
    return folder


def moved(plan_file: Path, to: Path) -> Path:
    """Write the plan with the visit of D1.1 half an hour later."""
    plan = json.loads(plan_file.read_text(encoding="utf-8"))
    visit = plan["rounds"][0]["sets"][0]["activities"][0]
    visit["start"], visit["end"] = "2026-10-08T10:30:00+01:00", "2026-10-08T12:00:00+01:00"
    to.write_text(json.dumps(plan), encoding="utf-8")
    return to


def messages(folder: Path) -> list[icalendar.Calendar]:
    """Return the objects of the messages in a folder, in order."""
    found = []
    for path in sorted(folder.glob("*.eml")):
        mail = message_from_bytes(path.read_bytes(), policy=policy.SMTP)
        (part,) = [each for each in mail.walk() if each.get_content_type() == "text/calendar"]
        found.append(icalendar.Calendar.from_ical(part.get_payload(decode=True)))
    return found


def test_a_rehearsal_tells_nobody(run: Runner, office: Path, plan_file: Path, tmp_path: Path) -> None:
    """Without --send messages are written to look at, and the ledger stays empty: twice the same bytes."""
    for name in ("one", "two"):
        told = run("publish", office, plan_file, "-o", tmp_path / name, "--at", AT)
        assert told.code == 0, told.err
        assert "Would change: 11 new" in told.out
        assert "Nothing was sent." in told.out
    first, second = (sorted((tmp_path / name).iterdir()) for name in ("one", "two"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
    assert len(first) == 11
    told = run("ledger", office)
    assert "0 revisions published" in told.out


def test_one_visit_moves(run: Runner, office: Path, plan_file: Path, tmp_path: Path) -> None:
    """Exactly those who go there and their host hear of it, with the same identifiers and SEQUENCE 1."""
    assert run("publish", office, plan_file, "--send", "files", "-o", tmp_path / "first", "--at", AT).code == 0
    told = run("publish", office, moved(plan_file, tmp_path / "moved.json"), "--send", "files", "-o", tmp_path / "next")
    assert "Changed: 3 major" in told.out
    assert "from Thu 8 Oct 2026 10:00 to Thu 8 Oct 2026 10:30" in told.out
    before = {str(each.events[0]["UID"]) for each in messages(tmp_path / "first")}
    after = messages(tmp_path / "next")
    assert {str(each.events[0]["UID"]) for each in after} < before
    assert [int(each.events[0]["SEQUENCE"]) for each in after] == [1, 1, 1]
    attendees = sorted(str(each.events[0]["ATTENDEE"]) for each in after)
    assert attendees == [
        "mailto:orla@benning.example",
        "mailto:tomas@quayle.example",
        "mailto:visits@york.example",
    ]


def test_nothing_new_is_nothing_sent(run: Runner, office: Path, plan_file: Path, tmp_path: Path) -> None:
    """The same plan again, later: no change, no message, no revision."""
    for name in ("one", "two"):
        told = run("publish", office, plan_file, "--send", "files", "-o", tmp_path / name, "--json")
    assert told.json["changes"] == []
    assert told.json["messages"] == {"done": 0, "failed": 0, "superseded": 0}
    assert "1 revision published" in run("ledger", office).out


def test_hosts_hear_how_many_come_and_not_who(run: Runner, office: Path, plan_file: Path, tmp_path: Path) -> None:
    """No message to a host holds a name, an address or an employer of a participant."""
    run("publish", office, plan_file, "--send", "files", "-o", tmp_path / "out")
    to_hosts = [each for each in messages(tmp_path / "out") if "visits@" in str(each.events[0]["ATTENDEE"])]
    assert len(to_hosts) == 2
    for each in to_hosts:
        text = each.to_ical().decode()
        assert "3 people" in text
        for secret in ("Orla", "Tomas", "Maeve", "benning", "quayle", "shelter", "City Hall", "lived"):
            assert secret not in text


def test_provisional_dates_become_firm(run: Runner, office: Path, plan_file: Path, tmp_path: Path) -> None:
    """First published as provisional, then as it is: everyone hears that it is firm."""
    run("publish", office, plan_file, "--provisional", "--send", "files", "-o", tmp_path / "one")
    assert {str(each.events[0]["STATUS"]) for each in messages(tmp_path / "one")} == {"TENTATIVE"}
    told = run("publish", office, plan_file, "--send", "files", "-o", tmp_path / "two")
    assert "Changed: 11 status" in told.out
    assert {str(each.events[0]["STATUS"]) for each in messages(tmp_path / "two")} == {"CONFIRMED"}


def test_what_is_on_record(run: Runner, office: Path, plan_file: Path, tmp_path: Path) -> None:
    """`ledger` lists what somebody was told last, all of it with --all, and gives back each published plan."""
    run("publish", office, plan_file, "--send", "files", "-o", tmp_path / "x")
    run("publish", office, moved(plan_file, tmp_path / "moved.json"), "--send", "files", "-o", tmp_path / "x")
    last = run("ledger", office, "--who", "A01", "--json").json["messages"]
    assert [(row["message"], row["sequence"], row["state"]) for row in last].count(("major", 1, "files done")) == 1
    every = run("ledger", office, "--who", "A01", "--all", "--json").json["messages"]
    assert len(every) == len(last) + 1
    shown = json.loads(run("ledger", office, "--plan", "1").out)
    assert shown["rounds"] == json.loads(plan_file.read_text(encoding="utf-8"))["rounds"]
    assert "there is no revision 3" in run("ledger", office, "--plan", "3").err


def test_somebody_is_forgotten(run: Runner, office: Path, plan_file: Path, tmp_path: Path) -> None:
    """Their messages are gone from the record, and who was told nothing cannot be forgotten."""
    run("publish", office, plan_file, "--send", "files", "-o", tmp_path / "x")
    assert "Forgotten: 3 messages to A01." in run("ledger", office, "--forget", "A01").out
    assert run("ledger", office, "--who", "A01", "--json").json["messages"] == []
    told = run("ledger", office, "--forget", "A01")
    assert told.code == 2
    assert "nothing was told to A01" in told.err
    assert b"orla@benning.example" not in (office / "ledger.sqlite").read_bytes()


def test_those_without_mailbox_are_named(run: Runner, office: Path, plan_file: Path) -> None:
    """Whoever has events and no address is named, to be given a file or feed."""
    told = run("publish", office, plan_file)
    assert "5 calendars without an e-mail address" in told.out
    assert "Ngozi Farrow, Hana Ridley, Piers Landon, Ouse Hospital, Harbour Bakery" in told.out


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ('contact = "call us"', "nobody is named whom invitations come from"),
        ('contact = "orla@benning.example"', "invitations come from the mailbox of Orla Benning"),
    ],
)
def test_somebody_has_to_invite(run: Runner, office: Path, plan_file: Path, setting: str, said: str) -> None:
    """Without a mailbox of the programme's own nobody is invited."""
    settings = office / "scenario.toml"
    text = settings.read_text(encoding="utf-8").replace('contact = "office@york.example"', setting)
    settings.write_text(text, encoding="utf-8")
    told = run("publish", office, plan_file)
    assert told.code == 2
    assert said in told.err


def test_a_broken_plan_invites_nobody(run: Runner, office: Path, broken_plan: Path) -> None:
    """A plan that breaks a rule is not published, and no ledger is begun."""
    told = run("publish", office, broken_plan, "--send", "files", "-o", office / "out")
    assert told.code == 2
    assert not (office / "ledger.sqlite").exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--send", "files"), "Say where the messages go"),
        (("--at", "yesterday"), "not a moment"),
        (("--at", "2026-09-01T09:00"), "not a moment"),
        (("--send", "mail"), "no server is named that sends mail"),
    ],
)
def test_what_is_missing_is_said(run: Runner, office: Path, plan_file: Path, typed: tuple[str, ...], said: str) -> None:
    """Exit code 2 and what to write."""
    told = run("publish", office, plan_file, *typed)
    assert told.code == 2
    assert said in told.err


def test_a_ledger_that_is_not_there(run: Runner, office: Path) -> None:
    """Before anything was published there is nothing to show, and it is said how to begin."""
    told = run("ledger", office)
    assert told.code == 2
    assert "nothing has been published" in told.err


def test_a_password_is_never_in_a_file(
    run: Runner, office: Path, plan_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server with a user and no password in the environment is named; one that would send in the clear is refused."""
    monkeypatch.delenv("COHORTPLAN_SMTP_PASSWORD", raising=False)
    settings = office / "scenario.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(f'{text}\n[calendars.smtp]\nhost = "mail.york.example"\nuser = "office"\n', encoding="utf-8")
    told = run("publish", office, plan_file, "--send", "mail")
    assert told.code == 2
    assert "Set COHORTPLAN_SMTP_PASSWORD" in told.err
    settings.write_text(f'{text}\n[calendars.smtp]\nhost = "mail.york.example"\nsecurity = "none"\n', encoding="utf-8")
    told = run("publish", office, plan_file, "--send", "mail")
    assert "mail would go over the network unencrypted" in told.err


@pytest.mark.parametrize(
    "address", ["orla", "orla@x", "a b@x.example", "orla@x.example,eve@x.example", "örla@x.example"]
)
def test_an_address_that_is_none(run: Runner, office: Path, address: str) -> None:
    """It is found when the scenario is read, with file, row and column."""
    people = office / "participants.csv"
    text = people.read_text(encoding="utf-8").replace("orla@benning.example", f'"{address}"')
    people.write_text(text, encoding="utf-8")
    told = run("check", office)
    assert told.code == 2
    assert "participants.csv, row 2, column email: this is not an e-mail address" in told.err


def test_a_plan_made_by_other_rules_of_zones(run: Runner, office: Path, plan_file: Path) -> None:
    """A plan in whose zone the clocks are changed otherwise by now would invite people an hour off: it is refused."""
    plan = json.loads(plan_file.read_text())
    plan["manifest"] = {**plan.get("manifest", {}), "tzdata": "1999.1"}
    (activity,) = plan["rounds"][0]["sets"][0]["activities"]
    assert activity["start"].endswith("T10:00:00+01:00")
    plan_file.write_text(json.dumps(plan))
    assert run("publish", office, plan_file).code == 0
    activity["start"], activity["end"] = "2026-10-08T10:00:00+00:00", "2026-10-08T11:30:00+00:00"
    plan_file.write_text(json.dumps(plan))
    told = run("publish", office, plan_file)
    assert told.code == 2
    assert "was planned for 10:00 by rules of tzdata 1999.1" in told.err
    assert "it is 11:00 then" in told.err
    assert "Solve again" in told.err
