"""Calendar programs as the standard describes them, and as some are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

import icalendar


@lru_cache(maxsize=4096)
def _read(content: bytes) -> tuple[str, int, datetime, Any]:
    """Return what a message is about, its version, and what it shows."""
    calendar = icalendar.Calendar.from_ical(content)
    (about,) = calendar.events
    shown = None if calendar["METHOD"] == "CANCEL" else (about.start, str(about["SUMMARY"]), str(about["LOCATION"]))
    return str(about["UID"]), int(about["SEQUENCE"]), about["DTSTAMP"].dt, shown


@dataclass
class Client:
    """Keeps the highest SEQUENCE, and of equal ones the latest DTSTAMP (RFC 5546, section 2.1.5).

    Attributes
    ----------
    held : dict
        What each identifier was last told: SEQUENCE, DTSTAMP, and the start, summary and place, None if cancelled.
    """

    held: dict[str, tuple[int, datetime, Any]] = field(default_factory=dict)

    def take(self, content: bytes) -> None:
        """Read a message."""
        uid, sequence, stamp, shown = _read(content)
        known = self.held.get(uid)
        if self.accepts(known, sequence, stamp):
            self.held[uid] = (sequence, stamp, shown)

    def accepts(self, known: tuple[int, datetime, Any] | None, sequence: int, stamp: datetime) -> bool:
        """Whether a message is news."""
        return known is None or (sequence, stamp) > known[:2]

    @property
    def shown(self) -> dict[str, Any]:
        """What its user sees."""
        return {uid: shown for uid, (_, _, shown) in self.held.items() if shown is not None}


class Credulous(Client):
    """Takes whatever comes last, as some servers do."""

    def accepts(self, known: tuple[int, datetime, Any] | None, sequence: int, stamp: datetime) -> bool:
        """Whether a message is news: it always is."""
        del known, sequence, stamp
        return True


class Forgetful(Client):
    """Knows an invitation only while it is in the calendar, and cancels whatever the version: Thunderbird."""

    def take(self, content: bytes) -> None:
        """Read a message."""
        uid, _, _, shown = _read(content)
        if shown is None:
            self.held.pop(uid, None)
        else:
            super().take(content)
