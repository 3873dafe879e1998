"""The rows of the ledger, and how an event is kept in one."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Literal

from cohortplan.calendars.ical import Event, Method, PartStat
from cohortplan.calendars.projection import Audience
from cohortplan.model.zones import zone

#: Fields of an event that tell which version it is, not what it says.
_OF_VERSION = ("dtstamp", "sequence", "organizer", "attendee")
_MOMENTS = ("start", "end", "dtstamp")

#: What clocks show at the start and the end of an event, without zone; nothing of whole days.
Clocks = tuple[datetime, ...]

#: What has become of a message.
State = Literal["begun", "done", "failed", "superseded"]


@dataclass(frozen=True)
class Entry:
    """One version of one event for one mailbox: a message, whether or not it has been handed over.

    Attributes
    ----------
    number : int
        Its place in the ledger.
    revision : int
        The published revision of the plan that it belongs to.
    audience, to, name : str
        Whose calendar it is for: the kind, the id and the name.
    kind : str
        What it does: new, minor, major, status (provisional or firm), reinstate or cancel.
    event : Event
        What it says, with the version that it has.
    address : str
        The mailbox; "" for an event that is in feeds alone.
    content : bytes
        The iCalendar object that is handed over, always the same.
    clocks : tuple of datetime, or None
        What clocks at the event showed at its start and its end when it was told: the rules of its zone may be others
        now. None where that is not known.
    """

    number: int
    revision: int
    uid: str
    address: str
    audience: Audience
    to: str
    name: str
    kind: str
    method: Method
    sequence: int
    dtstamp: datetime
    event: Event
    content: bytes
    clocks: Clocks | None = None

    @property
    def live(self) -> bool:
        """Whether the event takes place, as far as this mailbox has to know."""
        return self.method != "CANCEL"

    @property
    def told(self) -> bool:
        """Whether somebody is told of it; an event that is only in feeds has no mailbox."""
        return bool(self.address)

    @property
    def key(self) -> tuple[str, str]:
        """The event and the mailbox, whose versions follow each other."""
        return self.uid, self.address


@dataclass(frozen=True)
class Delivery:
    """What became of an entry: handing over has ``begun``, is ``done``, has ``failed``, or was not needed any more.

    Attributes
    ----------
    carrier : str
        Who carried it: mail, files, or caldav and the address of the calendars; caldav-invites if people were invited.
    detail : str
        Why it failed; or what the carrier has to know the next time, such as the version that a server gave it.
    """

    entry: int
    at: datetime
    carrier: str
    state: State
    detail: str = ""


@dataclass(frozen=True)
class Reply:
    """An answer that came in, and what was made of it.

    Attributes
    ----------
    source : str
        SHA-256 of the message, or of it and a later verdict: the same one counts once.
    uid, address : str
        The event and the mailbox that answers; "" where that could not be read.
    verdict : str
        ``applied``, ``proposal`` or ``asked``, or why not: stale, unmatched, forged or unclear; ``refused`` for a
        proposal that was.
    """

    at: datetime
    source: str
    uid: str
    address: str
    method: str
    sequence: int
    dtstamp: datetime | None
    partstat: PartStat | Literal[""]
    comment: str
    verdict: str
    start: datetime | None = None
    end: datetime | None = None


def written(event: Event) -> str:
    """Return an event as JSON: what it says, without its version and without people."""
    said = {each.name: getattr(event, each.name) for each in fields(event) if each.name not in _OF_VERSION}
    said["clocks"] = clocks(event)
    return json.dumps(said, default=_text, ensure_ascii=False, sort_keys=True)


def read(content: str, dtstamp: datetime, sequence: int) -> tuple[Event, Clocks | None]:
    """Return the event that `written` wrote, as the version asked for, and what clocks showed then."""
    given: dict[str, Any] = json.loads(content)
    shown = given.pop("clocks", None)
    for name in ("start", "end"):
        text = given[name]
        given[name] = datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    for name in ("categories", "alarms", "geo"):
        given[name] = None if given[name] is None else tuple(given[name])
    event = Event(**given, dtstamp=dtstamp, sequence=sequence)
    return event, None if shown is None else tuple(map(datetime.fromisoformat, shown))


def clocks(event: Event) -> Clocks:
    """Return what clocks at an event show at its start and its end, by the rules of its zone that hold now."""
    place = zone(event.zone)
    moments = (each for each in (event.start, event.end) if isinstance(each, datetime))
    return tuple(each.astimezone(place).replace(tzinfo=None) for each in moments)


def says(event: Event) -> str:
    """SHA-256 of what an event says."""
    return hashlib.sha256(written(event).encode()).hexdigest()


def version(event: Event, sequence: int, dtstamp: datetime) -> Event:
    """Return an event as another version of itself."""
    return replace(event, sequence=sequence, dtstamp=dtstamp)


def _text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in the ledger")
