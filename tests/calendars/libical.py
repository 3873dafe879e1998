"""Run by the system's Python: what libical objects to in calendar files, as JSON (``python3 libical.py FILE...``)."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import gi  # type: ignore[import-not-found]

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # type: ignore[import-not-found] # noqa: E402 - the version comes first


def errors(content: bytes) -> list[str] | None:
    """Return what is written wrongly, and what the method of a message does not allow; None if nothing is read."""
    component = ICalGLib.Component.new_from_string(content.decode())
    if component is None:
        return None
    ICalGLib.restriction_check(component)
    lines = component.as_ical_string().replace("\r\n ", "").split("\r\n")
    found = [line.partition(":")[2] for line in lines if line.startswith("X-LIC-ERROR")]
    return found if len(found) == component.count_errors() else [*found, "and more"]


if __name__ == "__main__":
    sys.stdout.write(json.dumps([errors(Path(name).read_bytes()) for name in sys.argv[1:]]))
