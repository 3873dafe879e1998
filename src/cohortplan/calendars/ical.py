"""Calendars and events, and how they are written: the same calendar gives the same bytes, always.

A calendar without method is a file or feed to read; with one it is a message (RFC 5546) about its one event. With an
agent it is an event on a calendar server (RFC 4791), which has no method either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal
from urllib.parse import quote

from cohortplan.calendars.text import content_line, display_name, text, text_list
from cohortplan.calendars.zones import vtimezone, wall_clock

PRODID = "-//cohortplan//cohortplan//EN"

#: What an address may hold as it is; all else is written as octets (RFC 6068).
_IN_ADDRESS = "@!$'*+-/=?^_`{|}~."

#: How often a program that subscribes to a feed should look for news.
_REFRESH = "PT6H"


Method = Literal["REQUEST", "CANCEL", "REPLY", "COUNTER", "DECLINECOUNTER"]
PartStat = Literal["NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED"]


@dataclass(frozen=True)
class Mailbox:
    """A name and an e-mail address."""

    name: str
    address: str

    @property
    def uri(self) -> str:
        """The address as a calendar user's (RFC 5545, section 3.3.3)."""
        return f"mailto:{quote(self.address, safe=_IN_ADDRESS)}"


@dataclass(frozen=True)
class Attendee(Mailbox):
    """Somebody who is invited, and what they have answered."""

    partstat: PartStat = "NEEDS-ACTION"


@dataclass(frozen=True, kw_only=True)
class Event:
    """One VEVENT.

    Attributes
    ----------
    uid : str
        Identifier that stays the same for the life of the event.
    dtstamp : datetime
        When this version was last revised; given, never the time of writing, so that unchanged events keep their bytes.
    start, end : datetime or date
        Both aware, or both dates of an event of whole days; `end` is exclusive.
    zone : str
        IANA name of the zone whose wall clock readers shall see; "UTC" writes plain UTC.
    geo : tuple of float or None
        Latitude and longitude in degrees (WGS84).
    sequence : int
        Number of the revision.
    organizer, attendee : Mailbox and Attendee, or None
        Who invites whom; a message names one of each.
    alarms : tuple of int
        Minutes before the start at which the reader is reminded.
    conference : str
        Web address at which one takes part online.
    related : str
        Identifier of the event that this one belongs to, such as the visit that a journey leads to.

    Raises
    ------
    ValueError
        If a value has no place in an event: no identifier, a time without zone, an end not after the start, a
        negative revision, or a position that is not on Earth.
    """

    uid: str
    dtstamp: datetime
    start: datetime | date
    end: datetime | date
    summary: str
    zone: str = "UTC"
    description: str = ""
    location: str = ""
    geo: tuple[float, float] | None = None
    categories: tuple[str, ...] = ()
    status: Literal["TENTATIVE", "CONFIRMED", "CANCELLED"] = "CONFIRMED"
    sequence: int = 0
    transp: Literal["OPAQUE", "TRANSPARENT"] = "OPAQUE"
    class_: Literal["PUBLIC", "PRIVATE", "CONFIDENTIAL"] = "PRIVATE"
    organizer: Mailbox | None = None
    attendee: Attendee | None = None
    alarms: tuple[int, ...] = ()
    related: str = ""
    conference: str = ""

    def __post_init__(self) -> None:
        if not self.uid.strip():
            raise ValueError("An event needs a UID.")
        if self.sequence < 0:
            raise ValueError(f"SEQUENCE cannot be {self.sequence}.")
        if self.dtstamp.tzinfo is None:
            raise ValueError("DTSTAMP needs a time zone.")
        self._check_times()
        if self.geo is not None and not (abs(self.geo[0]) <= 90 and abs(self.geo[1]) <= 180):
            raise ValueError(f"{self.geo} is not a position on Earth.")

    def _check_times(self) -> None:
        if isinstance(self.start, datetime) != isinstance(self.end, datetime):
            raise ValueError("Start and end are both times or both days.")
        if isinstance(self.start, datetime) and isinstance(self.end, datetime):
            if self.start.tzinfo is None or self.end.tzinfo is None:
                raise ValueError("Start and end need a time zone.")
            if self.end.astimezone(UTC) <= self.start.astimezone(UTC):
                raise ValueError(f"The end {self.end} is not after the start {self.start}.")
        elif self.end <= self.start:
            raise ValueError(f"The end {self.end} is not after the start {self.start}.")


@dataclass(frozen=True)
class Calendar:
    """A named list of events, written in the order given; or, with a `method`, a message about one event.

    Attributes
    ----------
    agent : str or None
        Who invites people to the one event that a server holds: the ``SERVER`` itself or its ``CLIENT``, that is we.
    """

    name: str
    description: str = ""
    events: tuple[Event, ...] = ()
    method: Method | None = None
    agent: Literal["CLIENT", "SERVER"] | None = None


def render(calendar: Calendar) -> bytes:
    """Return `calendar` as an iCalendar file (RFC 5545, with the feed properties of RFC 7986).

    Raises
    ------
    InputError
        If an event names a time zone that does not exist.
    """
    return b"".join(_calendar_lines(calendar))


