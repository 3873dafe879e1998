"""Who meets whom in which rounds."""

from __future__ import annotations

from collections.abc import Mapping

from cohortplan.model import Plan, Scenario
from cohortplan.rules.shared.pairs import Pair, meetings

#: For each pair the rounds in which they share a set, or shared one.
Contacts = Mapping[Pair, tuple[str, ...]]


def planned_contacts(scenario: Scenario, plan: Plan) -> Contacts:
    """Pairs who share a set by the plan, in rounds that count contacts."""
    return meetings(scenario, plan, scenario.contact_rounds)
