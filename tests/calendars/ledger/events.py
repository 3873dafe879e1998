"""Events and invitations for the tests of the ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cohortplan.calendars.ical import Event, Mailbox
from cohortplan.calendars.ledger import Change, Entry, Invitation, Ledger, changes

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
OFFICE = Mailbox("Spring Programme", "office@programme.example")


def event(name: str = "visit", *, hour: int = 10, **fields: Any) -> Event:
    """Return an event of an hour on 8 October."""
    start = datetime(2026, 10, 8, hour, tzinfo=UTC)
    given = {"uid": f"{name}@programme.example", "summary": "Visit", "location": "Moorside", "dtstamp": NOW}
    return Event(start=start, end=start + timedelta(hours=1), zone="Europe/London", **{**given, **fields})


def invitation(about: Event, to: str = "P1", address: str = "") -> Invitation:
    """Return somebody's invitation to an event."""
    return Invitation("participant", to, f"Person {to}", address or f"{to.lower()}@people.example", about)


def publish(ledger: Ledger, *wanted: Invitation, now: datetime = NOW) -> list[Change]:
    """Publish a plan that has these invitations and no others."""
    found = ledger.publish(
        b"plan", "sha", now, lambda book: changes(book.latest(), wanted, OFFICE, now, book.answers())
    )
    return list(found)


def history(ledger: Ledger) -> list[Entry]:
    """Publish plans, of hours and of days, until there has been every kind of change; return what was told."""
    day = replace(event("day"), start=NOW.date(), end=NOW.date() + timedelta(days=2))
    notes = {"description": "Ring; then wait,\nplease: \\o/", "geo": (53.8, -1.5), "categories": ("Visit",)}
    full = event("a", **notes)
    told = [[full, day], [replace(full, summary="Tour"), day], [event("a", hour=15)], [], [event("a"), day]]
    for step, events in enumerate(told):
        publish(ledger, *map(invitation, events), now=NOW + timedelta(days=step))
    return list(ledger.entries())
