"""The file of the ledger: one that only grows, safe under two programs at once and a kill at any instruction."""

from __future__ import annotations

import secrets
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from cohortplan.calendars.ical import PartStat
from cohortplan.calendars.ledger.changes import Change
from cohortplan.calendars.ledger.entries import Delivery, Entry, Reply, read, written
from cohortplan.calendars.ledger.schema import forget, migrate
from cohortplan.errors import Defect, InputError

#: Name of the file, in the programme's folder.
LEDGER = "ledger.sqlite"

#: Seconds to wait while another program writes.
_PATIENCE = 30.0

_ENTRY = "id, revision, uid, address, audience, recipient, name, kind, method, sequence, dtstamp, event, content"
_REPLY = 'at, source, uid, address, method, sequence, dtstamp, partstat, comment, verdict, "start", "end"'


class Ledger:
    """What was told to whom.

    Parameters
    ----------
    path : Path
        The file; it is made if it is not there.
    durable : bool
        Whether what is noted lies on the disk before anything else is done; not needed of a copy.

    Raises
    ------
    InputError
        If the file is none of ours, or cannot be opened.
    """

    def __init__(self, path: Path, *, durable: bool = True) -> None:
        self.path = path
        try:
            path.touch(mode=0o600)  # it holds addresses: nobody else on this machine shall read it
            self._connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
            self._connection.execute("PRAGMA foreign_keys = ON")
            self._connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'OFF'}")
            migrate(self._connection, str(path))
            with self._writing():
                fresh = ("secret", secrets.token_hex(16))
                self._connection.execute("INSERT OR IGNORE INTO fact VALUES (?, ?)", fresh)
        except (sqlite3.Error, OSError) as error:
            defect = Defect(f"this ledger cannot be used ({error})", "Restore it, or name another", file=str(path))
            raise InputError([defect]) from error

    def __enter__(self) -> Self:
        """Be open until the block ends."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the file."""
        self._connection.close()

    def copy(self, path: Path) -> None:
        """Copy the ledger as it is to another file."""
        other = sqlite3.connect(path)
        try:
            self._connection.backup(other)
        finally:
            other.close()

    @property
    def secret(self) -> str:
        """The programme's own secret, of 128 bits."""
        return str(self._rows("value", "fact", "WHERE name = 'secret'")[0][0])

    def latest(self) -> dict[tuple[str, str], Entry]:
        """Return the last entry of each event and mailbox."""
        last = "WHERE event != '' AND id IN (SELECT MAX(id) FROM entry GROUP BY uid, address) ORDER BY id"
        return {entry.key: entry for entry in map(_entry, self._rows(_ENTRY, "entry", last))}

    def entries(self) -> Iterator[Entry]:
        """Yield everything that was to be told, in order."""
        return map(_entry, self._rows(_ENTRY, "entry", "WHERE event != '' ORDER BY id"))

    def deliveries(self, entry: int | None = None) -> list[Delivery]:
        """Return what became of an entry, or of all, in order."""
        where, values = ("", ()) if entry is None else ("WHERE entry = ?", (entry,))
        rows = self._rows("entry, at, carrier, state, detail", "delivery", f"{where} ORDER BY id", values)
        return [Delivery(number, datetime.fromisoformat(at), *rest) for number, at, *rest in rows]

    def replies(self) -> list[Reply]:
        """Return the answers that came in, in order."""
        return [_reply(row) for row in self._rows(_REPLY, "reply", "ORDER BY id")]

    def answers(self) -> dict[tuple[str, str], tuple[int, PartStat]]:
        """Return of each event and mailbox the last answer that counts, and the SEQUENCE that it answers."""
        counted = [reply for reply in self.replies() if reply.verdict == "applied" and reply.partstat]
        return {(reply.uid, reply.address): (reply.sequence, reply.partstat) for reply in counted if reply.partstat}

    def plans(self) -> list[tuple[int, datetime, str]]:
        """Return the published revisions: number, time and SHA-256 of the plan."""
        rows = self._rows("id, at, plan", "revision", "ORDER BY id")
        return [(number, datetime.fromisoformat(at), sha) for number, at, sha in rows]

    def plan(self, revision: int) -> bytes:
        """Return the plan of a revision, as it was published."""
        return zlib.decompress(self._rows("content", "revision", "WHERE id = ?", (revision,))[0][0])

    def publish(
        self, plan: bytes, sha256: str, now: datetime, find: Callable[[Ledger], Iterable[Change]]
    ) -> Sequence[Change]:
        """Add a revision and what it changes, all or nothing; nothing at all if nothing changes.

        Parameters
        ----------
        find : callable
            Finds the changes. It is called while no other program can write.
        """
        with self._writing():
            found = tuple(find(self))
            if found:
                row = (now.astimezone(UTC).isoformat(), sha256, zlib.compress(plan))
                revision = self._add("revision", "at, plan, content", row)
                for change in found:
                    self._add("entry", _ENTRY.removeprefix("id, "), _row(revision, change))
        return found

    def note(self, *deliveries: Delivery) -> None:
        """Note what became of entries, all or nothing."""
        if not deliveries:
            return
        with self._writing():
            for entry, at, *rest in map(astuple, deliveries):
                self._add("delivery", "entry, at, carrier, state, detail", (entry, at.isoformat(), *rest))

    def hear(self, reply: Reply) -> bool:
        """Note an answer; False if the same message was noted before."""
        with self._writing():
            if self._rows("id", "reply", "WHERE source = ?", (reply.source,)):
                return False
            values = [value.isoformat() if isinstance(value, datetime) else value for value in astuple(reply)]
            self._add("reply", _REPLY, values)
            return True

    def token(self, audience: str, recipient: str, now: datetime, *, renew: bool = False) -> str:
        """Return the unguessable name of a feed, of 128 bits; a new one, for good, if asked to."""
        with self._writing():
            last = "WHERE audience = ? AND recipient = ? ORDER BY id DESC LIMIT 1"
            known = self._rows("token", "feed", last, (audience, recipient))
            if known and not renew:
                return str(known[0][0])
            token = secrets.token_urlsafe(16)
            self._add("feed", "audience, recipient, token, at", (audience, recipient, token, now.isoformat()))
            return token

    def forget(self, audience: str, recipient: str) -> int:
        """Take out the name, mailbox, events and comments of somebody, for good; return how many messages told of them.

        That something was told under an identifier stays, under a hash. Nothing is cancelled: publish a plan without
        them first.
        """
        with self._writing():
            number = forget(self._connection, audience, recipient)
        self._connection.execute("VACUUM")  # or what was taken out would still lie in the file
        return number

    def tokens(self) -> list[str]:
        """Return every name that a feed ever had."""
        return [str(token) for (token,) in self._rows("token", "feed", "ORDER BY id")]

    @contextmanager
    def sending(self) -> Iterator[None]:
        """Be the only program that hands messages over; whoever dies lets go.

        Raises
        ------
        InputError
            If another program is at it.
        """
        lock = sqlite3.connect(f"{self.path}.sending", timeout=0, isolation_level=None)
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            lock.close()
            defect = Defect("another program is sending messages of this ledger", "Wait for it", file=str(self.path))
            raise InputError([defect]) from error
        try:
            yield
        finally:
            lock.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Write while nobody else does: all that the block writes, or nothing."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def _rows(self, columns: str, table: str, which: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._connection.execute(f"SELECT {columns} FROM {table} {which}", values).fetchall()  # noqa: S608

    def _add(self, table: str, columns: str, values: Sequence[Any]) -> int:
        places = ", ".join("?" * len(values))
        cursor = self._connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", values)  # noqa: S608
        return int(cursor.lastrowid or 0)


def _row(revision: int, change: Change) -> tuple[Any, ...]:
    invitation, event = change.invitation, change.event
    return (
        revision,
        event.uid,
        invitation.address,
        invitation.audience,
        invitation.to,
        invitation.name,
        str(change.kind),
        change.method,
        event.sequence,
        event.dtstamp.isoformat(),
        written(event),
        change.content,
    )


def _entry(row: tuple[Any, ...]) -> Entry:
    number, revision, uid, address, audience, to, name, kind, method, sequence, stamp, event, content = row
    dtstamp = datetime.fromisoformat(stamp)
    about, clocks = read(event, dtstamp, sequence)
    of = (number, revision, uid, address, audience, to, name, kind, method, sequence, dtstamp)
    return Entry(*of, about, content, clocks)


def _reply(row: tuple[Any, ...]) -> Reply:
    at, source, uid, address, method, sequence, stamp, partstat, comment, verdict, start, end = row
    moments = [None if text is None else datetime.fromisoformat(text) for text in (stamp, start, end)]
    return Reply(
        datetime.fromisoformat(at), source, uid, address, method, sequence, moments[0], partstat, comment, verdict,
        *moments[1:],
    )  # fmt: skip
