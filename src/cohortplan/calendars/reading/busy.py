"""When a calendar says that somebody is busy: nothing else of it is kept, not even why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic
from typing import Literal
from zoneinfo import ZoneInfo

from cohortplan.calendars.reading.entries import EntryError, Frame
from cohortplan.calendars.reading.lines import Component, document
from cohortplan.calendars.reading.recurring import RuleError
from cohortplan.calendars.reading.spans import Span, union, within, without
from cohortplan.calendars.reading.values import period
from cohortplan.calendars.reading.zones import Zones

SECONDS = 2.0
"""How long rules and definitions of one file may take to be followed."""

Kind = Literal["busy", "tentative", "unavailable"]

#: All that is read of a file: when something is, and whether it takes somebody's time.
_READ = (
    *("METHOD", "X-WR-TIMEZONE", "TZID", "X-LIC-LOCATION", "TZOFFSETFROM", "TZOFFSETTO"),
    *("UID", "RECURRENCE-ID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE"),
    *("STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "ATTENDEE", "FREEBUSY", "PRIORITY"),
)
#: Messages that book nothing: they take back, answer or ask.
_NO_BOOKING = ("CANCEL", "REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER")
_KINDS: Mapping[str, Kind] = {
    "BUSY": "busy",
    "BUSY-TENTATIVE": "tentative",
    "BUSY-UNAVAILABLE": "unavailable",
    "TENTATIVE": "tentative",
    "OOF": "unavailable",
}


@dataclass
class Busy:
    """What calendars say of one person or host.

    Attributes
    ----------
    spans : dict
        The times that are taken, in UTC, by their kind.
    open : list of Span or None
        When they are available, if that is told; None if it is not.
    entries : int
        How many entries were read.
    left_out : Counter of str
        Why entries do not count, or count otherwise than one might think, and how many of them.
    """

    spans: dict[Kind, list[Span]] = field(default_factory=dict)
    open: list[Span] | None = None
    entries: int = 0
    left_out: Counter[str] = field(default_factory=Counter)

    def add(self, kind: Kind, spans: Iterable[Span]) -> None:
        """Add times that are taken."""
        self.spans.setdefault(kind, []).extend(spans)

    def taken(self, *, firm: bool = False) -> list[Span]:
        """Return the times that are taken; those only tentatively too, unless `firm`."""
        kinds = (spans for kind, spans in self.spans.items() if not (firm and kind == "tentative"))
        return union(span for spans in kinds for span in spans)

    def join(self, other: Busy) -> None:
        """Add what another calendar of the same person or host says."""
        for kind, spans in other.spans.items():
            self.add(kind, spans)
        if other.open is not None:
            self.open = other.open if self.open is None else within(self.open, other.open)
        self.entries += other.entries
        self.left_out += other.left_out


def read_busy(data: bytes, window: Span, home: ZoneInfo, addresses: Collection[str] = ()) -> Busy:
    """Return when a calendar says that somebody is busy.

    Parameters
    ----------
    data : bytes
        The file; whatever is broken in it costs only itself.
    window : Span
        What is looked at, in UTC.
    home : ZoneInfo
        The zone of whole days, and of times that have none.
    addresses : collection of str
        The mailboxes of whom it is about: what they declined does not count.
    """
    read = document(data, _READ)
    busy = Busy()
    until = monotonic() + SECONDS
    for calendar in read.calendars:
        reader = _Reader(calendar, window, home, {address.casefold() for address in addresses}, until, busy)
        reader.read()
    if not read.calendars:
        busy.left_out["the file is no calendar"] += 1
    if read.faults:
        busy.left_out["a line or block is broken"] += len(read.faults)
    return busy


class _Reader:
    """Reads one calendar."""

    def __init__(
        self, calendar: Component, window: Span, home: ZoneInfo, addresses: set[str], until: float, busy: Busy
    ) -> None:
        self._calendar = calendar
        self._zones = Zones(calendar, home, until)
        self._frame = Frame(*window, self._zones, until)
        self._addresses = addresses
        self._busy = busy

    def read(self) -> None:
        """Read all that may take time."""
        self._events()
        # Not only those right inside the calendar: in a broken file a block may have swallowed what follows it.
        for each in self._calendar.walk():
            if each.name == "VFREEBUSY":
                self._free_busy(each)
        self._availabilities([each for each in self._calendar.walk() if each.name == "VAVAILABILITY"])
        for name in sorted(self._zones.unknown):
            self._busy.left_out[f"the zone {name[:40]!r} is not known: its times are read as local"] += 1

    def _events(self) -> None:
        found = [each for each in self._calendar.walk() if each.name == "VEVENT"]
        self._busy.entries += len(found)
        latest = _latest(found)
        if len(latest) < len(found):
            self._busy.left_out["a later version of it is there"] += len(found) - len(latest)
        moved: dict[str, list[Component]] = {}
        for each in latest:
            if each.first("RECURRENCE-ID") is not None:
                moved.setdefault(each.text("UID"), []).append(each)
        for each in latest:
            reason = self._reason(each)
            if reason:
                self._busy.left_out[reason] += 1
                continue
            own = each.first("RECURRENCE-ID") is not None
            self._busy.add(_kind(each), self._instances(each, () if own else moved.get(each.text("UID"), ())))

    def _instances(self, entry: Component, moved: Sequence[Component] = ()) -> list[Span]:
        """Return when an entry takes place; none, and why, if that cannot be told."""
        try:
            return self._frame.instances(entry, moved)
        except (EntryError, RuleError) as error:
            self._busy.left_out[str(error)] += 1
        except OverflowError:
            self._busy.left_out["its times are beyond all calendars"] += 1
        return []

    def _reason(self, event: Component) -> str:
        """Say why an event takes nobody's time, "" if it does."""
        if self._calendar.text("METHOD") in _NO_BOOKING:
            return "it is a message that books nothing"
        if event.text("STATUS") == "CANCELLED":
            return "it is cancelled"
        if event.text("TRANSP") == "TRANSPARENT" or event.text("X-MICROSOFT-CDO-BUSYSTATUS") == "FREE":
            return "it leaves time free"
        for found in event.all("ATTENDEE"):
            names = {found.address, found.parameters.get("EMAIL", "").casefold()}
            if names & self._addresses and found.parameters.get("PARTSTAT", "").upper() == "DECLINED":
                return "it was declined"
        return ""

    def _free_busy(self, entry: Component) -> None:
        first, last = self._frame.first, self._frame.last
        for found in entry.all("FREEBUSY"):
            kind = found.parameters.get("FBTYPE", "BUSY").upper()
            for text in found.value.split(","):
                self._busy.entries += 1
                span = _period(text)
                if span is None:
                    self._busy.left_out["it is no period, or ends before it begins"] += 1
                elif kind == "FREE":
                    self._busy.left_out["it leaves time free"] += 1
                else:
                    self._busy.add(_KINDS.get(kind, "busy"), [(max(span[0], first), min(span[1], last))])

    def _availabilities(self, blocks: list[Component]) -> None:
        """Read when somebody is available, the least important first, as others replace it."""
        for block in sorted(blocks, key=_priority, reverse=True):
            self._busy.entries += 1
            if monotonic() > self._frame.until:
                self._busy.left_out["there are more availabilities than can be followed"] += 1
                continue
            rest = self._bounds(block)
            offered = [span for each in block.inner("AVAILABLE") for span in self._instances(each)]
            kept = without(self._busy.open or [], rest)
            self._busy.open = union([*kept, *within(offered, rest)])
            others = self._busy.spans.get("unavailable", [])
            self._busy.spans["unavailable"] = [*without(others, rest), *without(rest, offered)] if rest else others

    def _bounds(self, block: Component) -> list[Span]:
        """Return the part of the frame that an availability is about: all, unless it has a start or an end."""
        bounds = [(self._frame.first, self._frame.last)]
        if block.first("DTSTART") is None:
            return bounds
        open_ended = block.first("DTEND") is None and block.first("DURATION") is None
        try:
            when = self._frame.when(block, timedelta(days=3650) if open_ended else None)
        except EntryError as error:
            self._busy.left_out[str(error)] += 1
            return bounds
        return within([when.at(when.start)], bounds)


