"""Rules about time zones: each one in use is defined, so that every program reads the definition alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from time import monotonic

from cohortplan.calendars.checking.base import CALENDAR, ENTRIES, Calendar, Hit
from cohortplan.calendars.reading.lines import Component
from cohortplan.calendars.reading.values import moment, offset
from cohortplan.calendars.reading.zones import Named, Zone, defined, named, windows

_PARTS = ("STANDARD", "DAYLIGHT")
#: How long definitions may take to be read.
_SECONDS = 2.0


@CALENDAR.add("no-definition", "RFC 5545, 3.2.19", "Add the zone's VTIMEZONE before the first event")
def no_definition(calendar: Calendar) -> Iterator[Hit]:
    """Every TZID in use has its VTIMEZONE."""
    missing = {each.tzid: each.found for each in reversed(calendar.readings) if each.local is not None}
    names = {found.value.strip() for block in _blocks(calendar) for found in block.all("TZID")}
    for tzid, found in missing.items():
        if tzid and tzid not in names:
            yield Hit(found.line, f"there is no VTIMEZONE of {tzid[:60]}")


@CALENDAR.add("needless-zone", "RFC 5545, 3.2.19", "Remove TZID, or the Z at the end of the time")
def needless_zone(calendar: Calendar) -> Iterator[Hit]:
    """Times in UTC and dates have no TZID."""
    lines = {each.found.line: each for each in calendar.readings if each.tzid and each.local is None}
    for line, each in lines.items():
        yield Hit(line, f"{each.found.name} has a TZID though it is no local time")


@CALENDAR.add("zone-name", "RFC 5545, 3.6.5", "Give each VTIMEZONE one TZID of its own")
def zone_name(calendar: Calendar) -> Iterator[Hit]:
    """Every VTIMEZONE has one name, and no two have the same."""
    seen: set[str] = set()
    for block in _blocks(calendar):
        names = block.all("TZID")
        if len(names) != 1 or not names[0].value.strip():
            yield Hit(block.line, f"the VTIMEZONE has {'no' if not names else 'not one'} TZID")
        elif names[0].value.strip() in seen:
            yield Hit(block.line, f"there is a second VTIMEZONE of {names[0].value.strip()[:60]}")
        else:
            seen.add(names[0].value.strip())


@CALENDAR.add("zone-without-part", "RFC 5545, 3.6.5", "Add a STANDARD or DAYLIGHT, with DTSTART and the two offsets")
def zone_without_part(calendar: Calendar) -> Iterator[Hit]:
    """Every VTIMEZONE says something of the time there."""
    for block in _blocks(calendar):
        if not block.inner(*_PARTS):
            yield Hit(block.line, "the VTIMEZONE has neither STANDARD nor DAYLIGHT")


@CALENDAR.add("zone-part", "RFC 5545, 3.6.5", "Write DTSTART as local time, and TZOFFSETFROM and TZOFFSETTO like +0100")
def zone_part(calendar: Calendar) -> Iterator[Hit]:
    """Every STANDARD and DAYLIGHT has a local start, and the offsets before and after it."""
    for part in (part for block in _blocks(calendar) for part in block.inner(*_PARTS)):
        for name in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"):
            found = part.first(name)
            if found is None:
                yield Hit(part.line, f"{part.name} has no {name}")
            elif name != "DTSTART" and offset(found.value) is None:
                yield Hit(found.line, f"{name} is no offset: {found.value[:20]}")
            elif name == "DTSTART" and not _local(found.value):
                yield Hit(found.line, f"DTSTART of {part.name} is no local time: {found.value[:20]}")


@CALENDAR.add("zone-wrong", "RFC 5545, 3.6.5", "Write the definition anew: DTSTART as clocks before the change show it")
def zone_wrong(calendar: Calendar) -> Iterator[Hit]:
    """The definition of a known zone gives the calendar's times as that zone has them."""
    zones = {tzid: named(tzid) for tzid in calendar.tzids}
    known = {tzid: Named(info) for tzid, info in zones.items() if info is not None}
    for block, tzid, local in _differing(calendar, _definitions(calendar), known):
        yield Hit(block.line, f"by its VTIMEZONE {tzid} has another time at {local}")


