"""What has to be told after a change of the plan, and how much of a change it is (RFC 5546, section 2.1.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from cohortplan.calendars.ical import Attendee, Calendar, Event, Mailbox, Method, PartStat, render
from cohortplan.calendars.ledger.entries import Entry, clocks, says, version
from cohortplan.calendars.projection import Audience

_SECOND = timedelta(seconds=1)


class Kind(StrEnum):
    """What a change does to the event of one mailbox."""

    NEW = "new"
    MINOR = "minor"
    MAJOR = "major"
    STATUS = "status"
    REINSTATE = "reinstate"
    CANCEL = "cancel"


@dataclass(frozen=True)
class Invitation:
    """An event that a mailbox shall have, or the feed of somebody who is told nothing.

    Attributes
    ----------
    to, name, address : str
        Whom it is for: the id of a participant, set or host, what they are called, and their mailbox, "" if feeds alone
        hold it.
    """

    audience: Audience
    to: str
    name: str
    address: str
    event: Event

    @property
    def key(self) -> tuple[str, str]:
        """The event and the mailbox."""
        return self.event.uid, self.address


@dataclass(frozen=True)
class Change:
    """A message that has to be sent, and the one before it in the same calendar, if any.

    Attributes
    ----------
    content : bytes
        What is sent; nothing if nobody is told.
    """

    kind: Kind
    method: Method
    invitation: Invitation
    before: Entry | None
    content: bytes

    @property
    def event(self) -> Event:
        """The event as it is told now."""
        return self.invitation.event

    @property
    def by_other_rules(self) -> bool:
        """Whether clocks show the times that were told before, at other moments: the rules of the zone are others."""
        before = self.before
        if before is None or before.clocks is None or before.event.zone != self.event.zone:
            return False
        moved = (before.event.start, before.event.end) != (self.event.start, self.event.end)
        return moved and before.clocks == clocks(self.event)


def changes(
    latest: Mapping[tuple[str, str], Entry],
    wanted: Iterable[Invitation],
    organizer: Mailbox,
    now: datetime,
    answers: Mapping[tuple[str, str], tuple[int, PartStat]],
) -> Iterator[Change]:
    """Yield what has to be told, cancellations first; nothing of what has not changed.

    Another start, end or place raises SEQUENCE, be it that only the rules of a time zone have changed; so does
    cancelling, taking back a cancellation, and making firm what was provisional. Other changes keep it and have a later
    DTSTAMP. Whoever has answered is asked again only if the time or the place is another.

    Parameters
    ----------
    latest : mapping
        The last entry of each event and mailbox.
    now : datetime
        The time of publishing. An entry's stamp is later than those of the event before it, even if clocks are not.
    answers : mapping
        The last answer of each mailbox to each event, and the SEQUENCE that it answers.
    """
    # Reminders are for files and feeds: programs drop those of messages, and nobody is told of a new one.
    due = {each.key: replace(each, event=replace(each.event, alarms=())) for each in wanted}
    ages = _Ages(latest.values(), now)
    for key, entry in latest.items():
        if entry.live and key not in due:
            gone = Invitation(entry.audience, entry.to, entry.name, entry.address, entry.event)
            yield _change(Kind.CANCEL, gone, entry, organizer, ages, "NEEDS-ACTION")
    for key, invitation in due.items():
        before = latest.get(key)
        kind = _kind(before, invitation.event)
        if kind is not None:
            answered, partstat = answers.get(key, (-1, "NEEDS-ACTION"))
            kept = kind in (Kind.MINOR, Kind.STATUS) and before is not None and answered == before.sequence
            yield _change(kind, invitation, before, organizer, ages, partstat if kept else "NEEDS-ACTION")


def _kind(before: Entry | None, event: Event) -> Kind | None:
    """Return how much of a change it is to what was told last, None if it is none."""
    if before is None:
        return Kind.NEW
    if not before.live:
        return Kind.REINSTATE
    old = before.event
    if (old.start, old.end, old.location, old.geo) != (event.start, event.end, event.location, event.geo):
        return Kind.MAJOR
    # The same moment, which clocks were to show otherwise: programs go by the clocks, and are an hour off.
    if before.clocks is not None and old.zone == event.zone and before.clocks != clocks(event):
        return Kind.MAJOR
    if old.status != event.status:
        return Kind.STATUS
    return None if says(old) == says(event) else Kind.MINOR


class _Ages:
    """Gives each event the next number and stamp, over all its mailboxes."""

    def __init__(self, entries: Iterable[Entry], now: datetime) -> None:
        self._now = now.replace(microsecond=0)
        self._sequence: dict[str, int] = {}
        self._stamp: dict[str, datetime] = {}
        for entry in entries:
            self._sequence[entry.uid] = max(entry.sequence, self._sequence.get(entry.uid, -1))
            self._stamp[entry.uid] = max(entry.dtstamp, self._stamp.get(entry.uid, entry.dtstamp))

    def next(self, kind: Kind, before: Entry | None, event: Event) -> Event:
        """Return the event with its next version."""
        if kind is Kind.MINOR and before is not None:
            sequence = before.sequence
        elif before is not None:
            sequence = before.sequence + 1
        else:
            sequence = self._sequence.get(event.uid, -1) + 1
        last = self._stamp.get(event.uid)
        stamp = self._now if last is None or last < self._now else last + _SECOND
        self._sequence[event.uid] = max(sequence, self._sequence.get(event.uid, -1))
        return version(event, sequence, stamp)


def _change(
    kind: Kind, invitation: Invitation, before: Entry | None, organizer: Mailbox, ages: _Ages, partstat: PartStat
) -> Change:
    method: Method = "CANCEL" if kind is Kind.CANCEL else "REQUEST"
    event = ages.next(kind, before, invitation.event)
    told = replace(
        event,
        status="CANCELLED" if kind is Kind.CANCEL else event.status,
        organizer=organizer,
        attendee=Attendee(invitation.name, invitation.address, partstat),
    )
    content = render(Calendar("", events=(told,), method=method)) if invitation.address else b""
    return Change(kind, method, replace(invitation, event=event), before, content)
