"""The workbook of a plan: sheets to look at, to print and to edit."""

from __future__ import annotations

from cohortplan.evaluate import evaluate
from cohortplan.evaluate.facing import facing
from cohortplan.io.workbook.book import content_of, new_book
from cohortplan.io.workbook.plans.names import Names
from cohortplan.io.workbook.plans.sheet_of_about import add_about
from cohortplan.io.workbook.plans.sheet_of_check import add_check
from cohortplan.io.workbook.plans.sheet_of_contacts import add_contacts
from cohortplan.io.workbook.plans.sheet_of_hosts import add_hosts
from cohortplan.io.workbook.plans.sheet_of_people import add_people
from cohortplan.io.workbook.plans.sheet_of_sets import add_sets
from cohortplan.io.workbook.plans.sheet_of_times import add_times
from cohortplan.model import Plan, Scenario


def plan_workbook(scenario: Scenario, plan: Plan) -> bytes:
    """Return `plan` as a workbook: the same plan of the same scenario gives the same bytes.

    Nothing that is sealed is in it: neither flags nor what people cannot face, neither why they are away nor who must
    not sit with whom.

    Raises
    ------
    InputError
        If a cell cannot hold what it should.
    """
    book, names = new_book(), Names(scenario)
    faced = facing(scenario, plan)
    add_sets(book, scenario, plan, names)
    add_times(book, scenario, plan, names)
    add_hosts(book, scenario, plan)
    add_people(book, scenario, plan)
    add_contacts(book, scenario, plan)
    add_check(book, faced.scenario, evaluate(faced.scenario, plan))
    add_about(book, scenario, plan)
    return content_of(book)