@CALENDAR.add("zone-dates", "RFC 5545, 3.6.5", "Write RRULE, or a part for each change")
def zone_dates(calendar: Calendar) -> Iterator[Hit]:
    """No time depends on a change of clocks that RDATE tells, of which programs read the first one or none."""
    for block, tzid, local in _differing(calendar, _definitions(calendar), _definitions(calendar, dates=False)):
        yield Hit(block.line, f"programs that read no RDATE in VTIMEZONE have another time in {tzid} at {local}")


@CALENDAR.add("zone-only-dates", "RFC 5545, 3.6.5", "Write RRULE, or a part for each change", "warning")
def zone_only_dates(calendar: Calendar) -> Iterator[Hit]:
    """No part lists its changes in RDATE alone, even where no time depends on it yet."""
    for block in _blocks(calendar) if not any(zone_dates(calendar)) else ():
        parts = [part for part in block.inner(*_PARTS) if part.first("RRULE") is None]
        dates = [found for part in parts for found in part.all("RDATE") if found.value.strip() != part.text("DTSTART")]
        for found in dates[:1]:
            yield Hit(found.line, "the VTIMEZONE lists its changes in RDATE alone")


@CALENDAR.add("zone-private", "RFC 5545, 3.8.3.1", "Use the name in the tz database, such as Europe/London", "warning")
def zone_private(calendar: Calendar) -> Iterator[Hit]:
    """Zones have their names in the tz database, as some programs read no definition."""
    for block in _blocks(calendar):
        for found in block.all("TZID")[:1]:
            if named(found.value) is None and windows(found.value) is None:
                yield Hit(found.line, f"the tz database has no zone {found.value.strip()[:60]}")


@CALENDAR.add("zone-windows", "RFC 5545, 3.8.3.1", "Use the name in the tz database, such as Europe/London", "warning")
def zone_windows(calendar: Calendar) -> Iterator[Hit]:
    """Zones do not have the names that Windows gives them."""
    for block in _blocks(calendar):
        for found in block.all("TZID")[:1]:
            if named(found.value) is None and windows(found.value) is not None:
                yield Hit(found.line, f"{found.value.strip()} is a name of Windows")


@CALENDAR.add("zone-late", "RFC 5545, 3.6", "Put it before the first event", "warning")
def zone_late(calendar: Calendar) -> Iterator[Hit]:
    """Zones are defined before they are used, as some programs read a file once."""
    begun = False
    for part in calendar.block.parts:
        begun = begun or part.name in ENTRIES
        if begun and part.name == "VTIMEZONE":
            yield Hit(part.line, "the VTIMEZONE stands after the first event")


def _blocks(calendar: Calendar) -> list[Component]:
    return calendar.block.inner("VTIMEZONE")


def _definitions(calendar: Calendar, *, dates: bool = True) -> dict[str, Zone]:
    """Return the definitions of the zones in use; none if a part of any cannot be read, as another rule tells."""
    if any(zone_part(calendar)):
        return {}
    until = monotonic() + _SECONDS
    found = ((block.text("TZID"), defined(block, until, dates=dates)) for block in _blocks(calendar))
    by_name = {name: definition for name, definition in found if definition is not None}
    return {tzid: by_name[tzid.upper()] for tzid in calendar.tzids if tzid.upper() in by_name}


def _differing(
    calendar: Calendar, ones: Mapping[str, Zone], others: Mapping[str, Zone]
) -> Iterator[tuple[Component, str, datetime]]:
    """Yield for each zone the first time that two readings of the zone take for different moments."""
    blocks = {block.text("TZID"): block for block in _blocks(calendar)}
    told: set[str] = set()
    for each in calendar.readings:
        one, other, local = ones.get(each.tzid), others.get(each.tzid), each.local
        if one is None or other is None or local is None or each.tzid in told or not 1970 < local.year < 2100:
            continue
        # In hours that clocks skip or show twice there is more than one way to read a time.
        info = named(each.tzid)
        single = info is None or len({local.replace(tzinfo=info, fold=fold).utcoffset() for fold in (0, 1)}) == 1
        if single and one.utc(local) != other.utc(local):
            told.add(each.tzid)
            yield blocks[each.tzid.upper()], each.tzid, local


def _local(value: str) -> bool:
    found = moment(value)
    return found is not None and "T" in value.upper() and not value.strip().upper().endswith("Z")
