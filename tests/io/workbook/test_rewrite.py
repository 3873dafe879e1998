"""Workbooks to which commands add rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.styles import PatternFill

from cohortplan.errors import InputError
from cohortplan.io import add_rows, read_scenario, write_template
from cohortplan.io.changes import CHANGES, record_changes
from cohortplan.io.folder import open_store
from cohortplan.io.store import SETTINGS
from tests.io.changes import entry
from tests.io.grids.books import packed, parts
from tests.support.workbooks import edited, write_book

ROW = {"participant": "P02", "from": "2026-10-08", "until": "2026-10-09", "reason": "calendar"}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the bytes of a template."""
    return write_template(tmp_path_factory.mktemp("template") / "cohort.xlsx").read_bytes()


@pytest.fixture
def book(template: bytes, tmp_path: Path) -> Path:
    """Return a template."""
    path = tmp_path / "cohort.xlsx"
    path.write_bytes(template)
    return path


@pytest.mark.slow
def test_rows_are_added_below_those_there(book: Path) -> None:
    """The scenario has them; notes, drop-downs and other sheets are what they were."""

    def colour(each: Any) -> None:
        each.create_sheet("ours").append(["our own"])
        each["absences"]["A2"].fill = PatternFill("solid", start_color="FFFF00")

    edited(book, colour)
    before = load_workbook(book)
    assert add_rows(book, {"absences": [ROW]}) == [f"{book}, sheet absences"]
    after = load_workbook(book)
    assert read_scenario(book).absences[-1].reason == "calendar"
    assert after.sheetnames == before.sheetnames
    assert after["absences"]["A2"].fill.start_color.rgb == "00FFFF00"
    assert after["ours"]["A1"].value == "our own"
    assert after["absences"]["A1"].comment.text == before["absences"]["A1"].comment.text
    assert len(after["ties"].data_validations.dataValidation) == len(before["ties"].data_validations.dataValidation)
    content = book.read_bytes()
    add_rows(book, {"absences": [ROW]})
    assert load_workbook(book)["absences"].max_row == after["absences"].max_row
    assert book.read_bytes() == content


def test_a_sheet_is_made_where_there_is_none(tmp_path: Path) -> None:
    """Bookings of another cohort get a sheet of their own."""
    book = write_book(tmp_path / "book.xlsx", {"bookings": None})
    row = {"host": "H1", "date": "2026-12-03", "from": "10:00", "until": "11:00", "people": "6"}
    add_rows(book, {"bookings": [row]})
    assert read_scenario(book).hosts[0].bookings[0].people == 6


@pytest.mark.slow
def test_changes_are_recorded_in_a_sheet(book: Path, tmp_path: Path) -> None:
    """The first makes the sheet, the next stands below it."""
    for number, most in enumerate((5, 6), start=1):
        new = tmp_path / "new.toml"
        new.write_text(entry("visits", 'host = "H2"', f"most = {most}", known=f"2026-09-2{number}"), encoding="utf-8")
        assert record_changes(open_store(book), new) == f"{book}, sheet changes"
        assert read_scenario(book).host["H2"].most_visits == most
    assert open_store(book).typed(CHANGES).count("[[change]]") == 2


@pytest.mark.slow
def test_settings_can_be_written(book: Path) -> None:
    """Shorter settings leave nothing of the longer ones."""
    store = open_store(book)
    text = store.typed(SETTINGS)
    store.write({SETTINGS: text[: text.index("# What one unit")]})
    assert open_store(book).typed(SETTINGS).rstrip() == text[: text.index("# What one unit")].rstrip()
    assert not read_scenario(book).weights


def test_rows_that_are_taken_out_are_gone(tmp_path: Path) -> None:
    """A shorter table empties the rows that are left over."""
    store = open_store(write_book(tmp_path / "book.xlsx"))
    header, first, *_ = store.typed("ties.csv").splitlines(keepends=True)
    store.write({"ties.csv": header + first})
    assert len(read_scenario(tmp_path / "book.xlsx").ties) == 1


def test_what_would_be_lost_is_not(tmp_path: Path) -> None:
    """A workbook with a chart, which cannot be kept, is left as it is."""
    from openpyxl.chart import BarChart, Reference

    def draw(book: Any) -> None:
        chart = BarChart()
        chart.add_data(Reference(book["ties"], min_col=1, min_row=1, max_row=3))
        book["ties"].add_chart(chart, "H2")

    path = edited(write_book(tmp_path / "book.xlsx"), draw)
    content = path.read_bytes()
    with pytest.raises(InputError, match="would be lost"):
        add_rows(path, {"absences": [ROW]})
    assert path.read_bytes() == content


def test_merged_cells_are_told(tmp_path: Path) -> None:
    """No row can be added where cells are merged."""
    path = edited(write_book(tmp_path / "book.xlsx"), lambda book: book["absences"].merge_cells("A4:C9"))
    with pytest.raises(InputError, match="merged"):
        add_rows(path, {"absences": [ROW]})


@pytest.mark.parametrize("merged", ["A1:A1048576", "A90:XFD90001"])
def test_a_merged_column_is_told_at_once(tmp_path: Path, merged: str) -> None:
    """The library would make an object of each of its million cells, and be at it for minutes."""
    path = write_book(tmp_path / "book.xlsx")
    sheets = parts(path.read_bytes())
    ties = sheets["xl/worksheets/sheet3.xml"]
    end = b'</sheetData><mergeCells><mergeCell ref="%s"/></mergeCells>' % merged.encode()
    path.write_bytes(packed({**sheets, "xl/worksheets/sheet3.xml": ties.replace(b"</sheetData>", end)}))
    content = path.read_bytes()
    with pytest.raises(InputError, match="whole columns or rows of cells are merged"):
        add_rows(path, {"absences": [ROW]})
    assert path.read_bytes() == content
