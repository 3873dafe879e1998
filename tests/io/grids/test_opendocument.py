"""OpenDocument spreadsheets are read like workbooks: values, what is beside them, and none of their tricks."""

from __future__ import annotations

from pathlib import Path

import pytest

from cohortplan.errors import InputError
from cohortplan.io.grids import Grid, Kind, Limits, read_grids
from tests.io.grids.books import ODS, opened, packed, row_of, sheet_of


def read(path: Path, content: bytes, limits: Limits | None = None) -> list[Grid]:
    """Read a spreadsheet."""
    (path / "people.ods").write_bytes(content)
    return read_grids(path / "people.ods", limits or Limits(), file="people.ods")


def refusal(path: Path, content: bytes, limits: Limits | None = None) -> str:
    """Return why a spreadsheet is refused."""
    with pytest.raises(InputError) as caught:
        read(path, content, limits)
    (defect,) = caught.value.defects
    assert defect.file == "people.ods"
    assert defect.remedy
    return defect.message


def value(kind: str, given: str, seen: str) -> str:
    """Return a cell that is no text."""
    return f'<table:table-cell office:value-type="{kind}" {given}><text:p>{seen}</text:p></table:table-cell>'


def number(given: str, seen: str, kind: str = "float") -> str:
    """Return a cell with a number."""
    return value(kind, f'office:value="{given}"', seen)


def test_values(tmp_path: Path) -> None:
    """Each value is there as a person sees it, and as what it is."""
    formula = '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="">'
    cells = (
        value("date", 'office:date-value="2026-10-08"', "8 Oct"),
        value("date", 'office:date-value="2026-10-08T14:30:00"', "8 Oct, half past two"),
        value("time", 'office:time-value="PT14H30M00S"', "14:30:00"),
        value("time", 'office:time-value="PT30H00M00S"', "30:00:00"),
        number("7700900123", "07700900123"),
        number("6", "6.00"),
        number("0.25", "25%", "percentage"),
        number("0.125", "12.5 %", "percentage"),
        number("5", "£5.00", "currency"),
        value("boolean", 'office:boolean-value="true"', "TRUE"),
        value("strange", "", "as seen"),
        f"{formula}<text:p>#DIV/0!</text:p></table:table-cell>",
        "[PT14H30M00S]",
    )
    (grid,) = read(tmp_path, opened(sheet_of(row_of("".join(cells)))))
    assert grid.name == "people.ods, sheet People"
    assert [(cell.text, cell.kind) for cell in grid.rows[0].cells] == [
        ("2026-10-08", Kind.DATE),
        ("2026-10-08 14:30", Kind.DATE),
        ("14:30", Kind.TIME),
        ("30:00", Kind.TIME),
        ("07700900123", Kind.NUMBER),
        ("6", Kind.NUMBER),
        ("25%", Kind.NUMBER),
        ("12.5%", Kind.NUMBER),
        ("5", Kind.NUMBER),
        ("yes", Kind.BOOL),
        ("as seen", Kind.TEXT),
        ("#DIV/0!", Kind.ERROR),
        ("PT14H30M00S", Kind.TEXT),
    ]


def test_the_value_of_a_formula_is_used(tmp_path: Path) -> None:
    """What a formula gave when the file was saved is the cell's value; the formula is told, also without a value."""
    cells = (
        '<table:table-cell table:formula="of:=SUM(3;4)" office:value-type="float" office:value="7"/>'
        '<table:table-cell table:formula="of:=NOW()"/>'
    )
    (grid,) = read(tmp_path, opened(sheet_of(row_of(cells))))
    found = [(cell.text, cell.kind, cell.formula) for cell in grid.rows[0].cells]
    assert found == [("7", Kind.NUMBER, "=SUM(3;4)"), ("", Kind.FORMULA, "=NOW()")]


def test_what_is_beside_the_values(tmp_path: Path) -> None:
    """Hidden rows, columns and sheets, merged cells, colours and notes are told; who pinned a note is not."""
    yellow = '<style:style style:name="y"><style:table-cell-properties fo:background-color="#ffff00"/></style:style>'
    yellow += '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>'
    note = "<office:annotation><dc:creator>Somebody</dc:creator><dc:date>2026-08-01</dc:date>"
    note += "<text:p>left in</text:p><text:p> March</text:p></office:annotation>"
    cell = '<table:table-cell table:style-name="y" office:value-type="string">'
    merged = '<table:table-cell office:value-type="string" table:number-columns-spanned="3"><text:p>Cohort</text:p>'
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    rows = (
        row_of("[Name][Organisation]")
        + row_of(f"{cell}{note}<text:p>Ida Marsh</text:p></table:table-cell>[Calder]", 'table:visibility="filter"')
        + row_of('<table:table-cell table:number-columns-repeated="16384"/>')
        + row_of(
            f'{merged}</table:table-cell><table:covered-table-cell table:number-columns-repeated="2"/>',
            'table:visibility="collapse"',
        )
    )
    hidden = sheet_of(row_of("[x]"), "Old").replace("table:name", 'table:style-name="h" table:name')
    grid, old = read(tmp_path, opened(sheet_of(columns + rows) + hidden, yellow))
    assert [(row.number, row.hidden) for row in grid.rows] == [(1, False), (2, True), (4, True)]
    assert (grid.hidden_columns, grid.hidden, old.hidden) == (frozenset({1}), False, True)
    first = grid.rows[1].cells[0]
    assert (first.text, first.fill, first.comment) == ("Ida Marsh", "FFFF00", "left in March")
    assert [cell.merged for cell in grid.rows[2].cells] == ["A4:C4"] * 3