def _latest(events: Iterable[Component]) -> list[Component]:
    """Return the latest version of each event, or of each instance that has one of its own."""
    found: dict[tuple[str, ...], Component] = {}
    for number, each in enumerate(events):
        name = each.first("UID")
        uid = name.value.strip() if name is not None else ""
        key = (uid, each.text("RECURRENCE-ID")) if uid else ("", "", str(number))
        if key not in found or _version(each) >= _version(found[key]):
            found[key] = each
    return list(found.values())


def _version(event: Component) -> tuple[int, str]:
    number = event.text("SEQUENCE")
    return int(number[:9]) if number.isdecimal() else 0, event.text("DTSTAMP")


def _kind(event: Component) -> Kind:
    told = event.text("X-MICROSOFT-CDO-BUSYSTATUS") or event.text("STATUS")
    return _KINDS.get(told, "busy")


def _priority(block: Component) -> int:
    # 1 is the highest, 0 and none are the lowest (RFC 7953, section 3.1).
    number = block.text("PRIORITY")
    return int(number) if number.isdecimal() and len(number) == 1 and number != "0" else 10


def _period(text: str) -> Span | None:
    found = period(text)
    if found is None:
        return None
    start, end = found
    try:
        stop = start + end if isinstance(end, timedelta) else end
    except OverflowError:
        return None
    return (start, stop) if start.tzinfo is not None and stop.tzinfo is not None and start < stop else None
