"""Publishing a plan: find what it changes in anybody's calendar, and put that into the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from cohortplan.calendars.ical import Mailbox
from cohortplan.calendars.invitations import invitations, without_mailbox
from cohortplan.calendars.items import items
from cohortplan.calendars.ledger import Change, Invitation, Ledger, changes
from cohortplan.model import Plan, Scenario


class Published(NamedTuple):
    """What came of publishing.

    Attributes
    ----------
    changes : sequence of Change
        What was put into the ledger; nothing if nothing changes.
    without_mailbox : list of str
        The names of those who take part in what is planned and can be told nothing.
    """

    changes: Sequence[Change]
    without_mailbox: list[str]


def publish(
    ledger: Ledger, scenario: Scenario, plan: Plan, organizer: Mailbox, now: datetime, *, provisional: bool = False
) -> Published:
    """Put into the ledger what `plan` changes.

    Parameters
    ----------
    provisional : bool
        Whether what is planned may still change; it becomes firm when it is published without.

    Raises
    ------
    PlanError
        If an activity of `plan` has impossible times.
    """
    content = plan.model_dump_json().encode()
    wanted: list[Invitation] = []

    def find(book: Ledger) -> Iterable[Change]:
        found = items(scenario, plan, book.secret)
        if provisional:
            found = (replace(item, event=replace(item.event, status="TENTATIVE")) for item in found)
        wanted.extend(invitations(scenario, found))
        return changes(book.latest(), wanted, organizer, now, book.answers())

    told = ledger.publish(content, hashlib.sha256(content).hexdigest(), now, find)
    return Published(told, without_mailbox(scenario, wanted))
