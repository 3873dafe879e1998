"""Time zones as VTIMEZONE blocks (RFC 5545, section 3.6.5) that every calendar program reads alike.

Where the zone's present rule, the POSIX footer of its TZif file (RFC 8536, section 3.3), tells the whole truth about
the years asked for, the block has one yearly rule for each half of the year. Where it does not (a law changes, or the
rule is not "the n-th weekday"), it lists the changes of those years, one sub-component each. RDATE is never written:
several programs read only its first value. A yearly rule is used only if its onsets equal those that `zoneinfo` finds.

The data is that of the `tzdata` package, never the system's, so that the same plan gives the same bytes everywhere.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from cohortplan.calendars.text import content_line, text
from cohortplan.model.zones import zone, zone_data

#: The year in which yearly rules start: the custom of calendar programs, so that no date lies before them.
_FIRST_YEAR = 1970
_WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
_ZERO = timedelta(0)

_NAME = r"(?:<[-+0-9A-Za-z]+>|[A-Za-z]+)"
_OFFSET = r"[-+]?\d+(?::\d\d){0,2}"
_FOOTER = re.compile(
    rf"(?P<std>{_NAME})(?P<std_offset>{_OFFSET})"
    rf"(?:(?P<dst>{_NAME})(?P<dst_offset>{_OFFSET})?"
    rf",(?P<dst_rule>M[\d.]+(?:/{_OFFSET})?),(?P<std_rule>M[\d.]+(?:/{_OFFSET})?))?"
)
_RULE = re.compile(rf"M(?P<month>\d+)\.(?P<week>\d)\.(?P<weekday>\d)(?:/(?P<time>{_OFFSET}))?")

Onset = tuple[datetime, timedelta]
"""A moment in UTC and the offset from UTC that holds from then on."""


@dataclass(frozen=True)
class Yearly:
    """The day of a yearly rule: the `week`-th `weekday` (0 = Sunday) of `month`; week 5 is the last one."""

    month: int
    week: int
    weekday: int

    def on(self, year: int) -> date:
        """Return the rule's day in `year`."""
        first = date(year, self.month, 1)
        day = first + timedelta(days=(self.weekday - first.isoweekday()) % 7 + 7 * (self.week - 1))
        return day if day.month == self.month else day - timedelta(days=7)

    def __str__(self) -> str:
        """Return the rule as an RRULE value."""
        nth = -1 if self.week == 5 else self.week
        return f"FREQ=YEARLY;BYMONTH={self.month};BYDAY={nth}{_WEEKDAYS[self.weekday]}"


@dataclass(frozen=True)
class Observance:
    """One STANDARD or DAYLIGHT sub-component.

    Attributes
    ----------
    start : datetime
        First onset as the clocks before it show it, without zone.
    before, after : timedelta
        Offset from UTC before and after an onset.
    name : str
        Abbreviation of the time that begins, "" if there is none.
    yearly : Yearly or None
        The rule it recurs by; None = once.
    """

    start: datetime
    before: timedelta
    after: timedelta
    name: str
    yearly: Yearly | None = None

    def onsets(self, last_year: int) -> Iterator[Onset]:
        """Yield this observance's onsets up to the end of `last_year`."""
        days = [self.start.date()]
        if self.yearly is not None:
            days = [self.yearly.on(year) for year in range(self.start.year, last_year + 1)]
        for day in days:
            yield (datetime.combine(day, self.start.time(), UTC) - self.before, self.after)

    def lines(self) -> Iterator[bytes]:
        """Yield the sub-component's content lines."""
        kind = "DAYLIGHT" if self.after > self.before else "STANDARD"
        yield content_line("BEGIN", kind)
        yield content_line("DTSTART", f"{self.start:%Y%m%dT%H%M%S}")
        if self.yearly is not None:
            yield content_line("RRULE", str(self.yearly))
        yield content_line("TZOFFSETFROM", _written(self.before))
        yield content_line("TZOFFSETTO", _written(self.after))
        if self.name:
            yield content_line("TZNAME", text(self.name))
        yield content_line("END", kind)


@lru_cache(maxsize=64)
def vtimezone(key: str, first_year: int, last_year: int) -> bytes:
    """Return the VTIMEZONE of `key`, right from the start of `first_year` to the end of `last_year`, in UTC.

    Raises
    ------
    InputError
        If there is no such zone.
    """
    truth = _changes(zone(key), first_year, last_year)
    observances = _by_footer(key)
    if _onsets(observances, first_year, last_year) != truth:
        observances = _by_listing(zone(key), truth)
    lines = [content_line("BEGIN", "VTIMEZONE"), content_line("TZID", text(key))]
    for each in observances:
        lines.extend(each.lines())
    return b"".join([*lines, content_line("END", "VTIMEZONE")])


