"""Values of dates, times, durations and offsets (RFC 5545, section 3.3): read strictly, None where they are not."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from cohortplan.calendars.reading.lines import Property

_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z)?)?", re.ASCII)
_TIME_PART = r"T(?=\d)(?:(\d{1,8})H)?(?:(\d{1,8})M)?(?:(\d{1,8})S)?"
_DURATION = re.compile(rf"([-+]?)P(?=\d|T\d)(?:(\d{{1,6}})W)?(?:(\d{{1,6}})D)?(?:{_TIME_PART})?", re.ASCII)
_OFFSET = re.compile(r"([-+])(\d\d)([0-5]\d)([0-5]\d)?", re.ASCII)


def moment(value: str) -> date | datetime | None:
    """Read a DATE, or a DATE-TIME: aware if it is in UTC, else without zone."""
    match = _MOMENT.fullmatch(value.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, utc = match.groups()
    try:
        if hour is None:
            return date(int(year), int(month), int(day))
        clock = (int(hour), int(minute), 59 if second == "60" else int(second))
        return datetime(int(year), int(month), int(day), *clock, tzinfo=UTC if utc else None)
    except ValueError:
        return None


def duration(value: str) -> timedelta | None:
    """Read a DURATION."""
    match = _DURATION.fullmatch(value.strip())
    if match is None:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    size = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -size if match[1] == "-" else size


def offset(value: str) -> timedelta | None:
    """Read a UTC-OFFSET of less than a day."""
    match = _OFFSET.fullmatch(value.strip())
    if match is None or int(match[2]) > 23:
        return None
    size = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    return -size if match[1] == "-" else size


def period(value: str) -> tuple[datetime, datetime | timedelta] | None:
    """Read a PERIOD: its start, and its end or length."""
    first, _, rest = value.strip().partition("/")
    start, end = moment(first), moment(rest) or duration(rest)
    if not isinstance(start, datetime) or not isinstance(end, datetime | timedelta):
        return None
    return start, end


def moments(found: Property) -> list[date | datetime]:
    """Read the dates and times of a list; of periods, their starts. What cannot be read is left out."""
    each = (moment(value.partition("/")[0]) for value in found.value.split(","))
    return [value for value in each if value is not None]
