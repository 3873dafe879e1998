"""Dates: British and American, numbers of days, and words."""

from __future__ import annotations

import re
from typing import ClassVar

from cohortplan.io.messy.entries import Entry
from cohortplan.io.messy.fields import HOSTS, PEOPLE
from cohortplan.io.messy.fixer import Asked, CellFixer, Fixed
from cohortplan.io.messy.when import Calendar, either_way, month_first
from cohortplan.io.messy.work import Work

_MONTH = re.compile(r"[a-z]{3,9}\.? '?(?:\d{4}|\d\d)", re.IGNORECASE | re.ASCII)


class Dates(CellFixer):
    """Dates become those of the calendar. Whether day or month comes first is told by the whole column.

    Fixed: 8/10/2026 -> 2026-10-08; 46303 -> 2026-10-08; 8th Oct 26 -> 2026-10-08; 10/8/2026 -> 2026-10-08 in a
    column that has 10/31/2026.
    Asked: soon; 31/2/2026; 8/10/2026 in a column that has both 31/10/2026 and 10/31/2026.
    """

    order = 46
    fields: ClassVar = {PEOPLE: ("joins", "leaves", "birth_date"), HOSTS: ("last_visited",)}
    fixes: ClassVar = {
        "8/10/2026": "2026-10-08",
        "46303": "2026-10-08",
        "8th Oct 26": "2026-10-08",
        "Thurs, 8 October 2026": "2026-10-08",
        "Oct 8, 2026": "2026-10-08",
        "2026-10-08 00:00:00": "2026-10-08",
    }
    asks: ClassVar = ("soon", "31/2/2026")

    def mend(self, text: str, entry: Entry, name: str, work: Work) -> Fixed | Asked | None:
        """Read one date."""
        first = work.once(("months", entry.sheet, name), lambda: month_first(work.typed(entry.sheet, name)))
        readable = name in ("birth_date", "last_visited")
        if first is None and either_way(text):
            return Asked("is the day or the month first? Write it like 2026-10-08", readable=readable)
        setting = work.setting
        both = Calendar(setting.first, setting.last, _american(text, first), born=name == "birth_date")
        day = both.day(text)
        if day is None and name == "last_visited":  # nothing is counted from it, so the month will do
            month = _MONTH.fullmatch(text) and both.day(f"1 {text}")
            if month or re.fullmatch(r"\d{4}-\d\d", text, re.ASCII):
                return Fixed(f"{month:%Y-%m}", "the month is known, not the day") if month else None
        if day is None:
            return Asked("this is no date: write it like 2026-10-08", ("-",), readable=readable)
        return None if str(day) == text else Fixed(str(day), "this is how dates are written")


def _american(text: str, first: bool | None) -> bool:
    """Whether a date has its month first, by its column, or in a mixed one by itself."""
    found = re.match(r"\d{1,2}\D(\d{1,2})", text) if first is None else None
    return int(found[1]) > 12 if found else bool(first)
