"""Calendar servers: a small one of our own that is there at once, and real ones, started on this machine."""

from __future__ import annotations

import hashlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

import httpx
import pytest


@dataclass(frozen=True)
class Home:
    """Where somebody's calendars are kept.

    Attributes
    ----------
    url : str
        Below it calendars can be made.
    imap : int
        The port at which its mail is read, 0 if it has none.
    """

    url: str
    user: str = ""
    password: str = ""
    imap: int = 0

    def ask(self, method: str, url: str, **more: object) -> httpx.Response:
        """Do as another program of the same person would."""
        auth = httpx.BasicAuth(self.user, self.password) if self.user else None
        with httpx.Client(auth=auth, timeout=60) as client:
            return client.request(method, url, **more)  # type: ignore[arg-type]

    def etags(self, url: str = "") -> dict[str, str]:
        """Return the path of every event in a calendar, or in all of them, and what the server calls its version."""
        headers = {"Depth": "1", "Content-Type": "application/xml"}
        answer = self.ask("PROPFIND", url or self.url, content=_ETAGS, headers=headers)
        assert answer.status_code == 207
        here, found = httpx.URL(url or self.url).path, dict[str, str]()
        for each in ET.fromstring(answer.content).iter("{DAV:}response"):  # noqa: S314 - our own server's
            path = unquote(each.findtext("{DAV:}href", ""))
            etag = each.findtext(".//{DAV:}getetag")
            if path.endswith(".ics") and etag:
                found[path] = etag
            elif not url and path != here:
                found |= self.etags(str(httpx.URL(self.url).join(path)))
        return found


_ETAGS = b'<propfind xmlns="DAV:"><prop><getetag/></prop></propfind>'

#: Where the small server below keeps what it has for its one user.
PRINCIPAL, INBOX = "/principals/office/", "/inbox/"
SHELF = Home("http://localhost/office/", "office", "secret")
#: What a server can do that invites people itself.
INVITING = "1, 2, calendar-access, calendar-auto-schedule"


LISTED = '<?xml version="1.0"?><D:multistatus xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">{}</D:multistatus>'
FOUND = (
    "<D:response><D:href>{}</D:href><D:propstat><D:prop>{}</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>"
    "</D:response>"
)
OWNER = f"<D:current-user-principal><D:href>{PRINCIPAL}</D:href></D:current-user-principal>"
DATA = "<D:getetag>{}</D:getetag><C:calendar-data>{}</C:calendar-data>"


@dataclass
class Shelf:
    """A calendar server that keeps everything in memory, and does what RFC 4791 and RFC 9110 say of conditions."""

    abilities: str = "1, calendar-access"
    held: dict[str, bytes] = field(default_factory=dict)
    collections: set[str] = field(default_factory=set)
    silent: bool = False

    @property
    def owned(self) -> dict[str, str]:
        """What there is besides calendars, and what it says of itself; an inbox where people are invited."""
        inbox = f"<C:schedule-inbox-URL><D:href>{INBOX}</D:href></C:schedule-inbox-URL>"
        able = "calendar-auto-schedule" in self.abilities
        return {PRINCIPAL: inbox if able else "", INBOX: ""}

    def _listed(self, request: httpx.Request, path: str) -> bytes:
        """Say what there is at a place: of itself and what it holds, or the objects in it."""
        kind = "<D:resourcetype><D:collection/><C:calendar/></D:resourcetype>"
        if request.method == "REPORT":
            inside = {each: data for each, data in self.held.items() if each.rpartition("/")[0] == path.rstrip("/")}
            said = {each: DATA.format(self._etag(each), escape(data.decode())) for each, data in inside.items()}
        else:
            below = [each for each in sorted(self.collections) if each.startswith(path) and each != path]
            said = {path: self.owned.get(path) or f"{OWNER}{kind}"}
            said |= dict.fromkeys(below if request.headers["Depth"] == "1" else [], kind)
        return LISTED.format("".join(FOUND.format(quote(each), of) for each, of in said.items())).encode()

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer a request."""
        path = unquote(request.url.path)
        status, content = self._do(request, path)
        etag = {} if self.silent and request.method == "PUT" else {"ETag": self._etag(path)}
        known = path in self.held
        return httpx.Response(status, content=content, headers={"DAV": self.abilities, **(etag if known else {})})

    def _do(self, request: httpx.Request, path: str) -> tuple[int, bytes]:
        if request.method == "OPTIONS":
            return 200, b""
        if request.method in ("PROPFIND", "REPORT"):
            known = path in self.collections or path in self.owned
            return (207, self._listed(request, path)) if known else (404, b"")
        if request.method == "MKCALENDAR":
            self.collections.add(path)
            return 201, b""
        there = path in self.held
        if not self._agreed(request, path, there=there):
            return 412, b"not the version you know"
        if request.method == "PUT":
            if f"{path.rpartition('/')[0]}/" not in self.collections:
                return 409, b"no such calendar"
            self.held[path] = request.content
            return (204 if there else 201), b""
        if not there:
            return 404, b""
        return (200, self.held[path]) if request.method == "GET" else (204, self.held.pop(path) and b"")

    def _agreed(self, request: httpx.Request, path: str, *, there: bool) -> bool:
        wanted = request.headers.get("If-Match")
        if wanted is not None and not (there and wanted in ("*", self._etag(path))):
            return False
        return not (there and request.headers.get("If-None-Match") == "*")

    def _etag(self, path: str) -> str:
        return f'"{hashlib.sha256(self.held.get(path, b"")).hexdigest()[:16]}"'


def shelved(patch: pytest.MonkeyPatch, shelf: Shelf) -> Home:
    """Let `shelf` answer instead of a server."""
    real = httpx.Client
    transport = httpx.MockTransport(shelf.answer)
    patch.setattr(httpx, "Client", lambda **settings: real(**{**settings, "transport": transport}))
    return SHELF


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(command: Sequence[str], port: int, log: Path, user: str | None = None) -> Iterator[None]:
    """Run a server until the block ends, as another user if need be; wait until it listens."""
    # A session of its own: Cyrus ends by a signal to all processes of its group.
    kept = {"user": user, "group": user and "mail", "start_new_session": True}
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out, **kept) as process:  # type: ignore[call-overload]
        try:
            _await(port, process, log)
            yield
        finally:
            process.terminate()


def _await(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"{process.args!r} does not listen: {log.read_text(errors='replace')[-2000:]}")


@contextmanager
def radicale(folder: Path) -> Iterator[Home]:
    """Run Radicale, which asks for a password."""
    port = free_port()
    (folder / "users").write_text("office:secret\n")
    config = folder / "radicale.conf"
    config.write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n"
        f"[auth]\ntype = htpasswd\nhtpasswd_filename = {folder / 'users'}\nhtpasswd_encryption = plain\ndelay = 0\n"
        f"[storage]\nfilesystem_folder = {folder / 'data'}\n"
        "[logging]\nlevel = warning\n"
    )
    with started([sys.executable, "-m", "radicale", "--config", str(config)], port, folder / "log"):
        yield Home(f"http://127.0.0.1:{port}/office/", "office", "secret")


@contextmanager
def xandikos(folder: Path) -> Iterator[Home]:
    """Run Xandikos, which trusts everyone."""
    port = free_port()
    program = str(Path(sys.executable).with_name("xandikos"))
    given = ["--defaults", "-d", str(folder / "data"), "--current-user-principal=/office/", "-l", "127.0.0.1"]
    with started([program, "serve", *given, "-p", str(port)], port, folder / "log"):
        yield Home(f"http://127.0.0.1:{port}/office/calendars/")
