"""The first rounds of a scenario, as asked for by ``SCENARIO#R``."""

from __future__ import annotations

from cohortplan.model import Scenario
from cohortplan.model.cut import cut


def first_rounds(scenario: Scenario, number: int) -> Scenario:
    """Return `scenario` with its first `number` rounds that count contacts, and all that do not.

    Locks, absences, rules and duties that are only about rounds left out are left out too.

    Raises
    ------
    ScenarioError
        If what is left does not hold together.
    """
    contacts = set(scenario.contact_rounds[:number])
    sets = {spec.id for each in scenario.rounds if not each.contacts or each.id in contacts for spec in each.sets}
    return cut(scenario, scenario.people, sets, scenario.host).but(private=scenario.private)
