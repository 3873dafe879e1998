"""Which calendar servers are of use, and who invites: what is found out before anything is published."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import icalendar
import pytest

from cohortplan.calendars.carriers import dav
from cohortplan.calendars.carriers.caldav import CalDavCarrier, etags
from cohortplan.calendars.ical import PartStat
from cohortplan.calendars.ledger import Ledger
from cohortplan.calendars.outbox import hand_over
from cohortplan.errors import InputError
from cohortplan.model import CalDav
from tests.calendars.carriers.servers import INVITING, SHELF, Shelf, shelved
from tests.calendars.carriers.test_caldav import clock, overview
from tests.calendars.ledger.events import OFFICE, event, invitation, publish


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """Return a server that answers to every address."""
    monkeypatch.setenv(dav.PASSWORD, "secret")
    made = Shelf()
    shelved(monkeypatch, made)
    return made


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Return a new ledger."""
    with Ledger(tmp_path / "ledger.sqlite") as found:
        yield found


def carrier(url: str = SHELF.url, answers: Any = None, **settings: Any) -> CalDavCarrier:
    """Return a carrier to the server."""
    server_invites = settings.pop("server_invites", None)
    made = CalDav(**{"url": url, "user": SHELF.user, **settings})
    return CalDavCarrier(made, OFFICE, {}, answers or {}, server_invites=server_invites)


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize("url", ["http://dav.example.org/office/", "http://localhost.example.org/office/"])
def test_nothing_goes_over_the_network_in_the_clear(url: str) -> None:
    """Without https only a server on this machine is talked to."""
    with pytest.raises(InputError, match="unencrypted"):
        carrier(url)
    for safe in ("https://dav.example.org/office/", "http://127.0.0.1:8008/office/", "http://localhost/office/"):
        carrier(safe).close()


def test_a_password_is_needed_for_a_user(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a user is named and no password is there, the variable that holds it is named."""
    del shelf
    monkeypatch.delenv(dav.PASSWORD)
    with pytest.raises(InputError, match=dav.PASSWORD):
        carrier()


@pytest.mark.parametrize(
    ("status", "text"), [(401, "does not let us in"), (403, "does not let us in"), (500, "there are no calendars")]
)
def test_a_server_that_refuses(monkeypatch: pytest.MonkeyPatch, status: int, text: str) -> None:
    """A server that lets nobody in, or has no calendars, is bad input, not one failure for each event."""
    monkeypatch.setenv(dav.PASSWORD, "secret")
    real = httpx.Client
    transport = httpx.MockTransport(lambda _: httpx.Response(status, text="Not\nhere"))
    monkeypatch.setattr(httpx, "Client", lambda **given: real(**{**given, "transport": transport}))
    with pytest.raises(InputError, match=text):
        carrier()


def test_a_server_of_files_has_no_calendars(shelf: Shelf) -> None:
    """A server that only keeps files is none of ours."""
    shelf.abilities = "1, 2"
    with pytest.raises(InputError, match="there are no calendars there"):
        carrier()


def test_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that is not there is bad input, with the reason."""
    monkeypatch.setenv(dav.PASSWORD, "secret")
    with pytest.raises(InputError, match=r"does not answer.*127"):
        carrier("http://127.0.0.1:9/office/")


def test_somebody_has_to_say_who_invites(shelf: Shelf) -> None:
    """A server that invites by itself is not given people's events until it is said who shall do it."""
    shelf.abilities = INVITING
    with pytest.raises(InputError, match=r"invited twice.*--server-invites"):
        carrier(layout="each")
    for said in (True, False):
        carrier(layout="each", server_invites=said).close()
    carrier(layout="one").close()


def test_a_server_that_cannot_invite_is_not_asked_to(shelf: Shelf) -> None:
    """Nobody would hear of anything."""
    del shelf
    with pytest.raises(InputError, match="invites nobody"):
        carrier(server_invites=True)


def test_a_server_that_invites_gets_all_who_are_invited(shelf: Shelf, ledger: Ledger) -> None:
    """It finds an organiser and an attendee in each event, and nothing that keeps it from inviting."""
    shelf.abilities = INVITING
    publish(ledger, overview(), invitation(event("own")))
    hand_over(ledger, carrier(server_invites=True), clock)
    ((path, content),) = shelf.held.items()
    assert path == "/office/own@programme.example.ics"
    (found,) = icalendar.Calendar.from_ical(content).events
    assert (str(found["ORGANIZER"]), str(found["ATTENDEE"])) == (
        "mailto:office@programme.example",
        "mailto:p1@people.example",
    )
    assert b"SCHEDULE-AGENT" not in content
    assert b"METHOD" not in content


@pytest.mark.parametrize(("answer", "shown"), [((0, "ACCEPTED"), "ACCEPTED"), ((-1, "DECLINED"), "NEEDS-ACTION")])
def test_answers_that_came_by_mail_are_shown(
    shelf: Shelf, ledger: Ledger, answer: tuple[int, PartStat], shown: str
) -> None:
    """An answer to the version that is written stands in it, one to an earlier version does not."""
    publish(ledger, invitation(event("own")))
    key = ("own@programme.example", "p1@people.example")
    hand_over(ledger, carrier(answers={key: answer}, layout="each"), clock)
    (content,) = shelf.held.values()
    (found,) = icalendar.Calendar.from_ical(content).events
    assert found["ATTENDEE"].params["PARTSTAT"] == shown


def test_a_server_that_names_no_version_is_asked_for_it(shelf: Shelf, ledger: Ledger) -> None:
    """Some servers change what they are given, and say so by naming no version."""
    shelf.silent = True
    publish(ledger, overview())
    hand_over(ledger, carrier(), clock)
    assert len(next(iter(etags(CalDav(url=SHELF.url), ledger.entries(), ledger.deliveries()).values()))) == 18


def test_who_is_forgotten_is_asked_for_no_more(shelf: Shelf, ledger: Ledger) -> None:
    """After somebody was taken out of the ledger the rest goes on as before."""
    publish(ledger, overview(), invitation(event("own")))
    hand_over(ledger, carrier(layout="each"), clock)
    ledger.forget("participant", "P1")
    assert list(etags(CalDav(url=SHELF.url), ledger.entries(), ledger.deliveries())) == [
        ("visit@programme.example", "")
    ]
    assert len(shelf.held) == 2


def test_what_a_server_refuses_is_told_in_its_words(shelf: Shelf, ledger: Ledger) -> None:
    """A refusal fails that one event, with what the server says."""
    publish(ledger, overview())
    given = carrier()
    shelf.collections.clear()
    assert hand_over(ledger, given, clock).failed == 1
    assert ledger.deliveries()[-1].detail == "409 Conflict: no such calendar"
