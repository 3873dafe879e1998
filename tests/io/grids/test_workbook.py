"""Workbooks are read with all that matters beside their values, and none of their tricks."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from cohortplan.errors import InputError
from cohortplan.io.grids import Grid, Kind, Limits, letters, read_grids
from tests.io.grids.books import MAIN, SHEET, book, packed, parts, with_sheet


def read(path: Path, content: bytes, limits: Limits | None = None) -> list[Grid]:
    """Read a workbook."""
    (path / "people.xlsx").write_bytes(content)
    return read_grids(path / "people.xlsx", limits or Limits(), file="people.xlsx")


def refusal(path: Path, content: bytes, limits: Limits | None = None) -> str:
    """Return why a workbook is refused."""
    with pytest.raises(InputError) as caught:
        read(path, content, limits)
    (defect,) = caught.value.defects
    assert defect.file == "people.xlsx"
    assert defect.remedy
    return defect.message


def test_values(tmp_path: Path) -> None:
    """Each value is there as a person sees it, and as what it is."""

    def fill(sheet: Worksheet) -> None:
        sheet.append([datetime(2026, 10, 8), time(14, 30), 7700900123, 6.0, 0.25, True, "=1+1", "#REF!"])  # noqa: DTZ001
        sheet["C3"].number_format = "00000000000"
        sheet["E3"].number_format = "0%"

    (grid,) = read(tmp_path, book(fill))
    assert grid.name == "people.xlsx, sheet People"
    cells = grid.rows[2].cells
    assert [cell.text for cell in cells] == ["2026-10-08", "14:30", "07700900123", "6", "25%", "yes", "", "#REF!"]
    kinds = [Kind.DATE, Kind.TIME, Kind.NUMBER, Kind.NUMBER, Kind.NUMBER, Kind.BOOL, Kind.FORMULA, Kind.ERROR]
    assert [cell.kind for cell in cells] == kinds
    assert [cell.formula for cell in cells] == ["", "", "", "", "", "", "=1+1", ""]


def test_the_value_of_a_formula_is_used(tmp_path: Path) -> None:
    """What a formula gave when the workbook was saved is the cell's value; the formula is told."""
    text = '<c r="B3" t="str"><f>A1&amp;"x"</f><v>Calder</v></c>'
    shared = '<c r="C3"><f t="shared" si="0"/><v>7</v></c>'
    (grid,) = read(tmp_path, with_sheet(f'<row r="3">{text}{shared}</row>'))
    assert [(cell.text, cell.kind, cell.formula) for cell in grid.rows[0].cells[1:]] == [
        ("Calder", Kind.TEXT, '=A1&"x"'),
        ("7", Kind.NUMBER, "=…"),
    ]


def test_other_ways_to_write_cells(tmp_path: Path) -> None:
    """Text inside its cell, in several runs, and cells that do not say where they stand are read too."""
    runs = "<is><r><t>Ida </t></r><r><rPr><b/></rPr><t>Marsh</t></r></is>"
    (grid,) = read(tmp_path, with_sheet(f'<row><c t="inlineStr">{runs}</c><c t="b"><v>0</v></c></row>'))
    assert [cell.text for cell in grid.rows[0].cells] == ["Ida Marsh", "no"]


