"""People whose sets are at one host at the same time: they meet, if less than those who share a set."""

from __future__ import annotations

from itertools import combinations, product

from cohortplan.model.plan import Plan
from cohortplan.model.scenario import Scenario
from cohortplan.rules.shared.visiting import by_host

#: What a contact between two sets at one host weighs, where one inside a set weighs 1.
BETWEEN_SETS = 0.3


def side_by_side(scenario: Scenario, plan: Plan) -> set[tuple[str, str]]:
    """Return the pairs, in alphabetical order, that in rounds with contacts visit a host at once in two sets."""
    found: set[tuple[str, str]] = set()
    for visits in by_host(visit for visit in scenario.visits(plan) if scenario.round[visit.round].contacts).values():
        for one, other in combinations(visits, 2):
            if one.set != other.set and one.start < other.end and other.start < one.end:
                found.update((min(pair), max(pair)) for pair in product(one.members, other.members))
    return {(a, b) for a, b in found if a != b}
