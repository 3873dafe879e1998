"""Where a calendar server that invites people keeps their answers (RFC 6638): the inbox, and our own events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin

from cohortplan.calendars.carriers.dav import Server, succeed
from cohortplan.calendars.carriers.multistatus import CALDAV, DAV, Place, places
from cohortplan.errors import Defect, InputError
from cohortplan.model import CalDav

_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_SPACES = 'xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'
_ASK = f"{_HEAD}<D:propfind {_SPACES}><D:prop>{{}}</D:prop></D:propfind>"
_QUERY = (
    f"{_HEAD}<C:calendar-query {_SPACES}><D:prop><D:getetag/><C:calendar-data/></D:prop>"
    '<C:filter><C:comp-filter name="VCALENDAR"/></C:filter></C:calendar-query>'
)


@dataclass(frozen=True)
class Held:
    """An object on a server."""

    url: str
    content: bytes
    etag: str


def inbox_of(server: Server, settings: CalDav) -> str:
    """Return the address of the inbox of whoever we are on `server`.

    Raises
    ------
    InputError
        If they have none.
    CarrierError
        If that cannot be found out.
    """
    principal = ""
    # The calendar of the programme may still have to be made: what it would be in tells as well.
    for url in (settings.url, urljoin(settings.url, "..")):
        known = [] if principal else _properties(server, url, "<D:current-user-principal/>")
        principal = principal or next((each.link(f"{DAV}current-user-principal") for each in known), "")
    owner = _properties(server, principal, "<C:schedule-inbox-URL/>") if principal else []
    found = next((each.link(f"{CALDAV}schedule-inbox-URL") for each in owner), "")
    if not found:
        remedy = "Leave out --inbox: answers come by mail"
        raise InputError([Defect("this calendar server keeps no inbox of answers", remedy, settings.url)])
    return found


def calendars_of(server: Server, settings: CalDav) -> list[str]:
    """Return the addresses of our calendars on `server`."""
    if settings.layout == "one":
        return [settings.url]
    listed = _properties(server, settings.url, "<D:resourcetype/>", depth="1")
    kinds = ((each.url, each.properties.get(f"{DAV}resourcetype")) for each in listed)
    return [url for url, kind in kinds if kind is not None and kind.find(f"{CALDAV}calendar") is not None]


def held(server: Server, collections: Iterable[str]) -> list[Held]:
    """Return what is in `collections`; nothing of one that is not there.

    Raises
    ------
    CarrierError
        If that cannot be found out.
    """
    return [
        Held(each.url, each.text(f"{CALDAV}calendar-data").encode(), each.text(f"{DAV}getetag"))
        for collection in collections
        for each in _asked(server, "REPORT", collection, _QUERY, "1")
        if f"{CALDAV}calendar-data" in each.properties
    ]


def _properties(server: Server, url: str, names: str, depth: str = "0") -> list[Place]:
    return _asked(server, "PROPFIND", url, _ASK.format(names), depth)


def _asked(server: Server, method: str, url: str, content: str, depth: str) -> list[Place]:
    answer = server.ask(method, url, content.encode(), Depth=depth, Content_Type="application/xml; charset=utf-8")
    if answer.status_code in (404, 410):
        return []
    return places(url, succeed(answer).text)
