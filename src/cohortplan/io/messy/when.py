"""Dates, stretches of days and weekdays as people type them, whatever the country and the year they leave out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

_FLAGS = re.IGNORECASE | re.ASCII

#: What a spreadsheet counts its days from.
_EPOCH = date(1899, 12, 30)
#: Numbers of days that are dates of living people's papers: 1927 to 2099.
_SERIALS = range(10_000, 73_000)

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAY = (
    r"(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun|tuesday|wednesday|thursday|saturday|(?:mon|fri|sun)day)s?"
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?P<year>\d{4}|'?\d{2})"

_LEADING = re.compile(rf"^{_WEEKDAY}\.?,?\s+(?=\d|{_MONTH})", _FLAGS)
_ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:[T ]00:00(?::00)?)?", _FLAGS)
_NUMBERS = re.compile(rf"(?P<a>\d{{1,2}})[-/.](?P<b>\d{{1,2}})(?:[-/.]{_YEAR})?(?: 00:00(?::00)?)?", _FLAGS)
_DAY_MONTH = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -]?(?P<month>{_MONTH})\.?,?(?:[ -]{_YEAR})?", _FLAGS
)
_MONTH_DAY = re.compile(rf"(?P<month>{_MONTH})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,? {_YEAR})?", _FLAGS)
_SHORT = re.compile(
    rf"(?P<first>\d{{1,2}})(?:st|nd|rd|th)? ?(?:-|to|until) ?(?P<last>\d{{1,2}}(?:st|nd|rd|th)? ?{_MONTH}.*)",
    _FLAGS,
)
#: What stands between two dates, the surer first.
_BETWEEN = tuple(
    re.compile(rf"(?P<first>.+?){mark}(?P<last>.+)", _FLAGS)
    for mark in (r" ?\b(?:to|until|till)\b ?", " - ", r"(?<=[a-z\d])-(?=\d{1,2}[ /a-z])")
)
_WEEK = re.compile(r"(?:w/c|week (?:of|commencing|beginning)) (?P<day>.+)", _FLAGS)
_LIST = re.compile(rf"{_WEEKDAY}(?:(?:,| ?& ?| ?/ ?| and | or |, | - |-| to | ){_WEEKDAY})*", _FLAGS)


@dataclass(frozen=True)
class Calendar:
    """How the dates of a column are to be read.

    Attributes
    ----------
    first, last : date
        A date without a year lies between them, if it can.
    month_first : bool
        Whether 10/8/2026 is a day in October.
    born : bool
        Whether the years of two digits are years of birth.
    """

    first: date
    last: date
    month_first: bool = False
    born: bool = False

    def day(self, text: str) -> date | None:
        """Read one date, None if it is none."""
        bare = _LEADING.sub("", text.strip(" .,"))
        if re.fullmatch("[0-9]{5}", bare):
            return _EPOCH + timedelta(days=int(bare)) if int(bare) in _SERIALS else None
        if found := _ISO.fullmatch(bare):
            return _date(int(found["year"]), int(found["month"]), int(found["day"]))
        if found := _NUMBERS.fullmatch(bare):
            day, month = (found["b"], found["a"]) if self.month_first else (found["a"], found["b"])
            return self._dated(found["year"], int(month), int(day))
        found = _DAY_MONTH.fullmatch(bare) or _MONTH_DAY.fullmatch(bare)
        return found and self._dated(found["year"], _MONTHS.index(found["month"][:3].lower()) + 1, int(found["day"]))

    def stretch(self, text: str) -> tuple[date, date] | None:
        """Read a date, a stretch of days such as ``12-20 Feb``, or a week such as ``w/c 12 Feb``; None if neither."""
        text = re.sub(r"^(?:from|between|on) ", "", re.sub("[–—]", "-", text.strip(" .,")), flags=_FLAGS)
        if found := _WEEK.fullmatch(text):
            day = self.day(found["day"])
            return (day, day + timedelta(days=6)) if day else None
        if day := self.day(text):
            return day, day
        if found := _SHORT.fullmatch(text):
            last = self.day(found["last"])
            first = last and _date(last.year, last.month, int(found["first"]))
        elif found := next(filter(None, (between.fullmatch(text) for between in _BETWEEN)), None):
            last = self.day(found["last"])
            first = self._before(found["first"], last)
        else:
            return None
        return (first, last) if first and last and first <= last else None

    def _before(self, text: str, last: date | None) -> date | None:
        """Read the first day of a stretch; it shares the year of the last one, or is of the year before."""
        first = self.day(text)
        if first and last and first > last and not re.search(r"\d{4}", text):
            return _date(first.year - 1, first.month, first.day)
        return first

    def _dated(self, year: str | None, month: int, day: int) -> date | None:
        if year is None:
            years = range(self.first.year, self.last.year + 1)
            found = (_date(each, month, day) for each in years)
            return next((each for each in found if each and self.first <= each <= self.last), None)
        number = int(year.strip("'"))
        if number < 100:
            number += 1900 if self.born and number > self.first.year % 100 - 15 else 2000
        return _date(number, month, day)


def month_first(texts: Iterable[str]) -> bool | None:
    """Whether dates of numbers have the month first; None if some have and others cannot have it."""
    pairs = [(int(found["a"]), int(found["b"])) for text in texts if (found := _NUMBERS.fullmatch(text.strip()))]
    day_first, american = any(a > 12 for a, _ in pairs), any(b > 12 for _, b in pairs)
    return None if day_first and american else american


def either_way(text: str) -> bool:
    """Whether a date of numbers is another one if its month comes first."""
    found = _NUMBERS.fullmatch(text.strip())
    return found is not None and found["a"] != found["b"] and max(int(found["a"]), int(found["b"])) <= 12


def weekdays(text: str) -> tuple[int, ...] | None:
    """Read weekdays, Monday being 0: ``Weds``, ``Tues & Thurs``, ``Mon - Weds``; None if they are none."""
    text = re.sub("[–—]", "-", text.strip(" .,"))
    if not _LIST.fullmatch(text):
        return None
    found: set[int] = set()
    for part in re.split(r"(?:[,&/ ]|\b(?:and|or)\b)+", re.sub(r" ?- ?| to ", "-", text), flags=_FLAGS):
        names = [_WEEKDAYS.index(name[:3].lower()) for name in part.split("-") if name]
        if names:
            found.update((names[0] + k) % 7 for k in range((names[-1] - names[0]) % 7 + 1))
    return tuple(sorted(found))


def day_names(days: Iterable[int]) -> str:
    """Return weekdays as the tables have them: ``Mon;Tue``."""
    return ";".join(_WEEKDAYS[day].title() for day in sorted(days))


def _date(year: int, month: int, day: int) -> date | None:
    with suppress(ValueError):
        return date(year, month, day)
    return None
