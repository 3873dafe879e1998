"""Participants, what they are, where they cannot go, when they are away, and whom they know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated

from pydantic import Field

from cohortplan.model.base import Frozen, Id, Line, Mail, last_day

#: How tables name the weekdays, Monday being 0.
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class Attribute(Frozen):
    """A property of participants that rules may refer to, such as ``sector`` or ``profession``.

    Attributes
    ----------
    name : str
        Name of the property and of its column in ``participants.csv``.
    values : tuple of str
        The allowed values, in the order reports list them; empty = whatever occurs.
    optional : bool
        Whether a participant may have no value.
    """

    name: Id
    values: tuple[Line, ...] = ()
    optional: bool = False


class Cannot(Frozen):
    """A place or condition a participant cannot go to, as a code; why is nobody's business (F36).

    Attributes
    ----------
    code : str
        A code that hosts list among their barriers (``stairs``), or a host's id.
    first, last : date or None
        The days on which it holds; None = open-ended.
    """

    code: Id
    first: date | None = None
    last: date | None = None

    @property
    def told(self) -> str:
        """How a table says it."""
        days = (("from", self.first), ("until", self.last))
        return " ".join((self.code, *(f"{word} {when}" for word, when in days if when)))

    def holds_between(self, first: date, last: date) -> bool:
        """Whether the code applies on any day from `first` to `last`."""
        return (self.first is None or self.first <= last) and (self.last is None or first <= self.last)


class BusyTime(Frozen):
    """Hours in which a participant cannot come, every week or on one day; local time.

    Attributes
    ----------
    weekday : int or None
        The weekday, Monday being 0; None = on `day` alone.
    day : date or None
        The day, if it is one alone.
    start, end : time
        From when until when; an end at 00:00 is midnight that night.
    """

    weekday: Annotated[int, Field(ge=0, le=6)] | None = None
    day: date | None = None
    start: time
    end: time

    @property
    def told(self) -> str:
        """How a table says it."""
        days = f"{self.day}" if self.weekday is None else WEEKDAYS[self.weekday]
        return f"{days} {self.start:%H:%M}-{self.end:%H:%M}"

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """Whether something from `start` to `end`, local time, takes any of these hours."""
        return any(start < last and first < end for first, last in self.spans(start.date(), last_day(start, end)))

    def spans(self, first: date, last: date) -> Iterator[tuple[datetime, datetime]]:
        """Yield these hours on the days from `first` to `last` that have them, of a long time on the first ones."""
        days = (first + timedelta(days=k) for k in range(min((last - first).days, 7) + 1))
        if self.day is not None:
            days = (day for day in (self.day,) if first <= day <= last)
        for day in days:
            if self.day is not None or day.weekday() == self.weekday:
                end = time.max if self.end == time() else self.end
                yield datetime.combine(day, self.start), datetime.combine(day, end)


class Participant(Frozen):
    """A leader who takes part in the programme.

    Attributes
    ----------
    attributes : mapping of str to str
        Value of each declared attribute (sector, organisation, ...); "" where there is none.
    flags : tuple of str
        Sensitive marks that rules may count, e.g. for *never alone*; never printed.
    cannot : tuple of Cannot
        Access codes.
    needs : tuple of str
        What is to be provided for them, in words that say nothing of why: ``step-free room``.
    cleared, refused : tuple of str
        Codes of the clearances of hosts that the participant holds, and of those refused.
    asks, offers : tuple of str
        Topics that the participant wants to learn about, and those they can tell others about.
    online : bool
        Whether the participant takes part through a screen only.
    delegate : str
        Who comes instead when the participant cannot, for the quorum; "" for nobody.
    joins, leaves : date or None
        First and last day in the programme, if not all of it.
    withdrawn : bool
        Whether they left before the programme was over, so that nothing need be complete for them.
    weekdays : tuple of int
        The weekdays on which somebody works part-time, Monday being 0; empty = all.
    busy : tuple of BusyTime
        The hours in which they cannot come.
    extra : mapping of str to str
        Columns of the organiser's sheet that no rule uses; kept, never published.
    """

    id: Id
    name: Line
    email: Mail = ""
    attributes: Mapping[str, str] = {}
    flags: tuple[Id, ...] = ()
    cannot: tuple[Cannot, ...] = ()
    needs: tuple[Line, ...] = ()
    cleared: tuple[Id, ...] = ()
    refused: tuple[Id, ...] = ()
    asks: tuple[Line, ...] = ()
    offers: tuple[Line, ...] = ()
    online: bool = False
    delegate: Line = ""
    joins: date | None = None
    leaves: date | None = None
    withdrawn: bool = False
    weekdays: tuple[Annotated[int, Field(ge=0, le=6)], ...] = ()
    busy: tuple[BusyTime, ...] = ()
    extra: Mapping[str, str] = {}

    def get(self, attribute: str) -> str:
        """Value of `attribute`, "" where the participant has none."""
        return self.attributes.get(attribute, "")

    def busy_between(self, start: datetime, end: datetime) -> bool:
        """Whether the participant cannot come from `start` to `end`, local time."""
        return any(each.overlaps(start, end) for each in self.busy)


class Tie(Frozen):
    """Something known about a pair of participants.

    Attributes
    ----------
    kind : str
        ``knows`` (they are not new to each other), ``apart``, ``together``, or a word of the organiser's
        (``contract``, ``board``, ...) that rules refer to.
    need_by : date or None
        The day by which they are to have met, as they will depend on each other from then on.
    """

    a: Id
    b: Id
    kind: Id = "knows"
    source: Line = ""
    since: date | None = None
    need_by: date | None = None

    @property
    def pair(self) -> tuple[str, str]:
        """The two participants in alphabetical order."""
        return (self.a, self.b) if self.a < self.b else (self.b, self.a)


class Absence(Frozen):
    """Days or a round that a participant misses.

    Attributes
    ----------
    round : str or None
        The round missed; None = every round all of whose days lie from `first` to `last`.
    """

    participant: Id
    round: Id | None = None
    first: date | None = None
    last: date | None = None
    reason: Line = ""

    def covers(self, day: date) -> bool:
        """Whether the participant is away on `day` because of this absence."""
        return (
            self.round is None and (self.first is None or self.first <= day) and (self.last is None or day <= self.last)
        )
