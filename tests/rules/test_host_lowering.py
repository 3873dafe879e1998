from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from cohortplan.model import Cannot, Scenario
from cohortplan.primitives import Axes, Decision, HostLoad, build_axes, random_decision
from cohortplan.problem import decode
from cohortplan.rules import build_rule
from tests.support import cohort, hosts, make_scenario, visit_rounds
from tests.support.examples import Example
from tests.support.host_rule_examples import BUSY, FIELDS


def crowded(axes: Axes, rng: np.random.Generator) -> Decision:
    """Draw a decision in which all sets visit the same two hosts where they can, and one set may be empty."""
    decision = random_decision(axes, rng)
    favourites = rng.integers(len(axes.host), size=2)
    for v in range(len(axes.visits)):
        menu = np.array(axes.menu(v))
        wanted = menu[np.isin(axes.option_host[menu], favourites)]
        decision.choice[v] = rng.choice(wanted if len(wanted) else menu)
    if rng.random() < 0.3:
        decision.seat[decision.seat == 1] = 0
    return decision


def priced(scenario: Scenario, axes: Axes, decision: Decision) -> tuple[int, int]:
    """Return the amount of the scenario's one rule, as measured and as lowered."""
    (rule,) = scenario.rules
    return rule.measure(scenario, decode(decision, axes)).amount, sum(
        shape.value(decision, axes) for shape in rule.lower(axes)
    )


@pytest.mark.parametrize("rounds", [(), ("A", "C"), ("B", "D")])
@pytest.mark.parametrize(
    ("kind", "fields"), [(kind, fields) for kind, configurations in FIELDS.items() for fields in configurations]
)
def test_lowered_value_is_the_measure(kind: str, fields: dict[str, Any], rounds: tuple[str, ...]) -> None:
    """Overlapping slots, several windows, visits over midnight, quirky hosts: both agree on every decision."""
    scenario = Example(kind, {**fields, "hard": False, "rounds": rounds}, BUSY).scenario()
    axes, rng = build_axes(scenario), np.random.default_rng(20)
    for draw in (random_decision, crowded) * 4:
        measured, lowered = priced(scenario, axes, draw(axes, rng))
        assert measured == lowered


@pytest.mark.parametrize("kind", ["host_capacity", "sets_at_once"])
def test_overlapping_slots_are_drawn(kind: str) -> None:
    """The scenario above does have slots that overlap in part, and crowds that break the rule at them."""
    scenario = Example(kind, {}, BUSY).scenario()
    axes, rng = build_axes(scenario), np.random.default_rng(21)
    plain, coded = scenario.rules[0].lower(axes)
    assert isinstance(plain, HostLoad)
    assert isinstance(coded, HostLoad)
    assert set(plain.weight.tolist()) == {1}
    assert len(set(coded.weight.tolist())) == 2
    assert max(coded.value(crowded(axes, rng), axes) for _ in range(30)) > 0


def test_in_a_large_cohort_a_crowd_is_never_free() -> None:
    """Beyond 200 arrivals above every limit the price is rough, below it is exact; broken is never free."""
    rules = [build_rule("host_capacity")]
    rounds = visit_rounds(1, [(0, 300), (0, 300)], minutes=120, step=30)
    scenario = make_scenario(
        rules, implied=False, participants=cohort(260), rounds=rounds, hosts=hosts(1, capacity=20, least=3)
    )
    axes = build_axes(scenario)
    for here in (2, 15, 20, 21, 150, 220, 221, 240, 260):
        seat = np.where(np.arange(260) < here, 0, 1)[None, :].astype(np.int32)
        for first, second in ((0, 1), (1, 0), (2, 2), (1, 2)):
            decision = Decision(seat, np.array([first, second], dtype=np.int32))
            measured, lowered = priced(scenario, axes, decision)
            assert (lowered > 0) == (measured > 0)
            assert lowered == measured or max(here, 260 - here) > 220


def test_rules_that_cannot_be_broken_lower_to_nothing() -> None:
    """Hosts without limits, closures, notice or codes, and one round, leave nothing to price."""
    kinds = ("access", "closures", "host_capacity", "host_gap", "lead_time", "most_visits", "openings", "reserve_hosts")
    scenario = make_scenario([build_rule(kind) for kind in kinds], implied=False, rounds=visit_rounds(1, [(3, 5)] * 2))
    axes = build_axes(scenario)
    assert [list(rule.lower(axes)) for rule in scenario.rules] == [[]] * len(kinds)


def test_a_programme_without_visits_lowers() -> None:
    """Where there are neither hosts nor visits no rule about hosts costs anything, and none fails."""
    rounds = tuple(each.model_copy(update={"activities": ()}) for each in visit_rounds(2, [(3, 5), (3, 5)]))
    without = {"both_ways", "host_quota", "host_variety", "leader_present", "travel_gap", "wishes"}
    kinds = sorted(FIELDS.keys() - without)
    people = tuple(person.model_copy(update={"cannot": (Cannot(code="stairs"),)}) for person in cohort(8))
    for places in ((), hosts(2)):
        rules = [*map(build_rule, kinds), build_rule("travel_gap", way=["1"] * (len(places) // 2))]
        scenario = make_scenario(rules, implied=False, rounds=rounds, hosts=places, participants=people)
        axes = build_axes(scenario)
        decision = random_decision(axes, np.random.default_rng(0))
        assert sum(shape.value(decision, axes) for rule in rules for shape in rule.lower(axes)) == 0
