"""Rounds: the learning sets to be formed, and what each set does."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, NaiveDatetime

from cohortplan.model.base import Count, Frozen, Id, Line, WebAddress, last_day


class Window(Frozen):
    """A stretch of local wall-clock time in which an activity may take place."""

    start: NaiveDatetime
    end: NaiveDatetime

    @property
    def days(self) -> tuple[date, ...]:
        """The days the window touches, ascending."""
        first = self.start.date()
        return tuple(first + timedelta(days=k) for k in range((last_day(self.start, self.end) - first).days + 1))

    def overlaps(self, other: Window) -> bool:
        """Whether the two windows share more than an end point."""
        return self.start < other.end and other.start < self.end


#: How people take part: all at one place, each at a screen, or as they like.
Presence = Literal["in_person", "online", "hybrid"]


class Gathering(Frozen):
    """What brings people together.

    Attributes
    ----------
    place : str
        Where they meet.
    mode : str
        How they take part: in_person, online or hybrid.
    format : str
        What sort of thing it is, in the organiser's word, such as set, walk or plenary.
    link : str
        Where to take part online; for those who do, and nobody else.
    guests : bool
        Whether the guests of the programme come, too; at a meeting of sets they sit with these.
    """

    place: Line = ""
    mode: Presence = "in_person"
    format: Line = ""
    link: WebAddress = ""
    guests: bool = False

    @property
    def face_to_face(self) -> bool:
        """Whether those who can come meet at one place."""
        return self.mode != "online"

    @property
    def where(self) -> str:
        """Where to come, or that one need not."""
        more = {"in_person": "", "online": "online", "hybrid": "or online"}[self.mode]
        return ", ".join(filter(None, (self.place, more)))


class Activity(Gathering):
    """Something each set of a round does: visit a host, or meet.

    Attributes
    ----------
    id : str
        Unique in the round.
    windows : tuple of Window
        Where in time it may lie. A meeting takes the whole of its one window.
    minutes : int or None
        Length of a visit; None = the whole window.
    step : int or None
        A visit may start every `step` minutes inside its window; None = only as early as possible.
    kinds : tuple of str
        Host kinds that may be visited; empty = all.
    only : tuple of str
        Set ids that do this; empty = all sets of the round.
    series : str or None
        What the dates of an activity that recurs have in common, as each has an id of its own.
    """

    id: Id
    kind: Literal["visit", "meet"] = "meet"
    title: Line = ""
    windows: tuple[Window, ...] = Field(min_length=1)
    minutes: Annotated[int, Field(ge=5, le=10_080)] | None = None
    step: Annotated[int, Field(ge=5, le=1_440)] | None = None
    kinds: tuple[Line, ...] = ()
    only: tuple[Id, ...] = ()
    series: Id | None = None

    def is_for(self, set_id: str) -> bool:
        """Whether a set of the round does this."""
        return not self.only or set_id in self.only

    def length(self, window: Window) -> timedelta:
        """How long the activity takes inside `window`."""
        return window.end - window.start if self.minutes is None else timedelta(minutes=self.minutes)

    def starts(self, window: Window) -> list[datetime]:
        """The times in `window` at which it may start by its own `step`, ascending."""
        if not self.step:
            return [window.start]
        step = timedelta(minutes=self.step)
        return [window.start + step * k for k in range((window.end - self.length(window) - window.start) // step + 1)]

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days on which it may happen, ascending."""
        return tuple(sorted({day for window in self.windows for day in window.days}))

    def may_start(self, start: datetime) -> bool:
        """Whether the activity, begun at `start`, lies in one of its windows."""
        return any(each.start <= start <= each.end - self.length(each) for each in self.windows)


class SetSpec(Frozen):
    """A learning set to be filled with `least` to `most` participants; its id is unique in the scenario."""

    id: Id
    least: Count
    most: Count


class Round(Frozen):
    """One partition of the cohort into learning sets.

    Attributes
    ----------
    contacts : bool
        Whether people who share a set here count as having met (a home set kept all year may not).
    opt_in : str or None
        The attribute in which those who take part have ``yes``; None = everyone takes part.
    facilitators : int
        How many facilitators look after each set; 0 where sets run themselves.
    facilitator_skills : tuple of str
        What each of them must be able to do.
    """

    id: Id
    title: Line = ""
    sets: tuple[SetSpec, ...] = Field(min_length=1)
    activities: tuple[Activity, ...] = ()
    contacts: bool = True
    opt_in: Id | None = None
    facilitators: Count = 0
    facilitator_skills: tuple[Line, ...] = ()

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days on which something of this round may happen, ascending."""
        return tuple(sorted({day for activity in self.activities for day in activity.days}))


class Event(Gathering):
    """A fixed date for the whole cohort: a speaker, a celebration. Local wall-clock time."""

    id: Id
    title: Line
    start: NaiveDatetime
    end: NaiveDatetime


class SeatLock(Frozen):
    """A participant pinned to a set."""

    participant: Id
    set: Id


class VisitLock(Frozen):
    """A set's visit pinned to a host, and to a start if one is given (local time)."""

    set: Id
    activity: Id
    host: Id
    start: NaiveDatetime | None = None


class Objection(Frozen):
    """A participant would rather not sit in a set as it was shown to them; neither who nor why is told to anybody."""

    participant: Id
    set: Id
