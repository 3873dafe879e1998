"""A scenario folder as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from cohortplan.errors import Defect, ScenarioError
from cohortplan.io import read_scenario
from tests.support.folders import Grid, base_folder, write_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The base folder."""
    return write_folder(tmp_path / "scenario", base_folder())


def refused(source: Path | str) -> list[Defect]:
    """Return why a scenario is refused."""
    with pytest.raises(ScenarioError) as refusal:
        read_scenario(source)
    return list(refusal.value.defects)


def test_folder_and_settings_name_the_same(folder: Path) -> None:
    """A scenario is named by its folder or by a file of settings in it, which may have any name."""
    whole = read_scenario(folder)
    assert read_scenario(str(folder / "scenario.toml")) == whole
    (folder / "scenario.toml").rename(folder / "Other.TOML")
    assert read_scenario(folder / "Other.TOML").sha256 == whole.sha256


def test_a_suffix_keeps_the_first_rounds(folder: Path) -> None:
    """With #1 the second round that counts contacts goes, with all that is only about it."""
    grid = Grid((folder / "rounds.csv").read_text())
    home = ["home", "", "no", "3", "3-5", *[""] * 11]
    grid.rows[1:1] = [home]
    (folder / "rounds.csv").write_text(grid.text())
    scenario = read_scenario(f"{folder}#1")
    assert [each.id for each in scenario.rounds] == ["home", "D1"]
    assert not scenario.visit_locks
    assert [absence.participant for absence in scenario.absences] == ["P06"]
    assert [rule.id for rule in scenario.rules] == [rule.id for rule in read_scenario(folder).rules]
    assert [duty.rounds for duty in scenario.duties] == [(), (), ("D1",)]
    assert scenario.cases == read_scenario(folder).cases
    assert read_scenario(f"{folder / 'scenario.toml'}#2") == read_scenario(folder)


def test_duties_of_rounds_left_out_go_with_their_cases(folder: Path) -> None:
    """Where cases are presented in the second round only, the first alone has neither that duty nor cases."""
    grid = Grid((folder / "duties.csv").read_text())
    (folder / "duties.csv").write_text(grid.put(4, "rounds", "D2").text())
    scenario = read_scenario(f"{folder}#1")
    assert [duty.id for duty in scenario.duties] == ["chair", "thanks"]
    assert scenario.cases == ()


@pytest.mark.parametrize("suffix", ["#0", "#3", "#99"])
def test_a_suffix_beyond_the_rounds_is_refused(folder: Path, suffix: str) -> None:
    """The remedy says how many rounds there are."""
    assert [(d.value, d.remedy) for d in refused(f"{folder}{suffix}")] == [(suffix, "Write #1 to #2, or nothing")]


def test_a_folder_may_have_a_hash_in_its_name(folder: Path) -> None:
    """What exists under the full name is meant by it."""
    renamed = folder.rename(folder.with_name("cohort#1"))
    assert len(read_scenario(renamed).rounds) == 2
    assert len(read_scenario(f"{renamed}#1").rounds) == 1


def test_what_is_no_scenario_is_told(folder: Path) -> None:
    """No folder, a file, a folder without settings, settings mistyped, a name no file can have."""
    (folder / "scenario.toml").rename(folder / "scenaro.toml")
    found = {
        str(source): refused(source)[0]
        for source in (folder / "none", folder / "ties.csv", folder, "no\0name", f"{folder}#x", "x" * 5000)
    }
    messages = [defect.message for defect in found.values()]
    assert messages[:2] == ["there is no such folder", "this is not a folder"]
    assert found[str(folder)].remedy == "Did you mean 'scenaro.toml'?"
    assert all(defect.file and defect.remedy for defect in found.values())


def test_tables_are_read_whatever_saved_them(folder: Path) -> None:
    """Semicolons, tabs, a byte order mark, ``sep=``, old and new line ends, blank rows, capitals: all the same."""
    expected = read_scenario(folder)
    for name in ("participants", "hosts", "rounds", "ties"):
        path = folder / f"{name}.csv"
        text = path.read_text(encoding="utf-8")
        rows = Grid(text).rows
        rows[0] = [heading.replace("_", " ").title() for heading in rows[0]]
        separator, start, end = {
            "participants": (";", "\ufeff", "\r\n"),
            "hosts": ("\t", "", "\r"),
            "rounds": (";", "sep=;\r\n", "\r\n"),
            "ties": (",", "\n\n", "\n ,, \n"),
        }[name]
        lines = [separator.join(f'"{cell}"' if ";" in cell else f" {cell} " for cell in row) for row in rows]
        path.write_bytes((start + end.join(lines)).encode())
    (folder / "ties.csv").rename(folder / "Ties.CSV")
    found = read_scenario(folder)
    assert [person.id for person in found.participants] == [person.id for person in expected.participants]
    assert found.hosts == expected.hosts
    assert found.rounds == expected.rounds
    assert found.ties == expected.ties


