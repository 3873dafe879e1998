"""Calendars on servers hold what was published, whatever happens on the way: one contract for every server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import icalendar
import pytest

from cohortplan.calendars import publishing
from cohortplan.calendars.carriers import dav
from cohortplan.calendars.carriers.caldav import CalDavCarrier, etags
from cohortplan.calendars.ical import Mailbox
from cohortplan.calendars.items import items
from cohortplan.calendars.ledger import Entry, Invitation, Ledger
from cohortplan.calendars.outbox import Tally, hand_over
from cohortplan.model import CalDav
from tests.calendars import programme
from tests.calendars.carriers.cyrus import cyrus
from tests.calendars.carriers.servers import Home, Shelf, radicale, shelved, xandikos
from tests.calendars.ledger.events import NOW, OFFICE, event, invitation, publish

REAL = {"radicale": radicale, "xandikos": xandikos, "cyrus": cyrus}


def clock() -> datetime:
    """Tell the time."""
    return NOW


def overview(name: str = "visit", **fields: Any) -> Invitation:
    """Return an event of the programme's overview."""
    return Invitation("programme", "", "Spring Programme", "", event(name, **fields))


@dataclass
class Desk:
    """An organiser's ledger and calendars.

    Attributes
    ----------
    asked : list of tuple
        What the server was asked to write, and what it answered.
    """

    ledger: Ledger
    home: Home
    layout: str = "one"
    server_invites: bool | None = False
    organizer: Mailbox = OFFICE
    asked: list[tuple[str, int]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address in the settings."""
        return self.home.url if self.layout == "each" else f"{self.home.url}programme/"

    def carrier(self) -> CalDavCarrier:
        """Return a carrier as a run of the program has it."""
        settings = CalDav(url=self.url, user=self.home.user, layout=self.layout)  # type: ignore[arg-type]
        known = etags(settings, self.ledger.entries(), self.ledger.deliveries())
        return CalDavCarrier(settings, self.organizer, known, self.ledger.answers(), server_invites=self.server_invites)

    def send(self) -> Tally:
        """Hand over what is left to do."""
        self.asked.clear()
        carrier = self.carrier()
        try:
            return hand_over(self.ledger, carrier, clock)
        finally:
            carrier.close()

    def put(self, *wanted: Invitation) -> Tally:
        """Publish events and hand over what that changes."""
        publish(self.ledger, *wanted)
        return self.send()

    def place(self, name: str = "visit", collection: str = "") -> str:
        """Return the address of an event."""
        return f"{self.url}{collection}{name}@programme.example.ics"

    def look(self, name: str = "visit", collection: str = "") -> Any:
        """Return what the server holds of an event, None if nothing."""
        answer = self.home.ask("GET", self.place(name, collection))
        if answer.status_code == 404:
            return None
        calendar = icalendar.Calendar.from_ical(answer.content)
        assert "METHOD" not in calendar
        (found,) = calendar.events
        return found


@pytest.fixture(params=["shelf", *(pytest.param(name, marks=pytest.mark.slow) for name in REAL)])
def home(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """Run each server in turn, our own small one first."""
    monkeypatch.setenv(dav.PASSWORD, "secret")
    if request.param == "shelf":
        yield shelved(monkeypatch, Shelf())
        return
    folder = tmp_path / "server"
    folder.mkdir()
    with REAL[request.param](folder) as found:
        yield found


@pytest.fixture
def desk(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Return an organiser's ledger and calendars."""
    with Ledger(tmp_path / "ledger.sqlite", durable=False) as ledger:
        made, ask = Desk(ledger, home), dav.Server.ask

        def heard(server: dav.Server, method: str, url: str, content: bytes = b"", **headers: str) -> httpx.Response:
            answer = ask(server, method, url, content, **headers)
            if method in ("PUT", "DELETE", "MKCALENDAR"):
                made.asked.append((method, answer.status_code))
            return answer

        monkeypatch.setattr(dav.Server, "ask", heard)
        yield made


def test_a_life(desk: Desk) -> None:
    """An event is put, left alone, moved, removed, and put again; each time by one request."""
    assert desk.put(overview()).done == 1
    assert desk.look().start == event().start
    assert [method for method, _ in desk.asked] == ["MKCALENDAR", "PUT"]
    assert desk.put(overview()).done == 0
    assert desk.asked == []
    desk.put(overview(hour=12))
    assert (desk.look().start, desk.look()["SEQUENCE"]) == (event(hour=12).start, 1)
    assert [method for method, _ in desk.asked] == ["PUT"]
    assert desk.put().done == 1
    assert desk.look() is None
    assert [method for method, _ in desk.asked] == ["DELETE"]
    desk.put(overview(hour=12))
    assert desk.look()["SEQUENCE"] == 3
    assert all(200 <= status < 300 for _, status in desk.asked)


def test_only_what_changes_is_written(desk: Desk) -> None:
    """Of twenty events two move: two requests."""
    desk.put(*(overview(f"visit{k}") for k in range(20)))
    assert len(desk.asked) == 1 + 20
    desk.put(*(overview(f"visit{k}", hour=12 if k < 2 else 10) for k in range(20)))
    assert [method for method, _ in desk.asked] == ["PUT", "PUT"]


def meddle(desk: Desk, old: str, new: str) -> None:
    """Change an event on the server, as another program would."""
    text = desk.home.ask("GET", desk.place()).text
    assert old in text
    answer = desk.home.ask("PUT", desk.place(), content=text.replace(old, new).encode())
    assert answer.is_success


def test_what_others_changed_is_not_overwritten(desk: Desk) -> None:
    """A version that is not ours stays, with a sentence that says what to do; once it is gone, ours is put."""
    desk.put(overview())
    meddle(desk, "SEQUENCE:0", "SEQUENCE:7")
    assert desk.put(overview(hour=12)).failed == 1
    assert desk.look()["SEQUENCE"] == 7
    assert "remove it there, and run this again" in desk.ledger.deliveries()[-1].detail
    assert desk.put().failed == 1
    desk.put(overview(hour=12))
    assert desk.home.ask("DELETE", desk.place()).is_success
    assert desk.send().done == 1
    assert desk.look().start == event(hour=12).start


def test_what_is_gone_already_need_not_be_removed(desk: Desk) -> None:
    """Cancelling what somebody removed on the server is done."""
    desk.put(overview())
    assert desk.home.ask("DELETE", desk.place()).is_success
    assert desk.put().done == 1


class Killed(BaseException):
    """The program ends here and now."""


@pytest.mark.parametrize("then", ["the same", "moved", "off"])
@pytest.mark.parametrize("before", [False, True])
def test_after_a_crash_it_goes_on(desk: Desk, monkeypatch: pytest.MonkeyPatch, then: str, before: bool) -> None:
    """Where a run died after the server had taken an event, the next one ends as planned, with nothing doubled."""
    if before:
        desk.put(overview(hour=8))
    publish(desk.ledger, overview())
    real = CalDavCarrier.carry

    def die(self: CalDavCarrier, entry: Entry, earlier: list[Entry]) -> str:
        real(self, entry, earlier)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(CalDavCarrier, "carry", die)
        with pytest.raises(Killed):
            desk.send()
    assert desk.look().start == event().start
    wanted = {"the same": [overview()], "moved": [overview(hour=12)], "off": []}[then]
    assert desk.put(*wanted).failed == 0
    found = desk.look()
    assert (found and found.start) == (wanted[0].event.start if wanted else None)
    assert desk.send() == Tally()


def test_calendars_at_another_address_are_filled(desk: Desk) -> None:
    """After a move to another address everything is put there, and from then on only what changes."""
    desk.put(overview())
    desk.home.ask("DELETE", desk.url)  # Cyrus has an event in one calendar of a user at most
    desk.home = replace(desk.home, url=f"{desk.home.url}second-")
    assert desk.put(overview()).done == 1
    assert desk.look() is not None
    assert desk.put(overview()).done == 0


def test_each_calendar_by_itself(desk: Desk) -> None:
    """In the layout of one for each, calendars are made for those who have events, under their ids."""
    desk.layout = "each"
    host = Invitation("host", "H 1", "Dale Radio", "dale@hosts.example", event("hosting"))
    group = Invitation("set", "D6.3", "D6.3", "", event("common"))
    assert desk.put(overview(), invitation(event("own")), host, group).failed == 0
    assert [method for method, _ in desk.asked].count("MKCALENDAR") == 4
    assert desk.look("visit", "programme/") is not None
    assert desk.look("common", "set-D6~3/") is not None
    found = desk.look("own", "participant-P1/")
    assert str(found["ATTENDEE"]) == "mailto:p1@people.example"
    assert found["ATTENDEE"].params["SCHEDULE-AGENT"] == found["ORGANIZER"].params["SCHEDULE-AGENT"] == "CLIENT"
    assert desk.put(overview(), invitation(event("own")), group).done == 1
    assert [method for method, _ in desk.asked] == ["DELETE"]


def test_one_calendar_holds_each_activity_once(desk: Desk) -> None:
    """In the layout of one calendar people's own events are left to mail and feeds; no one is asked by it."""
    desk.put(overview(), invitation(event("own")))
    assert desk.look("own") is None
    assert "ATTENDEE" not in desk.look()


@pytest.mark.slow
@pytest.mark.parametrize("home", ["shelf", "xandikos"], indirect=True)
def test_a_large_programme(desk: Desk) -> None:
    """480 visits are put, all well; publishing again puts none, and when a tenth has moved exactly that tenth.

    What the other servers make of as many is seen where the flagship is published.
    """
    put_all = []
    for late in (0, 0, 48):
        desk.asked.clear()
        publishing.publish(desk.ledger, programme.scenario(), programme.plan(late), OFFICE, NOW)
        assert desk.send().failed == 0
        put_all.append([status for method, status in desk.asked if method == "PUT"])
    assert [len(each) for each in put_all] == [480, 0, 48]
    assert {200 <= status < 300 for each in put_all for status in each} == {True}
    planned = items(programme.scenario(), programme.plan(48), desk.ledger.secret)
    for about in [item.event for item in planned if item.audience == "programme"][::40]:
        answer = desk.home.ask("GET", f"{desk.url}{about.uid}.ics")
        (found,) = icalendar.Calendar.from_ical(answer.content).events
        assert (found.start, found.end, str(found["SUMMARY"])) == (about.start, about.end, about.summary)


def hosting(hour: int = 10) -> Invitation:
    """Return a host's invitation, far ahead: nobody is invited to what is over."""
    start = datetime(2036, 10, 8, hour, tzinfo=UTC)
    about = replace(event("hosting"), start=start, end=start + timedelta(hours=1))
    return Invitation("host", "H1", "Dale Radio", "host@localhost", about)


@pytest.fixture
def inviting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Return the ledger and calendars of an organiser whose server invites people."""
    monkeypatch.setenv(dav.PASSWORD, "secret")
    with cyrus(tmp_path) as home, Ledger(tmp_path / "ledger.sqlite") as ledger:
        yield Desk(ledger, home, server_invites=True, organizer=Mailbox("Spring Programme", "office@localhost"))


def of_host(desk: Desk) -> tuple[str, Any]:
    """Return where the host's own calendar on the same server has the event, and what it says; "" if nowhere."""
    home = replace(desk.home, url=desk.home.url.replace("/office/", "/host/"), user="host")
    found = list(home.etags(f"{home.url}Default/"))
    if not found:
        return "", None
    url = str(httpx.URL(home.url).join(found[0]))
    (event,) = icalendar.Calendar.from_ical(home.ask("GET", url).content).events
    return url, event


@pytest.mark.slow
def test_a_server_that_invites_tells_hosts(inviting: Desk) -> None:
    """The host's own calendar gets the event, follows it when it moves after an answer, and hears when it is off."""
    assert inviting.put(hosting()).failed == 0
    url, found = of_host(inviting)
    assert found.start == hosting().event.start
    host = replace(inviting.home, user="host")
    content = host.ask("GET", url).content
    assert b"PARTSTAT=NEEDS-ACTION" in content
    accepted = content.replace(b"PARTSTAT=NEEDS-ACTION", b"PARTSTAT=ACCEPTED")
    assert host.ask("PUT", url, content=accepted, headers={"Content-Type": "text/calendar"}).is_success
    assert inviting.look("hosting")["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert inviting.put(replace(hosting(), event=replace(hosting().event, description="Bring a pen"))).failed == 0
    assert inviting.look("hosting")["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert inviting.put(hosting(hour=12)).failed == 0
    assert inviting.look("hosting")["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert of_host(inviting)[1].start == hosting(hour=12).event.start
    assert inviting.put().failed == 0
    _, found = of_host(inviting)
    assert found is None or found["STATUS"] == "CANCELLED"


@pytest.mark.slow
def test_a_server_that_could_invite_does_not_where_mail_does(inviting: Desk) -> None:
    """With SCHEDULE-AGENT=CLIENT the host's calendar on the same server stays as it is."""
    inviting.layout, inviting.server_invites = "each", False
    assert inviting.put(hosting()).failed == 0
    assert inviting.look("hosting", "host-H1/") is not None
    assert of_host(inviting) == ("", None)
