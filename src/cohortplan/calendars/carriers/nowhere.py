"""Takes messages to nowhere, to see how many there are."""

from __future__ import annotations

from collections.abc import Sequence

from cohortplan.calendars.ledger import Entry


class Nowhere:
    """Does nothing."""

    name = "nowhere"

    def carry(self, entry: Entry, earlier: Sequence[Entry]) -> None:
        """Do nothing."""
