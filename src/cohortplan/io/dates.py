"""Dates, times and weekdays as people type them; local time, day before month."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta

#: Years a programme may lie in: what falls outside is a slip of the finger.
YEARS = range(1900, 2200)

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FIRST_HALF = ("january", "february", "march", "april", "may", "june")
_MONTHS = (*_FIRST_HALF, "july", "august", "september", "october", "november", "december")

_WEEKDAY_FIRST = re.compile(r"(?P<name>[a-z]+)\.?,? +(?=[0-9])", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})([T ]00:00(:00)?)?")
_DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2})[-/.](?P<month>[0-9]{1,2})[-/.](?P<year>[0-9]{4})([T ]00:00(:00)?)?")
_WORDS = re.compile(
    r"(?P<day>[0-9]{1,2})(st|nd|rd|th)?[- ](?P<month>[a-z]{3,9})\.?,?[- ](?P<year>[0-9]{4})", re.IGNORECASE
)
_CLOCK = re.compile(
    r"(?P<hour>[0-9]{1,2})([:.h](?P<minute>[0-9]{2})(:00)?)? ?(?P<half>am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE
)
_SERIAL = re.compile(r"[345][0-9]{4}")

_DATE_REMEDY = "Write it like 2026-10-08 or 8 Oct 2026"
_TIME_REMEDY = "Write it like 10:00 or 10am"
_DAYS_REMEDY = "Write them like Mon-Fri or Tue;Thu"


class CellError(ValueError):
    """A cell that cannot be read; `remedy` says what to type instead."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


def day(text: str) -> date:
    """Read a date: ``2026-10-08``, ``8/10/2026`` (day first), ``8 Oct 2026``, with or without a weekday before it.

    Raises
    ------
    CellError
        If it is no date, lies outside `YEARS`, or is not on the weekday given.
    """
    weekday = _WEEKDAY_FIRST.match(text)
    bare = text[weekday.end() :] if weekday else text
    found = _YEAR_FIRST.fullmatch(bare) or _DAY_FIRST.fullmatch(bare) or _WORDS.fullmatch(bare)
    if found is None:
        serial = " (this looks like a spreadsheet's number of a day: format the column as a date)"
        raise CellError("this is not a date", _DATE_REMEDY + (serial if _SERIAL.fullmatch(text) else ""))
    month = found["month"] if found["month"].isdigit() else str(_named(found["month"], _MONTHS) + 1)
    result = _date(int(found["year"]), int(month), int(found["day"]))
    if weekday and result.weekday() != _named(weekday["name"], _DAYS):
        raise CellError(f"this day is a {_DAYS[result.weekday()].title()}", "Mend the date or leave out the weekday")
    return result


def clock(text: str) -> time:
    """Read a time of day: ``10:00``, ``10.00``, ``10am``, ``2:30 pm``.

    Raises
    ------
    CellError
        If it is no time of day.
    """
    found = _CLOCK.fullmatch(text)
    if found is None or not (found["minute"] or found["half"]):
        raise CellError("this is not a time of day", _TIME_REMEDY)
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            raise CellError("this is not a time of day", _TIME_REMEDY)
        hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
    if hour > 23 or minute > 59:
        raise CellError("this is not a time of day", _TIME_REMEDY)
    return time(hour, minute)


def closing(text: str) -> time:
    """Read the time at which something ends; midnight may be typed as ``24:00`` and is returned as 00:00.

    Raises
    ------
    CellError
        If it is no time of day.
    """
    return time(0, 0) if re.fullmatch(r"24[:.]00(:00)?", text) else clock(text)


def moment(text: str) -> datetime:
    """Read a date and a time, in this order: ``2026-10-08 10:00``, ``8 Oct 2026 10am``.

    Raises
    ------
    CellError
        If it is not a date and a time.
    """
    parts = re.fullmatch(r"(.*[0-9]{4}|[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2})(?:,? +| at |T)(.+)", text)
    if parts is None:
        raise CellError("this is not a date with a time", "Write it like 2026-10-08 10:00")
    return datetime.combine(day(parts[1]), clock(parts[2]))


def span(date_: date, start: time, end: time) -> tuple[datetime, datetime]:
    """Return when something starts and ends that day; an end at 00:00 is midnight that night."""
    first, last = datetime.combine(date_, start), datetime.combine(date_, end)
    return first, last + timedelta(days=1) if end == time(0, 0) else last


def weekdays(text: str) -> tuple[int, ...]:
    """Read weekdays, Monday being 0: ``Mon-Fri``, ``Tue;Thu``, ``Mon Tue Thu``, ``Mon-Wed;Fri``, ``daily``.

    Raises
    ------
    CellError
        If a name is not that of a weekday.
    """
    if text.lower() in ("daily", "every day", "all"):
        return tuple(range(7))
    ranges = re.sub(r" *[-–] *| to ", "-", text).replace(" and ", ";")
    found: set[int] = set()
    for part in filter(None, re.split(r"[;,/& ]+", ranges)):
        first, *rest = (_named(name, _DAYS) for name in part.split("-", maxsplit=1))
        last = rest[0] if rest else first
        found.update((first + k) % 7 for k in range((last - first) % 7 + 1))
    if not found:
        raise CellError("this names no weekday", _DAYS_REMEDY)
    return tuple(sorted(found))


def _named(text: str, names: tuple[str, ...]) -> int:
    word = text.strip(" .").lower()
    matches = [k for k, name in enumerate(names) if len(word) >= 3 and (name.startswith(word) or word == f"{name}s")]
    if not matches:
        what, remedy = ("month", _DATE_REMEDY) if names is _MONTHS else ("weekday", _DAYS_REMEDY)
        raise CellError(f"{text!r} is not a {what}", remedy)
    return matches[0]


def _date(year: int, month: int, day_: int) -> date:
    if year not in YEARS:
        raise CellError(f"the year {year} is out of range", "Mend the year")
    try:
        return date(year, month, day_)
    except ValueError as error:
        remedy = _DATE_REMEDY
        with suppress(ValueError):
            remedy = f"The day comes before the month: write {date(year, day_, month):%d/%m/%Y}, or like 2026-10-08"
        raise CellError("there is no such day", remedy) from error
