"""Takes messages to nowhere, to see how many there are."""

from __future__ import annotations

from collections.abc import Sequence

from cohortplan.calendars.ledger import Entry
from cohortplan.calendars.outbox import MESSAGES


class Nowhere:
    """Does nothing, in place of whatever carries messages to mailboxes."""

    name = "nowhere"
    counts = MESSAGES

    def takes(self, entry: Entry) -> bool:
        """Whether there is a mailbox to send it to."""
        return entry.told

    def carry(self, entry: Entry, earlier: Sequence[Entry]) -> str:
        """Do nothing."""
        del entry, earlier
        return ""

    def close(self) -> None:
        """Do nothing: it holds nothing."""
