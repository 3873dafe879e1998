"""How long people are on the way to their visits and back."""

from __future__ import annotations

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
