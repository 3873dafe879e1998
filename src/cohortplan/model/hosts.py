"""Hosts: who receives visits, how many people, and when."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated

from pydantic import Field, NaiveDatetime

from cohortplan.model.base import Count, Frozen, Id, Line, Mail, last_day
from cohortplan.model.private import GateField


class Hours(Frozen):
    """Weekly opening hours, local time; `weekdays` counts Monday as 0; closing at 00:00 means midnight that night."""

    weekdays: tuple[Annotated[int, Field(ge=0, le=6)], ...] = (0, 1, 2, 3, 4, 5, 6)
    opens: time = time(0, 0)
    closes: time = time(0, 0)

    @property
    def backwards(self) -> bool:
        """Whether the hours end before they begin."""
        return time(0, 0) < self.closes <= self.opens

    def cover(self, start: datetime, end: datetime) -> bool:
        """Whether the hours of the day of `start` cover the local time from `start` to `end`."""
        day = datetime.combine(start.date(), time(0, 0))
        closes = datetime.combine(day, self.closes) - day or timedelta(days=1)
        return start.weekday() in self.weekdays and self.opens <= start.time() and end - day <= closes

    def overlap(self, start: datetime, end: datetime) -> int:
        """How many minutes of the local time from `start` to `end` lie within the hours of the day of `start`."""
        day = datetime.combine(start.date(), time(0, 0))
        closes = datetime.combine(day, self.closes) - day or timedelta(days=1)
        there = min(end, day + closes) - max(start, datetime.combine(day, self.opens))
        return max(0, there // timedelta(minutes=1)) if start.weekday() in self.weekdays else 0


class Opening(Frozen):
    """A time a host offers, local wall-clock time."""

    start: NaiveDatetime
    end: NaiveDatetime


class Booking(Frozen):
    """Visits that others, such as another cohort, make to a host: so much less room is left. Local wall-clock time.

    Attributes
    ----------
    people, sets : int
        How many persons come, in how many visits.
    by : str
        Who they are, for the organiser.
    """

    start: NaiveDatetime
    end: NaiveDatetime
    people: Count
    sets: Annotated[int, Field(ge=1, le=10_000)] = 1
    by: Line = ""


class Closure(Frozen):
    """Days, both included, on which a host receives nobody."""

    first: date
    last: date
    reason: Line = ""


class Host(Frozen):
    """An organisation that receives visits.

    Attributes
    ----------
    email : str
        Where invitations to receive visits go.
    kind : str
        What the host is: prison, radio, hospital, ...
    function : str
        The area of life it stands for: justice, media, health, ...
    joining : str
        What visitors have to know: when to arrive, at which gate, with which papers; not what any of them needs.
    capacity, least : int
        Most and fewest persons at one time.
    sets_at_once : int
        Learning sets that may be there at the same time.
    most_visits : int or None
        Visits in the whole programme; None = no limit.
    gap_days : int
        Fewest days from one visit day to the next.
    lead_days : int
        Notice the host needs, in days.
    clearance : str or None
        Code of the clearance that its visitors need; None = none.
    clearance_days : int or None
        How many days before a visit the names of the visitors must be in; None = `lead_days`.
    gate_fields : tuple of str
        What of its visitors the host must know before they come, at its gate: ``legal_name``, ``born``, ...
    id_rule : str
        Which documents visitors have to show, in the host's words.
    purge_days : int or None
        How many days after a visit what was told to the gate is to go; None = as for all hosts.
    reserve : bool
        Used only when the others do not suffice.
    barriers : tuple of str
        Codes of what keeps some people out (``stairs``, ``magnets``).
    hours, openings : tuple
        When the host can be visited; both empty = at any time that is not closed.
    irregular : tuple of date
        Days on which the hours do not hold, but only the openings.
    bookings : tuple of Booking
        What others have booked; it counts for all limits above, for `most_visits` while the programme lasts.
    leader : tuple of Hours
        When the host's leader is in; empty = always.
    """

    id: Id
    name: Line
    organisation: Line = ""
    email: Mail = ""
    sector: Line = ""
    kind: Line = ""
    function: Line = ""
    town: Line = ""
    joining: Line = ""
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    capacity: Annotated[int, Field(ge=1, le=100_000)] = 100_000
    least: Count = 0
    sets_at_once: Annotated[int, Field(ge=1, le=10_000)] = 1
    most_visits: Count | None = None
    gap_days: Count = 0
    lead_days: Count = 0
    clearance: Id | None = None
    clearance_days: Count | None = None
    gate_fields: tuple[GateField, ...] = ()
    id_rule: Line = ""
    purge_days: Count | None = None
    reserve: bool = False
    barriers: tuple[Id, ...] = ()
    hours: tuple[Hours, ...] = ()
    openings: tuple[Opening, ...] = ()
    irregular: tuple[date, ...] = ()
    closures: tuple[Closure, ...] = ()
    bookings: tuple[Booking, ...] = ()
    leader: tuple[Hours, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """What a participant's `cannot` may name to keep away from here: the barriers, and the host itself."""
        return (*self.barriers, self.id)

    @property
    def names_days(self) -> int:
        """How many days before a visit the names of the visitors must be in."""
        return self.lead_days if self.clearance_days is None else self.clearance_days

    def booked_visits(self, first: date, last: date) -> int:
        """Visits that others make on the days from `first` to `last`."""
        return sum(booking.sets for booking in self.bookings if first <= booking.start.date() <= last)

    @property
    def booked_days(self) -> frozenset[date]:
        """The days on which others' visits start."""
        return frozenset(booking.start.date() for booking in self.bookings)

    def booked_at(self, moment: datetime) -> tuple[int, int]:
        """How many people and how many sets of others are there at a local time."""
        there = [booking for booking in self.bookings if booking.start <= moment < booking.end]
        return sum(booking.people for booking in there), sum(booking.sets for booking in there)

    def open_between(self, start: datetime, end: datetime) -> bool:
        """Whether the host's hours or an opening cover the local time from `start` to `end`, or to `start` if later."""
        if not self.hours and not self.openings:
            return True
        end = max(start, end)
        return any(opening.start <= start and end <= opening.end for opening in self.openings) or any(
            start.date() not in self.irregular and hours.cover(start, end) for hours in self.hours
        )

    def closed_between(self, start: datetime, end: datetime) -> bool:
        """Whether a closure holds on any day that the local time from `start` to `end` touches."""
        first, last = start.date(), last_day(start, end)
        return any(closure.first <= last and first <= closure.last for closure in self.closures)
