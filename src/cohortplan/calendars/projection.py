"""What each audience may see of a plan: one function for each audience, and nothing else reaches its calendar.

=============  ======================================================================================================
participant    own visits and meetings with host, place, set, duties, the others' first names; cohort's events; contact;
               the host's joining notes, where to take part online, own ways there and back if the programme has them
set            its visits and meetings with host, place, the members' first names; contact; joining, online
facilitator    the same of the sets looked after, with the set
guest          meetings with place, own table (the set's id) and head-count; events they come to; contact; online
host           programme and activity title, set, head-count, times, its own place; contact
programme      every visit and meeting with set, host, place and head-count; the cohort's events
=============  ======================================================================================================

No one's employer, e-mail address, flags, access codes, asks, offers, absences or other columns are read here: it is
less than `model.privacy` lets each audience see, and every calendar is held against that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from functools import cached_property
from typing import Any, Literal
from uuid import UUID, uuid5

from cohortplan.calendars.ical import Event
from cohortplan.model import Activity, Facilitator, Guest, Host, Participant, PlannedActivity, Privacy, Programme
from cohortplan.model import Event as CohortEvent

Audience = Literal["participant", "set", "facilitator", "guest", "host", "programme"]
#: Who is invited to events of the whole cohort, rather than told of them.
_INVITED: tuple[Audience, ...] = ("participant", "guest")

_NAMESPACE = UUID("6f0f4a5e-2f0b-5d0a-9c61-0d9d3c1f5f3e")
_TITLES = frozenset({"dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "sir", "dame", "lord", "lady", "rev"})


@dataclass(frozen=True)
class Occasion:
    """One planned activity of one learning set, joined with what the scenario says of it.

    Attributes
    ----------
    host : Host or None
        Who is visited; None for a meeting.
    members : tuple of Participant
        The set's members, in the plan's order.
    duties : mapping of str to str
        What the duties that are planned here are called, by their ids.
    facilitators : tuple of Facilitator
        Who looks after the set.
    guests : tuple of Guest
        Who sits at the set's table.
    """

    round_id: str
    set_id: str
    activity: Activity
    planned: PlannedActivity
    host: Host | None
    members: tuple[Participant, ...]
    duties: Mapping[str, str]
    facilitators: tuple[Facilitator, ...] = ()
    guests: tuple[Guest, ...] = ()

    @property
    def title(self) -> str:
        """The activity's title, or what kind of thing it is."""
        return self.activity.title or self._kind

    @property
    def headline(self) -> str:
        """The title and, for a visit, who is visited."""
        return self.title if self.host is None else f"{self.title}: {self.host.name}"

    @property
    def head_count(self) -> str:
        """How many people come, those who look after them and guests included, in words."""
        number = len(self.members) + len(self.facilitators) + len(self.guests)
        return "1 person" if number == 1 else f"{number} people"

    @property
    def when_and_where(self) -> dict[str, Any]:
        """The fields of an event that say when and where, and what kind of thing it is."""
        host = self.host
        placed = host is not None and host.lat is not None and host.lon is not None
        return {
            "start": self.planned.start.astimezone(UTC),
            "end": self.planned.end.astimezone(UTC),
            "location": self.activity.where if host is None else _lines((host.name, host.town, self._screen), ", "),
            "geo": (host.lat, host.lon) if host is not None and placed else None,
            "categories": (self._kind,),
        }

    @property
    def joining(self) -> tuple[str, ...]:
        """What those who come have to know."""
        return (self.host.joining if self.host is not None else "", _online(self.activity.link))

    @property
    def online(self) -> dict[str, str]:
        """Where to take part online."""
        return {"conference": self.activity.link}

    @property
    def _screen(self) -> str:
        return "or online" if self.activity.mode == "hybrid" else ""

    @property
    def _kind(self) -> str:
        return "Visit" if self.activity.kind == "visit" else "Meeting"


