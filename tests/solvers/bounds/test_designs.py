"""Bounds on contacts that know of kinds of people and of designs."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, product

import pytest

from cohortplan.model import Scenario
from cohortplan.problem import Problem, compile_problem
from cohortplan.rules import build_rule
from cohortplan.shape import pairs
from cohortplan.solvers.bounds import all_bounds
from tests.solvers.bounds.cohorts import eleven, meetings, people
from tests.support import make_scenario


def squares(rounds: int, sets: int, size: int) -> Problem:
    """As many people as fill `sets` sets of `size`, and the price of repeats."""
    parts: dict[str, object] = {
        "participants": people({"public": sets * size}),
        "hosts": (),
        "rounds": meetings(rounds, [(size, size)] * sets),
    }
    rules = (build_rule("repeat_price", power=1), build_rule("new_contacts"))
    return compile_problem(make_scenario(rules, **parts))


@pytest.mark.parametrize(
    ("rounds", "sets", "size", "repeats"),
    [(3, 6, 6, 0), (4, 6, 6, 2), (6, 6, 6, 6), (7, 7, 5, 0), (4, 4, 3, 0), (5, 4, 3, 1), (8, 5, 5, 100), (3, 2, 3, 4)],
)
def test_repeats_that_no_design_avoids(rounds: int, sets: int, size: int, repeats: int) -> None:
    """Six sixes have three rounds without repeats, four threes four; seven fives need none in seven rounds."""
    bounds = all_bounds(squares(rounds, sets, size))
    assert bounds["repeat_price"].value == repeats
    met = rounds * sets * pairs(size) - repeats
    assert bounds["new_contacts"].value == max(0, pairs(sets * size) - met)


def mixed(rounds: int) -> Scenario:
    """Eleven people whose sets mirror the three sectors."""
    return eleven(rounds, build_rule("mix"), build_rule("new_contacts"), build_rule("repeat_price", power=1))


@pytest.mark.parametrize(("rounds", "unmet"), [(3, 55 - 41), (4, 2 + 2 + 1), (5, 2), (6, 1)])
def test_kinds_of_people_meet_within_limits(rounds: int, unmet: int) -> None:
    """With one or two of the four nonprofit people in a set one of their six pairs meets a round: 5 of 6 in five."""
    assert all_bounds(compile_problem(mixed(rounds)))["new_contacts"].value == unmet


def test_kinds_repeat_within_and_across() -> None:
    """In seven rounds the five public people have 14 meetings for 10 pairs, the nonprofit 7 for 6, others 84 for 38."""
    assert all_bounds(compile_problem(mixed(7)))["repeat_price"].value == 4 + 1 + (7 * 12 - 38)


def test_the_rule_that_limits_is_named() -> None:
    """The argument says whose limits it uses."""
    assert "in 5 rounds under the rule mix." in all_bounds(compile_problem(mixed(5)))["new_contacts"].argument


def test_values_are_spread_over_few_sets() -> None:
    """Two private people are in two of three sets at most, so one set lacks the third sector each round."""
    bounds = all_bounds(compile_problem(eleven(4, build_rule("spread", attribute="sector", at_least=3, hard=False))))
    assert bounds["spread"].value == 4


def fewest_repeats_tried(rounds: int, size: int) -> int:
    """Fewest repeats over all ways to split two sets' worth of people `rounds` times."""
    everyone = frozenset(range(2 * size))
    splits = [
        (frozenset((0, *others)), everyone - {0, *others}) for others in combinations(range(1, 2 * size), size - 1)
    ]

    def repeats(plan: tuple[tuple[frozenset[int], frozenset[int]], ...]) -> int:
        met = Counter(pair for split in plan for side in split for pair in combinations(sorted(side), 2))
        return sum(met.values()) - len(met)

    return min(repeats(plan) for plan in product(splits, repeat=rounds))


@pytest.mark.parametrize(("rounds", "size"), [(3, 2), (4, 2), (5, 2), (2, 3)])
def test_two_sets_repeat_as_few_as_proved(rounds: int, size: int) -> None:
    """Of all ways to split four people into pairs, and six into threes, the best repeats just what is proved."""
    assert all_bounds(squares(rounds, 2, size))["repeat_price"].value == fewest_repeats_tried(rounds, size)


def test_two_sets_repeat_no_fewer_than_proved() -> None:
    """Three rounds of two threes repeat more than the four meetings that are proved."""
    assert all_bounds(squares(3, 2, 3))["repeat_price"].value < fewest_repeats_tried(3, 3)
