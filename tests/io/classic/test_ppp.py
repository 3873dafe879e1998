from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cohortplan.evaluate import evaluate
from cohortplan.solve import solve
from cohortplan.solvers.base import Stop
from tests.io.classic.playing import instance_of, plan_of, random_plan, refused

BOATS = [(1, 6, 2), (2, 8, 4), (5, 6, 1), (6, 9, 2), (7, 3, 2), (9, 9, 3)]
DATA: dict[str, Any] = {
    "source": "made for a test",
    "boats": [{"id": name, "capacity": capacity, "crew": crew} for name, capacity, crew in BOATS],
    "host_configs": {"1": [2, 5, 9], "all": [1, 2, 5, 6, 7, 9], "9": [9, 8], "7": [1, 1]},
}


def write(tmp_path: Path, data: object, name: str = "#1x2") -> str:
    """Write a file; return the source that names a configuration of it."""
    path = tmp_path / "small.json"
    path.write_text(json.dumps(data) if not isinstance(data, str) else data, encoding="utf-8")
    return f"ppp:{path}{name}"


def test_the_value_is_the_number_of_periods_kept(tmp_path: Path) -> None:
    """Crews of boats 1, 6 and 7, two persons each, visit boats 2, 5 and 9 in turn; the solution names the hosts."""
    instance = instance_of(write(tmp_path, DATA))
    plan = plan_of(instance.scenario, [[0, 1, 2], [1, 2, 0]])
    assert instance.value(plan) == 2
    assert instance.solution(plan) == [[2, 5, 9], [5, 9, 2]]
    assert evaluate(instance.scenario, plan).valid


@pytest.mark.parametrize(
    "seat",
    [
        pytest.param([[0, 1, 2], [0, 2, 1]], id="the same host twice"),
        pytest.param([[1, 1, 2], [2, 2, 0]], id="the same crews twice"),
        pytest.param([[0, 0, 0], [1, 2, 0]], id="too many persons"),
        pytest.param([[0, 1, -1], [1, 2, 0]], id="a crew left out"),
    ],
)
def test_what_breaks_a_condition_has_no_value(tmp_path: Path, seat: list[list[int]]) -> None:
    """Each condition, broken alone, makes the plan worthless, and the rules say so too."""
    instance = instance_of(write(tmp_path, DATA))
    plan = plan_of(instance.scenario, seat)
    assert instance.value(plan) is None
    assert not evaluate(instance.scenario, plan).valid


def test_value_and_rules_agree_on_any_plan(tmp_path: Path) -> None:
    """A plan has a value just where every hard rule is kept."""
    instance = instance_of(write(tmp_path, DATA))
    plans = [random_plan(instance.scenario, seed) for seed in range(100)]
    found = [instance.value(plan) is not None for plan in plans]
    assert found == [evaluate(instance.scenario, plan).valid for plan in plans]
    assert len(set(found)) == 2


def test_as_many_periods_as_hosts_are_solved_and_no_more(tmp_path: Path) -> None:
    """Three crews can go round three hosts; a fourth period would bring someone to a host again."""
    instance = instance_of(write(tmp_path, DATA, "#1x3"))
    result = solve(instance.scenario, solver="cpsat", stop=Stop(seconds=20))
    assert result.plan is not None
    assert instance.value(result.plan) == 3
    fourth = instance_of(write(tmp_path, DATA, "#1x4"))
    assert solve(fourth.scenario, solver="cpsat", stop=Stop(seconds=20)).status == "infeasible"


@pytest.mark.parametrize("name", ["", "#1", "#1x", "#x8", "#1x0", "#1x101", "#1x-1", f"#1x{'9' * 50}", "#4x2"])
def test_a_wrong_name_is_refused(tmp_path: Path, name: str) -> None:
    """A configuration the file has and 1 to 100 periods are asked for."""
    assert refused(write(tmp_path, DATA, name))


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        ("", "#1x2", "not JSON"),
        ("[]", "#1x2", "not an object"),
        ("[" * 100_000, "#1x2", "nested far too deep"),
        ({}, "#1x2", "boats is not a list"),
        ({**DATA, "boats": [7]}, "#1x2", "boats / 0 / id is not a whole number"),
        ({**DATA, "boats": [{"id": 1, "capacity": -2, "crew": 1.5}]}, "#1x2", "boats / 0 / capacity"),
        ({**DATA, "boats": [*DATA["boats"], DATA["boats"][0]]}, "#1x2", "boat 1 is listed twice"),
        ({**DATA, "host_configs": {"1": [2, "5"]}}, "#1x2", "host_configs / 1 / 1"),
        (DATA, "#9x2", "boat 8, a host, is not among the boats"),
        (DATA, "#7x2", "lists a host twice"),
        (DATA, "#allx2", "every boat is a host"),
        ({**DATA, "boats": [*DATA["boats"], {"id": 8, "capacity": 1, "crew": 2}]}, "#9x2", "no room for its own crew"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, data: object, name: str, told: str) -> None:
    """Whatever is wrong is told, and nothing else goes wrong."""
    assert told in refused(write(tmp_path, data, name))[0].message


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    """Two numbers of a boat and the configuration."""
    boats = [{"id": 1, "capacity": None, "crew": True}]
    assert len(refused(write(tmp_path, {"boats": boats, "host_configs": {"2": [1]}}))) == 3
