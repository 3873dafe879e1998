"""The parts of a programme around its visits, as the shipped scenarios have them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cohortplan.evaluate import evaluate, reach, shares
from cohortplan.evaluate.contacts import planned_contacts
from cohortplan.io import read_plan, read_scenario
from cohortplan.model import Plan, Scenario, guest_tables, turns
from cohortplan.rules import build_rule
from cohortplan.solve import solve
from cohortplan.solvers.base import Board, Progress, Stop

SCENARIOS = Path(__file__).parent.parent / "scenarios"


def first_plan(scenario: Scenario) -> Plan:
    """Return the first plan that is found and keeps every hard rule, confirmed by the independent checker."""
    boards: list[Board] = []

    def heard(news: Progress) -> None:
        if news.score is not None and news.score.hard == 0:
            boards[0].halt()

    plan = solve(scenario, stop=Stop(seconds=120), listener=heard, board_ready=boards.append).plan
    assert plan is not None
    assert evaluate(scenario, plan).valid
    return plan


@pytest.mark.slow
def test_everyone_has_a_partner_and_coffee_is_never_with_the_same_person_again() -> None:
    """Each is in one pair, of two sectors; each who opted in is in one pair or the one trio of a month."""
    scenario = read_scenario(SCENARIOS / "masterclass-48" / "between.toml")
    groups = list(scenario.groups(first_plan(scenario), scenario.round))
    partners = [group.members for group in groups if group.round == "pairs"]
    assert sorted(person for pair in partners for person in pair) == sorted(scenario.people)
    assert all(len({scenario.people[person].get("sector") for person in pair}) == 2 for pair in partners)
    coffee = [group for group in groups if group.round != "pairs"]
    assert Counter(len(group.members) for group in coffee) == {2: 8 * 14, 3: 8}
    assert {person for group in coffee for person in group.members} == set(scenario.attending("coffee-1"))
    met = Counter(pair for group in groups for pair in combinations(group.members, 2))
    assert set(met.values()) == {1}


@pytest.mark.slow
def test_a_year_begins_with_everyone_at_every_station_and_in_the_lead() -> None:
    """Everyone is at each of five stations once, no two teams at one at a time, and leads; everyone has a partner."""
    scenario = read_scenario(SCENARIOS / "threesector-30x10" / "year.toml")
    plan = first_plan(scenario)
    challenges = [visit for visit in scenario.visits(plan) if visit.activity == "challenge"]
    partners = [group.members for group in scenario.groups(plan, ("pairs",))]
    home = {person: group.id for group in scenario.groups(plan, ("home",)) for person in group.members}
    assert sorted(person for pair in partners for person in pair) == sorted(scenario.people)
    assert all(home[a] != home[b] for a, b in partners)
    stations = {host.id for host in scenario.hosts if host.kind == "station"}
    assert len({(visit.host, visit.start) for visit in challenges}) == len(challenges) == 25
    for person in scenario.people:
        assert sorted(visit.host for visit in challenges if person in visit.members) == sorted(stations)
    had = shares(scenario, turns(scenario, plan))
    assert {share.turns["leads"] for share in had.values()} == {1, 2}
    others = [visit.host for visit in scenario.visits(plan) if visit.activity != "challenge"]
    assert stations.isdisjoint(others)
    assert len(others) == 40


def test_a_celebration_is_planned_by_all_and_seats_its_guests_evenly() -> None:
    """One of each set plans it, every sector among them; 22 guests sit at six tables, none with whom they sponsor."""
    folder = SCENARIOS / "cop-lived-36"
    scenario, plan = read_scenario(folder), read_plan(folder / "plan.json")
    group = [turn.held for turn in turns(scenario, plan) if turn.duty.id == "plans"]
    assert [len(people) for people in group] == [1] * 6
    sectors = {scenario.people[person].get("sector") for people in group for person in people}
    assert sectors == {person.get("sector") for person in scenario.participants}
    (tables,) = guest_tables(scenario, plan).values()
    assert sorted(len(table.guests) for table in tables) == [3, 3, 4, 4, 4, 4]
    seated = {guest: table for table in tables for guest in table.guests}
    assert len(seated) == len(scenario.guests) == 22
    assert all(not set(guest.of) & set(seated[guest.id].there) for guest in scenario.guests)


def test_every_set_shows_once_and_for_as_long_as_the_others() -> None:
    """At the celebration each of six sets shows for twelve minutes, one after the other, with the guests there."""
    folder = SCENARIOS / "cop-lived-36"
    plan = read_plan(folder / "plan.json")
    (home,) = (planned for planned in plan.rounds if planned.id == "home")
    shows = [(done.start, done.end) for group in home.sets for done in group.activities if done.id.startswith("show-")]
    assert len(shows) == len(home.sets) == 6
    assert {(end - start).total_seconds() for start, end in shows} == {720}
    shows.sort()
    assert all(one[1] <= other[0] for one, other in pairwise(shows))


def test_the_hub_reaches_all_in_the_first_round_and_more_for_each_member_in_every_other() -> None:
    """Each set has somebody of the hub, so it meets all 18 other organisations at once; its members go on."""
    folder = SCENARIOS / "partner-hub-60"
    scenario = read_scenario(folder)
    before, *steps = reach(scenario, planned_contacts(scenario, read_plan(folder / "plan.json")))
    assert (len(before.first), len(before.second)) == (1, 12)
    assert [(len(step.first), len(step.second)) for step in steps] == [(18, 82)] * 6
    each = [(step.first_each, step.second_each) for step in (before, *steps)]
    assert all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise(each))


@pytest.mark.slow
def test_people_meet_whom_they_would_not_ordinarily_meet() -> None:
    """In three rounds the pairs that meet differ more than those of 95 in a hundred plans drawn at random (F13)."""
    flagship = read_scenario(SCENARIOS / "threesector-30x10")
    attributes = ("sector", "organisation", "town", "profession")
    kept = [rule for rule in flagship.rules if rule.kind in ("mix", "set_size")]
    rule = build_rule("new_contacts", across=dict.fromkeys(attributes, 1))
    days = tuple(each.model_copy(update={"activities": ()}) for each in flagship.rounds if each.contacts)[:3]
    nothing: dict[str, Any] = dict.fromkeys(("hosts", "visit_locks", "seat_locks", "absences", "duties"), ())
    scenario = flagship.but(rounds=days, rules=(*kept, rule), weights={"new_contacts": 1}, **nothing)
    result = solve(scenario, stop=Stop(seconds=10))
    assert result.plan is not None
    draw, people = Random(1), list(scenario.people)  # noqa: S311 - nothing secret
    at_random = []
    for _ in range(1000):
        orders = [draw.sample(people, len(people)) for _ in days]
        at_random.append(unlikeliness(scenario, attributes, [o[k : k + 6] for o in orders for k in range(0, 30, 6)]))
    planned = [group.members for each in result.plan.rounds for group in each.sets]
    assert unlikeliness(scenario, attributes, planned) > sorted(at_random)[949]


def unlikeliness(scenario: Scenario, attributes: Sequence[str], sets: Iterable[Sequence[str]]) -> float:
    """Return in how many attributes two people who meet differ on average."""
    met = {pair for members in sets for pair in combinations(sorted(members), 2)}
    people = scenario.people
    return sum(people[a].get(name) != people[b].get(name) for a, b in met for name in attributes) / len(met)
