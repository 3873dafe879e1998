"""Changes of hosts: when they are open, and for how many."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from cohortplan.errors import Defect, InputError
from cohortplan.model.base import Id, Line
from cohortplan.model.changes.base import Change, Moved, Parts, find, replace
from cohortplan.model.hosts import Closure, Host, Hours, Opening


class ClosureChange(Change):
    """A host receives nobody for some days, or cancels for good."""

    change: Literal["closure"]
    host: Id
    first: date = Field(alias="from")
    last: date = Field(alias="until")

    def apply(self, parts: Parts) -> None:
        """Add the closure."""
        host: Host = find(parts, "hosts", self.host, "host")
        span = Closure(first=self.first, last=self.last, reason=self.note)
        replace(parts, "hosts", host, closures=(*host.closures, span))


class OpeningChange(Moved):
    """A host can be visited on a day from one time to another, and at no other time of that day."""

    change: Literal["opening"]
    host: Id

    def apply(self, parts: Parts) -> None:
        """Put the opening in the place of what the host offered that day."""
        host: Host = find(parts, "hosts", self.host, "host")
        start, end = self.times
        others = tuple(opening for opening in host.openings if opening.start.date() != self.day)
        hours = host.hours or (() if host.openings else (Hours(),))  # a host that has neither is always open
        openings = (*others, Opening(start=start, end=end))
        replace(parts, "hosts", host, openings=openings, hours=hours, irregular=(*host.irregular, self.day))


class VisitsChange(Change):
    """A host receives more visits in all than before, or fewer."""

    change: Literal["visits"]
    host: Id
    most: Annotated[int, Field(ge=0, le=1_000_000)]

    def apply(self, parts: Parts) -> None:
        """Set the number."""
        replace(parts, "hosts", find(parts, "hosts", self.host, "host"), most_visits=self.most)


class RoomChange(Change):
    """A host, or a place where people meet, has room for another number of people."""

    change: Literal["room"]
    host: Id | None = None
    place: Line | None = None
    room: Annotated[int, Field(ge=1, le=100_000)]

    def apply(self, parts: Parts) -> None:
        """Set the number."""
        if self.place is None and self.host is None:
            message = "the change does not say which room"
            raise InputError([Defect(message, "Name a host or a place", str(self.room), path=("room",))])
        if self.place is not None:
            replace(parts, "places", find(parts, "places", self.place, "place"), holds=self.room)
        if self.host is not None:
            host: Host = find(parts, "hosts", self.host, "host")
            replace(parts, "hosts", host, capacity=self.room, least=min(host.least, self.room))
