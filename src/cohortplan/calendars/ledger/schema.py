"""The tables of the ledger, and how older files are brought up to date."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence

from cohortplan.errors import Defect, InputError

_TABLES = """
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE revision (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, plan TEXT NOT NULL, content BLOB NOT NULL
) STRICT;
CREATE TABLE entry (
    id INTEGER PRIMARY KEY, revision INTEGER NOT NULL REFERENCES revision,
    uid TEXT NOT NULL, address TEXT NOT NULL, audience TEXT NOT NULL, recipient TEXT NOT NULL, name TEXT NOT NULL,
    kind TEXT NOT NULL, method TEXT NOT NULL, sequence INTEGER NOT NULL, dtstamp TEXT NOT NULL,
    event TEXT NOT NULL, content BLOB NOT NULL,
    UNIQUE (uid, address, sequence, dtstamp)
) STRICT;
CREATE TABLE delivery (
    id INTEGER PRIMARY KEY, entry INTEGER NOT NULL REFERENCES entry, at TEXT NOT NULL, carrier TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('begun', 'done', 'failed', 'superseded')), detail TEXT NOT NULL
) STRICT;
CREATE INDEX delivery_of ON delivery (entry);
CREATE TABLE reply (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, source TEXT NOT NULL UNIQUE, uid TEXT NOT NULL, address TEXT NOT NULL,
    method TEXT NOT NULL, sequence INTEGER NOT NULL, dtstamp TEXT, partstat TEXT NOT NULL, comment TEXT NOT NULL,
    verdict TEXT NOT NULL, "start" TEXT, "end" TEXT
) STRICT;
CREATE TABLE feed (
    id INTEGER PRIMARY KEY, audience TEXT NOT NULL, recipient TEXT NOT NULL, at TEXT NOT NULL,
    token TEXT NOT NULL UNIQUE
) STRICT;
"""

#: Nothing that was told can be told otherwise afterwards.
APPEND_ONLY = ("revision", "entry", "delivery", "reply", "feed")

_GUARD = """
CREATE TRIGGER {table}_{deed} BEFORE {deed} ON {table} BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
"""


def guards(tables: Sequence[str] = APPEND_ONLY) -> str:
    """Return the statements that keep rows from being changed."""
    return "".join(_GUARD.format(table=table, deed=deed) for table in tables for deed in ("UPDATE", "DELETE"))


#: What is left of somebody who is forgotten: that something was told, under a hash, and no more.
_FORGET = """
UPDATE reply SET address = :hash, comment = '' WHERE address IN
    (SELECT address FROM entry WHERE audience = :audience AND recipient = :recipient AND address != '');
UPDATE delivery SET detail = '' WHERE entry IN
    (SELECT id FROM entry WHERE audience = :audience AND recipient = :recipient);
UPDATE feed SET recipient = :hash WHERE audience = :audience AND recipient = :recipient;
UPDATE entry SET address = :hash, recipient = :hash, name = '', event = '', content = x''
    WHERE audience = :audience AND recipient = :recipient;
"""


def forget(connection: sqlite3.Connection, audience: str, recipient: str) -> int:
    """Take out what tells of somebody, which is the one thing that a ledger may lose; return how many entries.

    To be called inside a transaction.
    """
    tables = ("reply", "delivery", "feed", "entry")
    for table in tables:
        connection.execute(f"DROP TRIGGER {table}_UPDATE")
        connection.execute(f"DROP TRIGGER {table}_DELETE")
    name = hashlib.sha256(f"{audience} {recipient}".encode()).hexdigest()[:16]
    values = {"hash": f"forgotten-{name}", "audience": audience, "recipient": recipient}
    changed = 0
    for statement in _statements(_FORGET):
        changed = connection.execute(statement, values).rowcount
    for statement in _statements(guards(tables)):
        connection.execute(statement)
    return changed


#: Each brings a file from the version of its place to the next.
MIGRATIONS = (_TABLES + guards(),)


def migrate(connection: sqlite3.Connection, file: str) -> None:
    """Bring a ledger up to date, all of it or nothing.

    Raises
    ------
    InputError
        If a newer version of this program made it.
    """
    found = _version(connection)
    if found > len(MIGRATIONS):
        remedy = "Update cohortplan, or name another ledger"
        raise InputError([Defect("this ledger was made by a newer version of cohortplan", remedy, file=file)])
    if found == len(MIGRATIONS):
        return
    connection.execute("BEGIN EXCLUSIVE")
    try:
        for script in MIGRATIONS[_version(connection) :]:
            for statement in _statements(script):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _statements(script: str) -> list[str]:
    """Take a script apart, as running it whole would commit half of it."""
    found, part = [], ""
    for line in script.splitlines():
        part += f"{line}\n"
        if sqlite3.complete_statement(part):
            found.append(part)
            part = ""
    return found
