"""Values as a TOML file has them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml_value(value: Any) -> str:
    """Return a value as it stands behind an equals sign.

    Examples
    --------
    >>> toml_value({"public": [2, 3], "open": True})
    '{ public = [2, 3], open = true }'
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return (
            "{ "
            + ", ".join(f"{json.dumps(name, ensure_ascii=False)} = {toml_value(each)}" for name, each in value.items())
            + " }"
        )
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(toml_value, value)) + "]"
    return _quoted(value)


def toml_section(head: str, values: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of a section, with an empty one before it; what is None is left out."""
    yield ""
    yield head
    yield from toml_lines(values)


def toml_lines(values: Mapping[str, Any]) -> Iterator[str]:
    """Yield a line for each value; what is None is left out."""
    for name, value in values.items():
        if value is not None:
            yield f"{_named(name)} = {toml_value(value)}"


def _named(name: str) -> str:
    return name if _BARE.fullmatch(name) else _quoted(name)


def _quoted(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
