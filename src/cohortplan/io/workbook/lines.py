"""Settings as rows: each line of TOML is a row of three cells – what is set, to what, and a note."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cohortplan.io.toml import loads

#: The header of such a sheet is no line.
HEADER = ("setting", "value", "note")

_NAME = re.compile(r"\s*[A-Za-z_][\w.-]*\s*")
_SETTING = re.compile(r"""(\s*(?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=\s*(.+)""")


def rows_of(text: str) -> list[tuple[str, str, str]]:
    """Return the row of each line; a line that is not ``setting = value`` stands whole in the first cell.

    Texts are shown without quotation marks where that leaves no doubt. Blanks between a value and its note stay behind
    the value, where nobody sees them, so that `text_of` gives back what was there.
    """
    rows, inside = [], ""
    for line in text.removeprefix("\ufeff").splitlines():
        found = None if inside else _split(line)
        rows.append(found or (line, "", ""))
        if found is None:
            inside = _open_after(line, inside)
    return rows


def text_of(rows: Iterable[Sequence[str]]) -> str:
    """Return the lines that rows stand for, as TOML."""
    return "".join(f"{_joined(*row)}\n" for row in rows)


def valueless(rows: Iterable[Sequence[str]]) -> Iterator[int]:
    """Yield the positions of rows that name a setting and set it to nothing."""
    inside = ""
    for position, (setting, value, _) in enumerate(rows):
        if not inside and _NAME.fullmatch(setting) and not value.strip():
            yield position
        inside = _open_after(setting, inside)


def shown(value: object) -> str:
    """Return a cell's number, truth value or date as TOML has it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _split(line: str) -> tuple[str, str, str] | None:
    """Take a line apart, if what is put together again is the same line."""
    found = _SETTING.fullmatch(line)
    if found is None:
        return None
    name, rest = found[1], found[2]
    # The note begins at the first # in front of which a whole value stands: others are part of a text.
    for hash_ in [*(each.start() for each in re.finditer("#", rest)), len(rest)]:
        literal = rest[:hash_].rstrip()
        value = _value(literal)
        if value is not None:
            row = (name, _plain(literal, value) + rest[len(literal) : hash_], rest[hash_:])
            return row if _joined(*row) == line else None
    return None


def _joined(setting: str, value: str, note: str) -> str:
    note = note if not note.strip() or note.lstrip().startswith("#") else f"# {note.strip()}"
    if not value.strip():
        return setting + (f"  {note}" if note.strip() and setting.strip() else note)
    text = value.strip()
    literal = text if _value(text) is not None else json.dumps(text, ensure_ascii=False)
    gap = value[len(value.rstrip()) :] or ("  " if note else "")
    return f"{setting} = {literal}{gap}{note}"


def _plain(literal: str, value: Any) -> str:
    """Return a text without its quotation marks, unless it would be taken for something else."""
    if isinstance(value, str) and value == value.strip() and value and _value(value) is None:
        return value if json.dumps(value, ensure_ascii=False) == literal else literal
    return literal


def _value(literal: str) -> Any:
    """Return what a piece of TOML says on its own, None if it is none."""
    try:
        return loads(f"x = {literal}")["x"] if literal and "\n" not in literal else None
    except (ValueError, RecursionError):
        return None


def _open_after(line: str, inside: str) -> str:
    """Return the quotation marks of a long text that a line leaves open, "" if none."""
    for quotes in ('"""', "'''"):
        if inside in ("", quotes) and line.count(quotes) % 2:
            return "" if inside else quotes
    return inside
