"""An answer as it came in: of all that a message says, only this is ever looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True)
class Who:
    """Somebody in whose name a message answers.

    Attributes
    ----------
    partstat : str
        What they answer, in the words of the standard; "" where there is none.
    sent_by, delegated_to, delegated_from : str
        Addresses of whoever answers for them, goes in their stead, or asked them to go.
    agent, status : str
        In events on a calendar server: who tells them of it, if not the server, and what came of telling them.
    """

    address: str
    partstat: str = ""
    sent_by: str = ""
    delegated_to: str = ""
    delegated_from: str = ""
    agent: str = ""
    status: str = ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one message answers.

    Attributes
    ----------
    source : str
        SHA-256 of the message.
    senders : tuple of str or None
        Addresses that the mail says it comes from; None for a bare calendar file, which its bearer vouches for.
    failed : bool
        Whether a server on the way found that the sender's address is not genuine.
    uid, method : str
        The event and what is done; "" where the message does not say.
    mail_method : str
        What the mail says is done; "" where it does not.
    events : int
        How many events the message is about.
    recurs : bool
        Whether it is about one date of several: no event of ours has any.
    sequence : int or None
        Number of the version that is answered; None where it cannot be read.
    overtaken : bool
        Whether the calendar server that brought it has another answer by now, or another version.
    start, end : datetime or None
        Times proposed instead. Where they have no zone, they are as clocks at the event show them.
    """

    source: str
    senders: tuple[str, ...] | None = None
    failed: bool = False
    uid: str = ""
    method: str = ""
    mail_method: str = ""
    events: int = 1
    recurs: bool = False
    who: tuple[Who, ...] = ()
    sequence: int | None = 0
    dtstamp: datetime | None = None
    comment: str = ""
    overtaken: bool = False
    start: datetime | None = None
    end: datetime | None = None

    @property
    def content(self) -> Answer:
        """What it says, whichever part of whichever message said it."""
        return replace(self, source="", senders=None, failed=False, mail_method="")
