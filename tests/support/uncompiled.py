"""Running tests once more with compilation switched off, where Python would notice what numba does not."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

#: Marks the test that starts the run without compilation, in which it is left out itself.
once = pytest.mark.skipif(os.environ.get("NUMBA_DISABLE_JIT") == "1", reason="this is the run without compilation")


def run_uncompiled(file: str, selection: str) -> subprocess.CompletedProcess[str]:
    """Run the tests of a file that a ``-k`` expression selects."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", file, "-k", selection],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
