"""A solver of another package takes part once it is installed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = """
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"

[project]
name = "guesswork"
version = "1"

[project.entry-points."cohortplan.solvers"]
guess = "guesswork:Guess"

[tool.setuptools]
py-modules = ["guesswork"]
"""
MODULE = """
import numpy as np

from cohortplan.primitives import random_decision
from cohortplan.solvers.base import Board


class Guess:
    name = "guess"

    def solve(self, problem, board, *, seed, hint=None):
        board.spend(1)
        board.post(random_decision(problem.axes, np.random.default_rng(seed)), self.name)
        return board.outcome()
"""
#: What a fresh process is asked.
QUESTION = """
from cohortplan.io import read_instance
from cohortplan.solve import solve
from cohortplan.solvers.base import Stop, registered

print("guess" in registered())
result = solve(read_instance("sgp:3-2-2").scenario, solver="guess", stop=Stop(seconds=5))
print(result.iterations, result.evaluation.valid, result.plan.manifest["solver"])
"""


@pytest.mark.slow
def test_a_solver_of_another_package_is_found(tmp_path: Path) -> None:
    """Its entry point is all it takes: it is listed, and it plans through the same door, measured like any other."""
    package, target = tmp_path / "package", tmp_path / "installed"
    package.mkdir()
    (package / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    (package / "guesswork.py").write_text(MODULE, encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "-q", "--no-index", "--no-deps"]
    subprocess.run([*pip, "--no-build-isolation", "--target", target, package], check=True, capture_output=True)
    environment = {**os.environ, "PYTHONPATH": str(target)}
    asked = [sys.executable, "-c", QUESTION]
    told = subprocess.run(asked, check=True, capture_output=True, text=True, env=environment).stdout
    assert told.split() == ["True", "1", "True", "guess"]
