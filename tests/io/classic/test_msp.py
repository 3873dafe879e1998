from __future__ import annotations

import json
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest

from cohortplan.evaluate import evaluate
from cohortplan.io.classic import Instance
from cohortplan.model import Plan
from cohortplan.solve import solve
from cohortplan.solvers.base import Stop
from tests.io.classic.playing import instance_of, plan_of, random_plan, refused

ATTEND = [[0, 1], [1, 2], []]
DIST = [[0, 2, 1, 5], [2, 0, 1, 5], [1, 1, 0, 5], [5, 5, 5, 0]]
SMALL: dict[str, Any] = {"meetings": 4, "agents": 3, "slots": 9, "attend": ATTEND, "dist": DIST}


def write(tmp_path: Path, content: object = SMALL, name: str = "#7") -> str:
    """Write a file with one instance, 7; return the source that names it."""
    path = tmp_path / "small.json"
    path.write_text(json.dumps({"instances": {"7": content}}), encoding="utf-8")
    return f"msp:{path}{name}"


def held(instance: Instance, slots: list[int]) -> Plan:
    """Make a plan in which each meeting is held in a slot, 0-based, by those who attend it."""
    offered = len({slot for slot in range(100) if slot < horizon(instance)})
    seat = [[0 if m in meetings else -1 for meetings in ATTEND] for m in range(4)]
    return plan_of(instance.scenario, seat, [offered * m + slot for m, slot in enumerate(slots)])


def horizon(instance: Instance) -> int:
    """Return the number of slots on offer."""
    window = instance.scenario.rounds[0].activities[0].windows[0]
    return int((window.end - window.start).total_seconds() // 300)


def test_the_value_is_the_number_of_slots_used(tmp_path: Path) -> None:
    """Meetings 0 and 1 need 3 slots from start to start, 1 and 2 need 2; meeting 3, which nobody attends, none."""
    instance = instance_of(write(tmp_path))
    plan = held(instance, [3, 0, 2, 1])
    assert instance.value(plan) == 4
    assert instance.solution(plan) == [3, 0, 2, 1]
    assert evaluate(instance.scenario, plan).valid


@pytest.mark.parametrize(("slots", "short"), [([2, 0, 2, 0], 1), ([3, 0, 1, 0], 1), ([0, 0, 0, 0], 5)])
def test_meetings_too_close_have_no_value(tmp_path: Path, slots: list[int], short: int) -> None:
    """What is missing between the meetings of one agent is what the rule measures."""
    instance = instance_of(write(tmp_path))
    plan = held(instance, slots)
    assert instance.value(plan) is None
    assert evaluate(instance.scenario, plan).objectives["travel_gap"].value == short


def test_value_and_rules_agree_on_any_plan(tmp_path: Path) -> None:
    """A plan has a value just where no two meetings are too close, and then it is the soft cost."""
    instance = instance_of(write(tmp_path))
    found = []
    for seed in range(60):
        plan = random_plan(instance.scenario, seed)
        told = evaluate(instance.scenario, plan)
        found.append(instance.value(plan))
        assert found[-1] == (told.soft if told.valid else None)
    assert len(set(found)) > 1


def test_the_least_number_of_slots_is_proved(tmp_path: Path) -> None:
    """The optimum is that of trying all schedules of four meetings."""
    attend, dist = [[0, 1, 3], [1, 2, 3]], [[0, 1, 2, 1], [1, 0, 2, 2], [2, 2, 0, 1], [1, 2, 1, 0]]
    instance = instance_of(write(tmp_path, {"meetings": 4, "attend": attend, "dist": dist}))
    pairs = {pair for meetings in attend for pair in combinations(meetings, 2)}
    schedules = (t for t in product(range(8), repeat=4) if all(abs(t[v] - t[w]) > dist[v][w] for v, w in pairs))
    result = solve(instance.scenario, solver="cpsat", stop=Stop(seconds=20))
    assert result.plan is not None
    assert (result.status, instance.value(result.plan)) == ("optimal", 1 + min(map(max, schedules)))


@pytest.mark.parametrize("name", ["", "#", "7", "#8"])
def test_a_wrong_name_is_refused(tmp_path: Path, name: str) -> None:
    """The number of an instance that the file has is asked for."""
    assert refused(write(tmp_path, name=name))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"meetings": 0}, "there must be 1 to"),
        ({"meetings": "4"}, "meetings is not a whole number"),
        ({"attend": [[0, 4]]}, "not 0 to 3"),
        ({"attend": [[0, 0]]}, "attends a meeting twice"),
        ({"attend": [0]}, "is not a list"),
        ({"dist": DIST[:3]}, "has not 4 rows"),
        ({"dist": [*DIST[:3], [1, 2]]}, "a row of dist has not 4 entries"),
        ({"dist": [*DIST[:3], [5, 5, 4, 0]]}, "not the same there and back"),
        ({"dist": [*DIST[:3], [5, 5, -5, 0]]}, "dist / 3 / 2 is not a whole number"),
        ({"dist": [[0, 10**6, 1, 5], [10**6, 0, 1, 5], *DIST[2:]]}, "1000002 slots on offer, more than 10000"),
    ],
)
def test_a_wrong_instance_is_refused(tmp_path: Path, change: dict[str, object], told: str) -> None:
    """Whatever is wrong is told first."""
    assert told in refused(write(tmp_path, {**SMALL, **change}))[0].message
