from __future__ import annotations

from itertools import combinations, product

import pytest

from cohortplan.evaluate import evaluate
from cohortplan.io.classic import Ladder
from cohortplan.io.classic.diner import fewest_rounds
from tests.io.classic.playing import instance_of, plan_of, random_plan, refused


def ladder_of(source: str) -> Ladder:
    """Read an instance that asks for the fewest rounds."""
    instance = instance_of(source)
    assert isinstance(instance, Ladder)
    return instance


def test_there_is_a_scenario_for_each_number_of_rounds() -> None:
    """Five people need two tables of three, one with two guests at least; the least number stands for all."""
    ladder = ladder_of("diner:5-3")
    assert [(spec.least, spec.most) for spec in ladder.scenario.rounds[0].sets] == [(2, 3), (2, 3)]
    assert [len(ladder.with_rounds(number).scenario.rounds) for number in (1, 7)] == [1, 7]
    assert len(ladder.scenario.rounds) == ladder.least == 3


def test_the_value_is_the_number_of_rounds_if_all_meet() -> None:
    """Four people in pairs meet in three rounds, not in two, and not at a table of four."""
    ladder = ladder_of("diner:4-2")
    plan = plan_of(ladder.scenario, [[0, 0, 1, 1], [0, 1, 0, 1], [0, 1, 1, 0]])
    assert ladder.value(plan) == 3
    assert ladder.solution(plan) == [[[0, 1], [2, 3]], [[0, 2], [1, 3]], [[0, 3], [1, 2]]]
    assert ladder.value(plan_of(ladder.scenario, [[0, 0, 1, 1], [0, 1, 0, 1], [0, 1, 0, 1]])) is None
    assert ladder.value(plan_of(ladder.scenario, [[0, 0, 0, 0]] * 3)) is None


def test_a_plan_finds_its_scenario() -> None:
    """A plan of five rounds belongs to the scenario of five; a wild number of rounds does not make a wild scenario."""
    ladder = ladder_of("diner:4-2")
    five = ladder.with_rounds(5)
    plan = random_plan(five.scenario)
    assert ladder.fitting(plan).scenario == five.scenario
    assert ladder.fitting(plan.model_copy(update={"rounds": plan.rounds * 99})).scenario.rounds[-1].id == "R8"
    assert ladder.fitting(plan.model_copy(update={"rounds": ()})).scenario.rounds[-1].id == "R1"


@pytest.mark.parametrize("seed", range(4))
def test_the_soft_cost_is_the_number_of_pairs_that_do_not_meet(seed: int) -> None:
    """Without soft cost, and with tables of the right size, there is a value."""
    ladder = ladder_of("diner:5-3").with_rounds(4)
    plan = random_plan(ladder.scenario, seed)
    met = {pair for tables in ladder.solution(plan) for table in tables for pair in combinations(table, 2)}
    told = evaluate(ladder.scenario, plan)
    assert told.soft == 10 - len(met)
    assert (ladder.value(plan) is None) == (told.soft > 0 or not told.valid)


def test_one_person_has_nobody_to_meet() -> None:
    """The value is then 0."""
    ladder = ladder_of("diner:1-4")
    assert ladder.value(plan_of(ladder.scenario, [[0]])) == 0


@pytest.mark.parametrize(("count", "size"), [(2, 2), (3, 2), (4, 2), (4, 3), (4, 4), (5, 4), (5, 3)])
def test_fewer_rounds_than_the_bound_never_do(count: int, size: int) -> None:
    """No choice of partitions into tables of the right size, however many tables, makes all meet in fewer rounds."""
    rows = [row for row in product(range(count), repeat=count) if all(row.count(s) <= size for s in row)]
    met = {frozenset(p for p in combinations(range(count), 2) if row[p[0]] == row[p[1]]) for row in rows}
    pairs = frozenset(combinations(range(count), 2))
    reached = {frozenset[tuple[int, int]]()}
    for _ in range(fewest_rounds(count, size) - 1):
        reached = {before | more for before in reached for more in met}
    assert pairs not in reached


def test_the_bound_is_exact_where_there_are_designs() -> None:
    """The affine planes of order 3 and 4, Kirkman's fifteen schoolgirls, and twelve at tables of four, who need 5."""
    assert [fewest_rounds(*case) for case in ((9, 3), (16, 4), (15, 3), (12, 4))] == [4, 5, 7, 5]


@pytest.mark.parametrize("name", ["16", "16-1", "0-4", "501-4", "16-4-5", "a-b", f"{'1' * 99}-4"])
def test_a_wrong_name_is_refused(name: str) -> None:
    """One to 500 people at tables of two or more are asked for."""
    assert refused(f"diner:{name}")
