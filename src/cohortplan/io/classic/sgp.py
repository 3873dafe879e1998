"""``sgp:g-s-w``, the social golfer problem (CSPLib 10): g groups of s golfers play in each of w rounds.

The value is the excess, the sum over pairs of their meetings after the first; 0 means that no pair meets twice.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from cohortplan.errors import Defect, ScenarioError
from cohortplan.io.classic.base import Instance, Part, groups, make_rounds, make_scenario, people, read_numbers, shown
from cohortplan.model import Plan
from cohortplan.rules import build_rule

PARTS = (Part("groups", 1, 1000), Part("size", 1, 1000), Part("rounds", 1, 500))

#: Most golfers, so that all pairs fit into memory.
MOST_GOLFERS = 2000


@dataclass(frozen=True)
class SocialGolfers(Instance):
    """Rounds of groups of one size, pairs meeting again at a price."""

    def value(self, plan: Plan) -> int:
        """Return the excess: sum over pairs of max(0, meetings - 1)."""
        rounds = groups(self.scenario, plan)
        met = Counter(pair for sets in rounds for members in sets for pair in combinations(members, 2))
        return sum(met.values()) - len(met)

    def figures(self, plan: Plan) -> dict[str, float]:
        """Return the excess as ``value``, and how many ``rounds_without_repeats`` there are if it is 0."""
        excess = self.value(plan)
        return {"value": excess, **({} if excess else {"rounds_without_repeats": len(plan.rounds)})}

    def solution(self, plan: Plan) -> list[Any]:
        """Return rounds -> groups -> golfers, 0-based."""
        return groups(self.scenario, plan)


def read(name: str) -> SocialGolfers:
    """Make the instance called ``g-s-w``.

    Raises
    ------
    ScenarioError
        If the name is not of this form, or its numbers are out of range.
    """
    source = f"sgp:{name}"
    number, size, rounds = read_numbers(source, name, PARTS)
    if number * size > MOST_GOLFERS:
        problem = f"these are {number * size} golfers, more than {MOST_GOLFERS}"
        raise ScenarioError([Defect(problem, "Lower groups or size", file=shown(source))])
    scenario = make_scenario(
        source,
        f"Social golfers: {rounds} rounds of {number} groups of {size}",
        (build_rule("set_size"), build_rule("repeat_price", power=1)),
        participants=people("G", number * size),
        rounds=make_rounds(rounds, [(size, size)] * number),
    )
    return SocialGolfers(scenario)
