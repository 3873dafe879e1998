"""The table of whom the hub reaches that ``show`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohortplan.cli.output import Table
from cohortplan.cli.views import titled

if TYPE_CHECKING:
    from cohortplan.model import Plan, Scenario


def reach_view(scenario: Scenario, plan: Plan) -> Table:
    """Organisations and outside bodies that the hub has reached after each round: all together, and each on average.

    Raises
    ------
    InputError
        If the scenario has no links.
    """
    from cohortplan.errors import Defect, InputError
    from cohortplan.evaluate import reach
    from cohortplan.evaluate.contacts import planned_contacts

    if not scenario.links:
        raise InputError([Defect("the scenario has no links of organisations", "Add links.csv")])
    rows: list[list[str | int]] = []
    before: frozenset[str] = frozenset()
    for step in reach(scenario, planned_contacts(scenario, plan)):
        new = sorted(step.first - before)
        each = (f"{step.first_each:g}", f"{step.second_each:g}")
        rows.append([step.round or "before", len(step.first), len(step.second), *each, ", ".join(new)])
        before = step.first
    columns = ("round", "organisations", "bodies", "organisations each", "bodies each", "new organisations")
    return Table(titled(scenario, "reach of the hub", ""), columns, rows)
