"""The figures of a plan, counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from cohortplan.evaluate import evaluate
from cohortplan.model import Absence, Plan, Tie
from cohortplan.primitives import Decision, build_axes
from cohortplan.problem import decode
from tests.support import cohort, make_scenario, visit_rounds

FOUR = {"participants": cohort(4), "rounds": visit_rounds(2, [(2, 2), (2, 2)])}


def plan_of(seats: list[list[int]], **parts: object) -> Plan:
    """Return the plan that seats four people as `seats` says, all visits at the first host."""
    axes = build_axes(make_scenario(**{**FOUR, **parts}))
    choice = [axes.menu(v).start for v in range(len(axes.visits))]
    return decode(Decision(np.array(seats, dtype=np.int32), np.array(choice, dtype=np.int32)), axes)


def test_pairs_are_counted_once() -> None:
    """Two rounds with the same pairs give two distinct pairs and two repeats."""
    found = evaluate(make_scenario(**FOUR), plan_of([[0, 0, 1, 1], [0, 0, 1, 1]])).metrics
    assert (found.distinct_pairs, found.possible_pairs, found.repeats, found.most_meetings) == (2, 6, 2, 2)
    assert (found.min_contacts, found.mean_contacts) == (1, 1.0)


def test_the_fewest_contacts_come_with_the_most_that_they_could_be() -> None:
    """In two rounds of pairs everyone could meet two people; P04, who misses one of the rounds, one."""
    plan = plan_of([[0, 0, 1, 1], [0, 0, 1, 1]])
    assert evaluate(make_scenario(**FOUR), plan).metrics.min_contacts_bound == 2
    small = {**FOUR, "rounds": visit_rounds(2, [(1, 2), (1, 2)])}
    away = make_scenario(**small, absences=(Absence(participant="P04", round="D1"),))
    assert evaluate(away, plan).metrics.min_contacts_bound == 1


def test_prior_ties_are_not_new() -> None:
    """A tie between two people who meet takes one from the new contacts, and from those across sectors."""
    plan = plan_of([[0, 0, 1, 1], [0, 1, 0, 1]])
    free = evaluate(make_scenario(**FOUR), plan).metrics
    tied = evaluate(make_scenario(**FOUR, ties=(Tie(a="P02", b="P01"),)), plan).metrics
    assert (free.new_contacts, tied.new_contacts) == (4, 3)
    assert (free.new_cross_sector, tied.new_cross_sector) == (4, 3)
    assert free.distinct_pairs == tied.distinct_pairs == 4


def test_same_sector_pairs_are_not_across() -> None:
    """P01 and P04 are both public: their meeting is new but does not cross sectors."""
    found = evaluate(make_scenario(**FOUR), plan_of([[0, 1, 1, 0], [0, 1, 1, 0]])).metrics
    assert (found.new_contacts, found.new_cross_sector) == (2, 1)


def test_sector_deviation_is_exact() -> None:
    """Sectors 2/1/1 in two sets of two: ideal 1, 1/2, 1/2 a set; the deviation is summed over sets and rounds."""
    found = evaluate(make_scenario(**FOUR), plan_of([[0, 1, 1, 0], [0, 0, 1, 1]])).metrics
    assert found.sector_deviation == pytest.approx((1 + 0.5 + 0.5) * 2 + (0 + 0.5 + 0.5) * 2)


def test_score_adds_up() -> None:
    """Hard and soft are the weighted sums of the objectives of their level."""
    scenario = make_scenario()
    axes = build_axes(scenario)
    seat = np.zeros((3, 8), dtype=np.int32)
    choice = np.array([axes.menu(v).start for v in range(len(axes.visits))], dtype=np.int32)
    found = evaluate(scenario, decode(Decision(seat, choice), axes))
    by_level = {
        level: sum(o.value * o.weight for o in found.objectives.values() if o.level == level)
        for level in ("hard", "soft")
    }
    assert (found.hard, found.soft) == (by_level["hard"], by_level["soft"])
    assert found.hard > 0
    assert not found.valid
    assert sum(match.amount for match in found.violations()) == found.hard
