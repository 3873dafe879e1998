"""Answers that a calendar server keeps which invites people: one contract for a small server and for Cyrus."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import httpx
import pytest

from cohortplan.calendars.carriers import dav
from cohortplan.calendars.carriers.multistatus import places
from cohortplan.calendars.ical import Mailbox
from cohortplan.calendars.ledger import Ledger
from cohortplan.calendars.outbox import CarrierError
from cohortplan.calendars.replies.inbox import take_inbox
from cohortplan.calendars.replies.proposals import pending
from cohortplan.calendars.replies.taking import Intake
from cohortplan.errors import InputError
from cohortplan.model import CalDav
from tests.calendars.carriers.cyrus import cyrus
from tests.calendars.carriers.servers import INBOX, INVITING, SHELF, Home, Shelf, shelved
from tests.calendars.carriers.test_caldav import Desk, hosting, of_host
from tests.calendars.ledger.events import NOW

HOST = "host@localhost"
UID = "hosting@programme.example"
KEY = (UID, HOST)


class Site(Protocol):
    """A server and the host who has an account there."""

    desk: Desk

    def answer(self, partstat: str, comment: str = "") -> None:
        """Let the host answer what is in their calendar."""

    def letters(self) -> int:
        """Return how many messages lie in the organiser's inbox."""


@dataclass
class Small:
    """The tests' own server, which does what RFC 6638 asks of one; it numbers versions by itself, as Cyrus does."""

    shelf: Shelf
    desk: Desk
    sent: int = 0
    clock: datetime = NOW + timedelta(hours=1)

    def answer(self, partstat: str, comment: str = "") -> None:
        """Put the answer into the organiser's event, and a message into the inbox."""
        path = next(path for path in self.shelf.held if path.endswith(f"/{UID}.ics"))
        content = self.shelf.held[path].replace(b"\r\n ", b"")
        self.shelf.held[path] = re.sub(rb"PARTSTAT=[A-Z-]+", f"PARTSTAT={partstat}".encode(), content)
        self.send(f"ATTENDEE;PARTSTAT={partstat}:mailto:{HOST}", comment)

    def send(self, *lines: str, method: str = "REPLY", uid: str = UID) -> None:
        """Put a message into the inbox."""
        self.sent += 1
        self.clock += timedelta(minutes=1)
        content = [
            *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", f"METHOD:{method}", "BEGIN:VEVENT", f"UID:{uid}"),
            *("SEQUENCE:1", f"DTSTAMP:{self.clock:%Y%m%dT%H%M%SZ}", *(line for line in lines if line)),
            *("END:VEVENT", "END:VCALENDAR", ""),
        ]
        self.shelf.held[f"{INBOX}{self.sent}.ics"] = "\r\n".join(content).encode()

    def letters(self) -> int:
        """Return how many messages lie in the organiser's inbox."""
        return sum(path.startswith(INBOX) for path in self.shelf.held)


@dataclass
class Real:
    """Cyrus, on which the host's own calendar program answers."""

    desk: Desk
    clock: None = field(default=None)

    def answer(self, partstat: str, comment: str = "") -> None:
        """Change the host's own event, as a calendar program does."""
        url, _ = of_host(self.desk)
        host = replace(self.desk.home, user="host")
        content = re.sub(rb"PARTSTAT=[A-Z-]+", f"PARTSTAT={partstat}".encode(), host.ask("GET", url).content)
        content = re.sub(rb"COMMENT:.*\r\n", b"", content)
        content = content.replace(b"SUMMARY:", f"{comment}\r\nSUMMARY:".encode() if comment else b"SUMMARY:")
        assert host.ask("PUT", url, content=content, headers={"Content-Type": "text/calendar"}).is_success

    def letters(self) -> int:
        """Return how many messages lie in the organiser's inbox."""
        home = self.desk.home
        return len(re.findall("[.]ics<", home.ask("PROPFIND", f"{home.url}Inbox/", headers={"Depth": "1"}).text))


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Small]:
    """Return the tests' own server, on which the host has been invited."""
    monkeypatch.setenv(dav.PASSWORD, "secret")
    shelf = Shelf(abilities=INVITING)
    shelved(monkeypatch, shelf)
    with Ledger(tmp_path / "ledger.sqlite", durable=False) as ledger:
        yield Small(shelf, invited(ledger, SHELF))


