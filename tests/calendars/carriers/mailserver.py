"""A mail server on this machine that keeps what it gets, and can die on the way."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class Sink:
    """Keeps messages.

    Attributes
    ----------
    got : list of (str, bytes)
        The recipient and the content of each message, as it came over the wire.
    authenticated : list of bool
        Whether whoever sent each had given a password.
    fatal : int
        The message, counted from 1, after which the server is gone before it can say that it took it; 0 = none.
    """

    got: list[tuple[str, bytes]] = field(default_factory=list)
    authenticated: list[bool] = field(default_factory=list)
    fatal: int = 0
    dead: bool = False

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuse one recipient, take all others."""
        del server, session, options
        if address.startswith("refused@"):
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep a message; die, if it is time to."""
        if self.dead:
            return "421 4.3.2 going down"
        content = envelope.original_content or b""
        self.got.append((envelope.rcpt_tos[0], content))
        self.authenticated.append(bool(session.authenticated))
        if len(self.got) == self.fatal:
            self.dead = True
            server.transport.abort()
        return "250 OK"


def only(user: str, password: str) -> Callable[..., AuthResult]:
    """Return who lets one user in."""

    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        del server, session, envelope, mechanism
        known = isinstance(data, LoginPassword) and (data.login, data.password) == (user.encode(), password.encode())
        return AuthResult(success=known, handled=False)

    return check


@contextmanager
def serving(sink: Sink, **settings: Any) -> Iterator[int]:
    """Serve on a free port; yield the port."""
    port = free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=port, **settings)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
