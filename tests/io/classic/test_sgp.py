from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from cohortplan.evaluate import evaluate
from cohortplan.io import read_scenario
from cohortplan.io.classic import read_instance
from tests.io.classic.playing import instance_of, plan_of, random_plan, refused


def test_the_scenario_is_what_the_name_says() -> None:
    """Three groups of two in five rounds, six golfers, everything else left out."""
    scenario = read_scenario("sgp:3-2-5")
    assert [[(s.least, s.most) for s in each.sets] for each in scenario.rounds] == [[(2, 2)] * 3] * 5
    assert len(scenario.participants) == 6
    assert [(rule.kind, rule.hard) for rule in scenario.rules] == [("set_size", True), ("repeat_price", False)]


@pytest.mark.parametrize("seed", range(3))
def test_the_value_is_the_excess_and_the_soft_cost(seed: int) -> None:
    """The value, counted from the groups alone, is each pair's meetings after the first, as the rule measures."""
    instance = instance_of("sgp:3-4-4")
    plan = random_plan(instance.scenario, seed)
    rounds = instance.solution(plan)
    met = [pair for sets in rounds for members in sets for pair in combinations(members, 2)]
    assert instance.value(plan) == len(met) - len(set(met)) == evaluate(instance.scenario, plan).soft
    assert all(sorted(p for members in sets for p in members) == list(range(12)) for sets in rounds)


def test_a_round_robin_has_no_excess() -> None:
    """Four golfers in pairs can play three rounds without a repeat; the solution lists groups by number."""
    instance = instance_of("sgp:2-2-3")
    plan = plan_of(instance.scenario, [[0, 0, 1, 1], [0, 1, 0, 1], [0, 1, 1, 0]])
    assert instance.value(plan) == 0
    assert instance.solution(plan) == [[[0, 1], [2, 3]], [[0, 2], [1, 3]], [[0, 3], [1, 2]]]


@pytest.mark.parametrize("name", ["8", "8-4", "8-4-9-1", "a-b-c", "8-4-9 ", "-8-4-9", "8.0-4-9", "٣-٤-٥"])
def test_what_is_not_three_numbers_is_refused(name: str) -> None:
    """The form is shown; nothing but three whole numbers with hyphens is one."""
    assert "sgp:groups-size-rounds" in refused(f"sgp:{name}")[0].message


def test_all_numbers_out_of_range_are_named() -> None:
    """Zero, a number of a thousand digits and too many rounds are told in one go; so are too many golfers."""
    wrong = refused(f"sgp:0-{'9' * 1000}-501")
    assert [defect.message.split(" must")[0] for defect in wrong] == [
        "the number of groups",
        "the number of size",
        "the number of rounds",
    ]
    assert max(len(str(defect)) for defect in (*wrong, *refused(f"sgp:{'9' * 1000}"))) < 300
    assert "10000 golfers" in refused("sgp:100-100-2")[0].message


def test_other_sources_are_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown prefix, a drive letter, and a folder that bears the name of an instance are not instances."""
    monkeypatch.chdir(tmp_path)
    Path("sgp:3-2-5").mkdir()
    assert [read_instance(name) for name in ("golf:3-2-5", "c:sgp", "sgp", "sgp:3-2-5")] == [None] * 4