def test_what_is_beside_the_values(tmp_path: Path) -> None:
    """Hidden rows, columns and sheets, merged cells, colours and notes are told."""

    def fill(sheet: Worksheet) -> None:
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet["A2"].fill = PatternFill("solid", start_color="FFFF00")
        sheet["A2"].comment = Comment("left in March", "somebody")
        sheet["A4"] = "Cohort"
        sheet.merge_cells("A4:C4")
        assert sheet.parent is not None
        sheet.parent.create_sheet("Old").sheet_state = "hidden"

    grid, old = read(tmp_path, book(fill))
    assert [row.hidden for row in grid.rows] == [False, True, False]
    assert (grid.hidden_columns, grid.hidden, old.hidden) == (frozenset({1}), False, True)
    assert (grid.rows[1].cells[0].fill, grid.rows[1].cells[0].comment) == ("FFFF00", "left in March")
    assert [cell.merged for cell in grid.rows[2].cells] == ["A4:C4"] * 3
    assert [letters(k) for k in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@pytest.mark.slow
def test_gaps_are_kept(tmp_path: Path) -> None:
    """A cell far out costs no time, and keeps its row's number."""
    (grid,) = read(tmp_path, with_sheet('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'))
    assert [row.number for row in grid.rows] == [1_048_576]


def test_wrong_size(tmp_path: Path) -> None:
    """What a sheet says of its own size is not believed."""
    whole = parts(book())
    whole[SHEET] = whole[SHEET].replace(b'ref="A1:B2"', b'ref="A1:A1"')
    (grid,) = read(tmp_path, packed(whole))
    assert [cell.text for cell in grid.rows[1].cells] == ["Ida Marsh", "Calder Council"]


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            with_sheet("<c r='A1'><v>&b;</v></c>", ENTITIES),
            f"the workbook's part {SHEET} declares a document type, as bombs do",
        ),
        (with_sheet('<row r="2"/><row r="1"/>'), f"the workbook's part {SHEET} has rows out of order"),
        (with_sheet('<row r="1"><c r="B1"/><c r="A1"/></row>'), f"the workbook's part {SHEET} has cells out of order"),
        (with_sheet('<row r="1"><c r="ZZZZ1"/></row>'), f"the workbook's part {SHEET} refers to a cell that cannot be"),
        (with_sheet('<row r="1"><c r="ZZZ1"/></row>'), f"the workbook's part {SHEET} has cells out of order"),
        (with_sheet("<x>" * 99 + "</x>" * 99), f"the workbook's part {SHEET} is nested far too deep"),
        (
            with_sheet(f'<row r="1"><c r="A1" t="str"><v>{"x" * 50_000}</v></c></row>'),
            "holds a text of more than 40,000 characters",
        ),
        (
            with_sheet('<row r="1048576"/>', after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
            f"the workbook's part {SHEET} has far too many cells",
        ),
        (
            with_sheet('<row r="1"/>', after='<cols><col min="1" max="16384" hidden="1"/></cols>' * 99),
            f"the workbook's part {SHEET} has far too many cells",
        ),
        (with_sheet("<q/>" * 200_001), f"the workbook's part {SHEET} has far too much that is no cell"),
        (with_sheet("").replace(b"xl/workbook.xml", b"xl/workbook.xmx"), "the workbook is broken"),
        (packed({**parts(book()), "xl/media/a.bin": b"\0" * 20_000_000}), "unpacks to far more"),
        (packed({"xl/workbook.bin": b"x"}), "this is a binary workbook (.xlsb)"),
        (packed({"word/document.xml": b"x"}), "this is a text of a word processor"),
        (packed({"letter.txt": b"x"}), "this is a zip archive, not a workbook"),
        (packed({**parts(book()), "xl/workbook.xml": b"<broken"}), "the workbook is broken (ExpatError"),
        (book()[:-300], "the workbook is broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
    ],
)
def test_what_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    """Broken workbooks, bombs and other files are refused in a sentence, at once."""
    assert message in refusal(tmp_path, content)


def test_strict_workbooks(tmp_path: Path) -> None:
    """The kind of workbook that the library reads as empty is refused, not read as empty."""
    strict = {
        name: part.replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")
        for name, part in parts(book()).items()
    }
    assert refusal(tmp_path, packed(strict)) == "this is a Strict Open XML workbook"


@pytest.mark.parametrize("limits", [Limits(parts=3), Limits(unpacked=99), Limits(elements=9), Limits(cells=3)])
def test_limits(tmp_path: Path, limits: Limits) -> None:
    """Each limit is kept."""
    assert refusal(tmp_path, book(), limits)
