"""Days people cannot come, in one cell of free text."""

from __future__ import annotations

import re
from datetime import date

from cohortplan.io.messy.entries import Entry
from cohortplan.io.messy.fields import PEOPLE
from cohortplan.io.messy.fixer import Fixer
from cohortplan.io.messy.when import Calendar, day_names, month_first, weekdays
from cohortplan.io.messy.work import NOTHING, Work

_SPLIT = re.compile(r"[;\n]|,(?! \d{4})|\.(?= )| plus | and (?=\d)|&(?= ?\d)", re.IGNORECASE)
_BEFORE = re.compile(
    r"^(?:and |also |or )?(?:(?:not|no|never|cannot do|can't do|can't|cannot|away|hols?|holidays?|leave|annual leave|"
    r"a/l|on|unavailable|out|busy|from|any ?time but|any ?time except|all but)\b[: ]*)+",
    re.IGNORECASE,
)
_NEVER = re.compile(r"none|no|n/?a|nil|any ?time|all (?:dates )?(?:ok|fine)|ok|-|flexible|free", re.IGNORECASE)
_HALF = re.compile(r"\b(am|pm|mornings?|afternoons?|evenings?)\b", re.IGNORECASE)


class Absences(Fixer):
    """Days that people cannot come become rows of ``absences.csv``, and weekdays they never can, their weekdays.

    Fixed: "hols 12-20 Feb" -> absent from 12 to 20 February of the programme; "not Weds" -> weekdays Mon;Tue;Thu;Fri;
    "8/10, 15 Oct" -> two days; "none" -> nothing.
    Asked: "not Weds pm" (half a day cannot be told), "half term", "busy in May". The cell is kept, and not repeated.
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
        taken, never, rest = understood(entry.get("away"), calendar)
        if rest:
            question = "some of this cell cannot be read: which days? Write them like 2027-02-12 to 2027-02-20; Wed"
            answer = work.ask(entry, "away", question, (NOTHING,))
            more, also, unread = understood("" if answer == NOTHING else answer, calendar)
            if unread:
                work.misread(entry, "away", "write dates, stretches of dates or weekdays, separated by semicolons")
            taken, never = [*taken, *more], never | also
        entry.away = sorted(set(taken))
        if taken:
            work.tell(entry, "away", f"absences read from this cell: {len(entry.away)}")
        if never:
            left = day_names(set(range(5)) - never)
            work.fix(entry, "weekdays", left, "the weekdays on which they can come")


def understood(text: str, calendar: Calendar) -> tuple[list[tuple[date, date]], set[int], list[str]]:
    """Return the stretches of days and the weekdays in a text, and the parts of it that cannot be read."""
    taken: list[tuple[date, date]] = []
    never: set[int] = set()
    rest: list[str] = []
    for part in filter(None, (piece.strip(" .") for piece in _SPLIT.split(text))):
        bare = _BEFORE.sub("", part).strip()
        stretch, days = calendar.stretch(bare), weekdays(bare)
        if stretch:
            taken.append(stretch)
        elif days is not None and not _HALF.search(part):
            never.update(days)
        elif not _NEVER.fullmatch(part):
            rest.append(part)
    return taken, never, rest
