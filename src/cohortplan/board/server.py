"""The board's own small web server: loopback only, for one token, files of the package and JSON."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from pydantic import ValidationError

from cohortplan.board.assets import assets
from cohortplan.board.desk import Desk, StaleError
from cohortplan.board.guards import HEADERS, LOOPBACK, Guard
from cohortplan.errors import InputError

#: The largest body that is read, in bytes, and how long a request may take to arrive, in seconds.
MOST_BYTES, _PATIENCE = 65_536, 30
#: A window that waits hears something at least so often, in seconds: so it is noticed when it is gone.
_HEARTBEAT = 10.0


class Server(ThreadingHTTPServer):
    """Serves a desk at a port of this machine; 0 takes any that is free."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, desk: Desk, port: int = 0) -> None:
        super().__init__((LOOPBACK, port), _Handler)
        self.desk, self.guard = desk, Guard(self.server_address[1])
        self.ended = threading.Event()

    @property
    def url(self) -> str:
        """The address to open: browsers do not send what stands after the #."""
        return f"http://{LOOPBACK}:{self.server_address[1]}/#{self.guard.token}"

    def end(self) -> None:
        """Stop serving."""
        self.ended.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that went away in the middle."""
        del request, client_address


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "cohortplan", ""
    timeout = _PATIENCE
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self) -> None:
        """Send a file of the page, or news as they come."""
        if self.server.guard.stranger(self.headers, changes=False):
            self._refuse(HTTPStatus.FORBIDDEN, "This board answers its own page only.")
        elif self.path == "/events" and self.server.guard.knows(self.headers):
            self._tell_news()
        elif (asset := assets().get(self.path)) is not None:
            self._send(HTTPStatus.OK, asset.content, f"{asset.kind}; charset=utf-8")
        elif self.path == "/events":
            self._refuse(HTTPStatus.UNAUTHORIZED, "Open the board by the address that it printed.")
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "There is no such page.")

    def do_POST(self) -> None:
        """Answer a request of the page."""
        guard = self.server.guard
        body = self._body()
        if body is None:
            return
        if guard.stranger(self.headers, changes=True):
            self._refuse(HTTPStatus.FORBIDDEN, "This board answers its own page only.")
        elif self.headers.get_content_type() != "application/json":
            self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The board reads JSON only.")
        elif self.path == "/enter":
            self._enter(body)
        elif not guard.knows(self.headers):
            self._refuse(HTTPStatus.UNAUTHORIZED, "Open the board by the address that it printed.")
        else:
            self._answer(self.path.removeprefix("/"), body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Print nothing."""
        del format, args

    def _body(self) -> bytes | None:
        """Return the body; None, and the answer is given, if it is none that we read."""
        lengths = self.headers.get_all("Content-Length", [])
        size = lengths[0] if len(lengths) == 1 else ""
        if not size.isascii() or not size.isdigit() or "Transfer-Encoding" in self.headers:
            self._refuse(HTTPStatus.LENGTH_REQUIRED, "The length of the request is missing.")
            return None
        if len(size) > len(str(MOST_BYTES)) or int(size) > MOST_BYTES:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The request is too large.")
            return None
        return self.rfile.read(int(size))

    def _enter(self, body: bytes) -> None:
        try:
            token = json.loads(body)["token"]
        except (ValueError, TypeError, KeyError, RecursionError):
            token = ""
        if isinstance(token, str) and token.isascii() and self.server.guard.fits(token):
            self._send_json(HTTPStatus.OK, {}, {"Set-Cookie": self.server.guard.cookie()})
        else:
            self._refuse(HTTPStatus.UNAUTHORIZED, "Open the board by the address that it printed.")

    def _answer(self, action: str, body: bytes) -> None:
        desk = self.server.desk
        form = desk.actions.get(action)
        if form is None:
            self._refuse(HTTPStatus.NOT_FOUND, "The board cannot do that.")
            return
        try:
            found = desk.answer(action, form.model_validate_json(body))
        except ValidationError:
            self._refuse(HTTPStatus.BAD_REQUEST, "The request cannot be read. Load the board anew.")
        except StaleError as error:
            self._refuse(HTTPStatus.CONFLICT, str(error))
        except InputError as error:
            self._refuse(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
        except OSError as error:
            self._refuse(HTTPStatus.INSUFFICIENT_STORAGE, f"{error.filename} cannot be written: {error.strerror}.")
        else:
            self._send_json(HTTPStatus.OK, found)

    def _tell_news(self) -> None:
        """Send news as they come, until the window is gone."""
        news = threading.Event()
        news.set()
        deaf = self.server.desk.listen(news.set)
        try:
            self._begin(HTTPStatus.OK, {"Content-Type": "text/event-stream", "Connection": "close"})
            while not self.server.ended.is_set():
                told = news.wait(_HEARTBEAT)
                news.clear()
                text = f"data: {json.dumps(self.server.desk.news())}\n\n" if told else ": still here\n\n"
                self.wfile.write(text.encode())
                self.wfile.flush()
        except OSError:
            pass
        finally:
            deaf()
            self.close_connection = True

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        self.close_connection = True  # what else it sent is not read
        self._send_json(status, {"error": why}, {"Connection": "close"})

    def _send_json(self, status: HTTPStatus, content: Mapping[str, Any], more: Mapping[str, str] | None = None) -> None:
        self._send(status, json.dumps(content).encode(), "application/json", more)

    def _send(self, status: HTTPStatus, content: bytes, kind: str, more: Mapping[str, str] | None = None) -> None:
        self._begin(status, {"Content-Type": kind, "Content-Length": str(len(content)), **(more or {})})
        self.wfile.write(content)
        self.wfile.flush()

    def _begin(self, status: HTTPStatus, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**HEADERS, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
