"""Publishing a plan: find what it changes in anybody's calendar, and put that into the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from cohortplan.calendars.ical import Mailbox
from cohortplan.calendars.invitations import invitations
from cohortplan.calendars.items import items
from cohortplan.calendars.ledger import Change, Ledger, changes
from cohortplan.model import Plan, Scenario


def publish(
    ledger: Ledger, scenario: Scenario, plan: Plan, organizer: Mailbox, now: datetime, *, provisional: bool = False
) -> Sequence[Change]:
    """Put into the ledger what `plan` changes; return it, nothing if nothing changes.

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
    sha256 = hashlib.sha256(content).hexdigest()
    return ledger.publish(content, sha256, now, partial(_found, scenario, plan, organizer, now, provisional))


def _found(
    scenario: Scenario, plan: Plan, organizer: Mailbox, now: datetime, provisional: bool, ledger: Ledger
) -> Iterable[Change]:
    found = items(scenario, plan, ledger.secret)
    if provisional:
        found = (replace(item, event=replace(item.event, status="TENTATIVE")) for item in found)
    wanted = invitations(scenario, found)
    return changes(ledger.latest(), wanted, organizer, now, ledger.answers())
