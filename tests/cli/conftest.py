"""The small scenario and its plans as files, and a way to run commands."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cohortplan.cli import main
from tests.cli.two_days import write_broken_plan, write_folder, write_plan_file


class Run(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, read as one JSON document."""
        return json.loads(self.out)


Runner = Callable[..., Run]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the scenario folder."""
    return write_folder(tmp_path)


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    """Return a plan of the scenario that keeps every hard rule."""
    return write_plan_file(tmp_path)


@pytest.fixture
def broken_plan(tmp_path: Path) -> Path:
    """Return a plan in which A01 visits the same host on both days."""
    return write_broken_plan(tmp_path)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Runner:
    """Run a command in this process, as if standard output and error were pipes."""

    def call(*typed: object) -> Run:
        capsys.readouterr()
        code = main([str(word) for word in typed])
        return Run(code, *capsys.readouterr())

    return call
