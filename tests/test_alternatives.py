"""Alternatives and fronts: what is found is good, different, and told as it is."""

from __future__ import annotations

import threading
import time
from datetime import date
from itertools import combinations, combinations_with_replacement, product
from pathlib import Path
from typing import Any

import pytest

from cohortplan.errors import InputError
from cohortplan.evaluate import evaluate, planned_contacts
from cohortplan.io import read_plan, read_scenario
from cohortplan.living.alternatives import Alternatives, Wanted, alternatives, gains, priced
from cohortplan.living.front import dominated, front, vectors_of, with_wishes
from cohortplan.living.searches import Searches
from cohortplan.model import Attendance, Plan, Scenario, Tie
from cohortplan.model.edits import as_planned, with_locks, years_swapped
from cohortplan.rules import build_rule
from cohortplan.rules.shared.deeds import unlikeness
from cohortplan.solve import solve
from cohortplan.solvers.base import Stop
from tests.support import make_scenario, visit_rounds
from tests.support.plans import make_plan

ROOT = Path(__file__).parents[1]

#: A budget that gives the same on every machine.
BUDGET = Stop(None, 120_000)
SETTINGS: dict[str, Any] = {"stop": BUDGET, "solver": "search"}
#: One for what is so of whatever is found.
BRIEF: dict[str, Any] = {"stop": Stop(None, 30_000), "solver": "search"}


def start(scenario: Scenario) -> Plan:
    """Return some plan that keeps every hard rule."""
    plan = solve(scenario, stop=Stop(None, 50_000), solver="search").plan
    assert plan is not None
    return plan


def visiting(**parts: Any) -> Scenario:
    """Return eight people who visit four hosts on three days, and are to meet."""
    return make_scenario((build_rule("new_contacts"),), **parts)


def meeting() -> Scenario:
    """Return eight people who meet on three days in sets of four, and visit nobody."""
    rounds = tuple(each.model_copy(update={"activities": ()}) for each in visit_rounds(3, [(4, 4), (4, 4)]))
    return make_scenario((build_rule("new_contacts"),), hosts=(), rounds=rounds)


def looked_for(scenario: Scenario, wanted: Wanted) -> tuple[Plan, Alternatives]:
    """Look for alternatives to some plan."""
    plan = start(scenario)
    return plan, alternatives(scenario, plan, wanted, **SETTINGS)


@pytest.mark.slow
@pytest.mark.parametrize("scenario", [visiting(), meeting()], ids=["with hosts", "without"])
def test_alternatives_are_good_and_different(scenario: Scenario) -> None:
    """Each keeps every hard rule, costs no more than the limit, and differs from the plan and from the others."""
    plan, found = looked_for(scenario, Wanted(3, within=0, differ=30))
    assert len(found.chosen) == 3
    assert found.nearest is None
    assert found.limit == found.best.soft <= evaluate(scenario, plan).soft
    for each in found.chosen:
        measured = evaluate(scenario, each.plan)
        assert measured.valid
        assert measured.soft == each.soft <= found.limit
    for one, other in combinations([plan, *(each.plan for each in found.chosen)], 2):
        assert unlikeness(scenario, one, other) >= 0.3


@pytest.mark.slow
def test_the_same_seed_finds_the_same_plans() -> None:
    """With a budget of iterations two looks with one seed find the same, byte by byte."""
    scenario = visiting()
    plan = start(scenario)
    one, other = (alternatives(scenario, plan, Wanted(2), **BRIEF) for _ in range(2))
    first, second = ([each.plan.model_dump_json() for each in found.chosen] for found in (one, other))
    assert first
    assert first == second


@pytest.mark.slow
def test_what_cannot_be_reached_is_told() -> None:
    """Where all seats and visits are locked there is no other plan, and none is claimed."""
    scenario = visiting()
    plan = start(scenario)
    fixed = scenario.but(**with_locks(scenario, list(as_planned(scenario, plan))))
    found = alternatives(fixed, plan, Wanted(2), **SETTINGS)
    assert found.chosen == ()
    assert found.nearest is not None
    assert found.differs(found.nearest) == 0


