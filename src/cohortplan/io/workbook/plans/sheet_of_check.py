"""What a plan keeps, breaks and costs, as of the moment it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohortplan.evaluate import Evaluation
from cohortplan.evaluate.naming import named_sentence
from cohortplan.io.workbook.book import add_sheet
from cohortplan.io.workbook.looks import NOTE, TITLE, Look, fit_columns
from cohortplan.io.workbook.plans.grid import PLAIN, WRAPPED, finish, make_room, put_header, put_value
from cohortplan.io.workbook.plans.layout import CHECK
from cohortplan.model import Scenario

if TYPE_CHECKING:
    from openpyxl import Workbook as Book

#: So many places at most are listed: a plan that breaks more is not mended place by place.
_MOST = 500
_HINT = "As the plan was when this workbook was written. After a change, `cohortplan check` tells anew."


def add_check(book: Book, scenario: Scenario, evaluation: Evaluation) -> None:
    """Add the sheet."""
    sheet = add_sheet(book, CHECK)
    broken = evaluation.violations()
    verdict = "Every hard rule is kept" if evaluation.valid else f"Hard rules are broken by {evaluation.hard}"
    put_value(sheet, 1, 1, f"{verdict}; soft cost {evaluation.soft}", TITLE)
    put_value(sheet, 2, 1, _HINT, NOTE)
    row = 4
    if broken:
        put_header(sheet, ("rule", "what is broken", "sets"), row=row)
    for match in broken[:_MOST]:
        row += 1
        sentence = named_sentence(scenario, match)
        for column, value in enumerate((match.rule, sentence, ", ".join(match.sets)), start=1):
            put_value(sheet, row, column, value, WRAPPED)
        make_room(sheet, row, sentence, 90)
    if len(broken) > _MOST:
        row += 1
        put_value(sheet, row, 2, f"... and {len(broken) - _MOST} more", NOTE)
    row += 2 if broken else 0
    put_header(sheet, ("rule", "meaning", "amount", "weight", "cost"), row=row)
    meanings = {rule.id: _meaning(rule.__doc__) for rule in scenario.rules}
    for name, objective in evaluation.objectives.items():
        row += 1
        hard = objective.level == "hard"
        price = ("hard", "") if hard else (objective.weight, objective.value * objective.weight)
        look = Look(bold=True) if hard and objective.value else PLAIN
        for column, value in enumerate((name, meanings[name], objective.value, *price), start=1):
            put_value(sheet, row, column, value, look._replace(wrap=column == 2))
    fit_columns(sheet)
    for letter, width in zip("ABCDE", (24, 80, 30, 16, 24), strict=True):
        sheet.column_dimensions[letter].width = width
    finish(sheet, "A3", rows="1:2")


def _meaning(doc: str | None) -> str:
    return " ".join((doc or "").strip().split("\n\n")[0].split()).replace("`", "")
