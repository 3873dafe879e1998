"""Everybody in a plan: a row for each, with their sets, and the names that the other sheets may use."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from cohortplan.evaluate.contacts import planned_contacts
from cohortplan.io.workbook.book import add_sheet
from cohortplan.io.workbook.looks import fit_columns
from cohortplan.io.workbook.plans.grid import PLAIN, finish, put_header, put_value
from cohortplan.io.workbook.plans.layout import (
    FACILITATOR,
    FACTS,
    GUEST,
    PARTICIPANT,
    PEOPLE,
    SECTOR,
    WHO,
    WRITTEN,
    round_headings,
)
from cohortplan.model import Plan, Scenario

if TYPE_CHECKING:
    from openpyxl import Workbook as Book


def add_people(book: Book, scenario: Scenario, plan: Plan) -> None:
    """Add the sheet; a participant's cell for a round names the set, and is empty where they do not take part.

    A hidden column keeps what was written, so that it can be seen where somebody has changed a set.
    """
    from openpyxl.utils import get_column_letter

    sheet = add_sheet(book, PEOPLE)
    rounds = [planned.id for planned in plan.rounds]
    seats = {(each.id, name): group.id for each in plan.rounds for group in each.sets for name in group.members}
    put_header(sheet, [*WHO, *FACTS, *round_headings(rounds), WRITTEN], shown=FACTS)
    met: dict[str, set[str]] = {}
    for a, b in planned_contacts(scenario, plan):
        met.setdefault(a, set()).add(b)
        met.setdefault(b, set()).add(a)
    row = 1
    for name in (*scenario.people, *_strangers(scenario.people, (name for _, name in seats))):
        row += 1
        person = scenario.people.get(name)
        facts = (
            (person.name, PARTICIPANT, person.get(SECTOR), person.get("organisation"))
            if person
            else (name, PARTICIPANT, "", "")
        )
        sets = {each: seats[each, name] for each in rounds if (each, name) in seats}
        values = (name, *facts, len(met.get(name, ())), *(sets.get(each, "") for each in rounds), json.dumps(sets))
        for column, value in enumerate(values, start=1):
            put_value(sheet, row, column, value, PLAIN)
    for values in _others(scenario, plan):
        row += 1
        for column, value in enumerate(values, start=1):
            put_value(sheet, row, column, value, PLAIN)
    fit_columns(sheet)
    sheet.column_dimensions[get_column_letter(len(WHO) + len(FACTS) + len(rounds) + 1)].hidden = True
    sheet.auto_filter.ref = sheet.dimensions
    finish(sheet, "C2", columns="A:B")


def _others(scenario: Scenario, plan: Plan) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield facilitators and guests."""
    groups = [group for planned in plan.rounds for group in planned.sets]
    carers = [name for group in groups for name in group.facilitators]
    guests = [name for group in groups for each in group.activities for name in each.guests]
    for each in scenario.facilitators:
        yield each.id, each.name, FACILITATOR, "", each.organisation
    for name in _strangers(scenario.facilitator, carers):
        yield name, name, FACILITATOR, "", ""
    for guest in scenario.guests:
        yield guest.id, guest.name, GUEST, "", guest.organisation
    for name in _strangers(scenario.guest, guests):
        yield name, name, GUEST, "", ""


def _strangers(known: Iterable[str], named: Iterable[str]) -> list[str]:
    """Return those whom a plan names and a scenario does not know."""
    return sorted(set(named) - set(known))
