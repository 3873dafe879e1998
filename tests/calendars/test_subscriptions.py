"""Feeds of what was published: versions of the ledger, names that nobody can guess."""

from __future__ import annotations

import csv
import stat
from collections.abc import Collection, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from cohortplan.calendars.feeds import INDEX
from cohortplan.calendars.ical import Mailbox
from cohortplan.calendars.ledger import Ledger
from cohortplan.calendars.publishing import publish
from cohortplan.calendars.subscriptions import PUBLIC, subscriptions, write_subscriptions
from cohortplan.model import Calendars, Plan, Scenario
from tests.calendars.ledger.events import NOW
from tests.calendars.test_feeds import PLAN, SCENARIO, VISITS, plan_of
from tests.calendars.test_journeys import scenario as with_ways

OFFICE = Mailbox("Spring Programme", "office@programme.example")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Return a new ledger."""
    with Ledger(tmp_path / "ledger.sqlite") as found:
        yield found


def written(
    folder: Path, ledger: Ledger, scenario: Scenario = SCENARIO, revoked: Collection[str] = ()
) -> dict[tuple[str, str], bytes]:
    """Write the feeds; return the bytes of each by audience and name."""
    feeds = list(subscriptions(scenario, ledger, NOW, revoked))
    write_subscriptions(folder, feeds, ledger)
    return {(feed.audience, feed.name): folder.joinpath(feed.path).read_bytes() for feed in feeds}


def put(ledger: Ledger, plan: Plan = PLAN, scenario: Scenario = SCENARIO, days: int = 0) -> None:
    """Publish a plan."""
    publish(ledger, scenario, plan, OFFICE, NOW + timedelta(days=days))


def events(data: bytes) -> list[Any]:
    """Return the events of a feed, as the icalendar library reads them."""
    parsed = icalendar.Calendar.from_ical(data)
    assert parsed.errors == []
    assert "METHOD" not in parsed
    return list(parsed.events)


def test_everyone_has_a_feed_of_what_was_published(ledger: Ledger, tmp_path: Path) -> None:
    """People, sets, hosts and the programme have theirs, with mailbox or without; before publishing they are empty."""
    assert {len(events(data)) for data in written(tmp_path, ledger).values()} == {0}
    put(ledger)
    found = written(tmp_path, ledger)
    assert len(found) == 6 + 4 + 3 + 1
    assert len(events(found["participant", "Amara Blythe"])) == 5
    assert len(events(found["set", "D1.1"])) == 2
    assert len(events(found["host", "Moorside Prison"])) == 2
    assert len(events(found["programme", "Spring Programme"])) == 8


def test_an_event_has_the_version_it_was_published_with(ledger: Ledger, tmp_path: Path) -> None:
    """What moved has the next SEQUENCE and a later DTSTAMP, for all who see it; nothing else changes a byte."""
    put(ledger)
    before = written(tmp_path, ledger)
    moved = plan_of(SCENARIO, {**VISITS, ("D1.1", "visit"): ("H1", "2026-10-08T11:00", 120)})
    put(ledger, moved, days=3)
    after = written(tmp_path, ledger)
    changed = {name for (_, name), data in after.items() if data not in before.values()}
    concerned = {"Amara Blythe", "Dr Callum Denby", "Ellwood, Farida", "D1.1", "Moorside Prison", "Spring Programme"}
    assert changed == concerned
    for (_, name), data in after.items():
        told = {(int(each["SEQUENCE"]), each["DTSTAMP"].dt) for each in events(data)}
        assert ((1, NOW + timedelta(days=3)) in told) == (name in concerned)
        assert told - {(1, NOW + timedelta(days=3))} <= {(0, NOW)}


def test_nobody_is_asked_by_a_feed(ledger: Ledger, tmp_path: Path) -> None:
    """A feed has no METHOD, organiser or attendee: programs would take it for an invitation."""
    put(ledger)
    for data in written(tmp_path, ledger).values():
        assert not [name for name in (b"METHOD", b"ORGANIZER", b"ATTENDEE", b"mailto") if name in data]


def test_feeds_follow_what_was_published_and_nothing_else(ledger: Ledger, tmp_path: Path) -> None:
    """What is cancelled is gone; writing twice gives the same bytes, whatever the time."""
    put(ledger)
    once = written(tmp_path, ledger)
    assert written(tmp_path, ledger) == once
    put(ledger, PLAN.model_copy(update={"rounds": ()}), days=1)
    after = written(tmp_path, ledger)
    assert events(after["set", "D1.1"]) == []
    assert [str(each["SUMMARY"]) for each in events(after["participant", "Amara Blythe"])] == ["Kick-off", "Close"]


def test_who_gets_another_mailbox_keeps_one_event(ledger: Ledger, tmp_path: Path) -> None:
    """Of an event that was told to two mailboxes of a person, one after the other, the feed has the later."""
    put(ledger)
    for step, address in enumerate(("new@example.org", ""), start=1):
        first, *others = SCENARIO.participants
        given = SCENARIO.but(participants=(first.model_copy(update={"email": address}), *others))
        put(ledger, scenario=given, days=step)
        found = events(written(tmp_path, ledger, given)["participant", "Amara Blythe"])
        assert len(found) == 5
        assert {each["DTSTAMP"].dt for each in found} == {NOW + timedelta(days=step)}


def test_names_are_kept_revoked_and_cleared_away(ledger: Ledger, tmp_path: Path) -> None:
    """A feed keeps its name; one that is revoked has another, and neither its old file nor that of who left stays."""
    put(ledger)
    written(tmp_path, ledger)
    before = set((tmp_path / PUBLIC).iterdir())
    (tmp_path / PUBLIC / "notes.txt").write_text("kept")
    written(tmp_path, ledger, revoked=["H1", ""])
    after = set((tmp_path / PUBLIC).iterdir()) - {tmp_path / PUBLIC / "notes.txt"}
    assert (len(before), len(after), len(before & after)) == (14, 14, 12)
    fewer = SCENARIO.but(hosts=SCENARIO.hosts[:2])
    written(tmp_path, ledger, fewer)
    assert len(list((tmp_path / PUBLIC).glob("*.ics"))) == 13


def test_the_list_is_for_the_organiser_alone(ledger: Ledger, tmp_path: Path) -> None:
    """It lies beside the folder that may be shown, only its owner can read it, and it leads to each file."""
    put(ledger)
    written(tmp_path, ledger)
    index = tmp_path / INDEX
    assert stat.S_IMODE(index.stat().st_mode) == 0o600
    rows = list(csv.DictReader(index.read_text(encoding="utf-8").splitlines()))
    assert all((tmp_path / row["path"]).exists() for row in rows)
    assert {row["name"] for row in rows if row["audience"] == "host"} == {host.name for host in SCENARIO.hosts}
    for row in rows:
        name = Path(row["path"]).name.removesuffix(".ics")
        assert len(name) == 22


def test_reminders_and_ways_are_in_feeds_and_in_no_message(ledger: Ledger, tmp_path: Path) -> None:
    """A programme may ask for both: participants' feeds hold them, messages and other feeds do not."""
    given = with_ways(travel=True, alarms=(60,))
    put(ledger, plan_of(given), given)
    for (audience, _), data in written(tmp_path, ledger, given).items():
        ways = [each for each in events(data) if each["CATEGORIES"].to_ical() == b"Travel"]
        assert bool(ways) == (b"TRIGGER:-PT60M" in data) == (audience == "participant")
        uids = {str(each["UID"]) for each in events(data)}
        assert {str(way["RELATED-TO"]) for way in ways} <= uids
    for entry in ledger.entries():
        assert b"VALARM" not in entry.content
        assert b"RELATED-TO" not in entry.content
        assert entry.told or entry.content == b""


def test_reminders_are_no_news(ledger: Ledger) -> None:
    """Asking for reminders later tells nobody anything and makes no revision."""
    put(ledger)
    put(ledger, scenario=SCENARIO.but(calendars=Calendars(alarms=(30,))), days=1)
    assert len(ledger.plans()) == 1
