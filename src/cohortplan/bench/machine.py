"""What is told of the machine and the programs of a run. Nothing here names a person, a host or a folder."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import cohortplan
from cohortplan.bench.worker import THREADS

#: Packages whose version may change what comes out, or how fast.
PACKAGES = ("numpy", "ortools", "numba", "llvmlite", "pydantic", "distributed", "dask-jobqueue", "mpi4py")

_CPUINFO = Path("/proc/cpuinfo")
_POWER = Path("/sys/class/powercap")
#: The way to a file or folder that is not below the one we are in: all but its last part.
_WAY = re.compile(r"(?:^|(?<=[=:]))(?:~[^/\\]*|[A-Za-z]:|\.\.)?[/\\](?:[^/\\]*[/\\])*")
#: Where a cluster is to be found.
_ADDRESS = re.compile(r"\b(dask):\S+")


def facts() -> dict[str, Any]:
    """Return everything that may change the outcome of a run."""
    return {"cohortplan": version("cohortplan"), "git": checkout(), **programs(), "machine": machine()}


def programs() -> dict[str, Any]:
    """Return the versions of Python and of the libraries that are installed."""
    return {"python": platform.python_version(), "packages": dict(_versions())}


def machine() -> dict[str, Any]:
    """Return processor, system, and how many threads there may be."""
    usable = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None
    return {
        "cpu": cpu_model(),
        "cores": os.cpu_count(),
        "affinity": usable,
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "threads": {name: os.environ.get(name) for name in THREADS},
    }


@cache
def cpu_model() -> str:
    """Return what the processor calls itself."""
    try:
        lines = _CPUINFO.read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.lower().startswith("model name"))
    return next(named, platform.machine())


def checkout(folder: Path | None = None) -> dict[str, Any] | None:
    """Return commit of the source and whether it was changed since; None unless it is a checkout of git's."""
    git, folder = shutil.which("git"), folder or Path(cohortplan.__file__).parent
    if git is None:
        return None

    def ask(*words: str) -> str | None:
        answer = subprocess.run(  # noqa: S603 - words of our own
            [git, "-C", str(folder), *words], capture_output=True, text=True, check=False
        )
        return None if answer.returncode else answer.stdout.strip()

    # A package that was installed into somebody's repository is not tracked there.
    if ask("ls-files", "--error-unmatch", "__init__.py") is None:
        return None
    commit = ask("rev-parse", "HEAD")
    return None if commit is None else {"commit": commit, "dirty": bool(ask("status", "--porcelain", "-uno"))}


def command_line(words: Iterable[str]) -> str:
    """Return what was typed, with files elsewhere by their last name only, and clusters by their kind."""
    return " ".join(_ADDRESS.sub(r"\1:…", _WAY.sub("", word)) for word in words)


def energy(root: Path = _POWER) -> Mapping[Path, int] | None:
    """Return the counters of the energy that processors have used, in microjoules; None if nobody may read them."""
    packages = [path for path in root.glob("intel-rapl:*") if path.name.count(":") == 1]
    try:
        return {path: int((path / "energy_uj").read_text()) for path in packages} or None
    except (OSError, ValueError):
        return None


def joules(before: Mapping[Path, int] | None, after: Mapping[Path, int] | None) -> float | None:
    """Return the energy used between two readings; None if it is not known. Counters begin anew at their ends."""
    if before is None or after is None or before.keys() != after.keys():
        return None
    used = 0
    for path, count in after.items():
        spent = count - before[path]
        used += spent if spent >= 0 else spent + int((path / "max_energy_range_uj").read_text())
    return round(used / 1e6, 1)


def _versions() -> Iterable[tuple[str, str]]:
    for name in PACKAGES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            continue
