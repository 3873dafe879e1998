"""Who may speak to the board: one person's browser on this machine, by the address the board gave out."""

from __future__ import annotations

import hmac
import secrets
from email.message import Message
from http.cookies import CookieError, SimpleCookie

#: The only address a board listens at.
LOOPBACK = "127.0.0.1"
#: Nothing is loaded but the board's own files, nothing is sent anywhere else, and no page may frame it.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}


class Guard:
    """Knows the token, and what a request of our own page looks like."""

    def __init__(self, port: int) -> None:
        self.token = secrets.token_urlsafe(16)
        self._hosts = {f"{LOOPBACK}:{port}", f"localhost:{port}"}
        self._cookie = f"cohortplan-board-{port}"  # cookies do not tell ports apart

    def stranger(self, headers: Message, *, changes: bool) -> bool:
        """Whether a request comes from another site, or by another name for this machine (DNS rebinding).

        Parameters
        ----------
        changes : bool
            Whether it may change something: then the browser must say where it comes from.
        """
        hosts, origin = headers.get_all("Host", []), headers.get("Origin")
        if len(hosts) != 1 or hosts[0] not in self._hosts:
            return True
        if headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            return True
        return origin != f"http://{hosts[0]}" if origin is not None or changes else False

    def knows(self, headers: Message) -> bool:
        """Whether a request carries the cookie."""
        try:
            morsel = SimpleCookie(headers.get("Cookie", "")).get(self._cookie)
        except CookieError:
            return False
        return morsel is not None and self.fits(morsel.value)

    def fits(self, token: str) -> bool:
        """Whether this is the token."""
        return hmac.compare_digest(token.encode(), self.token.encode())

    def cookie(self) -> str:
        """Return the cookie that those get who know the token; no script can read it, no other site send it."""
        return f"{self._cookie}={self.token}; HttpOnly; SameSite=Strict; Path=/"