@pytest.fixture(params=["small", pytest.param("cyrus", marks=pytest.mark.slow)])
def site(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Run either server."""
    if request.param == "small":
        yield request.getfixturevalue("small")
        return
    monkeypatch.setenv(dav.PASSWORD, "secret")
    with cyrus(tmp_path) as home, Ledger(tmp_path / "ledger.sqlite", durable=False) as ledger:
        yield Real(invited(ledger, home))


def invited(ledger: Ledger, home: Home) -> Desk:
    """Invite the host, by the server."""
    desk = Desk(ledger, home, server_invites=True, organizer=Mailbox("Spring Programme", "office@localhost"))
    assert desk.put(hosting()).failed == 0
    return desk


def taken(desk: Desk, *, clear: bool = False, **aliases: str) -> Intake:
    """Take in what the server keeps, now."""
    settings = CalDav(url=desk.url, user=desk.home.user, layout=desk.layout)  # type: ignore[arg-type]
    return take_inbox(desk.ledger, settings, aliases, datetime.now(UTC), clear=clear)


def verdicts(intake: Intake) -> list[tuple[str, str]]:
    """Return what each answer said, and what came of it."""
    return [(heard.reply.partstat, heard.verdict.name) for heard in intake.heard]


def test_nothing_is_nothing(site: Site) -> None:
    """Where nobody has answered nothing is taken, and our own invitation is no answer."""
    intake = taken(site.desk)
    assert (intake.heard, intake.unreadable, intake.known) == ([], [], 0)
    assert site.desk.ledger.replies() == []


def test_an_answer_counts_once(site: Site) -> None:
    """It counts for the version that we told although the server has a number of its own; the message stays there."""
    site.answer("ACCEPTED", "COMMENT:gladly")
    intake = taken(site.desk)
    assert verdicts(intake) == [("ACCEPTED", "applied")]
    assert site.desk.ledger.answers() == {KEY: (0, "ACCEPTED")}
    assert [reply.comment for reply in site.desk.ledger.replies()] == ["gladly"]
    assert site.letters() == 1
    again = taken(site.desk)
    assert (verdicts(again), again.known) == ([], 1)
    assert len(site.desk.ledger.replies()) == 1


def test_the_last_of_several_answers_counts(site: Site) -> None:
    """Of two that lie in the inbox the one counts that the server has put into our event."""
    site.answer("ACCEPTED")
    site.answer("DECLINED")
    assert ("ACCEPTED", "stale") in verdicts(taken(site.desk))
    assert site.desk.ledger.answers() == {KEY: (0, "DECLINED")}


def test_an_answer_to_an_earlier_version_does_not_count(site: Site) -> None:
    """After a move the number of the server's answer is that of our new version: it is stale all the same."""
    site.answer("ACCEPTED")
    site.desk.put(hosting(hour=12))
    assert verdicts(taken(site.desk)) == [("ACCEPTED", "stale")]
    assert site.desk.ledger.answers() == {}


def test_messages_are_removed_if_asked_to(site: Site) -> None:
    """What the ledger has is removed; that changes nothing of what counts."""
    site.answer("TENTATIVE")
    intake = taken(site.desk, clear=True)
    assert (verdicts(intake), intake.removed, site.letters()) == ([("TENTATIVE", "applied")], 1, 0)
    assert verdicts(taken(site.desk, clear=True)) == []
    assert site.desk.ledger.answers() == {KEY: (0, "TENTATIVE")}


def test_an_answer_without_a_message_counts(site: Site) -> None:
    """What the server has put into our event counts though its message is gone, each time that it changes."""
    for partstat in ("ACCEPTED", "DECLINED", "ACCEPTED"):
        site.answer(partstat)
        home, desk = site.desk.home, site.desk
        if isinstance(site, Small):
            site.shelf.held = {path: each for path, each in site.shelf.held.items() if not path.startswith(INBOX)}
        else:
            listed = home.ask("PROPFIND", f"{home.url}Inbox/", headers={"Depth": "1"}).text
            for path in re.findall(r"<D:href>([^<]+[.]ics)</D:href>", listed):
                assert home.ask("DELETE", str(httpx.URL(home.url).join(path))).is_success
        assert verdicts(taken(desk)) == [(partstat, "applied")]
        assert desk.ledger.answers() == {KEY: (0, partstat)}
        assert verdicts(taken(desk)) == []
    assert [reply.partstat for reply in site.desk.ledger.replies()] == ["ACCEPTED", "DECLINED", "ACCEPTED"]


def test_a_small_change_keeps_the_answer(site: Site) -> None:
    """A version with the same number asks nobody again: the answer that was taken stays, and is no news."""
    site.answer("ACCEPTED")
    taken(site.desk)
    site.desk.put(replace(hosting(), event=replace(hosting().event, description="Bring a pen")))
    assert verdicts(taken(site.desk)) == []
    assert site.desk.ledger.answers() == {KEY: (0, "ACCEPTED")}


def test_each_calendar_is_looked_at(small: Small) -> None:
    """In the layout of one for each, answers are found in all of our calendars."""
    desk = replace(small.desk, layout="each")
    small.shelf.held.clear()
    small.shelf.collections = {"/office/"}
    assert desk.send().done == 1
    assert "/office/host-H1/" in small.shelf.collections
    small.answer("DECLINED")
    assert verdicts(taken(desk)) == [("DECLINED", "applied")]


def test_a_proposal_is_about_the_version_that_is_there(small: Small) -> None:
    """A proposal that is younger than the version on the server is open; an older one is stale."""
    times = ("DTSTART:20361009T120000Z", "DTEND:20361009T130000Z", f"ATTENDEE;PARTSTAT=TENTATIVE:mailto:{HOST}")
    small.send(*times, method="COUNTER")
    small.clock = NOW - timedelta(days=2)
    small.send(*times, method="COUNTER")
    assert sorted(verdicts(taken(small.desk))) == [("", "proposal"), ("", "stale")]
    [(entry, reply)] = pending(small.desk.ledger)
    assert (entry.uid, reply.sequence, reply.start) == (UID, 0, datetime(2036, 10, 9, 12, tzinfo=UTC))


def test_another_address_of_theirs(small: Small) -> None:
    """Somebody who answers from an address that is known for them answers for themselves; a stranger does not."""
    small.answer("ACCEPTED")
    small.send("ATTENDEE;PARTSTAT=ACCEPTED:mailto:host@elsewhere.example")
    assert verdicts(taken(small.desk)) == [("ACCEPTED", "applied"), ("ACCEPTED", "unmatched")]
    intake = taken(small.desk, **{"host@elsewhere.example": HOST})
    assert [heard.verdict.name for heard in intake.heard] == ["applied"]


def test_what_is_none_of_ours_stays(small: Small) -> None:
    """Invitations to us are left alone, answers about other events aside; neither is removed, nor what is damaged."""
    small.send(f"ATTENDEE:mailto:{HOST}", method="REQUEST")
    small.send(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{HOST}", uid="other@else.example")
    small.shelf.held[f"{INBOX}broken.ics"] = b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n"
    intake = taken(small.desk, clear=True)
    assert verdicts(intake) == [("ACCEPTED", "unmatched")]
    assert len(intake.unreadable) == 1
    assert (intake.removed, small.letters()) == (0, 3)


def test_whom_the_server_could_not_tell(small: Small) -> None:
    """Where the server says that an invitation did not arrive, the organiser hears who does not know."""
    path = next(path for path in small.shelf.held if path.endswith(".ics"))
    content = small.shelf.held[path].replace(b"\r\n ", b"")
    small.shelf.held[path] = content.replace(b"PARTSTAT=", b'SCHEDULE-STATUS="5.1";PARTSTAT=')
    (line,) = taken(small.desk).unreached
    assert line == f"Dale Radio <{HOST}>: the calendar server could not tell them (SCHEDULE-STATUS 5.1)"
    small.shelf.held[path] = content.replace(b"PARTSTAT=", b"SCHEDULE-STATUS=1.2;PARTSTAT=")
    assert taken(small.desk).unreached == []


def test_where_mail_invites_the_number_is_ours(small: Small) -> None:
    """Events of which we tell people by mail hold no answers of the server's; the inbox is judged as mail is."""
    path = next(path for path in small.shelf.held if path.endswith(".ics"))
    small.answer("ACCEPTED")
    content = small.shelf.held[path].replace(b"\r\n ", b"")
    small.shelf.held[path] = content.replace(b"PARTSTAT=", b"SCHEDULE-AGENT=CLIENT;PARTSTAT=")
    assert verdicts(taken(small.desk)) == [("ACCEPTED", "unmatched")]
    assert small.desk.ledger.answers() == {}


def test_after_a_crash_nothing_is_lost(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that dies before it could remove a message has it in the ledger; the next one removes it."""
    small.answer("ACCEPTED")

    def die(*_: object) -> httpx.Response:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(dav.Server, "delete", die)
        with pytest.raises(KeyboardInterrupt):
            taken(small.desk, clear=True)
    assert small.desk.ledger.answers() == {KEY: (0, "ACCEPTED")}
    intake = taken(small.desk, clear=True)
    assert (verdicts(intake), intake.removed, small.letters()) == ([], 1, 0)


def test_a_server_without_an_inbox(small: Small) -> None:
    """A server that invites nobody keeps no answers, and says so."""
    small.shelf.abilities = "1, calendar-access"
    with pytest.raises(InputError, match=r"keeps no inbox.*--inbox"):
        taken(small.desk)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("<D:multistatus", "cannot be read"),
        ('<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>', "cannot be read"),
        (
            '<D:multistatus xmlns:D="DAV:"><D:response><D:href>https://elsewhere.example/</D:href></D:response>'
            "</D:multistatus>",
            "another server: elsewhere.example",
        ),
    ],
)
def test_answers_of_servers_that_cannot_be_trusted(content: str, problem: str) -> None:
    """What is no answer, defines entities, or leads elsewhere with our password is refused."""
    with pytest.raises(CarrierError, match=problem):
        places("https://dav.example.org/office/", content)
