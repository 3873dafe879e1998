"""Filling what an edit has left open."""

from __future__ import annotations

from cohortplan.model import Plan, Scenario
from cohortplan.model.edits import changed, changed_sets
from cohortplan.rota.fill import fill_rota


def refill(scenario: Scenario, old: Plan, new: Plan) -> Plan:
    """Return `new` with duties, facilitators and guests settled in the sets that are not as in `old`.

    Who has something there, and may, keeps it; what is open is filled; in all other sets everything stays.
    """
    if not (scenario.duties or scenario.facilitators or scenario.guests):
        return new
    filled = {group.id: group for each in fill_rota(scenario, new, keep=True).rounds for group in each.sets}
    return changed(new, dict.fromkeys(changed_sets(old, new), lambda group: filled[group.id]))