def wall_clock(moment: datetime, key: str) -> datetime | None:
    """Return what the clocks of zone `key` show at the aware `moment`, without zone.

    Returns
    -------
    datetime or None
        None where the reading would not name one moment: the clocks show it twice, or `moment` was itself given as a
        reading of that zone that the clocks skip. Programs disagree by an hour about such times (write UTC instead).
    """
    local = moment.astimezone(zone(key))
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        return None
    reading = local.replace(tzinfo=None)
    if getattr(moment.tzinfo, "key", None) == key and moment.replace(tzinfo=None, fold=0) != reading:
        return None
    return reading


def _by_footer(key: str) -> tuple[Observance, ...]:
    """Return the observances that the footer of zone `key` rules, none if it rules other than by n-th weekdays."""
    footer = zone_data(key).rsplit(b"\n", 2)[1].decode("ascii")
    match = _FOOTER.fullmatch(footer)
    if match is None:
        return ()
    # POSIX counts offsets west of Greenwich, iCalendar east of it.
    std = -_duration(match["std_offset"])
    if match["dst"] is None:
        return (Observance(_midnight(date(_FIRST_YEAR, 1, 1)), std, std, _bare(match["std"])),)
    dst = -_duration(match["dst_offset"]) if match["dst_offset"] else std + timedelta(hours=1)
    summer = _recurring(match["dst_rule"], std, dst, _bare(match["dst"]))
    winter = _recurring(match["std_rule"], dst, std, _bare(match["std"]))
    return (summer, winter) if summer and winter else ()


def _recurring(rule: str, before: timedelta, after: timedelta, name: str) -> Observance | None:
    """Return the yearly observance of a POSIX rule such as ``M3.5.0/1``, None if its time is not within its day."""
    match = _RULE.fullmatch(rule)
    if match is None:
        return None
    clock = _duration(match["time"] or "2")
    if not _ZERO <= clock < timedelta(days=1):
        return None
    yearly = Yearly(int(match["month"]), int(match["week"]), int(match["weekday"]))
    return Observance(_midnight(yearly.on(_FIRST_YEAR)) + clock, before, after, name, yearly)


def _by_listing(info: ZoneInfo, truth: Iterable[Onset]) -> tuple[Observance, ...]:
    """Return one observance for each onset of `truth`; the first starts the block and changes nothing."""
    listed: list[Observance] = []
    for moment, after in truth:
        before = listed[-1].after if listed else after
        name = moment.astimezone(info).tzname() or ""
        listed.append(Observance((moment + before).replace(tzinfo=None), before, after, name))
    return tuple(listed)


def _changes(info: ZoneInfo, first_year: int, last_year: int) -> list[Onset]:
    """Return the onsets of zone `info` in the years given; the first is the offset that holds as they begin."""
    moment, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    found = [(moment, _offset(info, moment))]
    while moment < end:
        later = min(moment + timedelta(hours=12), end)
        after = _offset(info, later)
        if after != found[-1][1]:
            found.append((_first_with(info, after, moment, later), after))
        moment = later
    return [onset for onset in found if onset[0] < end]


def _first_with(info: ZoneInfo, offset: timedelta, before: datetime, after: datetime) -> datetime:
    """Return the first second in ]`before`, `after`] with the `offset` that holds at `after`, by bisection."""
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        before, after = (before, middle) if _offset(info, middle) == offset else (middle, after)
    return after


def _onsets(observances: Iterable[Observance], first_year: int, last_year: int) -> list[Onset]:
    """Return what a reader makes of `observances` in the years given, in the form of `_changes`."""
    begin, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    every = sorted(onset for each in observances for onset in each.onsets(last_year + 1))
    earlier = [offset for moment, offset in every if moment <= begin]
    effective = [(begin, earlier[-1])] if earlier else []
    for moment, offset in every:
        if begin < moment < end and effective and offset != effective[-1][1]:
            effective.append((moment, offset))
    return effective


def _offset(info: ZoneInfo, moment: datetime) -> timedelta:
    """Return the offset from UTC of zone `info` at `moment`."""
    return moment.astimezone(info).utcoffset() or _ZERO


def _midnight(day: date) -> datetime:
    """Return the start of `day` as clocks show it, without zone."""
    return datetime.combine(day, time())


def _bare(name: str) -> str:
    """Return a POSIX zone name without its angle brackets."""
    return name.strip("<>")


def _duration(posix: str) -> timedelta:
    """Return a POSIX ``[+-]hh[:mm[:ss]]`` as a duration."""
    hours, minutes, seconds = (*(int(part) for part in posix.lstrip("+-").split(":")), 0, 0)[:3]
    size = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return -size if posix.startswith("-") else size


def _written(offset: timedelta) -> str:
    """Return an offset as a UTC-OFFSET value, with seconds only where there are any."""
    seconds = int(abs(offset).total_seconds())
    sign = "-" if offset < _ZERO else "+"
    minutes = f"{sign}{seconds // 3600:02}{seconds // 60 % 60:02}"
    return f"{minutes}{seconds % 60:02}" if seconds % 60 else minutes
