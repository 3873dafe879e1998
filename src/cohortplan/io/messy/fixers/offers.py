"""Single dates that a host offers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import partial

from cohortplan.io.messy.entries import Entry, Offer
from cohortplan.io.messy.fields import HOSTS
from cohortplan.io.messy.fixer import Fixer
from cohortplan.io.messy.fixers.hours import read_hours
from cohortplan.io.messy.when import Calendar, month_first
from cohortplan.io.messy.work import Work

_SPLIT = re.compile(r"[;\n]|,(?! ?\d{4})| and (?=\d)|&(?= ?\d)", re.IGNORECASE)
#: Where a date may end and its time begin; the longest date counts.
_WORDS = re.compile(r"[ ,]+")


class Offers(Fixer):
    """Dates that a host offers become rows of ``openings.csv``, with the hours beside them or in columns of times.

    Fixed: "8 Oct pm; 15 Oct 10-12" -> two openings.
    Asked: "8 Oct" with no time anywhere: from when until when?
    """

    order = 53

    def work(self, work: Work) -> None:
        """Read the dates of all hosts."""
        for entry in list(work.of(HOSTS)):
            if entry.get("when"):
                first = work.once(("months", entry.sheet, "when"), partial(_month_first, entry, work))
                self._read(entry, Calendar(work.setting.first, work.setting.last, first), work)

    @staticmethod
    def _read(entry: Entry, calendar: Calendar, work: Work) -> None:
        dates = list(_dates(entry.get("when"), calendar))
        if not dates or None in dates:
            return  # these are weekdays, or words
        usual = read_hours(entry.get("times")) or read_hours(f"{entry.get('from')}-{entry.get('until')}")
        found = [(day, hours or usual) for day, hours in filter(None, dates)]
        if any(hours is None for _, hours in found):
            question = "from when until when do they offer these dates, such as 14:00-16:00?"
            answer = work.ask(entry, "when", question)
            usual = read_hours(answer)
            if answer and usual is None:
                work.misread(entry, "when", "write it like 14:00-16:00")
        timed = ((day, hours or usual) for day, hours in found)
        entry.offers = [Offer(day, *hours) for day, hours in timed if hours]
        work.fix(entry, "when", "", f"dates that are offered with their hours, kept as openings: {len(entry.offers)}")
        if entry.offers:
            work.fix(entry, "times", "", "these are the hours of the dates that are offered")


def _month_first(entry: Entry, work: Work) -> bool:
    pieces = (piece for text in work.typed(entry.sheet, "when") for piece in _WORDS.split(text))
    return bool(month_first(pieces))


def _dates(text: str, calendar: Calendar) -> Iterator[tuple[date, tuple[str, str] | None] | None]:
    """Yield the dates in a text with their hours, None for what is no date."""
    for part in filter(None, (piece.strip(" .") for piece in _SPLIT.split(text))):
        cuts = [0, *(gap.start() for gap in _WORDS.finditer(part)), len(part)]
        readings = (
            (day, read_hours(part[cut:].strip(" ,")))
            for cut in reversed(cuts)
            if (day := calendar.day(part[:cut])) and (cut == len(part) or read_hours(part[cut:].strip(" ,")))
        )
        yield next(readings, None)
