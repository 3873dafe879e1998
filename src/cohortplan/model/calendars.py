"""How calendars and invitations are made, and how they are sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from cohortplan.errors import Defect
from cohortplan.model.base import Frozen, Line, Mail
from cohortplan.model.names import unknown

if TYPE_CHECKING:
    from cohortplan.model.scenario import Scenario


def _machine(name: str) -> str:
    if name and not re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?", name):
        raise ValueError("this is not the name of a machine")
    return name


def _collection(url: str) -> str:
    if not re.fullmatch(r"https?://[^\s@/?#]+/(?:[^\s@?#]*/)?", url):
        raise ValueError("this is not the address of a collection: https://, no user, and / at the end")
    return url


#: The name of a machine on a network.
Machine = Annotated[str, StringConstraints(max_length=253), AfterValidator(_machine)]


class Smtp(Frozen):
    """The server that takes our mail. The password is never written here: it comes from the environment or a keyring.

    Attributes
    ----------
    security : str
        ``starttls``, ``tls`` from the first byte, or ``none``, which only a server on this machine may have.
    user : str
        Whom to log in as; "" = nobody.
    per_minute : int
        Messages sent at most in a minute.
    """

    host: Machine
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: Line = ""
    per_minute: Annotated[int, Field(ge=1, le=10_000)] = 60


def _folder(name: str) -> str:
    if not re.fullmatch(r"[ -~]+", name):
        raise ValueError("this is not the name of a folder as servers write it: ASCII alone")
    return name


class Imap(Frozen):
    """The mailbox that answers come to. It is only read. The password is never written here.

    Attributes
    ----------
    security : str
        ``tls`` from the first byte, ``starttls``, or ``none``, which only a server on this machine may have.
    folder : str
        What holds the answers.
    """

    host: Machine
    user: Annotated[Line, Field(min_length=1)]
    port: Annotated[int, Field(ge=1, le=65535)] = 993
    security: Literal["tls", "starttls", "none"] = "tls"
    folder: Annotated[str, StringConstraints(max_length=200), AfterValidator(_folder)] = "INBOX"


class CalDav(Frozen):
    """The server that holds our calendars. The password is never written here.

    Attributes
    ----------
    url : str
        Address of a collection.
    layout : str
        ``one``: that collection is a calendar, and holds what the whole programme does, each activity once; or, if the
        server shall invite, the events of all who are invited. ``each``: a calendar is made in it for each participant,
        set and host, and for the programme.
    """

    url: Annotated[str, StringConstraints(max_length=500), AfterValidator(_collection)]
    user: Line = ""
    layout: Literal["one", "each"] = "one"


class Calendars(Frozen):
    """The section ``[calendars]`` of a programme.

    Attributes
    ----------
    organizer : str
        The mailbox that invites and is answered; the programme's contact unless given.
    name : str
        What it is called; the programme's title unless given.
    domain : str
        Ends the identifiers of events; made of the programme's id unless given.
    alarms : tuple of int
        Minutes before an event at which participants' calendars remind them.
    travel : bool
        Whether participants' calendars hold the ways to hosts as events of their own.
    aliases : mapping of str to str
        Other addresses that people answer from, and the address under which each is invited.
    """

    organizer: Mail = ""
    name: Line = ""
    domain: Machine = ""
    alarms: tuple[Annotated[int, Field(ge=0, le=40_320)], ...] = ()
    travel: bool = False
    aliases: Mapping[Mail, Mail] = {}
    smtp: Smtp | None = None
    caldav: CalDav | None = None
    imap: Imap | None = None


def alias_defects(scenario: Scenario) -> Iterator[Defect]:
    """Yield the aliases that belong to nobody, or to somebody else."""
    invited = {each.email.casefold(): each.name for each in scenario.participants if each.email}
    invited |= {each.email.casefold(): each.name for each in scenario.facilitators if each.email}
    invited |= {each.email.casefold(): each.name for each in scenario.hosts if each.email}
    for alias, address in scenario.calendars.aliases.items():
        path = ("calendars", "aliases", alias)
        if address.casefold() not in invited:
            yield unknown("participant, facilitator or host with the address", address, invited, path)
        elif alias.casefold() in invited:
            owner = invited[alias.casefold()]
            yield Defect(f"this is the address under which {owner} is invited", "Remove the line", alias, path=path)
