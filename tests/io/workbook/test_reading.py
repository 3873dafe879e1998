"""Scenarios read from workbooks that people made or edited."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from cohortplan.errors import Defect, ScenarioError
from cohortplan.io import find_places, read_scenario
from tests.support.damage import FORMULAS, damages
from tests.support.folders import Grid, base_folder, write_folder
from tests.support.workbooks import base_grids, edited, write_book


def refused(path: Path | str) -> list[Defect]:
    """Return why a scenario is refused."""
    with pytest.raises(ScenarioError) as refusal:
        read_scenario(path)
    return list(refusal.value.defects)


def changed(sheet: str, row: int, column: int, value: object) -> dict[str, list[list[Any]]]:
    """Return a sheet with another value in a cell."""
    rows: list[list[Any]] = [list(cells) for cells in base_grids()[sheet]]
    rows[row - 1][column - 1] = value
    return {sheet: rows}


def test_plain_sheets_are_a_scenario(tmp_path: Path) -> None:
    """What counts is what stands in the cells: the same scenario as the folder."""
    folder = write_folder(tmp_path / "folder", base_folder())
    assert read_scenario(write_book(tmp_path / "book.xlsx")) == read_scenario(folder)


def test_a_suffix_keeps_the_first_rounds(tmp_path: Path) -> None:
    """``cohort.xlsx#1`` is its first round."""
    assert len(read_scenario(f"{write_book(tmp_path / 'book.xlsx')}#1").rounds) == 1


def test_values_as_spreadsheets_have_them(tmp_path: Path) -> None:
    """Real dates, times, numbers and truth values say the same as text does."""

    def typed(book: Any) -> None:
        for sheet, row, heading, value in (
            ("rounds", 2, "date", datetime(2026, 10, 8)),  # noqa: DTZ001 - as spreadsheets have it
            ("rounds", 2, "from", time(10, 0)),
            ("rounds", 2, "sets", 3.0),
            ("hosts", 2, "capacity", 12),
            ("facilitators", 3, "away", date(2026, 10, 22)),
        ):
            headings = [cell.value for cell in book[sheet][1]]
            book[sheet].cell(row, headings.index(heading) + 1).value = value

    path = write_book(tmp_path / "book.xlsx")
    before = read_scenario(path)
    line = next(k for k, row in enumerate(base_grids()["settings"], start=1) if row[:2] == ["hard", "false"])
    edited(path, lambda book: book["settings"].cell(line, 2, False))
    assert read_scenario(path) == before
    edited(path, typed)
    found = read_scenario(path)
    assert (found.rounds[0], found.hosts[0].capacity) == (before.rounds[0], before.hosts[0].capacity)


def test_slips_have_their_sheet_row_and_column(tmp_path: Path) -> None:
    """The message names workbook, sheet, row, column, value and remedy."""
    path = write_book(tmp_path / "book.xlsx", changed("participants", 7, 4, "publc"))
    place = f"{path}, sheet participants, row 7, column sector"
    assert [str(defect) for defect in refused(path)] == [f"{place}: there is no sector 'publc'. Did you mean 'public'?"]


def test_slips_in_settings_have_their_row(tmp_path: Path) -> None:
    """A line of the settings is a row of their sheet, the header being the first."""
    line = next(k for k, row in enumerate(base_grids()["settings"], start=1) if row[0] == "new_contacts")
    defect = refused(write_book(tmp_path / "book.xlsx", changed("settings", line, 2, "many")))[0]
    assert (defect.file, defect.row, defect.column) == (f"{tmp_path}/book.xlsx, sheet settings", line, "new_contacts")


def test_rows_are_those_of_the_sheet(tmp_path: Path) -> None:
    """Empty rows count, as spreadsheets count them."""
    rows = [*base_grids()["ties"][:2], [], [], ["P01", "P99", "knows"]]
    defect = refused(write_book(tmp_path / "book.xlsx", {"ties": rows}))[0]
    assert (defect.row, defect.value) == (5, "P99")


@pytest.mark.parametrize("formula", FORMULAS[:4:3])
def test_formulas_without_a_value_are_refused(formula: str, tmp_path: Path) -> None:
    """Nothing is calculated here: a formula that no program has calculated says nothing; text like one is text."""
    path = write_book(tmp_path / "book.xlsx", changed("participants", 3, 2, "x"))

    def put(book: Any) -> None:
        cell = book["participants"].cell(3, 2)
        cell.value = formula
        cell.data_type = "f" if formula.startswith("=") else "s"

    edited(path, put)
    if formula.startswith("="):
        assert (refused(path)[0].row, refused(path)[0].message) == (3, "this looks like a formula")
    else:
        assert read_scenario(path).participants[1].name == formula


