"""The workbook to start from."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from cohortplan.errors import InputError
from cohortplan.io import read_scenario, write_starter, write_template
from cohortplan.io.tables import TABLES
from cohortplan.io.workbook.columns import note_of


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a template."""
    return write_template(tmp_path_factory.mktemp("template") / "cohort.xlsx")


def test_the_template_is_the_starter(template: Path, tmp_path: Path) -> None:
    """It is the same scenario as the folder that ``init`` writes."""
    write_starter(tmp_path)
    assert read_scenario(template) == read_scenario(tmp_path)


def test_every_column_is_there_with_its_note(template: Path) -> None:
    """Sheets have a heading for each column that a table knows; notes say what needs saying, and who may see it."""
    book = load_workbook(template)
    for name, table in TABLES.items():
        if name not in book.sheetnames:
            assert name in ("attendance", "confirmed", "bookings", "sealed", "keys")
            continue
        headings = {cell.value: cell for cell in book[name][1]}
        assert {column.name for column in table.columns} <= headings.keys()
        for column in table.columns:
            note = headings[column.name].comment
            assert note_of(table, column) in ("" if note is None else note.text)
    assert "Sealed" in book["participants"]["G1"].comment.text
    assert "Example: stairs" in book["participants"]["H1"].comment.text


def test_cells_offer_what_they_may_say(template: Path) -> None:
    """Yes and no, sectors, and the names of people, hosts and rounds stand in drop-downs."""
    book = load_workbook(template)
    offers = {
        (name, book[name][f"{str(offer.sqref).split('2:')[0]}1"].value): offer.formula1
        for name in book.sheetnames
        for offer in book[name].data_validations.dataValidation
    }
    assert offers["participants", "sector"] == '"public,private,nonprofit"'
    assert offers["participants", "online"] == '"yes,no"'
    assert offers["rounds", "kind"] == '"visit,meet"'
    assert offers["ties", "a"] == "'participants'!$B$2:$B$2000"
    assert offers["openings", "host"] == "'hosts'!$B$2:$B$2000"
    assert offers["absences", "round"] == "'rounds'!$A$2:$A$2000"


def test_empty_cells_do_not_turn_sizes_into_dates(template: Path) -> None:
    """The column of sizes holds text, so that nobody's 5-7 becomes a day in July; that of dates holds dates."""
    sheet = load_workbook(template)["rounds"]
    letters = {cell.value: cell.column_letter for cell in sheet[1]}
    forms = {name: sheet.column_dimensions[letters[name]].number_format for name in ("size", "date", "sets")}
    assert forms == {"size": "@", "date": "yyyy-mm-dd", "sets": "General"}


def test_the_first_sheet_says_whom_it_is_for(template: Path) -> None:
    """The guide warns of what is sealed, and links every sheet."""
    sheet = load_workbook(template)["read me"]
    assert "sealed" in sheet["A2"].value
    links = {cell.value for row in sheet.iter_rows(max_col=1) for cell in row if cell.hyperlink}
    assert {"settings", "participants", "ties"} <= links
    assert not any("CSV" in str(cell.value) or ".csv" in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_nothing_is_overwritten(template: Path) -> None:
    """A file that is there is left as it is."""
    with pytest.raises(InputError, match="exists already"):
        write_template(template)
