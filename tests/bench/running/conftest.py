"""Suites as files, and what is in a run's folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cohortplan.bench.unit import Unit
from cohortplan.bench.worklist import prepare

GOLF = """
title = "Golf"

[[block]]
group = "golfers"
solvers = ["search"]
seeds = 2
iterations = 500
sources = ["sgp:3-2-3", "sgp:2-2-3"]
"""

Maker = Callable[..., tuple[Path, tuple[Unit, ...]]]


@pytest.fixture
def made(tmp_path: Path) -> Maker:
    """Write a suite, and the work list it makes."""

    def make(text: str = GOLF, name: str = "run") -> tuple[Path, tuple[Unit, ...]]:
        suite, folder = tmp_path / "golf.toml", tmp_path / name
        suite.write_text(text, encoding="utf-8")
        return folder, prepare(suite, folder, tmp_path).units

    return make


def records(folder: Path) -> dict[str, dict[str, Any]]:
    """Return every record of a run without what differs between two runs: times, and where an instance lies."""
    found = {}
    for file in sorted((folder / "units").glob("*.json")):
        record = json.loads(file.read_text(encoding="utf-8"))
        del record["seconds"], record["work"]
        record["log"] = [event[1:] for event in record["log"]]
        found[file.stem] = record
    return found
