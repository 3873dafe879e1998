"""Yes and no, however it was ticked."""

from __future__ import annotations

from typing import ClassVar

from cohortplan.io.messy.entries import Entry
from cohortplan.io.messy.fields import PEOPLE
from cohortplan.io.messy.fixer import Asked, CellFixer, Fixed
from cohortplan.io.messy.work import Work

_YES = ("y", "yes", "true", "1", "x", "✓", "✔", "☑", "ok", "agreed", "given")
_NO = ("n", "no", "false", "0", "✗", "✘", "☐", "refused", "not given")


class Consents(CellFixer):
    """Ticks become yes or no; a blank one stays blank, as nobody said yes.

    Fixed: Y, y, ✓ -> yes; N -> no.
    Asked: maybe.
    """

    order = 48
    fields: ClassVar = {PEOPLE: ("consent",)}
    fixes: ClassVar = {"Y": "yes", "✓": "yes", "N": "no", "Yes ": "yes"}
    asks: ClassVar = ("maybe", "photos only")

    def mend(self, text: str, entry: Entry, name: str, work: Work) -> Fixed | Asked | None:
        """Read one answer."""
        del entry, name, work
        word = text.strip().casefold()
        if word in ("yes", "no") and word == text:
            return None
        if word in _YES + _NO:
            return Fixed("yes" if word in _YES else "no", "this is a yes or a no")
        return Asked("is this a yes or a no?", ("yes", "no"))
