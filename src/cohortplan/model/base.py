"""What every model class shares: immutability and strictness."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

#: Begins with a letter, a digit or an underscore; holds nothing invisible and no separator of ours or of file systems.
_ID = r"^[\p{L}\p{N}_][^\p{C}\p{Zl}\p{Zp},;:|/\\\"#*?<>]*$"

#: Names that Windows keeps for devices, whatever their ending.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³")}


def _file_safe(name: str) -> str:
    if name.endswith(".") or name.partition(".")[0].strip().lower() in _DEVICES:
        raise ValueError("no file can have this name on every computer")
    return name


#: An identifier a person would type, which is also safe as the name of a file, or a part of one.
Id = Annotated[str, StringConstraints(strip_whitespace=True, pattern=_ID, max_length=64), AfterValidator(_file_safe)]

#: One line of text from outside.
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]

#: One mailbox in ASCII: no space, no control, nothing that separates addresses or begins another header.
_MAILBOX = re.compile(
    r"[^\s\x00-\x1f\x7f@,;:<>()\[\]\\\"]+@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\.[a-z0-9-]{2,}", re.IGNORECASE | re.ASCII
)


def _mailbox(address: str) -> str:
    if address and not is_mailbox(address):
        raise ValueError("this is not an e-mail address")
    return address


def is_mailbox(address: str) -> bool:
    """Whether mail can go to `address`."""
    return address.isascii() and _MAILBOX.fullmatch(address) is not None


#: An e-mail address, or "" where there is none.
Mail = Annotated[str, StringConstraints(strip_whitespace=True, max_length=254), AfterValidator(_mailbox)]


def _web_address(url: str) -> str:
    if url and not re.fullmatch(r"https?://[!#-;=?-~]+", url):
        raise ValueError("this is not a web address")
    return url


#: A web address, or "" where there is none.
WebAddress = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), AfterValidator(_web_address)]

#: A count of people, sets or visits.
Count = Annotated[int, Field(ge=0, le=1_000_000)]

#: Marks a field of a rule that no output may show; of all other fields `model.privacy` says who may see them.
SEALED = {"privacy": "sealed"}


class Frozen(BaseModel):
    """Base of the domain model: immutable, and no field that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __copy__(self) -> Self:
        """Return a copy that has its fields alone: a changed copy is to work out anew what follows from them."""
        copied = super().__copy__()
        for name in copied.__dict__.keys() - type(self).model_fields:
            del copied.__dict__[name]
        return copied

    def __getstate__(self) -> dict[Any, Any]:
        """Return what a copy in another process needs: not what was worked out from it."""
        state = super().__getstate__()
        fields = {name: value for name, value in state["__dict__"].items() if name in type(self).model_fields}
        return {**state, "__dict__": fields}


def last_day(start: datetime, end: datetime) -> date:
    """Return the last day that the time from `start` to `end` touches; ending at midnight touches no further day."""
    return start.date() if end <= start else (end - timedelta.resolution).date()