def test_rows_are_counted_as_a_spreadsheet_does(folder: Path) -> None:
    """Blank rows count; a cell of several lines is one row."""
    lines = (folder / "participants.csv").read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace("vegetarian", '"vegetarian\n\nno nuts"')
    lines[3:3] = ["", ",,,"]
    lines[6] = lines[6].replace(",public,", ",publc,")
    (folder / "participants.csv").write_text("\n".join(lines), encoding="utf-8")
    assert [(d.row, d.column, d.value, d.remedy) for d in refused(folder)] == [
        (7, "sector", "publc", "Did you mean 'public'?")
    ]


def test_all_problems_of_all_files_are_told_at_once(folder: Path) -> None:
    """One run names every slip, file by file and row by row."""
    changes = {
        "participants": [(2, "sector", "publc"), (4, "joins", "soon"), (5, "email", "=A1")],
        "hosts": [(3, "capacity", "many"), (3, "min", "-1")],
        "openings": [(2, "host", "H9")],
        "rounds": [(3, "from", "15:00")],
        "ties": [(2, "a", "P77"), (3, "since", "2026")],
    }
    for table, cells in changes.items():
        grid = Grid((folder / f"{table}.csv").read_text(encoding="utf-8"))
        for row, column, value in cells:
            grid.put(row, column, value)
        (folder / f"{table}.csv").write_text(grid.text(), encoding="utf-8")
    text = (folder / "scenario.toml").read_text()
    (folder / "scenario.toml").write_text(text.replace("new_contacts = 10", "new_contacts = -1"))
    found = [(d.file, d.row, d.column) for d in refused(folder)]
    typed = [(f"{table}.csv", row, column) for table, cells in changes.items() for row, column, _ in cells]
    assert {place for place in typed if place[1:] != (3, "from")} <= set(found)
    assert ("rounds.csv", 3, "") in found
    assert ("scenario.toml", 62, "new_contacts") in found
    assert len(found) == len(typed) + 1


def test_an_unreadable_row_does_not_make_others_wrong(folder: Path) -> None:
    """A person whose row is at fault still counts, and is known wherever the others are."""
    grid = Grid((folder / "participants.csv").read_text(encoding="utf-8"))
    grid.put(4, "cannot", "stairs from spring").put(4, "sector", "=B2").put(14, "joins", "later")
    (folder / "participants.csv").write_text(grid.text(), encoding="utf-8")
    assert [(d.file, d.row, d.column) for d in refused(folder)] == [
        ("participants.csv", 4, "sector"),
        ("participants.csv", 4, "cannot"),
        ("participants.csv", 14, "joins"),
    ]


def test_files_that_seem_to_be_meant_are_not_passed_over(folder: Path) -> None:
    """A table mistyped or saved as a workbook is not taken for one that is not wanted."""
    (folder / "ties.csv").rename(folder / "tie.csv")
    (folder / "locks.csv").rename(folder / "locks.xlsx")
    (folder / "notes.csv").write_text("anything")
    assert [(d.file, d.remedy.split(",")[0]) for d in refused(folder)] == [
        ("tie.csv", "Rename it ties.csv"),
        ("locks.xlsx", "Save it as locks.csv (CSV UTF-8)"),
    ]


def test_optional_tables_may_be_missing(folder: Path) -> None:
    """People and rounds make a scenario; hosts are needed only for visits."""
    names = ("hosts", "openings", "closures", "events", "ties", "absences", "locks", "travel", "bookings")
    for name in (*names, "duties", "cases", "guests", "links", "attendance", "confirmed"):
        (folder / f"{name}.csv").unlink()
    assert {d.message for d in refused(folder)} == {"there are visits but no hosts"}
    rounds = (folder / "rounds.csv").read_text().replace(",visit,visit,", ",first,meet,").replace(",90,30,", ",,,")
    (folder / "rounds.csv").write_text(rounds)
    text = (folder / "scenario.toml").read_text()
    (folder / "scenario.toml").write_text(text.split("# If possible")[0])
    assert read_scenario(folder).hosts == ()
