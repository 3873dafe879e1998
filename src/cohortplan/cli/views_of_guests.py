"""The table of guests that ``show`` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohortplan.cli.output import Table
from cohortplan.cli.views import clock, titled

if TYPE_CHECKING:
    from datetime import datetime

    from cohortplan.model import Plan, Scenario


def guests_view(scenario: Scenario, plan: Plan) -> Table:
    """Who sits with which set when, with the set's own members counted, and the events to which guests are invited."""
    from cohortplan.model import guest_tables

    named = {guest.id: f"{guest.name} ({guest.kind})" for guest in scenario.guests}
    rows: list[tuple[datetime, list[str | int]]] = []
    for event in scenario.events:
        coming = [guest for guest in scenario.guests if guest.comes_to(event)]
        if coming:
            who = "all guests" if len(coming) == len(named) else ", ".join(named[guest.id] for guest in coming)
            rows.append((event.start, [*clock(event), "", event.title, "", who]))
    for (name, activity), tables in guest_tables(scenario, plan).items():
        titles = {each.id: each.title or each.id for each in scenario.round[name].activities}
        for table in tables:
            who = ", ".join(named.get(guest, guest) for guest in table.guests)
            row: list[str | int] = [*clock(table), table.set, titles[activity], len(table.there), who]
            rows.append((table.start, row))
    in_time = [row for _, row in sorted(rows, key=lambda pair: pair[0])]
    columns = ("day", "from", "until", "set", "what", "members", "guests")
    return Table(titled(scenario, "guests", scenario.programme.timezone), columns, in_time)
