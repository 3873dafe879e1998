"""Visits fall away where no host is left for them, and only there."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

import pytest

from cohortplan.evaluate import evaluate
from cohortplan.living.policy import Policy, Replanned
from cohortplan.living.replan import replan
from cohortplan.model import Closure, Host, Plan, Scenario, Window
from cohortplan.problem import compile_problem
from cohortplan.rules import build_rule
from cohortplan.solve import solve
from cohortplan.solvers.base import Status, Stop
from cohortplan.solvers.bounds.host_days import crowded_visits
from tests.living.counting import changed_events
from tests.support.examples import example_scenario

STOP = Stop(None, 3_000)
at = datetime.fromisoformat
TODAY = date(2026, 9, 20)
FIRST_DAY = Closure(first=date(2026, 10, 8), last=date(2026, 10, 8))


def programme() -> Scenario:
    """Make the example scenario with contacts to wish for."""
    return example_scenario(build_rule("new_contacts"), implied=True)


def closed(scenario: Scenario, number: int) -> Scenario:
    """Close so many hosts on the first day."""
    hosts = tuple(
        host.model_copy(update={"closures": (FIRST_DAY,)}) if k < number else host
        for k, host in enumerate(scenario.hosts)
    )
    return scenario.but(hosts=hosts)


@cache
def former() -> Plan:
    """Plan before anything has changed."""
    plan = solve(programme(), stop=STOP).plan
    assert plan is not None
    return plan


def planned_anew(scenario: Scenario) -> Replanned:
    """Plan anew, and look at the plan with the independent checker."""
    found = replan(scenario, former(), Policy(TODAY), stop=STOP)
    assert found.plan is not None
    assert evaluate(found.scenario, found.plan).valid
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("number", "falling"), [(2, 0), (3, 1), (4, 2)])
def test_as_few_fall_away_as_there_are_hosts_too_few(number: int, falling: int) -> None:
    """Two sets and two hosts left: none; one left: one visit; none left: both. What else people do stays."""
    scenario = closed(programme(), number)
    found = planned_anew(scenario)
    assert sum(len(gone.sets) for gone in found.fallen) == falling
    assert {(gone.round, gone.activity, gone.known) for gone in found.fallen} <= {("D1", "visit", TODAY)}
    assert found.plan is not None
    made = [done for group in found.plan.by_round["D1"].sets for done in group.activities]
    assert len(made) == 2 - falling
    assert {done.host for done in made}.isdisjoint({host.id for host in scenario.hosts[:number]})
    before = former()
    for name in ("D2", "D3", "M1"):
        assert [group.members for group in found.plan.by_round[name].sets] == [
            group.members for group in before.by_round[name].sets
        ]


@pytest.mark.slow
def test_who_loses_a_visit_hears_of_one_change() -> None:
    """What is counted is what the diaries of the two plans differ in; no plan is claimed to differ in more."""
    for number in (3, 4):
        found = planned_anew(closed(programme(), number))
        assert found.plan is not None
        assert changed_events(programme(), former(), found.plan) == found.changes >= found.least > 0


@pytest.mark.slow
def test_what_cannot_be_had_is_kept_to_be_explained() -> None:
    """If visits fall away, what would be asked without that has no plan; otherwise there is nothing to explain."""
    assert planned_anew(closed(programme(), 2)).unmet is None
    unmet = planned_anew(closed(programme(), 3)).unmet
    assert unmet is not None
    assert solve(unmet, stop=STOP).status is Status.INFEASIBLE


def visits_of_an_hour(hosts: int, at_once: int = 1) -> Scenario:
    """Two sets visit hosts for all of the window, which begins every half hour."""
    window = Window(start=at("2026-10-08T10:00"), end=at("2026-10-08T12:00"))
    scenario = example_scenario(implied=True, visit_locks=(), seat_locks=())
    (visit,) = scenario.rounds[0].activities
    activity = visit.model_copy(update={"windows": (window,), "minutes": 90, "step": 30})
    rounds = (scenario.rounds[0].model_copy(update={"activities": (activity,)}), *scenario.rounds[1:])
    some = tuple(
        Host(id=f"H{k}", name=f"Host {k}", sets_at_once=at_once, closures=(FIRST_DAY,) if k > hosts else ())
        for k in range(1, 5)
    )
    return scenario.but(rounds=rounds, hosts=some)


def crowded(scenario: Scenario) -> bool:
    """Whether counting finds visits that cannot all be received."""
    problem = compile_problem(scenario)
    return any(crowded_visits(problem, term) for term in problem.terms)


def test_visits_that_overlap_are_not_counted_one_after_the_other() -> None:
    """One host that takes one set at once has no room for a second, though it could begin at another half hour."""
    assert crowded(visits_of_an_hour(1))
    assert not crowded(visits_of_an_hour(2))
    assert not crowded(visits_of_an_hour(1, at_once=2))
    assert solve(visits_of_an_hour(1), stop=STOP).status is Status.INFEASIBLE
    assert solve(visits_of_an_hour(2), stop=STOP).plan is not None