def _calendar_lines(calendar: Calendar) -> Iterator[bytes]:
    yield content_line("BEGIN", "VCALENDAR")
    yield content_line("VERSION", "2.0")
    yield content_line("PRODID", PRODID)
    yield content_line("CALSCALE", "GREGORIAN")
    if calendar.method is not None:
        yield content_line("METHOD", calendar.method)
    elif calendar.agent is None:
        yield from _feed_lines(calendar)
    yield from _zone_blocks(calendar)
    for event in calendar.events:
        yield from _event_lines(event, {"SCHEDULE-AGENT": "CLIENT"} if calendar.agent == "CLIENT" else {})
    yield content_line("END", "VCALENDAR")


def _feed_lines(calendar: Calendar) -> Iterator[bytes]:
    yield content_line("NAME", text(calendar.name))
    yield content_line("X-WR-CALNAME", text(calendar.name))
    if calendar.description:
        yield content_line("DESCRIPTION", text(calendar.description))
        yield content_line("X-WR-CALDESC", text(calendar.description))
    yield content_line("REFRESH-INTERVAL", _REFRESH, VALUE="DURATION")
    yield content_line("X-PUBLISHED-TTL", _REFRESH)


def _zone_blocks(calendar: Calendar) -> Iterator[bytes]:
    """Yield a VTIMEZONE for each zone in use, sorted; one without events gets UTC's, as none may be bare."""
    years: dict[str, set[int]] = {}
    for event in calendar.events:
        if _wall_clocks(event) is not None:
            spans = years.setdefault(event.zone, set())
            spans.update(time.astimezone(UTC).year for time in (event.start, event.end) if isinstance(time, datetime))
    if not calendar.events:
        yield vtimezone("Etc/UTC", 1970, 1970)
    for zone, span in sorted(years.items()):
        yield vtimezone(zone, min(span), max(span))


def _event_lines(event: Event, agent: Mapping[str, str]) -> Iterator[bytes]:
    yield content_line("BEGIN", "VEVENT")
    yield content_line("UID", text(event.uid))
    yield content_line("DTSTAMP", _utc(event.dtstamp))
    yield from _time_lines(event)
    yield content_line("SEQUENCE", str(event.sequence))
    yield content_line("STATUS", event.status)
    yield content_line("TRANSP", event.transp)
    yield content_line("CLASS", event.class_)
    yield content_line("SUMMARY", text(event.summary))
    if event.description:
        yield content_line("DESCRIPTION", text(event.description))
    if event.location:
        yield content_line("LOCATION", text(event.location))
    if event.geo is not None:
        yield content_line("GEO", f"{event.geo[0]:.6f};{event.geo[1]:.6f}")
    if event.categories:
        yield content_line("CATEGORIES", text_list(event.categories))
    if event.conference:
        yield content_line("CONFERENCE", event.conference, VALUE="URI", FEATURE="VIDEO", LABEL="Join online")
    if event.related:
        yield content_line("RELATED-TO", text(event.related))
    yield from _people_lines(event, agent)
    for minutes in event.alarms:
        yield from _alarm_lines(event, minutes)
    yield content_line("END", "VEVENT")


def _people_lines(event: Event, agent: Mapping[str, str]) -> Iterator[bytes]:
    """Yield who invites, and whom: without such lines nobody is asked for an answer."""
    if event.organizer is not None:
        yield content_line("ORGANIZER", event.organizer.uri, CN=display_name(event.organizer.name), **agent)
    if event.attendee is not None:
        asked = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": event.attendee.partstat, "RSVP": "TRUE"}
        yield content_line(
            "ATTENDEE", event.attendee.uri, CN=display_name(event.attendee.name), CUTYPE="INDIVIDUAL", **asked, **agent
        )


def _alarm_lines(event: Event, minutes: int) -> Iterator[bytes]:
    yield content_line("BEGIN", "VALARM")
    yield content_line("ACTION", "DISPLAY")
    yield content_line("DESCRIPTION", text(event.summary))
    yield content_line("TRIGGER", f"-PT{minutes}M")
    yield content_line("END", "VALARM")


def _time_lines(event: Event) -> Iterator[bytes]:
    """Yield DTSTART and DTEND: as days, as wall-clock times of the event's zone, or else in UTC."""
    readings = _wall_clocks(event)
    for index, (name, time) in enumerate((("DTSTART", event.start), ("DTEND", event.end))):
        if not isinstance(time, datetime):
            yield content_line(name, f"{time:%Y%m%d}", VALUE="DATE")
        elif readings is None:
            yield content_line(name, _utc(time))
        else:
            yield content_line(name, f"{readings[index]:%Y%m%dT%H%M%S}", TZID=event.zone)


def _wall_clocks(event: Event) -> tuple[datetime, datetime] | None:
    """Return both times as the clocks of the event's zone show them, None where they must be written otherwise."""
    if event.zone == "UTC" or not isinstance(event.start, datetime) or not isinstance(event.end, datetime):
        return None
    start, end = wall_clock(event.start, event.zone), wall_clock(event.end, event.zone)
    return None if start is None or end is None else (start, end)


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
