"""Everything that a file says, however it is wrapped: texts in archives, databases, messages and other encodings."""

from __future__ import annotations

import base64
import binascii
import gzip
import html
import io
import quopri
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from email import message_from_bytes
from email.header import decode_header, make_header
from urllib.parse import unquote

from pypdf import PdfReader

#: So deep may things be wrapped in one another.
_DEEPEST = 6

_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}(?:[ \t]*\r?\n[ \t]*[A-Za-z0-9+/_-]+)*={0,2}")
#: How archives, packed files and databases begin.
_PACKED = (b"PK", b"\x1f\x8b", b"x\x9c", b"x\x01", b"x\xda", b"SQLite format 3")
_HEADERS = re.compile(rb"\A(?:[A-Za-z-]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+\r?\n")


def texts(data: bytes) -> Iterator[str]:
    """Yield all that some bytes say, as often as it takes."""
    waiting, seen = [(data, 0)], set[bytes]()
    while waiting:
        each, depth = waiting.pop()
        if each in seen:
            continue
        seen.add(each)
        text = each.decode("utf-8", "replace")
        plain = re.sub("\r?\n[ \t]", "", text)  # as calendars and headers fold their lines
        yield from {
            text,
            each.decode("utf-16-le", "ignore"),
            plain,
            html.unescape(text),
            unquote(plain),
            _escaped(text),
            re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text),  # as Markdown hides signs
        }
        if depth < _DEEPEST:
            waiting += ((inner, depth + 1) for inner in _wrapped(each))


def _wrapped(data: bytes) -> Iterator[bytes]:
    """Yield what is wrapped in some bytes, each with one wrapping less."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield archive.read(name)
    elif data.startswith(b"SQLite format 3"):
        yield from _rows(data)
    elif data.startswith(b"%PDF"):
        yield from (page.extract_text().encode() for page in PdfReader(io.BytesIO(data)).pages)
    else:
        for unpack in (gzip.decompress, zlib.decompress):
            with suppress(OSError, zlib.error, EOFError):
                yield unpack(data)
        if _HEADERS.match(data):
            yield from _parts(data)
        elif b"=" in data:
            opened = quopri.decodestring(data)
            if opened != data:
                yield opened
        yield from _decoded(data)


def _decoded(data: bytes) -> Iterator[bytes]:
    for found in _BASE64.finditer(data):
        code = re.sub(rb"\s", b"", found[0]).rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
        with suppress(binascii.Error):
            opened = base64.b64decode(code + b"=" * (-len(code) % 4))
            if opened.startswith(_PACKED) or _is_text(opened):
                yield opened


def _is_text(data: bytes) -> bool:
    """Whether some bytes may be text: what is no code, decoded, seldom is."""
    with suppress(UnicodeDecodeError):
        return data.decode("utf-8") is not None
    return b"\0" in data and len(data.decode("utf-16-le", "ignore")) * 2 >= len(data) - 1


def _parts(data: bytes) -> Iterator[bytes]:
    letter = message_from_bytes(data)
    for part in letter.walk():
        yield "\n".join(f"{name}= {make_header(decode_header(str(value)))}" for name, value in part.items()).encode()
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            yield payload


def _rows(data: bytes) -> Iterator[bytes]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(data)
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in connection.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - a table of its own
                for cell in row:
                    yield cell if isinstance(cell, bytes) else str(cell).encode()


def _escaped(text: str) -> str:
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
