"""From when until when a host can be visited, in columns of their own."""

from __future__ import annotations

from typing import ClassVar

from cohortplan.io.messy.entries import Entry
from cohortplan.io.messy.fields import HOSTS
from cohortplan.io.messy.fixer import Asked, CellFixer, Fixed
from cohortplan.io.messy.fixers.hours import read_clock
from cohortplan.io.messy.work import Work


class Clocks(CellFixer):
    """A time of day is written in one way.

    Fixed: "9am" -> 09:00; "12" -> 12:00; "4.30" -> 16:30, as hours from 1 to 6 are in the afternoon.
    Asked: "lunch".
    """

    order = 52
    fields: ClassVar = {HOSTS: ("from", "until")}
    fixes: ClassVar = {"9am": "09:00", "12": "12:00", "4.30": "16:30", "4 pm": "16:00"}
    asks: ClassVar = ("lunch", "25:00")

    def mend(self, text: str, entry: Entry, name: str, work: Work) -> Fixed | Asked | None:
        """Read a time of day."""
        del entry, name, work
        found = read_clock(text)
        if found is None:
            return Asked("what time of day is this, such as 14:00?", ("-",), readable=False)
        return None if f"{found:%H:%M}" == text else Fixed(f"{found:%H:%M}", "this is the time of day")
