"""How many people a host takes, as a range or a guess."""

from __future__ import annotations

import re
from typing import ClassVar

from cohortplan.io.messy.entries import Entry
from cohortplan.io.messy.fields import HOSTS
from cohortplan.io.messy.fixer import Asked, CellFixer, Fixed
from cohortplan.io.messy.work import Work

_WORDS = (
    "about|around|approx|approximately|circa|c|max|maximum|up to|no more than|at most|say|people|ppl|persons|visitors|"
    "ish|or so|per group|group|groups of"
)
_NOISE = re.compile(rf"\b(?:{_WORDS})\b\.?|(?<=\d)ish\b|~", re.IGNORECASE | re.ASCII)
_NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "eleven": "11", "twelve": "12", "fifteen": "15", "twenty": "20", "thirty": "30",
}  # fmt: skip
_IN_WORDS = re.compile(rf"\b(?:{'|'.join(_NUMBERS)})\b", re.IGNORECASE | re.ASCII)
_RANGE = re.compile(r"(\d{1,4})\s*(?:-|–|—|to)\s*(\d{1,4})", re.ASCII)


class Capacities(CellFixer):
    """A number of people, or a range of them; the lower end is the fewest who may come.

    Fixed: "max 8ish" -> 8; "6-8" -> 8, at least 6; "about ten people" -> 10; of notice, "a month" -> 30.
    Asked: "small group"; "loads".
    """

    order = 52
    fields: ClassVar = {HOSTS: ("capacity", "lead_days")}
    fixes: ClassVar = {
        "max 8ish": "8",
        "6–8": "8",
        "about 10 people": "10",
        "8.0": "8",
        "Up to 12": "12",
        "six to eight": "8",
    }
    asks: ClassVar = ("small group", "loads", "2 groups of 6")

    def mend(self, text: str, entry: Entry, name: str, work: Work) -> Fixed | Asked | None:
        """Read one number, or a range."""
        counted = _IN_WORDS.sub(lambda word: _NUMBERS[word[0].lower()], text)
        if name == "lead_days":
            return self._notice(text, counted)
        bare = " ".join(_NOISE.sub(" ", counted).split())
        if found := _RANGE.fullmatch(bare):
            least, most = sorted(map(int, found.groups()))
            work.fix(entry, "min", str(least), "the lower end of a range is the fewest who may come")
            return Fixed(str(most), "the upper end of a range is the most who may come")
        number = re.fullmatch(r"(\d{1,4})(?:\.0+)?", bare, re.ASCII)
        if number is None:
            return Asked("how many people at most?", readable=False)
        return None if number[1] == text else Fixed(number[1], "this is the number in it")

    @staticmethod
    def _notice(text: str, counted: str) -> Fixed | Asked | None:
        found = re.fullmatch(
            r"(?:at least )?(?:a (?=[wfm])|(\d{1,3})(?:\.0+)? ?)"
            r"(days?|d|weeks?|wks?|fortnight|months?)?(?:'?s? notice)?",
            counted,
            re.IGNORECASE | re.ASCII,
        )
        if found is None:
            return Asked("how many days' notice?", ("-",), readable=False)
        days = int(found[1] or 1) * {"w": 7, "f": 14, "m": 30}.get((found[2] or "d")[0].lower(), 1)
        return None if str(days) == text else Fixed(str(days), "notice is counted in days")