@dataclass(frozen=True)
class Projection:
    """The events of one programme as its audiences may see them.

    Attributes
    ----------
    secret : str
        The programme's own secret, from which identifiers are made that nobody can guess.
    domain : str
        Ends the identifiers; made of the programme's id unless given.
    privacy : Privacy
        What the programme hides beyond the table of facts, which all of this keeps.
    """

    programme: Programme
    secret: str = ""
    domain: str = ""
    privacy: Privacy = field(default_factory=Privacy)

    def for_participant(self, occasion: Occasion, person: Participant) -> Event:
        """Return what `person`, a member of the set, sees of `occasion`."""
        others = [member for member in occasion.members if member.id != person.id]
        who = (_duties(occasion, person), self._with(others), _led(occasion))
        notes = (self._set(occasion), *who, *occasion.joining, self._contact)
        return self._occasion("participant", person.id, occasion, occasion.headline, notes, **occasion.online)

    def for_set(self, occasion: Occasion) -> Event:
        """Return what the members of the set see of `occasion` in their common calendar."""
        notes = (self._set(occasion), self._with(occasion.members), _led(occasion), *occasion.joining, self._contact)
        return self._occasion("set", occasion.set_id, occasion, occasion.headline, notes, **occasion.online)

    def for_facilitator(self, occasion: Occasion, facilitator: Facilitator) -> Event:
        """Return what `facilitator`, who looks after the set, sees of `occasion`."""
        led = self._with(occasion.members, "facilitator")
        notes = (self._set(occasion), led, _led(occasion), *occasion.joining, self._contact)
        return self._occasion("facilitator", facilitator.id, occasion, occasion.headline, notes, **occasion.online)

    def for_guest(self, occasion: Occasion, guest: Guest) -> Event:
        """Return what `guest`, who sits at the set's table, sees of `occasion`: how many there are, not who."""
        table = f"{self.programme.title}, table of set {occasion.set_id}, {occasion.head_count}"
        notes = (table, *occasion.joining, self._contact)
        return self._occasion("guest", guest.id, occasion, occasion.headline, notes, **occasion.online)

    def for_host(self, occasion: Occasion, host: Host) -> Event:
        """Return what `host`, who is visited, sees of `occasion`: how many come, not who."""
        summary = f"{self.programme.title}: {occasion.title}, {occasion.head_count}"
        notes = (f"{self._set(occasion)}, {occasion.head_count}", self._contact)
        return self._occasion("host", host.id, occasion, summary, notes)

    def for_programme(self, occasion: Occasion) -> Event:
        """Return what the programme's overview says of `occasion`."""
        summary = f"{occasion.set_id}: {occasion.headline}"
        return self._occasion("programme", "", occasion, summary, (occasion.head_count,), transp="TRANSPARENT")

    def of_cohort(self, event: CohortEvent, start: datetime, end: datetime, audience: Audience, to: str) -> Event:
        """Return an event of the whole cohort as `audience` sees it.

        Parameters
        ----------
        start, end
            The event's times as moments.
        to
            The participant's or guest's id, "" for the programme.
        """
        invited = audience in _INVITED
        return self._event(
            audience,
            to,
            ("event", event.id),
            start=start,
            end=end,
            summary=event.title,
            description=_lines((_online(event.link), self._contact), "\n") if invited else "",
            conference=event.link if invited else "",
            location=event.where,
            categories=("Event",),
            transp="OPAQUE" if invited else "TRANSPARENT",
        )

    def for_journey(
        self, person: Participant, summary: str, minutes: int, start: datetime, end: datetime, uid: str, which: str
    ) -> Event:
        """Return a way of `person` to or from something with identifier `uid`, which nobody else sees."""
        return self._event(
            "participant",
            person.id,
            ("way", which, uid),
            start=start,
            end=end,
            summary=summary,
            description=f"About {minutes} minutes on the way",
            categories=("Travel",),
            related=uid,
        )

    def _occasion(
        self, audience: Audience, to: str, occasion: Occasion, summary: str, notes: Iterable[str], **more: Any
    ) -> Event:
        # Of the sets of a round a person sits in one at most: who changes sets has the same event, elsewhere.
        through = () if audience in _INVITED else (occasion.set_id,)
        identity = ("activity", occasion.round_id, *through, occasion.activity.id)
        fields = {**occasion.when_and_where, **more}
        return self._event(audience, to, identity, summary=summary, description=_lines(notes, "\n"), **fields)

    def _event(self, audience: Audience, to: str, identity: tuple[str, ...], **fields: Any) -> Event:
        name = json.dumps([self.programme.id, *([self.secret] if self.secret else []), audience, to, *identity])
        uid = f"{uuid5(_NAMESPACE, name)}@{self._domain}"
        return Event(uid=uid, dtstamp=self.dtstamp, zone=self.programme.timezone, **fields)

    @cached_property
    def dtstamp(self) -> datetime:
        """Midnight UTC of the day the plan is made, by the scenario, or else of the programme's first day.

        It depends on the scenario alone: the same plan gives the same bytes on any day and machine.
        """
        return datetime.combine(self.programme.planned_on or self.programme.starts, time(), UTC)

    @cached_property
    def _domain(self) -> str:
        if self.domain:
            return self.domain
        slug = re.sub(r"[^a-z0-9]+", "-", self.programme.id.lower()).strip("-")
        return f"{slug or 'programme'}.cohortplan.invalid"

    @cached_property
    def _contact(self) -> str:
        return f"Contact: {self.programme.contact}" if self.programme.contact else ""

    def _with(self, people: Iterable[Participant], audience: Literal["fellow", "facilitator"] = "fellow") -> str:
        """Return who comes, by first names, unless the programme hides them from the audience."""
        hidden = self.privacy.sight("name", audience) == "no"
        names = "" if hidden else ", ".join(first_name(person.name) for person in people)
        return f"With {names}" if names else ""

    def _set(self, occasion: Occasion) -> str:
        return f"{self.programme.title}, set {occasion.set_id}"


def first_name(name: str) -> str:
    """Return the name a person is called by: the first one, without a title; "Ash, Dr Jo" is Jo.

    Examples
    --------
    >>> first_name("Prof. Ines Calder")
    'Ines'
    """
    words = name.rpartition(",")[2].split() or name.split()
    plain = [word for word in words if word.strip(".").lower() not in _TITLES]
    return (plain or words or [""])[0]


def _duties(occasion: Occasion, person: Participant) -> str:
    held = occasion.planned.duties
    mine = [name for duty, name in occasion.duties.items() if person.id in held.get(duty, ())]
    return f"Your part: {', '.join(mine)}" if mine else ""


def _online(link: str) -> str:
    return f"Join online: {link}" if link else ""


def _led(occasion: Occasion) -> str:
    names = ", ".join(first_name(each.name) for each in occasion.facilitators)
    return f"Facilitated by {names}" if names else ""


def _lines(parts: Iterable[str], separator: str) -> str:
    return separator.join(part for part in parts if part)
