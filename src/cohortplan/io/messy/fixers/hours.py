"""When a host can be visited: weekdays and times of day."""

from __future__ import annotations

import re
from datetime import time
from typing import ClassVar

from cohortplan.io.messy.entries import Entry
from cohortplan.io.messy.fields import HOSTS
from cohortplan.io.messy.fixer import Asked, CellFixer, Fixed
from cohortplan.io.messy.when import day_names, weekdays
from cohortplan.io.messy.work import Work

_BUT = re.compile(
    r"(?:any ?(?:time|day)s?|all week|mon-fri|weekdays)[,;]? ?(?:but|except|not|bar|apart from)(?: for)? (?P<days>.+)",
    re.IGNORECASE | re.ASCII,
)
_NOT = re.compile(r"(?:not|no|never)(?: on)? (?P<days>.+)", re.IGNORECASE | re.ASCII)
_ANY = re.compile(r"any(?: ?(?:time|day)s?)?|flexible|all week|weekdays|whenever", re.IGNORECASE | re.ASCII)
_ONLY = re.compile(r"only (?:on )?| (?:only|please)$", re.IGNORECASE | re.ASCII)
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)?"
_RANGE = re.compile(rf"(?:between |from )?{_CLOCK} ?(?:-|–|—|to|until|and) ?{_CLOCK}", re.IGNORECASE | re.ASCII)
_HALVES = {
    "am": ("09:00", "12:30"),
    "morning": ("09:00", "12:30"),
    "pm": ("13:00", "17:00"),
    "afternoon": ("13:00", "17:00"),
}
_HALF = re.compile(r"(am|pm|mornings?|afternoons?)(?: only| please)?", re.IGNORECASE | re.ASCII)
_ONE = re.compile(
    r"(?:about |around |at |c\.? ?)?\d{1,2}(?:[:.]\d{2})? ?(?:am|pm)?(?:ish|\?)?", re.IGNORECASE | re.ASCII
)


class Hours(CellFixer):
    """Weekdays and times of day become the days and hours in which a host can be visited.

    Fixed: "any time but Fridays" -> Mon;Tue;Wed;Thu; "Tues & Thurs" -> Tue;Thu; "pm" -> 13:00 to 17:00; "10-12.30" ->
    10:00 to 12:30; "2-4" -> 14:00 to 16:00.
    Asked: "2ish" (until when?); "depends".
    """

    order = 54
    fields: ClassVar = {HOSTS: ("when", "times")}
    fixes: ClassVar = {
        "any time but Fridays": "Mon;Tue;Wed;Thu",
        "Tues & Thurs": "Tue;Thu",
        "not Weds": "Mon;Tue;Thu;Fri",
        "any": "",
        "Thursdays only": "Thu",
        "only on Mondays": "Mon",
    }
    asks: ClassVar = ("depends", "2ish")

    def mend(self, text: str, entry: Entry, name: str, work: Work) -> Fixed | Asked | None:
        """Read weekdays, times, or weekdays and then times."""
        days, _, clock = (
            text.partition(",") if weekdays(text.partition(",")[0]) and not weekdays(text) else (text, "", "")
        )
        half = _HALF.search(days) if not _HALF.fullmatch(days) and name == "when" else None
        if half and weekdays(days[: half.start()]):
            days, clock = days[: half.start()], half[0]
        known = _days(days)
        hours = read_hours(clock or ("" if known else days))
        if _ONE.fullmatch((clock or text).strip()):
            return Asked("from when until when, such as 14:00-16:00?", readable=False)
        if (known is None and hours is None) or (clock and hours is None):
            return Asked("which weekdays, or from when until when, such as 14:00-16:00?", ("-",), readable=False)
        if hours:
            work.fix(entry, "from", hours[0], "the hours in which they can be visited")
            work.fix(entry, "until", hours[1], "the hours in which they can be visited")
        if known is None:
            return Fixed("", "the hours are kept in columns of their own")
        return None if known == text else Fixed(known, "these are the weekdays")


def _days(text: str) -> str | None:
    """Return the weekdays a text names, as the table has them; "" for any."""
    text = _ONLY.sub("", text.strip())
    if _ANY.fullmatch(text):
        return ""
    without = _BUT.fullmatch(text) or _NOT.fullmatch(text)
    days = weekdays(without["days"] if without else text.replace(";", ","))
    if days is None:
        return None
    return day_names(set(range(5)) - set(days) if without else days)


def read_hours(text: str) -> tuple[str, str] | None:
    """Read from when until when; hours from 1 to 6 without am or pm are in the afternoon."""
    half = _HALF.fullmatch(text.strip())
    if half:
        return _HALVES[half[1].lower().rstrip("s")]
    found = _RANGE.fullmatch(text.strip())
    if not found:
        return None
    first, last = _clock(*found.groups()[:3], later=found[6]), _clock(*found.groups()[3:], later=None)
    return (f"{first:%H:%M}", f"{last:%H:%M}") if first and last and first < last else None


def read_clock(text: str) -> time | None:
    """Read a time of day; an hour from 1 to 6 without am or pm, or a zero before it, is in the afternoon."""
    found = re.fullmatch(_CLOCK, text.strip(), re.IGNORECASE | re.ASCII)
    if found and found[1].startswith("0"):
        return _clock(found[1], found[2], found[3] or "am", later=None)
    return _clock(*found.groups(), later=None) if found else None


def _clock(hour: str, minute: str | None, half: str | None, *, later: str | None) -> time | None:
    number = int(hour)
    word = (half or "").lower() or ("pm" if (later or "").lower() == "pm" and number < 8 else "")
    if (word == "pm" and number < 12) or (not word and number < 7):
        number += 12
    return time(number, int(minute or 0)) if number < 24 and int(minute or 0) < 60 else None
