"""What every model class shares: immutability, strictness and the privacy class of a field."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

#: An identifier a person would type: no blanks at the ends, no separators used by our file formats.
_ID = r"^[^\s,;|/\\\"'#][^\n\r\t,;|/\\\"#]*$"
Id = Annotated[str, StringConstraints(strip_whitespace=True, pattern=_ID, max_length=64)]

#: One line of text from outside.
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]

#: A count of people, sets or visits.
Count = Annotated[int, Field(ge=0, le=1_000_000)]

#: Fields of these classes may leave the organiser's desk only as DESIGN 5 says; absence of a mark means "open".
CONTACT = {"privacy": "contact"}
SEALED = {"privacy": "sealed"}


class Frozen(BaseModel):
    """Base of the domain model: immutable, and no field that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def last_day(start: datetime, end: datetime) -> date:
    """Return the last day that the time from `start` to `end` touches; ending at midnight touches no further day."""
    return start.date() if end <= start else (end - timedelta.resolution).date()
