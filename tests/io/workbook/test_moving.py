"""Sets changed on the sheet of people of a plan's workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cohortplan.errors import PlanError
from cohortplan.io import read_plan, read_scenario
from cohortplan.io.workbook.plans import plan_workbook
from cohortplan.model import Plan
from tests.support.workbooks import ROOT, edited

FOLDER = ROOT / "scenarios" / "connect-11"
PLAN = read_plan(FOLDER / "plan.json")
ROUND, OTHERS = PLAN.rounds[0], PLAN.rounds[1:]
HERE, THERE = ROUND.sets[0], ROUND.sets[1]
WHO = HERE.members[0]


@pytest.fixture(scope="module")
def content() -> bytes:
    """Return the workbook of a plan."""
    return plan_workbook(read_scenario(FOLDER), PLAN)


@pytest.fixture
def book(content: bytes, tmp_path: Path) -> Path:
    """Return the workbook as a file."""
    path = tmp_path / "plan.xlsx"
    path.write_bytes(content)
    return path


def row_of(book: Any, who: str) -> dict[str, Any]:
    """Return somebody's cells on the sheet of people, by their headings."""
    sheet = book["people"]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == who)
    return {str(above.value): cell for above, cell in zip(sheet[1], row, strict=True)}


def retyped(value: str | None, who: str = WHO) -> Callable[[Any], None]:
    """Return an edit that types somebody's set of the first round on the sheet of people."""
    return lambda book: setattr(row_of(book, who)[ROUND.id], "value", value)


def unseated(book: Any, who: str) -> None:
    """Empty somebody's cells in the first round of the sheet of sets."""
    sheet = book["sets"]
    for row in sheet.iter_rows():
        if row[0].value == "round" and row[1].value != ROUND.id:
            break
        for cell in row[1:]:
            if str(cell.value).endswith(f" {who}"):
                cell.value = None


def members(plan: Plan) -> list[set[str]]:
    """Return who sits in the sets of the first round."""
    return [set(group.members) for group in plan.rounds[0].sets]


def refused(path: Path) -> list[str]:
    """Return why a plan is refused."""
    with pytest.raises(PlanError) as refusal:
        read_plan(path)
    return [str(defect).removeprefix(f"{path}, sheet ") for defect in refusal.value.defects]


def test_a_set_changed_in_somebodys_row_seats_them_there(book: Path) -> None:
    """The person is in the other set of this round, and every other round is as it was."""
    found = read_plan(edited(book, retyped(THERE.id)))
    assert members(found)[:2] == [set(HERE.members) - {WHO}, {*THERE.members, WHO}]
    assert found.rounds[1:] == OTHERS


def test_a_set_emptied_in_somebodys_row_unseats_them(book: Path) -> None:
    """The person takes no part in this round."""
    found = read_plan(edited(book, retyped(None)))
    assert members(found)[0] == set(HERE.members) - {WHO}
    assert found.rounds[1:] == OTHERS


def test_a_new_row_seats_somebody(book: Path) -> None:
    """Who is added to the sheet of people sits where the row says."""

    def add(each: Any) -> None:
        sheet = each["people"]
        headings = [cell.value for cell in sheet[1]]
        row = {"id": "new", "name": "A Newcomer", "role": "participant", ROUND.id: THERE.id}
        sheet.append([row.get(heading) for heading in headings])

    found = read_plan(edited(book, add))
    assert members(found)[1] == {*THERE.members, "new"}


def test_rows_may_be_sorted(book: Path) -> None:
    """What was written goes with its row."""

    def turn(each: Any) -> None:
        retyped(THERE.id)(each)
        sheet = each["people"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for number, row in enumerate(reversed(rows), start=2):
            for column, value in enumerate(row, start=1):
                sheet.cell(number, column).value = value

    assert WHO in members(read_plan(edited(book, turn)))[1]


def test_a_seat_changed_on_both_sheets_is_asked_about(book: Path) -> None:
    """Nobody guesses which of the two is meant; the cell in the person's row is named."""

    def change(each: Any) -> None:
        retyped(THERE.id)(each)
        unseated(each, WHO)

    (line,) = refused(edited(book, change))
    assert line.startswith("people, row ")
    assert f"column {ROUND.id}" in line
    assert f"sits in no set of round {ROUND.id} by the sheet sets, and elsewhere by this cell" in line


def test_sheets_that_were_changed_alike_agree(book: Path) -> None:
    """Moved on the sheet of sets and in the own row to the same set: that is where the person sits."""

    def change(each: Any) -> None:
        retyped(THERE.id)(each)
        sheet = each["sets"]
        (cell,) = [cell for row in sheet.iter_rows(max_row=40) for cell in row if _first(cell, WHO)]
        unseated(each, WHO)
        column = next(cell.column for row in sheet.iter_rows() for cell in row if cell.value == THERE.id)
        sheet.cell(cell.row + len(THERE.members), column).value = WHO

    assert members(read_plan(edited(book, change)))[1] == {*THERE.members, WHO}


def _first(cell: Any, who: str) -> bool:
    """Whether a cell is somebody's in the first round: its block is the first on the sheet."""
    return str(cell.value).endswith(f" {who}") and cell.row < 12


def test_a_set_that_the_round_lacks_is_told(book: Path) -> None:
    """With the cell, and the set that may be meant."""
    (line,) = refused(edited(book, retyped(f"{THERE.id}x")))
    assert line.startswith("people, row ")
    assert f"round {ROUND.id} has no such set (found: '{THERE.id}x'). Did you mean '{THERE.id}'?" in line


def test_without_what_was_written_the_sheet_of_sets_counts(book: Path) -> None:
    """A workbook whose hidden column was deleted, or spoilt, is read as it stands on the sheet of sets."""

    def spoil(each: Any) -> None:
        retyped(THERE.id)(each)
        for row in each["people"].iter_rows(min_row=2):
            row[-1].value = "spoilt"

    assert members(read_plan(edited(book, spoil))) == members(PLAN)
