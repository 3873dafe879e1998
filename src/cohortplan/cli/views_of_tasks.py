"""The table of the organiser's tasks that ``show`` prints."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from cohortplan.cli.output import Table
from cohortplan.cli.views import day_of, titled

if TYPE_CHECKING:
    from cohortplan.model import Host, Plan, Scenario


def tasks_view(scenario: Scenario, plan: Plan) -> Table:
    """What is due when, so that hosts have their notice and secure ones their visitors' names; no names are told."""
    together: dict[tuple[date, str, str, date], list[tuple[str, int]]] = {}
    for visit in scenario.visits(plan):
        host, day = scenario.host[visit.host], visit.start.date()
        for what, days in _tasks(host):
            heads = len(scenario.there(visit.members, day))
            together.setdefault((day - timedelta(days=days), what, host.id, day), []).append((visit.set, heads))
    planned_on = scenario.programme.planned_on
    rows: list[list[str | int]] = [
        [
            day_of(due),
            "past" if planned_on is not None and due < planned_on else "",
            what,
            f"{scenario.host[host].name} ({host})",
            day_of(day),
            ", ".join(name for name, _ in visits),
            sum(heads for _, heads in visits),
        ]
        for (due, what, host, day), visits in sorted(together.items())
    ]
    columns = ("due", "note", "task", "host", "visit", "sets", "persons")
    asked = f"as of {planned_on}" if planned_on is not None else ""
    return Table(titled(scenario, "tasks", asked), columns, rows)


def _tasks(host: Host) -> Iterator[tuple[str, int]]:
    """Yield what there is to do before a visit to a host, and how many days before."""
    if host.lead_days:
        yield "tell the host", host.lead_days
    if host.clearance is not None or host.clearance_days is not None:
        yield "hand in the names", host.names_days
