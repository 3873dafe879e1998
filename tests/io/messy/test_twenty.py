"""The twenty messes of real spreadsheets: each is fixed or asked about, and no row is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from cohortplan.io import read_scenario
from cohortplan.io.grids import Grid
from cohortplan.io.messy import Choices, Import, import_grids, read_files, write_import
from tests.io.messy.fixture import PEOPLE, TODAY, book
from tests.io.messy.rows import column, table


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> list[Grid]:
    """Return the sheets of the fixture."""
    return read_files([PEOPLE, book(tmp_path_factory.mktemp("messy"))])


@pytest.fixture(scope="module")
def found(sheets: list[Grid]) -> Import:
    """Return what comes of them before anything is answered."""
    return import_grids(sheets, None, TODAY, Choices())


def person(found: Import, name: str) -> dict[str, str]:
    """Return the row of a person."""
    return next(row for row in table(found) if row["name"] == name)


def host(found: Import, name: str) -> dict[str, str]:
    """Return the row of a host."""
    return next(row for row in table(found, "hosts.csv") if row["name"] == name)


def asks(found: Import, step: str, row: int, sheet: str = "people.csv") -> bool:
    """Whether a step asks about a row."""
    return any((each.step, each.row) == (step, row) and sheet in each.sheet for each in found.questions)


def told(found: Import, what: str, step: str, words: str) -> bool:
    """Whether the account has a line of this kind with these words."""
    lines = found.work.events
    return any((each.what, each.step) == (what, step) and words in f"{each.column} {each.why}" for each in lines)


MESSES: dict[str, Callable[[Import], bool]] = {
    "spelling variants of organisations": lambda found: (
        Counter(column(found, "organisation"))["Calder Council"] == 3
        and Counter(column(found, "organisation"))["Aire NHS Trust"] == 2
        and person(found, "Bo Cobb")["organisation"] == host(found, "Worth Valley Bakery")["organisation"]
    ),
    "sector synonyms and blanks": lambda found: (
        person(found, "Peggy Holme")["sector"] == person(found, "Tariq Bell")["sector"] == "public"
        and person(found, "Rowena Jagger")["sector"] == person(found, "Mateusz Kirk")["sector"] == "nonprofit"
        and person(found, "Ann Dale")["sector"] == "private"
        and asks(found, "sectors", 16)
    ),
    "two sectors in one cell": lambda found: asks(found, "sectors", 15),
    "merged header rows": lambda found: person(found, "Hugh Vale")["email"] == "hugh@calder.example",
    "totals row": lambda found: any(entry.why == "this row holds totals" for entry in found.work.entries),
    "hidden rows and columns": lambda found: (
        told(found, "told", "unseen", "this row is hidden")
        and told(found, "told", "columns", "Bio what the column is; it is hidden")
        and person(found, "Zoë Orme")["Bio"] == "Reads everything"
    ),
    "British and American dates, days' numbers, words": lambda found: (
        [person(found, name)["joins"] for name in ("Hugh Vale", "Zoë Orme", "BonnA Lisle")]
        == ["2026-10-08", "2026-10-08", "2026-10-31"]
        and person(found, "Ida Marsh")["birth_date"] == "1971-10-08"
    ),
    "times": lambda found: (
        asks(found, "hours", 2, "Hosts")
        and (host(found, "HMP Moor")["from"], host(found, "HMP Moor")["until"]) == ("13:00", "17:00")
        and (host(found, "Worth Valley Bakery")["from"]) == "10:00"
    ),
    "blanks at the end, and hard ones": lambda found: "Tariq Bell" in column(found, "name"),
    "curly quotes": lambda found: "Siân O'Brien" in column(found, "name"),
    "the same person with a new address": lambda found: (
        column(found, "name").count("Kofi Inge") == 1
        and person(found, "Kofi Inge")["email_2"] == "kofi@home.example"
        and person(found, "Kofi Inge")["email"] == "kofi@beck.example"
    ),
    "maiden names": lambda found: person(found, "Ann Dale")["former_name"] == "Moss" and asks(found, "duplicates", 9),
    "preferred and legal name": lambda found: person(found, "Peggy Holme")["legal_name"] == "Margaret Holme",
    "telephones without their zero": lambda found: (
        person(found, "Ida Marsh")["phone"] == "07700 900101"
        and person(found, "Tariq Bell")["phone"] == "+44 7700 900104"
        and person(found, "Hugh Vale")["phone"] == "07700 900120"
        and asks(found, "phones", 16)
    ),
    "postcodes": lambda found: (
        person(found, "Ida Marsh")["postcode"] == "HX1 1AB"
        and person(found, "Peggy Holme")["postcode"] == "LS1 0AA"
        and asks(found, "postcodes", 7)
    ),
    "an assistant's address": lambda found: asks(found, "duplicates", 13),
    "people who have left": lambda found: asks(found, "left", 14) and asks(found, "left", 3, "Hosts"),
    "TBC hosts": lambda found: asks(found, "hosts", 4, "Hosts") and len(table(found, "hosts.csv")) == 3,
    "colour as meaning": lambda found: told(found, "told", "unseen", "coloured (FFFF00)"),
    "ranges": lambda found: (
        (host(found, "HMP Moor")["min"], host(found, "HMP Moor")["capacity"]) == ("6", "8")
        and host(found, "Radio Canalside")["capacity"] == "8"
        and host(found, "Radio Canalside")["days"] == "Mon;Tue;Wed;Thu"
    ),
    "formulas": lambda found: (
        person(found, "BonnA Lisle")["job_title"] == "'@lantern" and asks(found, "formulas", 4, "Late")
    ),
    "Windows-1252": lambda found: told(found, "told", "columns", "read as Windows-1252"),
    "days people cannot come": lambda found: (
        [row["participant"] for row in table(found, "absences.csv")] == ["P01", "P03", "P07"]
        and person(found, "Bo Cobb")["weekdays"] == "Mon;Tue;Wed;Thu"
        and person(found, "Ida Marsh")["busy"] == "Wed 13:00-24:00"
    ),
    "what turns the direction of text": lambda found: told(found, "fixed", "characters", "turn the direction"),
}


@pytest.mark.parametrize("mess", MESSES)
def test_each_mess(found: Import, mess: str) -> None:
    """Each mess is fixed, or asked about."""
    assert MESSES[mess](found)


def test_no_row_is_lost(found: Import, sheets: list[Grid]) -> None:
    """Every row in which somebody sees something has one fate: kept with an id, merged, asked, or set aside."""
    there = [(grid.name, row.number) for grid in sheets for row in grid.filled()]
    assert Counter((entry.sheet, entry.row) for entry in found.work.entries) == Counter(there)
    waiting = {(each.sheet, each.row) for each in found.questions if each.blocks}
    for entry in found.work.entries:
        match entry.fate.value:
            case "kept":
                assert entry.get("id")
            case "merged":
                assert entry.into is not None
                assert entry.into.get("id")
            case "asked":
                assert (entry.sheet, entry.row) in waiting
            case _:
                assert entry.why
    kept = Counter(entry.table for entry in found.work.entries if entry.fate.value == "kept")
    assert kept == {"people": len(table(found)), "hosts": len(table(found, "hosts.csv"))}


def test_no_cell_is_lost(found: Import, sheets: list[Grid]) -> None:
    """What stands in a cell of a kept row is in the tables, or the account says what became of that cell."""
    written = "\n".join(found.files.values())
    spoken_of = {(event.sheet, event.row, event.column) for event in found.work.events}
    cells = {(grid.name, row.number): row for grid in sheets for row in grid.filled()}
    headings = {laid.grid.name: laid.columns for laid in found.laid}
    for entry in found.work.entries:
        if entry.fate.value in ("kept", "merged"):
            for each in headings[entry.sheet]:
                text = " ".join(cells[entry.sheet, entry.row].cell(each.index).text.split())
                assert text in written or (entry.sheet, entry.row, each.heading) in spoken_of, (
                    entry.place,
                    each.heading,
                )


def test_the_account_has_every_row(found: Import) -> None:
    """The account that is written has a line for the fate of each row."""
    lines = found.files["import-report.csv"].splitlines()[1:]
    fates = ("kept,", "merged,", "asked,,", "set aside,")
    assert sum(line.startswith(fates) and ",," in line[:12] for line in lines) == len(found.work.entries)


def test_nothing_private_is_repeated(found: Import) -> None:
    """Diets, papers, numbers and days away are in the organiser's table, not in the account or the questions."""
    secrets = [
        "zz-vegan-zz",
        "zz-wheelchair-zz",
        "7700",
        "1971",
        "HX1",
        "12–20",
        "Margaret Holme",
        "Reads",
    ]
    spoken = "".join(f"{each.place} {each.text} {each.choices}" for each in found.questions)
    for name in ("import-report.csv", "import.toml"):
        assert [secret for secret in secrets if secret in found.files[name]] == []
    assert [secret for secret in secrets if secret in spoken] == []
    assert all(secret in found.files["participants.csv"] for secret in secrets)


def test_the_scenario_holds_together(found: Import, tmp_path: Path) -> None:
    """What is written is a scenario that can be read, with what the sheets say."""
    write_import(found, tmp_path / "cohort")
    scenario = read_scenario(tmp_path / "cohort")
    assert (len(scenario.participants), len(scenario.hosts), len(scenario.rounds)) == (12, 3, 2)
    assert scenario.people["P03"].extra["diet_access"] == "zz-wheelchair-zz"
    assert scenario.people["P05"].weekdays == (0, 1, 2, 3)
    assert scenario.host["H02"].least == 6
