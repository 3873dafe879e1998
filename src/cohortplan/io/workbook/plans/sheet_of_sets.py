"""Who sits with whom: a block for each round, a column for each set, a name in each cell."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from cohortplan.io.workbook.book import add_sheet
from cohortplan.io.workbook.looks import HEADING, NOTE, PALE, SECTION, TITLE, Look
from cohortplan.io.workbook.plans.grid import finish, put_value
from cohortplan.io.workbook.plans.labels import Label
from cohortplan.io.workbook.plans.layout import CARER, ROUND, SET, SETS
from cohortplan.model import Plan, PlannedRound, Scenario

if TYPE_CHECKING:
    from openpyxl import Workbook as Book
    from openpyxl.worksheet.worksheet import Worksheet

    from cohortplan.io.workbook.plans.names import Names

_HINT = (
    "Move names from set to set, or type them; the small id behind a name may be left out unless two share the name."
)
_WIDTH = 27


def add_sets(book: Book, scenario: Scenario, plan: Plan, names: Names) -> None:
    """Add the sheet."""
    from openpyxl.utils import get_column_letter

    sheet = add_sheet(book, SETS)
    put_value(sheet, 1, 1, f"{scenario.programme.title}: learning sets", TITLE)
    put_value(sheet, 2, 1, _HINT, NOTE)
    for column, (sector, mark) in enumerate(names.sectors.items(), start=2):
        put_value(sheet, 3, column, f"({mark}) {sector}", names.sector_look(sector))
    row = 5
    for planned in plan.rounds:
        row = _round(sheet, row, scenario, planned, names) + 2
    sheet.column_dimensions["A"].width = 14
    for column in range(2, 2 + max((len(each.sets) for each in plan.rounds), default=0)):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTH
    finish(sheet, "B2", columns="A:A")


def _round(sheet: Worksheet, row: int, scenario: Scenario, planned: PlannedRound, names: Names) -> int:
    """Write a round from a row on; return its last row."""
    width = max(len(planned.sets) + 1, 3)
    for column in range(1, width + 1):
        put_value(sheet, row, column, None, SECTION)
    put_value(sheet, row, 1, ROUND, SECTION)
    put_value(sheet, row, 2, planned.id, SECTION)
    put_value(sheet, row, 3, _told(scenario, planned), SECTION)
    put_value(sheet, row + 1, 1, SET, HEADING)
    for column, group in enumerate(planned.sets, start=2):
        put_value(sheet, row + 1, column, group.id, HEADING)
    row += 1
    seated = zip_longest(*(names.by_sector(group.members) for group in planned.sets))
    for number, across in enumerate(seated, start=1):
        row += 1
        put_value(sheet, row, 1, str(number), Look(colour=PALE))
        for column, name in enumerate(across, start=2):
            if name is not None:
                put_value(sheet, row, column, names.person(name), names.look(name))
    for across in zip_longest(*(group.facilitators for group in planned.sets)):
        row += 1
        put_value(sheet, row, 1, CARER, NOTE)
        for column, name in enumerate(across, start=2):
            put_value(sheet, row, column, names.facilitator(name) if name else Label(("", "")), Look(italic=True))
    return row


def _told(scenario: Scenario, planned: PlannedRound) -> str:
    """Say a round's title and its days."""
    starts = [scenario.local(each.start) for group in planned.sets for each in group.activities]
    known = scenario.round.get(planned.id)
    days = sorted({start.date() for start in starts})
    told = [f"{day:%a} {day.day} {day:%b %Y}" for day in (days[:1] + days[-1:] if len(days) > 1 else days)]
    return ", ".join(filter(None, (known.title if known else "", " to ".join(told))))
