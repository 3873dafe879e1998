"""Sample calendars of the libraries that are installed for the tests, read where they are, and mutants of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_PACKAGES = ("icalendar", "recurring_ical_events")
_RULES = (
    b"RRULE:FREQ=SECONDLY",
    b"RRULE:FREQ=MINUTELY;COUNT=999999999",
    b"RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
    b"RRULE:FREQ=DAILY;INTERVAL=0",
    b"RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31;BYHOUR=" + b",".join(b"%d" % hour for hour in range(24)),
    b"RRULE:FREQ=HOURLY;UNTIL=99991231T235959Z;BYSETPOS=-1;BYMINUTE=1,2,3",
    b"RDATE:" + b",".join(b"2026%02d%02dT000000" % (1 + k // 28 % 12, 1 + k % 28) for k in range(3000)),
)
_LINES = (
    b"DTSTART:00010101T000000Z",
    b"DTSTART:99991231T235959",
    b"DTEND;VALUE=DATE:99991231",
    b"DURATION:P999999W",
    b"DTSTART;TZID=:20260101T000000",
    b"TZOFFSETTO:+9999",
    b"FREEBUSY:99991231T235959Z/P999999W",
    b"EXDATE:20260101,junk,20260101T000000",
    b"RECURRENCE-ID;RANGE=THISANDFUTURE:20260101T000000Z",
    b"BEGIN:VTIMEZONE",
    b"END:VEVENT",
    b"BEGIN:VAVAILABILITY",
)


@cache
def samples() -> dict[str, bytes]:
    """Return the samples by name."""
    roots = [Path(spec.origin).parent for name in _PACKAGES if (spec := find_spec(name)) and spec.origin]
    return {path.name: path.read_bytes() for root in roots for path in sorted(root.rglob("*.ics"))}


def mutants(number: int, seed: int) -> Iterator[bytes]:
    """Yield damaged samples, the same for the same seed."""
    rng = random.Random(seed)  # noqa: S311 - nothing secret is drawn
    files = [data for data in samples().values() if len(data) < 20_000]
    for _ in range(number):
        yield damaged(rng.choice(files), rng)


def damaged(data: bytes, rng: random.Random) -> bytes:
    """Return a file with one to three kinds of damage."""
    for _ in range(rng.randint(1, 3)):
        data = rng.choice(_DAMAGE)(data, rng)
    return data


def _flip(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data or b"x")
    for _ in range(rng.randint(1, 20)):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _drop(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data) + 1)
    return data[:start] + data[start + rng.randint(1, 200) :]


def _mark(data: bytes, rng: random.Random) -> bytes:
    if rng.random() < 0.5:
        return rng.choice([b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0\0", b"<html>\n"]) + data
    return data.decode("utf-8", "replace").encode(rng.choice(["utf-16", "utf-16-be", "utf-7", "latin-1"]), "replace")


def _null(data: bytes, rng: random.Random) -> bytes:
    place = rng.randrange(len(data) + 1)
    return (
        data[:place]
        + rng.choice([b"\0", b"\r", b"\x85", b"\x1b[2J", b"\xe2\x80\xa8"]) * rng.randint(1, 9)
        + data[place:]
    )


def _nest(data: bytes, rng: random.Random) -> bytes:
    return data.replace(b"BEGIN:VEVENT", b"BEGIN:VEVENT\r\n" * rng.randint(2, 3000), 1)


def _bomb(data: bytes, rng: random.Random) -> bytes:
    return data.replace(b"END:VEVENT", rng.choice(_RULES) + b"\r\nEND:VEVENT", rng.randint(1, 5))


def _line(data: bytes, rng: random.Random) -> bytes:
    lines = data.split(b"\n")
    lines.insert(rng.randrange(len(lines) + 1), rng.choice(_LINES) + b"\r")
    return b"\n".join(lines)


def _swap(data: bytes, rng: random.Random) -> bytes:
    lines = data.split(b"\n")
    rng.shuffle(lines)
    return b"\n".join(lines)


_DAMAGE: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(_flip, _cut, _drop, _mark, _null, _nest, _bomb, _line, _swap),
)
