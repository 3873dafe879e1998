"""Takes messages to nowhere, to see how many there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cohortplan.calendars.ledger import Entry
from cohortplan.calendars.outbox import MESSAGES


class Nowhere:
    """Does nothing, in place of whatever carries messages to mailboxes, or of another carrier.

    Parameters
    ----------
    takes : callable, optional
        Whether something is for where the other one goes.
    counts : frozenset of str
        The carriers that go where the other one goes.

    Attributes
    ----------
    live, off : int
        How much it would have carried of what takes place, and of what does not any more.
    """

    name = "nowhere"

    def __init__(
        self, takes: Callable[[Entry], bool] = lambda entry: entry.told, counts: frozenset[str] = MESSAGES
    ) -> None:
        self.takes = takes
        self.counts = counts
        self.live = self.off = 0

    def carry(self, entry: Entry, earlier: Sequence[Entry]) -> str:
        """Count it."""
        del earlier
        if entry.live:
            self.live += 1
        else:
            self.off += 1
        return ""

    def close(self) -> None:
        """Do nothing: it holds nothing."""