def test_a_better_plan_is_the_measure_of_what_is_good() -> None:
    """From a plan that wastes a day a better one is found first; alternatives cost no more than that one may."""
    scenario = meeting()
    same = "P01 P02 P03 P04 | P05 P06 P07 P08"
    plan = make_plan(scenario, dict.fromkeys(("D1", "D2", "D3"), same))
    found = alternatives(scenario, plan, Wanted(2, within=0), **SETTINGS)
    assert found.best.soft < found.given.soft
    assert all(each.soft <= found.best.soft for each in found.chosen)


def test_swapped_years_change_two_people_only() -> None:
    """Two people in each other's place: the visits are as before, and swapping twice gives the plan back."""
    scenario = visiting()
    plan = start(scenario)
    swapped = years_swapped(plan, "P01", "P06")
    names = {"P01": "P06", "P06": "P01"}
    for before, after in zip(plan.rounds, swapped.rounds, strict=True):
        for one, other in zip(before.sets, after.sets, strict=True):
            assert other.members == tuple(sorted(names.get(name, name) for name in one.members))
            assert other.activities == one.activities
    assert years_swapped(swapped, "P01", "P06").rounds == plan.rounds


def test_duties_go_with_the_years() -> None:
    """A duty of one of the two is the other's then."""
    scenario = visiting()
    plan = start(scenario)
    first = plan.rounds[0].sets[0]
    other = next(name for name in scenario.people if name not in first.members)
    chair = first.members[0]
    done = first.activities[0].model_copy(update={"duties": {"chair": (chair,)}})
    group = first.model_copy(update={"activities": (done,)})
    each = plan.rounds[0].model_copy(update={"sets": (group, *plan.rounds[0].sets[1:])})
    plan = Plan(scenario=plan.scenario, rounds=(each, *plan.rounds[1:]))
    assert years_swapped(plan, chair, other).rounds[0].sets[0].activities[0].duties == {"chair": (other,)}


def test_likeness_has_the_price_that_is_wanted() -> None:
    """Beside the soft cost, scaled, one likeness weighs what is said, as nearly as whole numbers allow."""
    scenario = visiting()
    plan = start(scenario)
    own = scenario.weights.get("new_contacts", 10)
    for unit in (0.01, 0.3, 2.4, 50):
        asked = priced(scenario, [plan], unit)
        assert asked.weights["unlike"] / asked.weights["new_contacts"] == pytest.approx(unit / own, rel=0.1)


def test_gains_are_people_met() -> None:
    """What each gains is how many more people they meet: counted pair by pair."""
    scenario = meeting()
    same = "P01 P02 P03 P04 | P05 P06 P07 P08"
    before = make_plan(scenario, dict.fromkeys(("D1", "D2", "D3"), same))
    after = make_plan(scenario, {"D1": same, "D2": "P01 P02 P05 P06 | P03 P04 P07 P08", "D3": same})
    assert gains(scenario, before, after) == dict.fromkeys(scenario.people, 2)


def recorded(scenario: Scenario, plan: Plan) -> Scenario:
    """Return `scenario` after its first day, on which everybody was there."""
    sets, day = plan.by_round["D1"].sets, date(2026, 10, 8)
    return scenario.but(
        attendance=tuple(
            Attendance(participant=name, round="D1", set=group.id, activity="visit", date=day, present=True)
            for group in sets
            for name in group.members
        )
    )


@pytest.mark.slow
def test_what_is_over_stays() -> None:
    """After the first day all alternatives, and all points of a front, have that day as it was."""
    plan = start(visiting())
    scenario = recorded(visiting(), plan)
    found = alternatives(scenario, plan, Wanted(2, within=10, differ=20), **SETTINGS)
    points = front(scenario, plan, ["new_contacts", "host_balance"], searches=3, **SETTINGS).points
    assert found.chosen
    for other in (*(each.plan for each in found.chosen), *(point.plan for point in points)):
        assert other.by_round["D1"] == plan.by_round["D1"]


