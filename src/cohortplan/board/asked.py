"""What a page may ask of the board; whatever else comes is refused."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from cohortplan.io.dates import YEARS
from cohortplan.model import SeatLock, VisitLock
from cohortplan.model.base import Frozen
from cohortplan.model.edits import Lock

#: As many as a set has members and visits, and a few more.
_MOST = 200


class Nothing(Frozen):
    """A request that says all by its name."""


class Places(Frozen):
    """Seats and visits."""

    seats: Annotated[tuple[SeatLock, ...], Field(max_length=_MOST)] = ()
    visits: Annotated[tuple[VisitLock, ...], Field(max_length=_MOST)] = ()

    @model_validator(mode="after")
    def _in_our_time(self) -> Self:
        if any(visit.start and visit.start.year not in YEARS for visit in self.visits):
            raise ValueError("the year is out of range")  # no plan with it could be read again
        return self

    @property
    def locks(self) -> tuple[Lock, ...]:
        """All of them."""
        return (*self.seats, *self.visits)


class Change(Frozen):
    """A change of the board as it was at `revision`: another window may have changed it since."""

    revision: int


class Place(Change, Places):
    """Seats and visits as they are wanted."""


class Question(Place):
    """What would come of seats and visits as they might be wanted; it changes nothing."""


class Hold(Change, Places):
    """Seats and visits that are to be locked, or let go."""

    on: bool


class Improve(Frozen):
    """A search for something better, for so many seconds at most."""

    seconds: Annotated[float, Field(gt=0, le=3_600)] = 20.0


class Save(Frozen):
    """Write the plan; `over` what somebody else wrote meanwhile, too."""

    over: bool = False


class Resume(Frozen):
    """Go on with the edits that were not saved, or leave them."""

    go_on: bool
