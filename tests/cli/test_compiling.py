"""The first search on a machine waits for what has to be compiled, and no other does."""

from __future__ import annotations

from pathlib import Path

import pytest

from cohortplan.io import read_plan
from cohortplan.solvers.search import compiling
from tests.cli.conftest import Runner


@pytest.mark.parametrize("ready", [True, False])
def test_a_search_waits_until_it_is_compiled(
    run: Runner, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, ready: bool
) -> None:
    """Where nothing is on disk yet `solve` says so, once, and begins to count its seconds afterwards."""
    waited: list[str] = []

    def wait(kernels: compiling.Kernels, stopped: object) -> bool:
        del stopped
        waited.append(kernels)
        return True

    monkeypatch.setattr(compiling, "kernels_ready", lambda _: ready)
    monkeypatch.setattr(compiling, "await_kernels", wait)
    told = run("solve", folder, "-o", tmp_path / "plan.json", "--seconds", "1")
    assert told.code == 0
    assert ("The search is compiled first" in told.err) is not ready
    assert waited[0] == compiling.Kernels.GENERAL  # the search itself asks again
    assert read_plan(tmp_path / "plan.json").rounds


def test_what_is_not_compiled_is_not_waited_for(
    run: Runner, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CP-SAT alone begins at once."""
    monkeypatch.setattr(compiling, "kernels_ready", lambda _: False)
    told = run("solve", folder, "-o", tmp_path / "plan.json", "--seconds", "20", "--solver", "cpsat")
    assert (told.code, "compiled" in told.err) == (0, False)
