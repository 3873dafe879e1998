"""Tables are found wherever they are in a sheet, and their columns by what people call them."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from cohortplan.io.grids import Grid, read_grids
from cohortplan.io.messy.layout import Chosen, Laid, lay_out, parted
from tests.io.messy.rows import grid


def fields(laid: Laid) -> dict[str, str]:
    """Return what each column is taken for."""
    return {column.heading: column.field for column in laid.columns}


def laid_out(text: str, chosen: Chosen | None = None, *, trusting: bool = False) -> Laid:
    """Lay out a sheet typed as CSV."""
    return lay_out(grid(text), chosen or Chosen(), trusting=trusting)


def sheet(folder: Path, rows: list[list[str | None]], merged: tuple[str, ...]) -> Grid:
    """Return a sheet of a workbook with merged ranges."""
    book = Workbook()
    made = book.active
    assert isinstance(made, Worksheet)
    for row in rows:
        made.append(row)
    for each in merged:
        made.merge_cells(each)
    book.save(folder / "people.xlsx")
    return read_grids(folder / "people.xlsx", file="people.xlsx")[0]


def test_headings() -> None:
    """Headings are known by many names, whatever their capitals, marks and additions."""
    heads = "FULL NAME,Employer:,E-mail address,email (home),Mobile No.,Post Code,D.O.B.,Dietary/access,Your sector,Bio"
    assert list(fields(laid_out(f"{heads}\nIda,,,,,,,,,\n")).values()) == [
        "name",
        "organisation",
        "email",
        "email_2",
        "phone",
        "postcode",
        "birth_date",
        "diet_access",
        "sector",
        "keep",
    ]


def test_unsure_headings() -> None:
    """A heading that is only like a known one is kept and asked, or taken for it if that is wished."""
    text = "Name,Organistn,Sector\nIda,Calder,public\n"
    (_, column, _) = laid_out(text).columns
    assert (column.field, column.guess) == ("keep", "organisation")
    assert fields(laid_out(text, trusting=True))["Organistn"] == "organisation"


def test_titles_above() -> None:
    """Rows above the header are told apart from those of the table."""
    laid = laid_out("Cohort 7,,\n,,\nprinted 3 May,,\nName,Organisation,Sector\nIda,Calder,public\n")
    assert (laid.table, laid.header) == ("people", 4)
    assert [(entry.row, entry.why) for entry in laid.entries] == [
        (1, "above the table"),
        (3, "above the table"),
        (4, "the header"),
        (5, ""),
    ]


def test_merged_headers(tmp_path: Path) -> None:
    """A header of two rows, the upper one merged across and down, gives each column one heading."""
    rows: list[list[str | None]] = [
        ["All our leaders", None, None, None, None],
        ["Person", None, "Work", None, "Sector"],
        ["First name", "Surname", "Organisation", "Role", None],
        ["Ida", "Marsh", "Calder", "Head", "public"],
    ]
    laid = lay_out(sheet(tmp_path, rows, ("A1:E1", "A2:B2", "C2:D2", "E2:E3")), Chosen())
    assert fields(laid) == {
        "Person / First name": "first",
        "Person / Surname": "last",
        "Work / Organisation": "organisation",
        "Work / Role": "job_title",
        "Sector": "sector",
    }
    assert [entry.why for entry in laid.entries] == ["above the table", "the header", "the header", ""]


def test_a_title_over_everything_is_no_header(tmp_path: Path) -> None:
    """A title merged over the whole table, just above its header, is a title."""
    laid = lay_out(
        sheet(tmp_path, [["Cohort 7", None], ["Name", "Organisation"], ["Ida", "Calder"]], ("A1:B1",)), Chosen()
    )
    assert fields(laid) == {"Name": "name", "Organisation": "organisation"}


def test_hosts() -> None:
    """A sheet of hosts is known by its columns, or by its name where they could be either."""
    assert laid_out("Host,Organisation,Max group\nRadio,Mill,8\n").table == "hosts"
    assert lay_out(grid("Site,Organisation,Email\nRadio,Mill,\n", "hosts.csv"), Chosen()).table == "hosts"
    assert laid_out("Name,Organisation,Email\nIda,Calder,\n").table == "people"


@pytest.mark.parametrize("text", ["A,B\n1,2\n", "Sector,Town\npublic,Leeds\n", "Name\nIda\n", "just words\n"])
def test_no_table(text: str) -> None:
    """A sheet without a table of people or hosts is set aside, row by row."""
    laid = laid_out(text)
    assert (laid.table, laid.columns) == ("skip", [])
    assert {entry.fate.value for entry in laid.entries} == {"set aside"}


def test_too_wide() -> None:
    """A sheet with far more columns than people keep is set aside at once."""
    assert laid_out("Name,Organisation" + ",x" * 999 + "\n").why == "the sheet has far too many columns"


def test_what_was_said_holds() -> None:
    """What was said of a sheet and its columns is not guessed; each field has one column."""
    text = "Name,Organisation,Our code\nIda,Calder,A7\n"
    chosen = Chosen({}, {"people.csv": {"Name": "legal_name", "Our code": "name", "Organisation": "skip"}})
    laid = laid_out(text, chosen)
    assert fields(laid) == {"Name": "legal_name", "Organisation": "skip", "Our code": "name"}
    assert list(laid.entries[1].items) == ["legal_name", "name"]
    assert laid_out(text, Chosen({"people.csv": "skip"})).why == "import.toml says so"
    assert laid_out("Name,Organisation,Email\nX,Y,\n", Chosen({"people.csv": "hosts"})).table == "hosts"


def test_headings_twice_and_none() -> None:
    """Two columns of one heading, and one without, are kept under names of their own."""
    assert fields(laid_out("Name,Organisation,Notes,Notes,\nIda,Calder,a,b,c\n")) == {
        "Name": "name",
        "Organisation": "organisation",
        "Notes": "keep",
        "Notes (again)": "keep",
        "column E": "keep",
    }


def test_the_scenario_s_own_columns_are_known_by_their_names_only() -> None:
    """A heading that is only like one of a scenario's own columns is not taken for it."""
    text = "Name,Organisation,cannot,Flagged,Delegates\nIda,Calder,stairs,x,y\n"
    assert list(fields(laid_out(text, trusting=True)).values()) == ["name", "organisation", "cannot", "keep", "keep"]


def test_two_tables_on_one_sheet() -> None:
    """A header below a blank row begins another table, with the title above it; the header again does not."""
    text = (
        "Name,Organisation,Sector\nIda Marsh,Calder,public\n,,\nName,Organisation,Sector\nBo Cobb,Worth,private\n,,\n"
        "HOSTS,,\nHost,Organisation,Max group\nRadio,Mill,8\n"
    )
    people, hosts = parted(grid(text))
    assert (people.name, hosts.name) == ("people.csv", "people.csv, from row 7")
    assert [lay_out(each, Chosen()).table for each in (people, hosts)] == ["people", "hosts"]
    assert [row.number for row in hosts.rows] == [7, 8, 9]
    assert len(parted(grid("Name,Organisation,Sector\nIda,Calder,public\n,,\nBo Cobb,Host,private\n"))) == 1
