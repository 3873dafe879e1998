"""Telephone numbers that lost their zero."""

from __future__ import annotations

import re
from typing import ClassVar

from cohortplan.io.messy.entries import Entry
from cohortplan.io.messy.fields import HOSTS, PEOPLE
from cohortplan.io.messy.fixer import Asked, CellFixer, Fixed
from cohortplan.io.messy.work import Work


class Phones(CellFixer):
    """Numbers of the United Kingdom get back the zero that spreadsheets take away; others stay as they are.

    Fixed: 7700900123 -> 07700 900123; +44 (0)7700 900123 -> +44 7700 900123; 7.700900123E9 -> 07700 900123.
    Asked: 12345 (too short to be one).
    """

    order = 42
    fields: ClassVar = {PEOPLE: ("phone",), HOSTS: ("phone",)}
    fixes: ClassVar = {
        "7700900123": "07700 900123",
        "+44 (0)7700 900123": "+44 7700 900123",
        "7.700900123E9": "07700 900123",
        "1134960000": "01134960000",
        "447700900123": "+44 7700 900123",
    }
    asks: ClassVar = ("12345", "ask Bo", "077009001234567")

    def mend(self, text: str, entry: Entry, name: str, work: Work) -> Fixed | Asked | None:
        """Read one number."""
        del entry, name, work
        number = f"{float(text):.0f}" if re.fullmatch(r"\d\.\d+E\+?\d+", text, re.IGNORECASE) else text
        digits = re.sub(r"\D", "", re.sub(r"\(0\)|(?:ext|x)\.? ?\d+$", "", number))
        if not 9 <= len(digits) <= 14 or re.search(r"[^\W\dext]", number.casefold()):
            return Asked("this is no telephone number: what is it?", ("-",))
        why = "the zero that the spreadsheet took away is back"
        if number.strip().startswith("+"):
            if "(0)" not in number:
                return None
            return Fixed(_spaced("+44", digits.removeprefix("44")), "the zero is not dialled after +44")
        if digits.startswith("44") and len(digits) == 12:
            return Fixed(_spaced("+44", digits[2:]), "this is how the number is written")
        if not digits.startswith("0"):
            return Fixed(f"0{digits[:4]} {digits[4:]}" if digits[0] == "7" else f"0{digits}", why)
        return None


def _spaced(code: str, digits: str) -> str:
    return f"{code} {digits[:4]} {digits[4:]}"
