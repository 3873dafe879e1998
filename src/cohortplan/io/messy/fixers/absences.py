"""Days people cannot come, in one cell of free text."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from cohortplan.io.messy.entries import Entry
from cohortplan.io.messy.fields import PEOPLE
from cohortplan.io.messy.fixer import Fixer
from cohortplan.io.messy.fixers.hours import read_hours
from cohortplan.io.messy.when import Calendar, day_names, month_first, weekdays
from cohortplan.io.messy.work import NOTHING, Work

_SPLIT = re.compile(r"[;\n]|,(?! \d{4})|\.(?= )| plus | and (?=\d)|&(?= ?\d)", re.IGNORECASE)
_BEFORE = re.compile(
    r"^(?:and |also |or )?(?:(?:not|no|never|cannot do|can't do|can't|cannot|away|hols?|holidays?|leave|annual leave|"
    r"a/l|on|unavailable|out|busy|from|any ?time but|any ?time except|all but)\b[: ]*)+",
    re.IGNORECASE,
)
_NEVER = re.compile(r"none|no|n/?a|nil|any ?time|all (?:dates )?(?:ok|fine)|ok|-|flexible|free", re.IGNORECASE)
_HALF = re.compile(r"(?P<days>.+?),? (?P<half>am|pm|mornings?|afternoons?|evenings?)", re.IGNORECASE | re.ASCII)
_HOURS = re.compile(r"(?P<days>.+?[a-z]),? (?P<hours>(?:between |from )?\d.*)", re.IGNORECASE | re.ASCII)
#: Which hours they are, so that what ends at lunch is possible for those who cannot come after it.
_HALVES = {
    **dict.fromkeys(("am", "morning"), ("00:00", "12:30")),
    **dict.fromkeys(("pm", "afternoon"), ("13:00", "24:00")),
    "evening": ("18:00", "24:00"),
}


class Absences(Fixer):
    """Days that people cannot come become rows of ``absences.csv``, weekdays their weekdays, and hours their busy ones.

    Fixed: "hols 12-20 Feb" -> absent from 12 to 20 February of the programme; "not Weds" -> weekdays Mon;Tue;Thu;Fri;
    "not Weds pm" -> busy Wed 13:00-24:00; "8/10, 15 Oct" -> two days; "none" -> nothing.
    Asked: "half term", "busy in May". The cell is kept, and not repeated.
    """

    order = 50

    def work(self, work: Work) -> None:
        """Read the days of everyone."""
        for entry in list(work.of(PEOPLE)):
            if entry.get("away"):
                self._read(entry, work)

    def _read(self, entry: Entry, work: Work) -> None:
        pieces = (piece for text in work.typed(entry.sheet, "away") for piece in _SPLIT.split(text))
        first = work.once(("months", entry.sheet, "away"), lambda: month_first(map(str.strip, pieces)))
        calendar = Calendar(work.setting.first, work.setting.last, bool(first))
        found = understood(entry.get("away"), calendar)
        if found.rest:
            question = "some of this cell cannot be read: which days? Write them like 2027-02-12 to 2027-02-20; Wed"
            answer = work.ask(entry, "away", question, (NOTHING,))
            more = understood("" if answer == NOTHING else answer, calendar)
            if more.rest:
                work.misread(entry, "away", "write dates, stretches of dates or weekdays, separated by semicolons")
            found = found.with_more(more)
        entry.away = sorted(set(found.taken))
        if found.taken:
            work.tell(entry, "away", f"absences read from this cell: {len(entry.away)}")
        if found.never:
            left = day_names(set(range(5)) - found.never)
            work.fix(entry, "weekdays", left, "the weekdays on which they can come")
        if found.busy:
            hours = "; ".join(dict.fromkeys(filter(None, (entry.get("busy"), *found.busy))))
            work.fix(entry, "busy", hours, "the hours in which they cannot come")


class Understood(NamedTuple):
    """What was read of a text: stretches of days, weekdays, hours as the table has them, and the parts left over."""

    taken: tuple[tuple[date, date], ...]
    never: frozenset[int]
    busy: tuple[str, ...]
    rest: tuple[str, ...]

    def with_more(self, more: Understood) -> Understood:
        """Return this and what another text says, nothing being left over."""
        return Understood((*self.taken, *more.taken), self.never | more.never, (*self.busy, *more.busy), ())


def understood(text: str, calendar: Calendar) -> Understood:
    """Return what a text says of days and hours, and the parts of it that cannot be read."""
    taken: list[tuple[date, date]] = []
    never: set[int] = set()
    busy: list[str] = []
    rest: list[str] = []
    for part in filter(None, (piece.strip(" .") for piece in _SPLIT.split(text))):
        bare = _BEFORE.sub("", part).strip()
        stretch, days, hours = calendar.stretch(bare), weekdays(bare), _busy(bare, calendar)
        if stretch:
            taken.append(stretch)
        elif days is not None:
            never.update(days)
        elif hours:
            busy.append(hours)
        elif not _NEVER.fullmatch(part):
            rest.append(part)
    return Understood(tuple(taken), frozenset(never), tuple(busy), tuple(rest))


def _busy(text: str, calendar: Calendar) -> str:
    """Return hours of weekdays or of a day as the table has them, "" if they are none."""
    if half := _HALF.fullmatch(text):
        when, hours = half["days"], _HALVES.get(half["half"].lower().rstrip("s"))
    elif some := _HOURS.fullmatch(text):
        when, hours = some["days"], read_hours(some["hours"])
    else:
        return ""
    days, day = weekdays(when), calendar.day(when)
    known = day_names(days).replace(";", " ") if days is not None else f"{day or ''}"
    return f"{known} {'-'.join(hours)}" if known and hours else ""
