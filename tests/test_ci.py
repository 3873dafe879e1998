"""What the README promises about the tests is what the checks run."""

from __future__ import annotations

import os
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_checks_run_the_test_command_of_the_readme() -> None:
    """The README has one command that sets up and runs the tests, and ``.ci/run`` calls it word for word."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S)
    commands = [line.strip() for block in blocks for line in block.splitlines() if "/pytest" in line]
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    called = re.search(r'^tests="(.+)"$', script, re.M)
    assert called is not None
    assert commands == [called[1]]


def test_the_checks_can_be_run() -> None:
    """``.ci/run`` is executable."""
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
