"""Publishing a plan: find what it changes in anybody's calendar, and put that into the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial

from cohortplan.calendars.ical import Mailbox
from cohortplan.calendars.invitations import invitations
from cohortplan.calendars.items import items
from cohortplan.calendars.ledger import Change, Ledger, changes
from cohortplan.model import Plan, Scenario


def publish(ledger: Ledger, scenario: Scenario, plan: Plan, organizer: Mailbox, now: datetime) -> Sequence[Change]:
    """Put into the ledger what `plan` changes; return it, nothing if nothing changes.

    Raises
    ------
    PlanError
        If an activity of `plan` has impossible times.
    """
    content = plan.model_dump_json().encode()
    sha256 = hashlib.sha256(content).hexdigest()
    return ledger.publish(content, sha256, now, partial(_found, scenario, plan, organizer, now))


def _found(scenario: Scenario, plan: Plan, organizer: Mailbox, now: datetime, ledger: Ledger) -> Iterable[Change]:
    wanted = invitations(scenario, items(scenario, plan, ledger.secret))
    return changes(ledger.latest(), wanted, organizer, now, ledger.answers())
