"""Texts that are longer than the scenario takes."""

from __future__ import annotations

from typing import ClassVar

from cohortplan.io.messy.entries import Entry
from cohortplan.io.messy.fields import HOSTS, PEOPLE
from cohortplan.io.messy.fixer import Asked, CellFixer, Fixed
from cohortplan.io.messy.work import Work

#: Most characters of a text on one line, as the model has it.
_LONGEST = 500


class Lengths(CellFixer):
    """Names and descriptions have 500 characters at most; columns that are only kept may be longer.

    Asked: a name of a thousand characters.
    """

    order = 14
    fields: ClassVar = {
        PEOPLE: ("name", "first", "last", "preferred", "organisation", "town"),
        HOSTS: ("name", "organisation", "kind", "function", "town", "joining"),
    }
    asks: ClassVar = ("x" * (_LONGEST + 1),)

    def mend(self, text: str, entry: Entry, name: str, work: Work) -> Fixed | Asked | None:
        """Ask for a shorter text."""
        del entry, name, work
        return (
            Asked(f"this is longer than {_LONGEST} characters: shorten it", readable=False)
            if len(text) > _LONGEST
            else None
        )
