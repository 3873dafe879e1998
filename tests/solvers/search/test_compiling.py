"""Kernels are compiled by a process of its own, for which nobody has to wait."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cohortplan.solvers.search import compiling
from cohortplan.solvers.search.compiling import Kernels

#: The rules and rounds of a problem of 14 people for which these kernels are needed.
NEEDS = {
    Kernels.GENERAL: """
rules = [build_rule("new_contacts", across={"sector": 1, "town": 2})]
rounds = visit_rounds(5, [(4, 5)] * 3)
""",
    Kernels.GROUPING: """
rules = [build_rule("distance", distances=Triangle(k * k % 97 for k in range(91)))]
rounds = tuple(each.model_copy(update={"activities": ()}) for each in visit_rounds(1, [(4, 5)] * 3))
""",
}
#: Solves it for half a second with kernels that nobody has compiled yet, then says what came of it.
COLD = """
from cohortplan.model.triangle import Triangle
from cohortplan.rules import build_rule
from cohortplan.solve import solve
from cohortplan.solvers.base import Stop
from tests.support import cohort, make_scenario, visit_rounds
%s
rules.append(build_rule("set_size"))
scenario = make_scenario(rules, participants=cohort(14), rounds=rounds, implied=False)
print(solve(scenario, solver="search", stop=Stop(seconds=0.5)).status)
"""


@pytest.fixture
def absent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[dict[Kernels, subprocess.Popen[bytes]]]:
    """Kernels that are not on disk, and which a process is at work on that does nothing but wait."""
    running: dict[Kernels, subprocess.Popen[bytes]] = {}
    monkeypatch.setattr(compiling, "_marker", lambda kernels: tmp_path / kernels)
    monkeypatch.setattr(compiling, "_running", running)
    command = [sys.executable, "-c", "input()"]
    monkeypatch.setattr(compiling, "_start", lambda _: subprocess.Popen(command, stdin=subprocess.PIPE))
    yield running
    for process in running.values():
        with process:
            process.kill()


def test_waiting_can_be_given_up(absent: dict[Kernels, subprocess.Popen[bytes]]) -> None:
    """Whoever is told to stop does not wait for the kernels; the process that compiles them goes on."""
    assert not compiling.await_kernels(Kernels.GENERAL, lambda: True)
    assert not compiling.await_kernels(Kernels.GENERAL, lambda: True)
    assert [process.poll() for process in absent.values()] == [None]


def test_an_end_of_the_process_ends_the_wait(absent: dict[Kernels, subprocess.Popen[bytes]]) -> None:
    """Once the process has come to an end, be it a bad one, the kernels are taken as they are."""
    compiling.await_kernels(Kernels.GENERAL, lambda: True)
    absent[Kernels.GENERAL].kill()
    assert compiling.await_kernels(Kernels.GENERAL, lambda: False)


def test_each_set_of_kernels_is_compiled_by_itself(
    absent: dict[Kernels, subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    """Whoever needs kernels that are on disk does not wait for others that are not."""
    (tmp_path / Kernels.GROUPING).touch()
    assert compiling.await_kernels(Kernels.GROUPING, lambda: True)
    assert not compiling.await_kernels(Kernels.GENERAL, lambda: True)
    assert list(absent) == [Kernels.GENERAL]


@pytest.mark.parametrize("kernels", Kernels)
def test_kernels_are_marked_as_compiled(kernels: Kernels) -> None:
    """After compiling there is a mark that says so, and nobody starts a process any more."""
    compiling.compile_kernels(kernels)
    marker = compiling._marker(kernels)
    assert marker is not None
    assert marker.exists()
    assert compiling.await_kernels(kernels, lambda: True)


@pytest.mark.parametrize("kernels", Kernels)
def test_without_the_jit_nothing_is_waited_for(kernels: Kernels) -> None:
    """Where kernels run uncompiled there is nothing to wait for."""
    script = (
        f"from cohortplan.solvers.search.compiling import *; print(await_kernels(Kernels('{kernels}'), lambda: True))"
    )
    env = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"


@pytest.mark.slow
@pytest.mark.parametrize("kernels", Kernels)
def test_a_first_run_keeps_its_time_limit(kernels: Kernels, tmp_path: Path) -> None:
    """On a machine that has never compiled the kernels a short solve ends without them, with a plan all the same."""
    env = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    script = COLD % NEEDS[kernels]
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "feasible"
    assert not list(tmp_path.rglob("*.ready"))


@pytest.mark.parametrize("rounds", [1, 2, 3])
def test_what_is_compiled_is_what_is_called(rounds: int) -> None:
    """Kernels compiled beforehand have the types with which a problem of one round, or of several, calls them."""
    import numba

    from cohortplan.problem import Problem, compile_problem
    from cohortplan.solvers.construct import construct
    from cohortplan.solvers.search.annealer import Annealer
    from tests.support import make_scenario, visit_rounds

    def types(problem: Problem) -> list[object]:
        chain = Annealer(problem, construct(problem, 0), 0)._chain
        return [numba.typeof(chain.model), numba.typeof(chain.control)]

    asked = compile_problem(make_scenario(rounds=visit_rounds(rounds, [(4, 5)] * 2)))
    assert types(asked) == types(compiling._smallest(1 if rounds == 1 else 2))


def test_every_shape_is_packed_as_what_is_compiled() -> None:
    """Whatever a problem prices, its arrays have the types for which kernels are compiled beforehand."""
    import numba

    from cohortplan.solvers.search.pack import pack
    from tests.solvers.search.test_kernels import problem_of
    from tests.support.random_shapes import RANDOM_SHAPES

    packed, smallest = pack(problem_of(list(RANDOM_SHAPES), 0)), pack(compiling._smallest(2))
    for name in packed._fields:
        assert numba.typeof(getattr(packed, name)) == numba.typeof(getattr(smallest, name)), name
