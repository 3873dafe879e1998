"""A large programme: its files are the same bytes each time, and small enough to be read."""

from __future__ import annotations

from pathlib import Path

import icalendar
import pytest

from cohortplan.calendars import publishing
from cohortplan.calendars.feeds import feeds, write_feeds
from cohortplan.calendars.items import items
from cohortplan.calendars.ledger import Ledger
from cohortplan.calendars.subscriptions import subscriptions, write_subscriptions
from tests.calendars import programme
from tests.calendars.ledger.events import NOW, OFFICE


def content(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_files_are_the_same_each_time(tmp_path: Path) -> None:
    """All calendars of 480 visits, written twice, are equal byte for byte; nobody's own has 200 events."""
    scenario, plan = programme.scenario(), programme.plan()
    for turn in ("first", "second"):
        write_feeds(tmp_path / turn, feeds(scenario, items(scenario, plan)))
    found = content(tmp_path / "first")
    assert found == content(tmp_path / "second")
    assert len(found) == programme.PEOPLE + programme.SETS * programme.HOSTS + programme.HOSTS + 2
    for path, data in found.items():
        if path.endswith(".ics") and path != "programme.ics":
            assert data.count(b"BEGIN:VEVENT") < 200


@pytest.mark.slow
def test_published_feeds_are_the_same_each_time(tmp_path: Path) -> None:
    """The same of feeds that are written from the ledger, which hold each event once for each audience."""
    with Ledger(tmp_path / "ledger.sqlite", durable=False) as ledger:
        publishing.publish(ledger, programme.scenario(), programme.plan(), OFFICE, NOW)
        for turn in ("first", "second"):
            made = list(subscriptions(programme.scenario(), ledger, NOW))
            write_subscriptions(tmp_path / turn, made, ledger)
    found = content(tmp_path / "first")
    assert found == content(tmp_path / "second")
    held = sum(data.count(b"BEGIN:VEVENT") for data in found.values())
    assert held == 480 * (8 + 1 + 1 + 1)
    (overview,) = (feed for feed in made if feed.audience == "programme")
    assert len(icalendar.Calendar.from_ical(found[str(overview.path)]).events) == 480


@pytest.mark.slow
def test_twelve_thousand_events_are_the_same_each_time(tmp_path: Path) -> None:
    """With facilitators and ways there are 12,096 events; all of them, published and written twice, are equal."""
    scenario, plan = programme.whole()
    assert programme.EVENTS == 12_096
    with Ledger(tmp_path / "ledger.sqlite", durable=False) as ledger:
        assert len(publishing.publish(ledger, scenario, plan, OFFICE, NOW).changes) == programme.EVENTS
        for turn in ("first", "second"):
            write_feeds(tmp_path / "files" / turn, feeds(scenario, items(scenario, plan, ledger.secret)))
            write_subscriptions(tmp_path / "feeds" / turn, list(subscriptions(scenario, ledger, NOW)), ledger)
        assert publishing.publish(ledger, scenario, plan, OFFICE, NOW).changes == ()
    for kind in ("files", "feeds"):
        found = content(tmp_path / kind / "first")
        assert found == content(tmp_path / kind / "second")
        held = sum(data.count(b"BEGIN:VEVENT") for path, data in found.items() if path.endswith(".ics"))
        assert held == programme.EVENTS
