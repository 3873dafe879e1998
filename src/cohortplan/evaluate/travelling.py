"""How long people are on the way to their visits and back."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from cohortplan.model.plan import Plan
from cohortplan.model.scenario import Scenario


def minutes_on_the_way(scenario: Scenario, plan: Plan) -> list[int]:
    """Return each participant's minutes to all their visits and back home, ascending; empty if no way is known.

    Ways that are not known are left out.
    """
    if not scenario.places and not scenario.ways:
        return []
    total = dict.fromkeys(scenario.people, 0)
    for visit in scenario.visits(plan):
        for name in visit.members:
            minutes = scenario.atlas.from_home(scenario.people[name], visit.host)
            total[name] += 2 * (minutes or 0)
    return sorted(total.values())


def percentile(ascending: Sequence[int], share: float) -> int:
    """Return the least of the numbers that at least this share of them do not exceed."""
    return ascending[max(0, ceil(share * len(ascending)) - 1)]


def gini(ascending: Sequence[int]) -> float:
    """Return the Gini coefficient of numbers in ascending order: 0 where all are equal, or all are 0."""
    count, total = len(ascending), sum(ascending)
    weighted = sum(rank * number for rank, number in enumerate(ascending, start=1))
    return 0.0 if not total else 2 * weighted / (count * total) - (count + 1) / count
