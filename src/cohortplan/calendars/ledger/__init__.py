"""The ledger: what was told to whom, in one append-only file in the programme's folder."""

from cohortplan.calendars.ledger.changes import Change, Invitation, Kind, changes
from cohortplan.calendars.ledger.entries import Delivery, Entry, Reply, State
from cohortplan.calendars.ledger.store import LEDGER, Ledger

__all__ = ["LEDGER", "Change", "Delivery", "Entry", "Invitation", "Kind", "Ledger", "Reply", "State", "changes"]
