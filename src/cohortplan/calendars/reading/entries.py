"""When one entry of a calendar takes place: its instances, as stretches of time in UTC."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from cohortplan.calendars.reading.lines import Component, Property
from cohortplan.calendars.reading.recurring import occurrences, rule_parts
from cohortplan.calendars.reading.spans import Span
from cohortplan.calendars.reading.values import duration, moment, moments, period
from cohortplan.calendars.reading.zones import Named, Utc, Zone, Zones

_UTC = Utc()
_DAY = timedelta(days=1)
#: Longest entry that counts; longer ones are slips, such as an end in the year 9999.
_LONGEST = timedelta(days=3660)


class EntryError(ValueError):
    """An entry whose times cannot be told; the text says why."""


@dataclass(frozen=True)
class When:
    """When the first instance takes place.

    Attributes
    ----------
    start : datetime
        What clocks show then, without zone.
    length : timedelta
        How long it takes: of whole days by the calendar, else by the clock.
    days : bool
        Whether it is of whole days.
    """

    start: datetime
    zone: Zone
    length: timedelta
    days: bool

    def at(self, start: datetime, length: timedelta | None = None) -> Span:
        """Return the instance that starts when clocks show `start`, as long as the first one unless told otherwise."""
        begin = self.zone.utc(start)
        size = self.length if length is None else length
        return begin, self.zone.utc(start + size) if self.days else begin + size


@dataclass(frozen=True)
class Frame:
    """What is looked at: a stretch of time, the zones of the calendar, and when to stop, by `monotonic`."""

    first: datetime
    last: datetime
    zones: Zones
    until: float

    def instances(self, entry: Component, moved: Sequence[Component] = ()) -> list[Span]:
        """Return the instances of an entry that share time with the frame, in order.

        Parameters
        ----------
        moved : sequence of Component
            Entries of single instances, or of all from one on; the former are left out here.

        Raises
        ------
        EntryError, RuleError
            If its times cannot be told, or its rule cannot be followed.
        """
        when = self.when(entry)
        if not moved and not entry.all("RRULE", "RDATE", "EXDATE"):
            return self._within([when.at(when.start)])
        starts: dict[datetime, timedelta | None] = {when.start: None}
        if entry.first("RECURRENCE-ID") is None:
            starts.update(dict.fromkeys(self._rule_starts(entry, when)))
            starts.update(pair for found in entry.all("RDATE") for pair in self._dates(found, when))
        ids = [found for each in moved for found in each.all("RECURRENCE-ID")[:1]]
        gone = {name for found in (*entry.all("EXDATE"), *ids) for name in self._names(found)}
        later = sorted(shift for each in moved for shift in self._shifts(each))
        left = (when.at(start, length) for start, length in sorted(starts.items()) if start.date() not in gone)
        return self._within(_shifted(span, later) for span in left if span[0] not in gone)

    def _within(self, spans: Iterable[Span]) -> list[Span]:
        return [span for span in spans if span[0] < min(self.last, span[1]) and self.first < span[1]]

    def when(self, entry: Component, endless: timedelta | None = None) -> When:
        """Return when the first instance takes place.

        Parameters
        ----------
        endless : timedelta, optional
            How long it takes if it has no end; by the standard a day, or no time.

        Raises
        ------
        EntryError
            If that cannot be told.
        """
        begin = entry.first("DTSTART")
        if begin is None:
            raise EntryError("it has no start")
        value = moment(begin.value)
        if value is None or not 1 < value.year < 9990:
            raise EntryError("its start cannot be read")
        start, where = self._reading(begin, value)
        days = not isinstance(value, datetime)
        length = self._length(entry, start, where, days=days) if endless is None else endless
        if length < timedelta(0):
            raise EntryError("it ends before it begins")
        if not length and not any("/" in found.value for found in entry.all("RDATE")):
            raise EntryError("it takes no time")
        if length > _LONGEST:
            raise EntryError("it takes more than ten years")
        return When(start, where, length, days)

    def _length(self, entry: Component, start: datetime, where: Zone, *, days: bool) -> timedelta:
        end, size = entry.first("DTEND"), entry.first("DURATION")
        value = moment(end.value) if end is not None else None
        if end is not None and value is not None and 1 < value.year < 9990:
            if days:
                # Both count as days, be it that somebody wrote one of them as a time.
                return datetime.combine(value, time()) - start
            stop, there = self._reading(end, value)
            return there.utc(stop) - where.utc(start)
        length = duration(size.value) if size is not None else None
        if length is not None:
            return length
        if end is not None or size is not None:
            raise EntryError("its end cannot be read")
        return _DAY if days else timedelta(0)

    def _reading(self, found: Property, value: date) -> tuple[datetime, Zone]:
        """Return what clocks show and where; days begin at midnight at home."""
        if not isinstance(value, datetime):
            return datetime.combine(value, time()), self.zones.days
        if value.tzinfo is not None:
            return value.replace(tzinfo=None), _UTC
        return value, self.zones.zone(found.parameters.get("TZID", "").strip())

    def _rule_starts(self, entry: Component, when: When) -> Iterator[datetime]:
        # Readings of clocks anywhere are within a day of those in UTC.
        first = (self.first - _DAY).replace(tzinfo=None) - when.length
        last = (self.last + _DAY).replace(tzinfo=None)
        for found in entry.all("RRULE"):
            yield from occurrences(self._local_until(found.value, when), when.start, first, last, self.until)

    def _local_until(self, rule: str, when: When) -> str:
        """Return a rule with its UNTIL as clocks at the entry's place show it, for days the day's end."""
        parts = rule_parts(rule)
        value = moment(parts.get("UNTIL", ""))
        if value is None or value.year >= 9990:
            parts.pop("UNTIL", None)
        elif not isinstance(value, datetime):
            parts["UNTIL"] = f"{value:%Y%m%d}T235959"
        elif "Z" in rule.upper().partition("UNTIL=")[2].partition(";")[0]:
            parts["UNTIL"] = f"{_shown(value.replace(tzinfo=UTC), when.zone):%Y%m%dT%H%M%S}"
        return ";".join(f"{key}={text}" for key, text in parts.items())

    def _dates(self, found: Property, when: When) -> Iterator[tuple[datetime, timedelta | None]]:
        """Yield further starts, and the lengths of those that have one of their own."""
        for text in found.value.split(","):
            value, own = moment(text.partition("/")[0]), period(text)
            if value is not None and 1 < value.year < 9990:
                start, where = self._reading(found, value)
                length = None if own is None else own[1] if isinstance(own[1], timedelta) else _between(own[0], own[1])
                yield start if where is when.zone else _shown(where.utc(start), when.zone), length

    def _shifts(self, entry: Component) -> Iterator[tuple[datetime, datetime, timedelta]]:
        """Yield from which instance on all are moved, to when that one is, and how long they then take."""
        for found in entry.all("RECURRENCE-ID")[:1]:
            if found.parameters.get("RANGE", "").upper() == "THISANDFUTURE":
                when = self.when(entry)
                yield from ((name, when.at(when.start)[0], when.length) for name in self._moments(found))

    def _names(self, found: Property) -> Iterator[date]:
        """Yield what names instances: the moments of their starts, or their days."""
        yield from (value for value in moments(found) if not isinstance(value, datetime))
        yield from self._moments(found)

    def _moments(self, found: Property) -> Iterator[datetime]:
        for value in moments(found):
            if isinstance(value, datetime) and 1 < value.year < 9990:
                start, where = self._reading(found, value)
                yield where.utc(start)


def _shifted(span: Span, later: Sequence[tuple[datetime, datetime, timedelta]]) -> Span:
    """Return an instance as the last of the moves before it has it."""
    place = bisect_right(later, span[0], key=lambda move: move[0])
    if not place:
        return span
    named, start, length = later[place - 1]
    begin = span[0] + (start - named)
    return begin, begin + length


def _between(start: datetime, end: datetime) -> timedelta | None:
    """Return how long a period takes whose times are both local or both in UTC."""
    return end - start if (start.tzinfo is None) == (end.tzinfo is None) and start < end else None


def _shown(moment_: datetime, where: Zone) -> datetime:
    """Return what clocks in a zone show at a moment; of a zone that a file defines, about that."""
    if isinstance(where, Named):
        return moment_.astimezone(where.info).replace(tzinfo=None)
    naive = moment_.astimezone(UTC).replace(tzinfo=None)
    return naive + (naive.replace(tzinfo=UTC) - where.utc(naive))
