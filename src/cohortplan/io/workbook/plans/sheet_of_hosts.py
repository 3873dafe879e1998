"""Who receives whom: a row for each host, and the names that the timetable may use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cohortplan.io.workbook.book import add_sheet
from cohortplan.io.workbook.looks import fit_columns
from cohortplan.io.workbook.plans.grid import PLAIN, WRAPPED, finish, make_room, put_header, put_value
from cohortplan.io.workbook.plans.layout import HOSTS
from cohortplan.model import Plan, PlannedActivity, Scenario, Visit

if TYPE_CHECKING:
    from openpyxl import Workbook as Book

_HEADER = ("id", "name", "organisation", "sector", "kind", "town", "visits", "when, and which set")


def add_hosts(book: Book, scenario: Scenario, plan: Plan) -> None:
    """Add the sheet."""
    visits: dict[str, list[Visit]] = {}
    for visit in scenario.visits(plan):
        visits.setdefault(visit.host, []).append(visit)
    sheet = add_sheet(book, HOSTS)
    put_header(sheet, _HEADER, shown=_HEADER[2:])
    for row, host in enumerate(scenario.hosts, start=2):
        mine = sorted(visits.get(host.id, ()), key=lambda visit: (visit.start, visit.set))
        told = "\n".join(f"{each.start:%a} {each.start.day} {each.start:%b %H:%M}, {each.set}" for each in mine)
        known = (host.id, host.name, host.organisation, host.sector, host.kind, host.town, len(mine))
        for column, value in enumerate(known, start=1):
            put_value(sheet, row, column, value, PLAIN)
        put_value(sheet, row, len(_HEADER), told, WRAPPED)
        make_room(sheet, row, told, 46)
    strangers = sorted({each.host for each in _planned(plan) if each.host and each.host not in scenario.host})
    for row, name in enumerate(strangers, start=len(scenario.hosts) + 2):
        put_value(sheet, row, 1, name, PLAIN)
        put_value(sheet, row, 2, name, PLAIN)
    fit_columns(sheet)
    finish(sheet, "C2", columns="A:B")


def _planned(plan: Plan) -> Iterator[PlannedActivity]:
    yield from (each for planned in plan.rounds for group in planned.sets for each in group.activities)
