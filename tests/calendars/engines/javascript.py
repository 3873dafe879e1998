"""Calendar programs' own readers in JavaScript: ical.js, which Thunderbird and Nextcloud read with, and node-ical."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.support import javascript

PACKAGES = ("ical.js@2.2.1", "node-ical@0.26.1")


def run(script: str, given: Any, *words: str) -> Any:
    """Run one of our scripts on what it is `given`, as JSON."""
    return javascript.run(Path(__file__).with_name(script), PACKAGES, given, *words)


def events(engine: str, calendars: Sequence[bytes]) -> list[list[dict[str, Any]]]:
    """Return what an engine reads in each of some calendars."""
    found: list[list[dict[str, Any]]] = run("events.mjs", [each.decode() for each in calendars], engine)
    return found