@pytest.mark.slow
def test_plans_are_of_the_scenario() -> None:
    """Plans that are found bear the mark of the scenario itself, without what was added for the search."""
    scenario = visiting()
    plan = start(scenario)
    found = alternatives(scenario, plan, Wanted(1), **BRIEF).chosen
    points = front(scenario, plan, ["new_contacts", "host_balance"], searches=3, **BRIEF).points
    assert found
    for each in (*found, *points):
        assert each.plan.scenario.sha256 == scenario.sha256
        assert each.plan.score["objectives"].keys() == {rule.id for rule in scenario.rules}


def test_a_halt_ends_all_searches() -> None:
    """Once the end is asked for no search begins, and what there is is returned."""
    scenario = visiting()
    plan = start(scenario)
    forever: dict[str, Any] = {"stop": Stop(3600.0), "solver": "search", "ready": Searches.halt}
    found = alternatives(scenario, plan, Wanted(1), **forever)
    assert found.best is found.given
    assert found.chosen == ()
    (point,) = front(scenario, plan, ["new_contacts", "host_balance"], **forever).points
    assert point.plan.rounds == plan.rounds


@pytest.mark.slow
def test_a_halt_ends_the_search_that_runs() -> None:
    """The end may be asked for while a search is on its way: its plan still counts."""
    scenario = visiting()
    plan = start(scenario)
    threads = []

    def soon(searches: Searches) -> None:
        threads.append(threading.Timer(1.0, searches.halt))
        threads[0].start()

    began = time.monotonic()
    alternatives(scenario, plan, Wanted(3, 0, 100), stop=Stop(3600.0), solver="search", ready=soon)
    assert time.monotonic() - began < 30


@pytest.mark.slow
def test_the_flagship_has_three_as_good() -> None:
    """Within 2% of the shipped plan, which is the best known, there are three that differ by a fifth."""
    folder = ROOT / "scenarios" / "threesector-30x10"
    scenario, plan = read_scenario(folder), read_plan(folder / "plan.json")
    found = alternatives(scenario, plan, Wanted(3, 2, 20), stop=Stop(35.0), solver="search")
    assert len(found.chosen) == 3
    assert all(evaluate(scenario, each.plan).valid for each in found.chosen)


@pytest.mark.slow
def test_two_hundred_and_forty_people_take_no_longer_than_allowed() -> None:
    """The city's alternatives are there when the time is up, with a few seconds of grace on a busy machine."""
    folder = ROOT / "scenarios" / "city-240"
    scenario, plan = read_scenario(folder), read_plan(folder / "plan.json")
    began = time.monotonic()
    found = alternatives(scenario, plan, Wanted(2, 2, 20), stop=Stop(60.0), solver="search")
    assert time.monotonic() - began < 70
    assert len(found.chosen) == 2


# The front.


def trade() -> Scenario:
    """Return people of whom four rather sit together, each with the next, though all are to meet."""
    ties = tuple(Tie(a=a, b=b, kind="together") for a, b in (("P01", "P02"), ("P02", "P03"), ("P03", "P04")))
    rules = (build_rule("new_contacts"), build_rule("keep_together", hard=False))
    rounds = tuple(each.model_copy(update={"activities": ()}) for each in visit_rounds(2, [(4, 4), (4, 4)]))
    return make_scenario(rules, hosts=(), rounds=rounds, ties=ties)


