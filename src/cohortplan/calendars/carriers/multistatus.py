"""What calendar servers say of many places at once (RFC 4918, section 13): the properties of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree as ET

from cohortplan.calendars.outbox import CarrierError

DAV = "{DAV:}"
CALDAV = "{urn:ietf:params:xml:ns:caldav}"


@dataclass(frozen=True)
class Place:
    """A place on a server.

    Attributes
    ----------
    properties : mapping of str to Element
        What the server says of it, by name; not what it does not have.
    """

    url: str
    properties: Mapping[str, ET.Element]

    def text(self, name: str) -> str:
        """Return a property that is text, "" if it is not there."""
        found = self.properties.get(name)
        return "" if found is None else (found.text or "").strip()

    def link(self, name: str) -> str:
        """Return the address that a property names, "" if none.

        Raises
        ------
        CarrierError
            If it is on another server.
        """
        found = self.properties.get(name)
        href = None if found is None else found.findtext(f"{DAV}href")
        return _resolved(self.url, href.strip()) if href and href.strip() else ""


def places(url: str, content: str) -> list[Place]:
    """Read what a server at `url` answered.

    Raises
    ------
    CarrierError
        If it is no such answer, or names places on another server.
    """
    # A document that defines entities could grow without end; none of these ever needs to.
    if "<!DOCTYPE" in content:
        raise CarrierError(f"{urlsplit(url).hostname}: its answer cannot be read")
    try:
        root = ET.fromstring(content)  # noqa: S314 - without entities there is nothing to guard against
    except ET.ParseError as error:
        raise CarrierError(f"{urlsplit(url).hostname}: its answer cannot be read ({error})") from error
    return [_place(url, each) for each in root.iter(f"{DAV}response")]


def _place(url: str, response: ET.Element) -> Place:
    granted = (part for part in response.iter(f"{DAV}propstat") if " 200" in (part.findtext(f"{DAV}status") or ""))
    properties = {each.tag: each for part in granted for prop in part.iter(f"{DAV}prop") for each in prop}
    return Place(_resolved(url, (response.findtext(f"{DAV}href") or "").strip()), properties)


def _resolved(url: str, href: str) -> str:
    """Return the address of `href`; our password goes to no server but the one that it is for."""
    found = urljoin(url, href)
    if urlsplit(found)[:2] != urlsplit(url)[:2]:
        raise CarrierError(f"{urlsplit(url).hostname} sends us on to another server: {urlsplit(found).hostname}")
    return found
