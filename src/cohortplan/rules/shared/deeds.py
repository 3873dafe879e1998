"""What a plan comes to, whatever its sets are called: who sits with whom in which round, who visits which host when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import combinations

from cohortplan.model.plan import Plan
from cohortplan.model.scenario import Scenario

#: A round, and two people who share a set in it, in alphabetical order.
Seated = tuple[str, str, str]
#: A person, a host and a local time.
Visited = tuple[str, str, datetime]


def seated(scenario: Scenario, plan: Plan, rounds: Collection[str]) -> set[Seated]:
    """Return who sits with whom in which of some rounds."""
    groups = scenario.groups(plan, rounds)
    return {(group.round, a, b) for group in groups for a, b in combinations(group.members, 2)}


def visited(scenario: Scenario, plan: Plan, rounds: Collection[str]) -> set[Visited]:
    """Return who visits which host when in some rounds."""
    visits = (visit for visit in scenario.visits(plan) if visit.round in rounds)
    return {(member, visit.host, visit.start) for visit in visits for member in visit.members}


def unlikeness(scenario: Scenario, one: Plan, other: Plan) -> float:
    """Return how different two plans are: the share of all that they come to that they do not have in common.

    0 = the same but for the names of sets; 1 = nobody sits with the same person in the same round, or visits the same
    host at the same time.
    """
    rounds = tuple(scenario.round)
    both = [(seated(scenario, plan, rounds), visited(scenario, plan, rounds)) for plan in (one, other)]
    total = sum(len(part) for parts in both for part in parts)
    common = sum(len(mine & theirs) for mine, theirs in zip(*both, strict=True))
    return 1 - 2 * common / total if total else 0.0
