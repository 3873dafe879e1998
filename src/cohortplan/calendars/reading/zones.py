"""Which zone a TZID means: by its name if that is known, else by what the file says of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from time import monotonic, thread_time
from typing import Protocol
from zoneinfo import ZoneInfo

from cohortplan.calendars.reading.lines import Component
from cohortplan.calendars.reading.recurring import RuleError, occurrences, rule_parts
from cohortplan.calendars.reading.values import moments, offset
from cohortplan.errors import InputError
from cohortplan.model.zones import zone

#: Years for which a definition is worked out, and how many seconds of a processor each of its rules may take:
#: by a clock on the wall a busy machine would read other times than an idle one.
_FIRST, _LAST = datetime(1970, 1, 1), datetime(2101, 1, 1)  # noqa: DTZ001 - readings of clocks
_SECONDS = 0.5

_OFFSET = re.compile(r"\(?(?:UTC|GMT) ?([-+])([01]?\d):?([0-5]\d)?(?!\d)", re.ASCII)


class Zone(Protocol):
    """Tells what moment a reading of its clocks is."""

    def utc(self, local: datetime) -> datetime:
        """Return the moment at which clocks show `local`, which has no zone."""


@dataclass(frozen=True)
class Utc:
    """The zone of times that are in UTC."""

    def utc(self, local: datetime) -> datetime:
        """Return the moment."""
        return local.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Named:
    """A zone of the tz database."""

    info: tzinfo

    def utc(self, local: datetime) -> datetime:
        """Return the moment; in an hour shown twice the first, in one skipped as the clocks before it went."""
        return local.replace(tzinfo=self.info).astimezone(UTC)


@dataclass(frozen=True)
class Defined:
    """A zone as a VTIMEZONE defines it.

    Attributes
    ----------
    onsets : tuple of datetime
        The readings at which an offset begins, ascending.
    offsets : tuple of timedelta
        The offset before all of them, then that from each on.
    """

    onsets: tuple[datetime, ...]
    offsets: tuple[timedelta, ...]

    def utc(self, local: datetime) -> datetime:
        """Return the moment by the last onset not after it, as programs do that read the definition alone."""
        return (local - self.offsets[bisect_right(self.onsets, local)]).replace(tzinfo=UTC)


@lru_cache(maxsize=256)
def named(tzid: str) -> ZoneInfo | None:
    """Return the zone of the tz database that `tzid` names, be it behind a prefix of whoever wrote it; else None."""
    pieces = tzid.strip().strip("/").split("/")
    for start in range(len(pieces)):
        key = "/".join(pieces[start:])
        if start == 0 or len(pieces) - start > 1 or key == "UTC":
            try:
                return zone(key)
            except InputError:
                continue
    return None


@lru_cache(maxsize=256)
def windows(tzid: str) -> ZoneInfo | None:
    """Return the zone that Windows calls `tzid`, by the table of the Unicode consortium; else None."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    key = WINDOWS_TO_OLSON.get(tzid.strip())
    return None if key is None else zone(key)


def offset_in(tzid: str) -> tzinfo | None:
    """Return the offset that a name begins with, as in ``UTC+11`` and ``(GMT-05:00) Lima``; None if there is none."""
    match = _OFFSET.match(tzid)
    if match is None:
        return None
    size = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(size if match[1] == "+" else -size)


def defined(block: Component, until: float, *, dates: bool = True) -> Defined | None:
    """Return the zone that a VTIMEZONE defines, None if it defines none.

    Parameters
    ----------
    until : float
        What is not read by then, by `monotonic`, does not count.
    dates : bool
        Whether RDATE is read: not all programs do.
    """
    found: list[tuple[datetime, timedelta, timedelta]] = []
    for part in block.inner("STANDARD", "DAYLIGHT"):
        before, after = (offset(part.text(name)) for name in ("TZOFFSETFROM", "TZOFFSETTO"))
        if before is not None and after is not None and monotonic() < until:
            found.extend((each, before, after) for each in _onsets(part, dates=dates))
    if not found:
        return None
    found.sort()
    return Defined(tuple(each for each, _, _ in found), (found[0][1], *(after for _, _, after in found)))


def _onsets(part: Component, *, dates: bool) -> Iterable[datetime]:
    starts = [each for each in map(_local, moments_of(part, "DTSTART")) if each is not None]
    if not starts:
        return []
    further = map(_local, moments_of(part, "RDATE") if dates else [])
    found = {starts[0], *(each for each in further if each is not None)}
    for rule in part.all("RRULE"):
        found.update(_yearly(rule.value, starts[0]))
    return found


@lru_cache(maxsize=256)
def _yearly(rule: str, start: datetime) -> tuple[datetime, ...]:
    """Return the onsets that a rule gives: calendars have the same few zones, so each is followed once."""
    if rule_parts(rule).get("FREQ") != "YEARLY":
        return ()
    try:
        return tuple(occurrences(rule, start, max(_FIRST, start), _LAST, thread_time() + _SECONDS, clock=thread_time))
    except RuleError:
        return ()


def moments_of(part: Component, name: str) -> list[object]:
    """Return all dates and times of the properties of this name."""
    return [each for found in part.all(name) for each in moments(found)]


def _local(value: object) -> datetime | None:
    return value.replace(tzinfo=None) if isinstance(value, datetime) else None


class Zones:
    """The zones of one calendar.

    Parameters
    ----------
    calendar : Component
        Where zones may be defined.
    home : ZoneInfo
        The zone of whole days, of times without zone unless the calendar has one, and of those whose zone nobody knows.
    until : float
        When to stop reading definitions, by `monotonic`.
    """

    def __init__(self, calendar: Component, home: ZoneInfo, until: float) -> None:
        self._until = until
        own = calendar.first("X-WR-TIMEZONE")
        self._blocks = _definitions(calendar)
        self._known: dict[str, Zone] = {}
        self.unknown: set[str] = set()
        self.days: Zone = Named(home)
        self.home: Zone = Named((own and (named(own.value) or windows(own.value))) or home)

    def zone(self, tzid: str) -> Zone:
        """Return the zone of this name; times without zone and of unknown zones are those of home."""
        if not tzid:
            return self.home
        if tzid not in self._known:
            self._known[tzid] = self._find(tzid)
        return self._known[tzid]

    def _find(self, tzid: str) -> Zone:
        info = named(tzid) or windows(tzid)
        block = self._blocks.get(tzid)
        if info is None and block is not None:
            place = block.first("X-LIC-LOCATION")
            info = named(place.value) if place is not None else None
            definition = defined(block, self._until) if info is None else None
            if definition is not None:
                return definition
        known = info or offset_in(tzid)
        if known is None:
            self.unknown.add(tzid)
            return self.home
        return Named(known)


def _definitions(calendar: Component) -> Mapping[str, Component]:
    """Return the definitions by TZID; of two alike the first counts."""
    found: dict[str, Component] = {}
    for block in calendar.inner("VTIMEZONE"):
        name = block.first("TZID")
        if name is not None:
            found.setdefault(re.sub(r"\\(.)", r"\1", name.value.strip()), block)
    return found
