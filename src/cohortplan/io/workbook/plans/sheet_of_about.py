"""What the workbook is, how to edit it, and how its plan came about."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cohortplan.io.workbook.book import add_sheet
from cohortplan.io.workbook.looks import NOTE
from cohortplan.io.workbook.plans.edits import decided
from cohortplan.io.workbook.plans.grid import PLAIN, WRAPPED, finish, make_room, put_header, put_value
from cohortplan.io.workbook.plans.layout import ABOUT, WRITTEN
from cohortplan.model import Plan, Scenario

if TYPE_CHECKING:
    from openpyxl import Workbook as Book

_WIDTH = 110
_HOW = {
    "to whom": "For those who run the programme: it names everyone. What is sealed in the scenario is not in it.",
    "to edit": "Move or type names on the sheet sets; change days, times and hosts on the sheet timetable. "
    "A set may also be changed in somebody's row on the sheet people. "
    "Columns with a slanted heading are to look at. Then give the file to cohortplan check, score, improve or replan.",
    "names": "Small ids behind names tell namesakes apart. A name may be mended where its id stands behind it.",
}


def add_about(book: Book, scenario: Scenario, plan: Plan) -> None:
    """Add the sheet."""
    sheet = add_sheet(book, ABOUT)
    put_header(sheet, ("item", "value"))
    facts = {
        "programme": scenario.programme.title,
        **_HOW,
        "scenario": plan.scenario.id,
        "sha256": plan.scenario.sha256,
        "timezone": scenario.programme.timezone,
        "manifest": _json(plan.manifest),
        "score": _json(plan.score),
        WRITTEN: decided(plan),
    }
    for row, (item, value) in enumerate(facts.items(), start=2):
        put_value(sheet, row, 1, item, PLAIN)
        put_value(sheet, row, 2, value, WRAPPED if item in _HOW or item == "programme" else NOTE._replace(wrap=True))
        make_room(sheet, row, value if item in _HOW else "", _WIDTH - 10)
    sheet.column_dimensions["A"].width = 14
    sheet.column_dimensions["B"].width = _WIDTH
    finish(sheet, "A2")


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=dict)
