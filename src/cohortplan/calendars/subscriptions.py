"""Feeds to subscribe to: what the ledger says was published, in files whose names nobody can guess."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePosixPath

from cohortplan.calendars.feeds import Feed, feeds, write_feeds
from cohortplan.calendars.items import Item, reminding
from cohortplan.calendars.ledger import Ledger
from cohortplan.model import Scenario

#: The folder of the feeds, which a web server may show; the list of their names lies beside it.
PUBLIC = "feeds"


def subscriptions(scenario: Scenario, ledger: Ledger, now: datetime, revoked: Collection[str] = ()) -> Iterator[Feed]:
    """Yield the feeds of everyone: events with the versions they were published with, if they were.

    Parameters
    ----------
    revoked : collection of str
        Ids of participants, sets, facilitators, guests or hosts whose feeds get other names; "" is the programme's.
    """
    for feed in feeds(scenario, published(scenario, ledger)):
        name = ledger.token(feed.audience, feed.to, now, renew=feed.to in revoked)
        yield replace(feed, path=PurePosixPath(PUBLIC, f"{name}.ics"))


def published(scenario: Scenario, ledger: Ledger) -> Iterator[Item]:
    """Yield the events that take place by what was published last."""
    for entry in ledger.latest().values():
        if entry.live:
            yield Item(entry.audience, entry.to, reminding(scenario, entry.audience, entry.event))


def write_subscriptions(directory: Path, feeds: Collection[Feed], ledger: Ledger) -> tuple[list[Path], list[Path]]:
    """Write `feeds` and their list, which only its owner can read, and remove files whose names no longer hold.

    Returns
    -------
    tuple of two lists of Path
        The files written, the list last; and those removed.

    Raises
    ------
    OSError
        If a file cannot be written or removed.
    """
    written = write_feeds(directory, feeds, private=True)
    former = (directory / PUBLIC / f"{name}.ics" for name in ledger.tokens())
    removed = [path for path in former if path not in written and path.exists()]
    for path in removed:
        path.unlink()
    return written, removed
