"""Who meets whom: a row and a column for each participant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohortplan.evaluate.contacts import planned_contacts
from cohortplan.io.workbook.book import add_sheet
from cohortplan.io.workbook.looks import HEADING, NOTE, SHADES, Look
from cohortplan.io.workbook.plans.grid import PLAIN, finish, put_value
from cohortplan.io.workbook.plans.layout import CONTACTS
from cohortplan.model import Plan, Scenario

if TYPE_CHECKING:
    from openpyxl import Workbook as Book

#: Of more people the map would be larger than anybody reads.
MOST = 120
_LEGEND = "Rounds that two share a set; k: known before"
_TOO_MANY = f"There are more than {MOST} people: `cohortplan network` measures who meets whom."
_SELF = Look("D9D9D9")


def add_contacts(book: Book, scenario: Scenario, plan: Plan) -> None:
    """Add the sheet."""
    from openpyxl.utils import get_column_letter

    sheet = add_sheet(book, CONTACTS)
    people = list(scenario.people)
    if len(people) > MOST:
        put_value(sheet, 1, 1, _TOO_MANY, NOTE)
        return
    met = {pair: len(rounds) for pair, rounds in planned_contacts(scenario, plan).items()}
    known = {tie.pair for tie in scenario.ties if tie.kind == "knows"}
    put_value(sheet, 1, 1, _LEGEND, Look(italic=True, wrap=True, size=8))
    for column, name in enumerate(people, start=2):
        put_value(sheet, 1, column, name, HEADING._replace(centred=True, size=8))
        sheet.column_dimensions[get_column_letter(column)].width = max(4.5, len(name) + 1.5)
    for row, mine in enumerate(people, start=2):
        put_value(sheet, row, 1, f"{scenario.people[mine].name}  {mine}", PLAIN)
        for column, other in enumerate(people, start=2):
            pair = (mine, other) if mine < other else (other, mine)
            number = met.get(pair, 0)
            if mine == other:
                put_value(sheet, row, column, None, _SELF)
            elif number or pair in known:
                text = f"{number or ''}{'k' if pair in known else ''}"
                fill = SHADES[min(number, len(SHADES)) - 1] if number else ""
                put_value(sheet, row, column, text if pair in known else number, Look(fill, centred=True))
    sheet.column_dimensions["A"].width = 34
    finish(sheet, "B2", columns="A:A")