@pytest.mark.parametrize("value", ["#N/A", "#DIV/0!"])
def test_errors_of_formulas_are_refused(value: str, tmp_path: Path) -> None:
    """What a spreadsheet shows for a failed formula is nobody's name."""
    found = refused(write_book(tmp_path / "book.xlsx", changed("participants", 3, 2, value)))
    assert (found[0].row, found[0].column) == (3, "name")


@pytest.mark.parametrize(
    ("sheets", "message"),
    [
        ({"settings": None}, "there is no sheet 'settings'"),
        ({"participants": None}, "the sheet does not exist"),
        ({"participants": None, "participant": base_grids()["participants"]}, "this sheet would not be read"),
        ({"participants": None, "Participant ": base_grids()["participants"]}, "this sheet would not be read"),
        ({"ties": None, "Ties1": [["a", "b"]]}, "this sheet would not be read"),
        ({"participants": None, "Our participants now": base_grids()["participants"]}, "or rename 'Our part"),
        ({"settings": [*base_grids()["settings"], ["starts", "", "# when?"]]}, "this setting has no value"),
        ({"rounds": [base_grids()["rounds"][0]]}, "there are no rows below the header"),
        ({"participants": [[]]}, "is empty"),
        ({"ties": [["who", "whom"]]}, "the first row does not name the columns"),
        ({"settings": [*base_grids()["settings"], ["", "", "", "stray"]]}, "this cell stands beside the columns"),
    ],
)
def test_sheets_that_cannot_be_used(sheets: dict[str, Any], message: str, tmp_path: Path) -> None:
    """Missing, misnamed and empty sheets are told as such."""
    found = refused(write_book(tmp_path / "book.xlsx", sheets))
    assert message in str(found[0])
    assert all(defect.file.startswith(str(tmp_path)) and defect.remedy for defect in found)


@pytest.mark.parametrize("content", [b"", b"id,name\n", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_told(content: bytes, tmp_path: Path) -> None:
    """A file that only calls itself a workbook, and one that is not there."""
    path = tmp_path / "book.xlsx"
    assert refused(path)[0].message == "the file does not exist"
    path.write_bytes(content)
    assert refused(path)[0].remedy


def test_other_sheets_are_left_alone(tmp_path: Path) -> None:
    """An organiser's own sheets are not read; capitals of a sheet's name do not matter."""
    sheets = {"Notes to self": [["=1+1", "anything"]], "ties": None, "Ties": base_grids()["ties"]}
    plain = read_scenario(write_book(tmp_path / "book.xlsx"))
    assert read_scenario(write_book(tmp_path / "other.xlsx", sheets)) == plain


def test_places_in_a_workbook_can_be_told(tmp_path: Path) -> None:
    """Where a part of the scenario stands is told with the sheet."""
    path = write_book(tmp_path / "book.xlsx")
    assert find_places(path, [("ties", 0)]) == {("ties", 0): f"{path}, sheet ties, row 2"}


def _damaged() -> list[Any]:
    """Return two damages of each table that can be typed into a sheet."""
    found: dict[str, list[Any]] = {}
    for damage in damages():
        sheet = damage.file.removesuffix(".csv")
        content = damage.changed.get(damage.file)
        usual = len(damage.changed) == 1 and damage.row not in (None, 1) and content and sheet in base_grids()
        what = damage.name.partition(": ")[2].split()
        if usual and not {"formula:", "NUL", "bell", "Latin-1", "open", "long"}.intersection(what):
            mine = found.setdefault(sheet, [])
            if len(mine) < 2 and not (mine and mine[0].name.split()[1] == damage.name.split()[1]):
                mine.append(damage)
    return [damage for mine in found.values() for damage in mine]


def assert_blamed(damage: Any, path: Path) -> None:
    """Assert that a damage typed into a sheet is found there."""
    sheet = damage.file.removesuffix(".csv")
    write_book(path, {sheet: Grid(damage.changed[damage.file].decode()).rows})
    assert (f"{path}, sheet {sheet}", damage.row) in {(defect.file, defect.row) for defect in refused(path)}


@pytest.mark.parametrize("damage", _damaged()[::24], ids=lambda damage: damage.name)
def test_damage_is_blamed_on_its_row(damage: Any, tmp_path: Path) -> None:
    """What is wrong in a table of a folder is found in a sheet as well, with its row."""
    assert_blamed(damage, tmp_path / "book.xlsx")


@pytest.mark.slow
def test_damage_of_every_table_is_blamed_on_its_row(tmp_path: Path) -> None:
    """So it is in every table, in more than one way."""
    for number, damage in enumerate(_damaged()):
        assert_blamed(damage, tmp_path / f"{number}.xlsx")
