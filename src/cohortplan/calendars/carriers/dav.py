"""What we ask of a calendar server (RFC 4791): a few requests, and sentences for what may go wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from cohortplan.calendars.carriers.smtp import here, password
from cohortplan.calendars.outbox import CarrierError
from cohortplan.calendars.text import clean
from cohortplan.errors import Defect, InputError
from cohortplan.model import CalDav

if TYPE_CHECKING:
    import httpx

#: Holds the password, where no keyring does.
PASSWORD = "COHORTPLAN_CALDAV_PASSWORD"  # noqa: S105 - its name, not what it is
_TIMEOUT = 60.0
_MAKE = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">'
    "<D:set><D:prop><D:displayname>{}</D:displayname></D:prop></D:set></C:mkcalendar>"
)


@dataclass(frozen=True)
class Found:
    """What a server holds at some place: its bytes, and the name that it gives to this version of them."""

    content: bytes
    etag: str


class Server:
    """A calendar server, asked one thing at a time.

    Raises
    ------
    InputError
        If it would get the password or the events in the clear, there is no password, it cannot be reached, does not
        let us in, or has no calendars.
    """

    def __init__(self, settings: CalDav) -> None:
        place = urlsplit(settings.url)
        if place.scheme != "https" and not here(place.hostname or ""):
            remedy = "Write https:// in url; only a server on this machine can do without"
            raise InputError([Defect("calendars would go over the network unencrypted", remedy, settings.url)])
        try:
            import httpx
        except ImportError as error:
            remedy = "Install it: pip install 'cohortplan[caldav]'"
            raise InputError([Defect("httpx is not installed", remedy, "caldav")]) from error
        key = password(PASSWORD, settings.user, place.hostname or "") if settings.user else ""
        auth = httpx.BasicAuth(settings.user, key) if settings.user else None
        self._broken: type[Exception] = httpx.HTTPError
        self._client = httpx.Client(auth=auth, timeout=_TIMEOUT, headers={"User-Agent": "cohortplan"})
        self._ready: set[str] = set()
        try:
            self.abilities = self._abilities(settings.url)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Leave the server."""
        self._client.close()

    def _abilities(self, url: str) -> frozenset[str]:
        try:
            answer = self.ask("OPTIONS", url)
            if answer.status_code == 404:  # a calendar that is still to be made
                answer = self.ask("OPTIONS", f"{url.rstrip('/').rpartition('/')[0]}/")
        except CarrierError as error:
            raise InputError([Defect("the calendar server does not answer", str(error), url)]) from error
        if answer.status_code in (401, 403):
            remedy = f"Mend user below [calendars.caldav], or {PASSWORD}"
            raise InputError([Defect("the calendar server does not let us in", remedy, url)])
        named = ",".join(answer.headers.get_list("DAV")).split(",")
        found = frozenset(name.strip() for name in named)
        if not answer.is_success or "calendar-access" not in found:
            remedy = "Ask whoever runs it for the address of your calendar"
            raise InputError([Defect(f"there are no calendars there ({_reason(answer)})", remedy, url)])
        return found

    def ask(self, method: str, url: str, content: bytes = b"", **headers: str) -> httpx.Response:
        """Send a request and return the answer, whatever it is.

        Raises
        ------
        CarrierError
            If there is none.
        """
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            return self._client.request(method, url, content=content or None, headers=sent)
        except self._broken as error:
            raise CarrierError(f"{urlsplit(url).hostname}: {error}") from error

    def ensure(self, collection: str, name: str) -> None:
        """Make the calendar `collection` unless it is there.

        Raises
        ------
        CarrierError
            If it cannot be made.
        """
        if collection in self._ready:
            return
        known = self.ask("PROPFIND", collection, Depth="0")
        if known.status_code == 404 or (known.status_code == 207 and "propstat" not in known.text):
            wanted = _MAKE.format(escape(clean(name))).encode()
            succeed(self.ask("MKCALENDAR", collection, wanted, Content_Type="application/xml; charset=utf-8"))
        self._ready.add(collection)

    def get(self, url: str) -> Found | None:
        """Return what is at `url`, None if nothing is.

        Raises
        ------
        CarrierError
            If that cannot be found out.
        """
        answer = self.ask("GET", url)
        if answer.status_code in (404, 410):
            return None
        succeed(answer)
        return Found(answer.content, answer.headers.get("ETag", ""))

    def put(self, url: str, content: bytes, etag: str | None) -> httpx.Response:
        """Put `content` in place of the version `etag`, or of nothing if that is None; return the answer."""
        known = {"If_None_Match": "*"} if etag is None else {"If_Match": etag}
        return self.ask("PUT", url, content, Content_Type="text/calendar; charset=utf-8", **known)

    def delete(self, url: str, etag: str | None) -> httpx.Response:
        """Remove the version `etag`, or any if that is None; return the answer."""
        return self.ask("DELETE", url, If_Match=etag or "*")


def succeed(answer: httpx.Response) -> httpx.Response:
    """Return `answer` if it grants what was asked for.

    Raises
    ------
    CarrierError
        If it does not.
    """
    if not answer.is_success:
        raise CarrierError(_reason(answer))
    return answer


def _reason(answer: httpx.Response) -> str:
    """Return an answer in one line: its number, and what the server says of it."""
    said = " ".join(clean(answer.text).split())
    return f"{answer.status_code} {answer.reason_phrase}{f': {said[:200]}' if said else ''}"
