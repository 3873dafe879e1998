from typing import Any

from cohortplan.errors import Defect
from cohortplan.model import Absence, Plan, Round, Rule, Scenario
from cohortplan.primitives import build_axes
from cohortplan.rules import build_rule
from tests.io.classic.playing import plan_of
from tests.support.builders import hosts, make_scenario, visit_rounds
from tests.support.examples import refusals

WAYS = ["2", "1 1"]


def same_morning() -> tuple[Round, ...]:
    """Three rounds of one set, all of which may visit at any half hour of one morning."""
    rounds = visit_rounds(3, [(0, 8)], minutes=60, step=30)
    windows = rounds[0].activities[0].windows
    return tuple(
        each.model_copy(update={"activities": (each.activities[0].model_copy(update={"windows": windows}),)})
        for each in rounds
    )


def scenario_of(rule: Rule, **parts: Any) -> Scenario:
    """Make a scenario of three hosts and three rounds on one morning."""
    return make_scenario([rule], implied=False, hosts=hosts(3), rounds=same_morning(), **parts)


def plan(scenario: Scenario, *visits: tuple[int, str]) -> Plan:
    """Make a plan of the host, by number, and the time of each round's visit."""
    axes = build_axes(scenario)
    choice = [
        next(o for o in axes.menu(v) if axes.options[o].host == host and f"{axes.options[o].start:%H:%M}" == time)
        for v, (host, time) in enumerate(visits)
    ]
    return plan_of(scenario, [[0] * 8] * 3, choice)


RULE = build_rule("travel_gap", way=WAYS, minutes=30)
SCENARIO = scenario_of(RULE)


def test_kept_when_there_is_time_for_the_way() -> None:
    """From host 1 to 2 two slots and one for the visit, from 2 to 3 one and one."""
    assert RULE.measure(SCENARIO, plan(SCENARIO, (0, "10:00"), (1, "12:00"), (2, "11:00"))).amount == 0
    assert RULE.measure(SCENARIO, plan(SCENARIO, (2, "12:00"), (0, "10:00"), (1, "11:30"))).amount == 1


def test_the_missing_slots_are_told() -> None:
    """Ten past ten to half past eleven would do; at eleven a slot is missing."""
    measure = RULE.measure(SCENARIO, plan(SCENARIO, (0, "10:00"), (1, "11:00"), (2, "12:00")))
    assert [match.amount for match in measure.matches] == [1]
    assert measure.matches[0].sentence == (
        "H1 is visited on 2026-10-08 at 10:00 and H2 on 2026-10-08 at 11:00, "
        "too close for those who take part in both by 1."
    )


def test_rounds_without_people_in_common_may_be_at_once() -> None:
    """Who takes part in D1 misses the others; D2 and D3 still share everyone else."""
    away = [Absence(participant=f"P{p:02}", round=name) for p in (1, 2) for name in ("D2", "D3")]
    away += [Absence(participant=f"P{p:02}", round="D1") for p in range(3, 9)]
    scenario = scenario_of(RULE, absences=tuple(away))
    assert RULE.measure(scenario, plan(scenario, (0, "10:00"), (0, "10:00"), (0, "10:30"))).amount == 0
    assert RULE.measure(scenario, plan(scenario, (0, "10:00"), (0, "10:00"), (0, "10:00"))).amount == 1


def test_without_the_rule_times_may_not_overlap() -> None:
    """The rule, if hard and for all rounds, is what allows three rounds on one morning."""
    for fields in ({"hard": False}, {"rounds": ("D1", "D2")}):
        rule = build_rule("travel_gap", way=WAYS, minutes=30, **fields)
        assert all("overlap" in defect.message for defect in wrong_with(rule))
        assert wrong_with(rule)


def wrong_with(rule: Rule) -> tuple[Defect, ...]:
    """Return the defects of three rounds on one morning under a rule."""
    return refusals(rule, hosts=hosts(3), rounds=same_morning(), absences=(), seat_locks=(), visit_locks=())


def test_ways_longer_than_a_day_of_minutes_are_refused() -> None:
    """A slip of the pen by some digits is told, not searched through slot by slot."""
    long = build_rule("travel_gap", way=["2", "1 2147483647"], minutes=30)
    found = [defect for defect in wrong_with(long) if defect.path[-1] == "way"]
    assert [(defect.value, defect.message) for defect in found] == [("2147483647", "a way is longer than 1440 slots")]


def test_ways_between_other_hosts_are_refused() -> None:
    """Four hosts need ways between four."""
    assert "ways between 3 hosts, and 4 hosts" in refusals(RULE)[0].message