def brute_force(scenario: Scenario, wishes: list[str]) -> set[tuple[int, ...]]:
    """Return what no plan beats: all ways to split eight people into two sets, twice."""
    splits = [
        f"{' '.join(four)} | {' '.join(name for name in scenario.people if name not in four)}"
        for four in combinations(scenario.people, 4)
        if "P01" in four
    ]
    rules = [rule for rule in scenario.rules if rule.id in wishes]
    found = set()
    for one, other in combinations_with_replacement(splits, 2):
        plan = make_plan(scenario, {"D1": one, "D2": other})
        found.add(tuple(rule.measure(scenario, plan).amount for rule in rules))
    return {p for p in found if not any(q != p and all(a <= b for a, b in zip(q, p, strict=True)) for q in found)}


@pytest.mark.slow
def test_points_are_those_that_nothing_beats() -> None:
    """On a case small enough to try all plans every point is one that no plan beats, both ends among them."""
    scenario, wishes = trade(), ["new_contacts", "keep_together"]
    best = brute_force(scenario, wishes)
    assert len(best) > 1
    found = front(scenario, start(scenario), wishes, searches=5, **SETTINGS)
    owed = {point.owes for point in found.points}
    assert {min(best), max(best)} <= owed <= best


def test_weights_cover_all_shares() -> None:
    """Each wish comes for itself first; shares add up to 1, none is 0, and there are as many as asked for."""
    for count, number in ((2, 5), (3, 12), (4, 30)):
        found = list(vectors_of(count, number))
        assert len(found) >= number
        assert sorted(map(max, found[:count])) == [max(found[0])] * count
        assert len({vector.index(max(vector)) for vector in found[:count]}) == count
        assert all(sum(vector) == pytest.approx(1) and min(vector) > 0 for vector in found)


def test_volume_is_that_of_boxes() -> None:
    """The volume equals a count of the unit cells that some point dominates."""
    for points, reference in (
        ([(1, 4), (2, 2), (5, 0)], (6, 6)),
        ([(0, 3, 2), (2, 1, 1), (1, 1, 3), (4, 0, 0)], (5, 4, 4)),
        ([(7, 7)], (6, 6)),
        ([], (3, 3)),
    ):
        cells = product(*(range(limit) for limit in reference))
        expected = sum(any(all(a <= c for a, c in zip(p, cell, strict=True)) for p in points) for cell in cells)
        assert dominated(points, reference) == expected


@pytest.mark.slow
def test_no_point_beats_another() -> None:
    """Points keep every hard rule, are measured anew, and none is better in everything than another."""
    scenario = visiting()
    found = front(scenario, start(scenario), ["new_contacts", "host_balance"], searches=4, **BRIEF)
    assert found.searches >= 4
    for point in found.points:
        measured = evaluate(found.scenario, point.plan)
        assert measured.valid
        assert point.owes == tuple(measured.objectives[name].value for name in found.wishes)
        assert all(a < b for a, b in zip(point.owes, found.reference, strict=True))
        assert not any(other.beats(point) for other in found.points)
    assert found.volume == dominated([point.owes for point in found.points], found.reference)


def test_a_wish_has_to_be_soft_and_known() -> None:
    """A hard rule, a stranger and a kind that needs fields are told, all at once; a kind without is added."""
    scenario = visiting()
    with pytest.raises(InputError) as refused:
        with_wishes(scenario, ["set_size", "nonsense", "distance"])
    messages = [defect.message for defect in refused.value.defects]
    assert len(messages) == 3
    assert "hard rule" in messages[0]
    assert "nonsense" in str(refused.value)
    assert "needs fields" in messages[2]
    assert [rule.id for rule in with_wishes(scenario, ["host_balance"]).rules if not rule.hard][-1] == "host_balance"
    assert with_wishes(scenario, ["new_contacts"]) is scenario


def test_contacts_count_alike_in_figures_and_gains() -> None:
    """Gains against a plan in which nobody meets are the people each meets by the other."""
    scenario = meeting()
    plan = start(scenario)
    met = planned_contacts(scenario, plan)
    alone = Plan(scenario=plan.scenario, rounds=())
    assert gains(scenario, alone, plan) == {name: sum(name in pair for pair in met) for name in scenario.people}
