"""Messages by e-mail, through the organiser's own server."""

from __future__ import annotations

import ipaddress
import os
import smtplib
import ssl
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Self

from cohortplan.calendars.ledger import Entry
from cohortplan.calendars.mail import Writer
from cohortplan.calendars.outbox import MESSAGES, CarrierError
from cohortplan.errors import Defect, InputError
from cohortplan.model import Scenario, Smtp

#: Holds the password, where no keyring does.
PASSWORD = "COHORTPLAN_SMTP_PASSWORD"  # noqa: S105 - its name, not what it is
_TIMEOUT = 60.0


class SmtpCarrier:
    """Sends each message by SMTP, one by one and no faster than the server likes.

    Raises
    ------
    InputError
        If the server would get the password or messages in the clear, or there is no password.
    """

    name = "mail"
    counts = MESSAGES

    def __init__(self, server: Smtp, writer: Writer, pause: Callable[[float], None] = time.sleep) -> None:
        if server.security == "none" and not here(server.host):
            remedy = 'Write security = "starttls" or "tls"; only a server on this machine can do without'
            raise InputError([Defect("mail would go over the network unencrypted", remedy, server.host)])
        self._server = server
        self._writer = writer
        self._pause = pause
        self._password = password(PASSWORD, server.user, server.host) if server.user else ""
        self._connection: smtplib.SMTP | None = None
        self._sent = 0

    @classmethod
    def of(cls, scenario: Scenario, writer: Writer) -> Self:
        """Return a carrier to the server that the scenario names.

        Raises
        ------
        InputError
            If it names none.
        """
        if scenario.calendars.smtp is None:
            remedy = 'Write host = "mail.example.org" below [calendars.smtp]'
            raise InputError([Defect("no server is named that sends mail", remedy, file="scenario.toml")])
        return cls(scenario.calendars.smtp, writer)

    def takes(self, entry: Entry) -> bool:
        """Whether there is a mailbox to send it to."""
        return entry.told

    def carry(self, entry: Entry, earlier: Sequence[Entry]) -> str:
        """Send the message."""
        if self._sent:
            self._pause(60.0 / self._server.per_minute)
        self._sent += 1
        message = self._writer.write(entry, earlier)
        try:
            connection = self._connection or self._connect()
            self._connection = connection
            connection.sendmail(self._writer.organizer.address, [entry.address], message)
        except smtplib.SMTPRecipientsRefused as error:
            code, reason = error.recipients.get(entry.address, (0, b""))
            raise CarrierError(f"{code} {_plain(reason)}") from error
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise CarrierError(str(error)) from error
        return ""

    def close(self) -> None:
        """Leave the server."""
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._connection.quit()
            self._connection = None

    def _connect(self) -> smtplib.SMTP:
        server, context = self._server, ssl.create_default_context()
        if server.security == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=_TIMEOUT, context=context)
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT)
        try:
            if server.security == "starttls":
                connection.starttls(context=context)
            if server.user:
                connection.login(server.user, self._password)
        except BaseException:
            connection.close()
            raise
        return connection


def password(variable: str, user: str, place: str) -> str:
    """Return a password from the environment, or from the keyring of this machine if it has one.

    Raises
    ------
    InputError
        If neither has it.
    """
    found = os.environ.get(variable)
    if not found:
        with suppress(ImportError):
            import keyring

            with suppress(keyring.errors.KeyringError):
                found = keyring.get_password(f"cohortplan {place}", user)
    if not found:
        remedy = f"Set {variable}, or keep it in the keyring as 'cohortplan {place}'"
        raise InputError([Defect(f"there is no password of {user} for {place}", remedy)])
    return found


def here(host: str) -> bool:
    """Whether `host` is this machine, to which nothing goes over a network."""
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def _plain(reason: bytes | str) -> str:
    return reason.decode("ascii", "replace") if isinstance(reason, bytes) else reason
