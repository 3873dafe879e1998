"""Tables of text are read whatever encoding and separator they were saved with."""

from __future__ import annotations

from pathlib import Path

import pytest

from cohortplan.errors import InputError
from cohortplan.io.grids import Grid, Kind, Limits, read_grids

TEXT = "Name,Organisation\r\nZoë Ó Briain,“Moor’s” Café\r\n"
ROWS = [["Name", "Organisation"], ["Zoë Ó Briain", "“Moor’s” Café"]]


def read(path: Path, content: bytes | str, limits: Limits | None = None) -> Grid:
    """Read a file with this content."""
    (path / "people.csv").write_bytes(content.encode() if isinstance(content, str) else content)
    (grid,) = read_grids(path / "people.csv", limits or Limits(), file="people.csv")
    return grid


def texts(grid: Grid) -> list[list[str]]:
    """Return the cells' texts, row by row."""
    return [[cell.text for cell in row.cells] for row in grid.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    """The same table is read from every encoding that spreadsheets save."""
    assert texts(read(tmp_path, TEXT.encode(encoding))) == ROWS


def test_the_encoding_is_told(tmp_path: Path) -> None:
    """What is not plain UTF-8 with commas is told."""
    assert read(tmp_path, TEXT).notes == ()
    assert read(tmp_path, TEXT.replace(",", ";").encode("cp1252")).notes == (
        "read as Windows-1252",
        "cells are separated by ';'",
    )


def test_bytes_without_a_meaning_are_kept(tmp_path: Path) -> None:
    """A byte that Windows-1252 does not define loses neither its cell nor the others."""
    assert texts(read(tmp_path, b"Name,Town\nZo\xeb\x81,Leeds\n"))[1] == ["Zoë\x81", "Leeds"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators(tmp_path: Path, separator: str) -> None:
    """The separator is the one that splits most rows alike, whatever stands in titles above and in cells."""
    rows = ["Cohort 7; Calder, Aire and Worth", "Name*Notes*Town", "Ida*says: a, b; c*Leeds", "Bo**Hull"]
    quoted = [row.replace("says: a, b; c", '"says: a, b; c"') for row in rows]
    found = texts(read(tmp_path, "\n".join(quoted).replace("*", separator)))
    assert found[1:] == [["Name", "Notes", "Town"], ["Ida", "says: a, b; c", "Leeds"], ["Bo", "", "Hull"]]


def test_a_declared_separator(tmp_path: Path) -> None:
    """A first row that names the separator is obeyed, and is no row of the table."""
    grid = read(tmp_path, "sep=;\nName;Town, county\nIda;Leeds, Yorks\n")
    assert texts(grid) == [["Name", "Town, county"], ["Ida", "Leeds, Yorks"]]
    assert [row.number for row in grid.rows] == [2, 3]


def test_cells(tmp_path: Path) -> None:
    """Line breaks and marks inside cells are kept, zeros too; formulas and errors are told from text."""
    grid = read(tmp_path, 'Name,Phone,Sum,Bad\n"Ida\n""Marsh""",07700 900123,=1+1,#REF!\n\n6" pipe,,,\n')
    first = grid.rows[1].cells
    assert [cell.text for cell in first] == ['Ida\n"Marsh"', "07700 900123", "=1+1", "#REF!"]
    assert [cell.kind for cell in first] == [Kind.TEXT, Kind.TEXT, Kind.FORMULA, Kind.ERROR]
    assert (grid.rows[2].number, grid.rows[2].cells[0].text) == (4, '6" pipe')


@pytest.mark.parametrize(
    ("content", "message", "row"),
    [
        (b"", "the file is empty", None),
        (b"\xef\xbb\xbf \n", "the file is empty", None),
        (b'Name,Town\nIda,"Leeds\nBo,Hull\n', "a quotation mark opened in this row is never closed", 2),
        (b"Name,Town\nIda," + b"x" * 50_000, "a cell is far too long", 2),
        (b"Name,Town\nIda," + b"x" * 200_000, "a cell is far too long", 2),
        (b"," * 20_000, "this row has far too many cells", 1),
        (b"\x00\x01\x02\x03" * 99, "this is not a file of text", None),
        (b"%PDF-1.7", "this is a PDF", None),
        (b"<html><table>", "this is a web page or XML, whatever its name says", None),
        (b"PK\x05\x06" + b"\0" * 18, "this is a zip archive, not a workbook", None),
        (b"PK\x03\x04...", "the workbook is broken (BadZipFile: File is not a zip file)", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "this is a workbook of the kind used before 2007 (.xls)", None),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, content: bytes, message: str, row: int | None) -> None:
    """What is no table is refused in a sentence, with its row and a remedy."""
    with pytest.raises(InputError) as caught:
        read(tmp_path, content)
    (defect,) = caught.value.defects
    assert (defect.message, defect.row, defect.file) == (message, row, "people.csv")
    assert defect.remedy


def test_limits(tmp_path: Path) -> None:
    """Large files and large tables are refused."""
    for limits, message in [(Limits(file=10), "the file is far too large"), (Limits(cells=3), "far too many cells")]:
        with pytest.raises(InputError, match=message):
            read(tmp_path, TEXT, limits)


def test_no_file(tmp_path: Path) -> None:
    """A name of nothing and a folder are refused."""
    for path, message in [(tmp_path / "no.csv", "does not exist"), (tmp_path, "this is a folder")]:
        with pytest.raises(InputError, match=message):
            read_grids(path)
