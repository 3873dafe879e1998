"""Postcodes without their blank, or wrong."""

from __future__ import annotations

import re
from typing import ClassVar

from cohortplan.io.messy.entries import Entry
from cohortplan.io.messy.fields import PEOPLE
from cohortplan.io.messy.fixer import Asked, CellFixer, Fixed
from cohortplan.io.messy.work import Work

_SHAPE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[ABD-HJLNP-UW-Z]{2})")


class Postcodes(CellFixer):
    """Postcodes get their blank and their capitals; the letter O in place of a zero is mended.

    Fixed: hx11ab -> HX1 1AB; LS1 OAA -> LS1 0AA.
    Asked: LS1 (half of one); 12345.
    """

    order = 44
    fields: ClassVar = {PEOPLE: ("postcode",)}
    fixes: ClassVar = {"hx11ab": "HX1 1AB", "LS1 OAA": "LS1 0AA", "SW1A1AA": "SW1A 1AA", "Ls 1  4dt": "LS1 4DT"}
    asks: ClassVar = ("LS1", "12345", "XYZ 1AA")

    def mend(self, text: str, entry: Entry, name: str, work: Work) -> Fixed | Asked | None:
        """Read one postcode."""
        del entry, name, work
        bare = re.sub(r"[^A-Z\d]", "", text.upper())
        if len(bare) > 3 and bare[-3] == "O":
            bare = f"{bare[:-3]}0{bare[-2:]}"
        found = _SHAPE.fullmatch(bare)
        if found is None:
            return Asked("this is no postcode: what is it?", ("-",))
        whole = f"{found[1]} {found[2]}"
        return None if whole == text else Fixed(whole, "this is how postcodes are written")