def test_what_is_repeated(tmp_path: Path) -> None:
    """Rows and cells that are written once and stand there several times, and the empty rest of the sheet."""
    twice = 'table:number-rows-repeated="2"'
    both = '<table:table-cell table:number-columns-repeated="2" office:value-type="string"><text:p>x</text:p>'
    rest = row_of('<table:table-cell table:number-columns-repeated="16384"/>', 'table:number-rows-repeated="1048570"')
    rows = row_of(f'{both}</table:table-cell><table:table-cell table:number-columns-repeated="16382"/>', twice)
    (grid,) = read(tmp_path, opened(sheet_of(rows + row_of("[][]", twice) + row_of("[][y]") + rest)))
    assert [(row.number, [cell.text for cell in row.cells]) for row in grid.rows] == [
        (1, ["x", "x"]),
        (2, ["x", "x"]),
        (5, ["", "y"]),
    ]


MANY = 'table:number-columns-repeated="16384"'
FILLED = f"<table:table-cell {MANY}><text:p>x</text:p></table:table-cell>"
WIDE = '<table:table-cell table:number-columns-repeated="9"/>[x]'
LONG = value("string", f'office:string-value="{"x" * 50_000}"', "")
BLANKS = '<table:table-cell><text:p><text:s text:c="90000"/></text:p></table:table-cell>'
INNER = f"<table:table-cell>{sheet_of(row_of('[x]'))}</table:table-cell>"
SEALED = {"mimetype": ODS.encode(), "content.xml": b"x", "META-INF/manifest.xml": b"<m:encryption-data/>"}


def times(number: object) -> str:
    """Return how a row says that it is repeated."""
    return f'table:number-rows-repeated="{number}"'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (opened("", before='<!DOCTYPE x [<!ENTITY a "aaaa">]>'), "content.xml declares a document type, as bombs do"),
        (opened("<office:x>" * 99 + "</office:x>" * 99), "content.xml is nested far too deep"),
        (opened(sheet_of(row_of(f"[{'x' * 50_000}]"))), "holds a text of more than 40,000 characters"),
        (opened(sheet_of(row_of(LONG))), "holds a text of more than 40,000 characters"),
        (opened(sheet_of(row_of(BLANKS))), "holds a text of more than 40,000 characters"),
        (opened(sheet_of(row_of(FILLED) * 99)), "has far too many cells"),
        (opened(sheet_of(row_of("[x]" * 99, times(20_000)))), "has far too many cells"),
        (opened(sheet_of(row_of("[x]", times(20_001)))), "repeats a row that is not empty far too often"),
        (opened(sheet_of(row_of("", times(1_000_000)) + row_of(WIDE))), "has far too many cells"),
        (opened(sheet_of(row_of(f"<table:table-cell {MANY}/>[x]"))), "has far too many columns"),
        (opened(sheet_of(row_of("", times(1_048_576)) + row_of("[x]"))), "has far too many rows"),
        (opened(sheet_of(row_of("[x]", times(-5)))), "repeats something '-5' times"),
        (opened(sheet_of(row_of("[x]", times("²")))), "repeats something '²' times"),
        (opened(sheet_of(row_of(INNER))), "has a table in a table"),
        (opened(sheet_of(row_of(number("abc", "x")))), "the spreadsheet is broken (CalamineError)"),
        (opened("<text:p>x</text:p>", kind="text"), "this is an OpenDocument file, but no spreadsheet"),
        (opened(""), "the workbook has no sheet with cells"),
        (packed({"content.xml": b"<broken"}), "the spreadsheet is broken (ExpatError)"),
        (packed({"content.xml": b"\0" * 20_000_000}), "unpacks to far more"),
        (packed(SEALED), "protected by a password"),
        (opened(sheet_of(row_of("[x]")))[:-100], "the workbook is broken"),
    ],
)
def test_what_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    """Broken spreadsheets, bombs and other files are refused in a sentence, at once."""
    assert message in refusal(tmp_path, content)


def test_small_limits(tmp_path: Path) -> None:
    """The limits are those of workbooks."""
    content = opened(sheet_of(row_of("[x][y]") * 9 + "<table:q/>" * 9) * 2)
    for limits, message in (
        (Limits(cells=20), "far too many cells"),
        (Limits(elements=9), "one element too many"),
        (Limits(parts=1), "has 3 parts"),
        (Limits(others=9), "has far too much that is no cell"),
    ):
        assert message in refusal(tmp_path, content, limits)
    assert len(read(tmp_path, content, Limits(cells=40))) == 2


class PanicException(BaseException):
    """Stands in for what the library raises when it gives up."""


def test_a_library_that_gives_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even what is no ordinary exception becomes a sentence; being interrupted stays what it is."""
    content = opened(sheet_of(row_of("[x]")))
    for error, caught in ((PanicException, InputError), (KeyboardInterrupt, KeyboardInterrupt)):

        class Workbook:
            @staticmethod
            def from_filelike(_: object, error: type[BaseException] = error) -> None:
                raise error

        monkeypatch.setattr("python_calamine.CalamineWorkbook", Workbook)
        with pytest.raises(caught):
            read(tmp_path, content)
