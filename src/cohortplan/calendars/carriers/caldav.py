"""Events in calendars on a server (RFC 4791): each is a resource, written when it changes, removed when it is off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

from cohortplan.calendars.carriers.dav import Found, Server, succeed
from cohortplan.calendars.carriers.nowhere import Nowhere
from cohortplan.calendars.ical import Attendee, Calendar, Mailbox, PartStat, render
from cohortplan.calendars.ledger import Delivery, Entry
from cohortplan.calendars.outbox import CarrierError
from cohortplan.errors import Defect, InputError
from cohortplan.model import CalDav
from cohortplan.model.file_names import file_names

if TYPE_CHECKING:
    import httpx

#: What a server calls it that it invites people itself (RFC 6638).
_INVITES = "calendar-auto-schedule"

#: Begin what the ledger calls a server that only keeps events, and one that also invites people to them.
KEEPING, INVITING = "caldav ", "caldav-invites "

_CHANGED = "somebody has changed it on the server: remove it there, and run this again"

#: Tells the version of an event: its SEQUENCE and its DTSTAMP.
_Version = tuple[int, str]


class CalDavCarrier:
    """Keeps the events of a programme on a calendar server.

    Parameters
    ----------
    organizer : Mailbox
        Who invites.
    etags : mapping
        For each event and mailbox, what the server called the version that was put there last; see `etags`.
    answers : mapping
        The last answer of each mailbox to each event, and the SEQUENCE that it answers.
    server_invites : bool or None
        Whether the server invites people, by whatever it has; None if that was not said.

    Raises
    ------
    InputError
        If nobody said who invites although the server would, or it cannot, or is of no use at all.
    """

    def __init__(
        self,
        settings: CalDav,
        organizer: Mailbox,
        etags: Mapping[tuple[str, str], str],
        answers: Mapping[tuple[str, str], tuple[int, PartStat]],
        *,
        server_invites: bool | None = None,
    ) -> None:
        self.name = f"{INVITING if server_invites else KEEPING}{settings.url}"
        self.counts = names_of(settings)
        self._settings = settings
        self._organizer = organizer
        self._etags = etags
        self._answers = answers
        self._server_invites = bool(server_invites)
        self._server = Server(settings)
        try:
            self._agree(server_invites)
            if settings.layout == "one":
                self._server.ensure(settings.url, organizer.name)
        except CarrierError as error:
            self.close()
            raise InputError([Defect("the calendar cannot be made", str(error), settings.url)]) from error
        except InputError:
            self.close()
            raise

    def close(self) -> None:
        """Leave the server."""
        self._server.close()

    def takes(self, entry: Entry) -> bool:
        """Whether the layout has a place for it."""
        return has_place(self._settings, entry, server_invites=self._server_invites)

    def carry(self, entry: Entry, earlier: Sequence[Entry]) -> str:
        """Put an event in its place, or remove it; return what the server calls this version.

        What is on the server is replaced only if it is a version that we put there.
        """
        collection = self._collection(entry)
        self._server.ensure(collection, entry.name)
        url = f"{collection}{quote(entry.uid, safe='@')}.ics"
        etag = self._etags.get(entry.key) or None
        answer = self._write(url, entry, etag)
        if answer.status_code in (404, 410, 412):
            found = self._server.get(url)
            if found is not None and entry.live and version_of(found) == _version(entry):
                return found.etag
            if found is not None and version_of(found) not in {_version(each) for each in earlier}:
                raise CarrierError(_CHANGED)
            if found is None and not entry.live:
                return ""
            answer = self._write(url, entry, found.etag if found else None, found)
        succeed(answer)
        if not entry.live:
            return ""
        return answer.headers.get("ETag") or (self._server.get(url) or Found(b"", "")).etag

    def _write(self, url: str, entry: Entry, etag: str | None, found: Found | None = None) -> httpx.Response:
        if not entry.live:
            return self._server.delete(url, etag)
        answered, partstat = self._answers.get(entry.key, (-1, "NEEDS-ACTION"))
        if found is not None and version_of(found)[0] == entry.sequence:
            partstat = _answer(found)  # what the server was told since we wrote it
        elif answered != entry.sequence:
            partstat = "NEEDS-ACTION"
        return self._server.put(url, self._content(entry, partstat), etag)

    def _content(self, entry: Entry, partstat: PartStat) -> bytes:
        event = entry.event
        if entry.told:
            asked = Attendee(entry.name, entry.address, partstat)
            event = replace(event, organizer=self._organizer, attendee=asked)
        return render(Calendar("", events=(event,), agent="SERVER" if self._server_invites else "CLIENT"))

    def _collection(self, entry: Entry) -> str:
        url = self._settings.url
        if self._settings.layout == "one":
            return url
        if not entry.to:
            return f"{url}{entry.audience}/"
        # Cyrus has no calendars with a dot in their names; no id that is taken as it is has this sign instead.
        name = file_names([entry.to])[entry.to].removesuffix(".ics").replace(".", "~")
        return f"{url}{entry.audience}-{name}/"

    def _agree(self, server_invites: bool | None) -> None:
        """Find out who invites."""
        able = _INVITES in self._server.abilities
        if server_invites and not able:
            remedy = "Leave out --server-invites, and send invitations with --send mail"
            raise InputError([Defect("this calendar server invites nobody", remedy, self._settings.url)])
        if able and server_invites is None and self._settings.layout == "each":
            remedy = "Say --server-invites, or --mail-invites if --send mail does it"
            message = "this calendar server invites people to what is put there, so that they may be invited twice"
            raise InputError([Defect(message, remedy, self._settings.url)])


def etags(settings: CalDav, entries: Iterable[Entry], deliveries: Iterable[Delivery]) -> dict[tuple[str, str], str]:
    """Return what the server called the version that is there, of each event and mailbox that was put there."""
    key = {entry.number: entry.key for entry in entries}
    done = (each for each in deliveries if each.carrier in names_of(settings) and each.state == "done")
    return {key[each.entry]: each.detail for each in done if each.entry in key}


def has_place(settings: CalDav, entry: Entry, *, server_invites: bool) -> bool:
    """Whether the layout has a place for `entry`: one calendar holds each activity once, or all who are invited."""
    if settings.layout == "each":
        return True
    return entry.told if server_invites else entry.audience == "programme"


def rehearsal(settings: CalDav, deliveries: Iterable[Delivery]) -> Nowhere:
    """Return what counts the events that would be put on a server, or removed; whoever invited people goes on to."""
    names = names_of(settings)
    invites = any(each.carrier in names and each.carrier.startswith(INVITING) for each in deliveries)
    return Nowhere(lambda entry: has_place(settings, entry, server_invites=invites), names)


def names_of(settings: CalDav) -> frozenset[str]:
    """Return what the ledger calls a server with these settings."""
    # Calendars at another address have a state of their own: what is at this one need not be there.
    return frozenset({f"{KEEPING}{settings.url}", f"{INVITING}{settings.url}"})


def version_of(found: Found) -> _Version:
    """Return the version of an event that a server holds."""
    sequence = re.search(rb"^SEQUENCE:(\d+)", _unfolded(found), re.M)
    stamp = re.search(rb"^DTSTAMP:(\w+)", _unfolded(found), re.M)
    return int(sequence[1]) if sequence else 0, stamp[1].decode() if stamp else ""


def _answer(found: Found) -> PartStat:
    given = re.search(rb"^ATTENDEE;.*?PARTSTAT=(ACCEPTED|DECLINED|TENTATIVE|DELEGATED)", _unfolded(found), re.M)
    return cast(PartStat, given[1].decode()) if given else "NEEDS-ACTION"


def _unfolded(found: Found) -> bytes:
    return re.sub(rb"\r?\n[ \t]", b"", found.content)


def _version(entry: Entry) -> _Version:
    return entry.sequence, f"{entry.dtstamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
