"""``attend``: who was there, recorded once and for all."""

from __future__ import annotations

from pathlib import Path

import pytest

from cohortplan.evaluate import owed
from cohortplan.io import read_plan, read_scenario
from tests.cli.conftest import Run, Runner


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Return the place of a sign-in sheet."""
    return tmp_path / "sheet.csv"


def attend(run: Runner, folder: Path, plan: Path, sheet: Path, text: str, *more: str) -> Run:
    """Write a sheet and record it; the first of the two days is over, the second is not."""
    sheet.write_text(text, encoding="utf-8")
    return run("attend", folder, plan, sheet, "--today", "2026-10-09", *more)


def table(folder: Path) -> list[str]:
    """Return the rows of attendance.csv, none if it is not there."""
    path = folder / "attendance.csv"
    return path.read_text(encoding="utf-8").splitlines()[1:] if path.exists() else []


ABSENT = ("--listed", "absent", "--round", "D1")


def test_those_away_are_recorded_and_all_others_were_there(
    run: Runner, folder: Path, plan_file: Path, sheet: Path
) -> None:
    """One of six was away, by name; two pairs missed each other, one of whom meets on the second day."""
    told = attend(run, folder, plan_file, sheet, "participant\nNgozi Farrow\n", *ABSENT)
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines() == [
        "D1, visit: 5 of 6 were there; not Ngozi Farrow (A03).",
        "6 rows added to attendance.csv.",
        "2 pairs missed each other and have not met since: the plan brings 1 of them together later, 1 not.",
        "Not yet: A01 and A03. `solve --keep PLAN` plans what is to come again.",
    ]
    assert table(folder)[0] == "A03,D1,D1.1,visit,2026-10-08,no,"
    assert sorted(table(folder))[5] == "A06,D1,D1.2,visit,2026-10-08,yes,"
    assert read_scenario(folder).stayed_away == {"D1": {"A03"}}


def test_a_sheet_may_say_of_each(run: Runner, folder: Path, plan_file: Path, sheet: Path) -> None:
    """Of two people it is known; of the others nothing is, whatever further columns the sheet has."""
    text = "participant,round,activity,present,signature\nA01,D1,visit,yes,O.B.\nA02,D1,,no,\n"
    assert attend(run, folder, plan_file, sheet, text, "--json").json["owed"] == 1
    assert table(folder) == ["A01,D1,D1.1,visit,2026-10-08,yes,", "A02,D1,D1.1,visit,2026-10-08,no,"]


def test_nobody_was_away(run: Runner, folder: Path, plan_file: Path, sheet: Path) -> None:
    """A sheet without rows says so of the round that is named."""
    assert "6 of 6 were there." in attend(run, folder, plan_file, sheet, "participant\n", *ABSENT).out


def test_the_same_again_changes_nothing(run: Runner, folder: Path, plan_file: Path, sheet: Path) -> None:
    """Recording a sheet twice leaves the table as it was."""
    attend(run, folder, plan_file, sheet, "participant\nA03\n", *ABSENT)
    before = table(folder)
    assert "0 rows added" in attend(run, folder, plan_file, sheet, "participant\nA03\n", *ABSENT).out
    assert table(folder) == before


def test_what_is_recorded_stays_unless_it_is_corrected(run: Runner, folder: Path, plan_file: Path, sheet: Path) -> None:
    """Another answer is refused with the remedy; a correction is kept beside what it corrects, its reason untold."""
    attend(run, folder, plan_file, sheet, "participant\nA03\n", *ABSENT)
    before = table(folder)
    other = attend(run, folder, plan_file, sheet, "participant,round,present\nA03,D1,yes\n")
    assert other.code == 2
    assert "sheet.csv, row 2, column present: for visit of round D1 it says already that A03 was not there" in other.err
    assert "say in a column `correction` why" in other.err
    assert table(folder) == before
    text = "participant,round,present,correction\nA03,D1,yes,sat at the back\n"
    right = attend(run, folder, plan_file, sheet, text)
    assert right.code == 0
    assert "back" not in right.out + right.err
    assert table(folder) == [*before, "A03,D1,D1.1,visit,2026-10-08,yes,sat at the back"]
    assert read_scenario(folder).stayed_away == {"D1": set()}
    assert "0 rows added" in attend(run, folder, plan_file, sheet, text).out
    attend(run, folder, plan_file, sheet, "participant,round,present,correction\nA03,D1,no,that was another\n")
    assert "this correction was made before. Word the reason" in attend(run, folder, plan_file, sheet, text).err


@pytest.mark.parametrize(
    ("text", "more", "told"),
    [
        ("participant\nA03\n", ("--round", "D1"), "row 2, column present: it is not said whether A03 was there"),
        ("participant\nA03\n", ("--listed", "absent"), "row 2, column round: it is not said which round is meant"),
        ("participant\nA33\n", ABSENT, "row 2, column participant: there is no participant 'A33'. Did you mean"),
        ("participant,round\nA03,D7\n", ABSENT, "row 2, column round: there is no round 'D7'"),
        ("participant,activity\nA03,lunch\n", ABSENT, "row 2, column activity: there is no activity 'lunch'"),
        ("participant\nA03\n", (*ABSENT[:3], "D2"), "row 2: visit of round D2 is on 2026-12-03, which is yet to come"),
        ("participant,present\nA03,late\n", ABSENT, "row 2, column present: this is neither yes nor no"),
        ("participant,present\nA03,yes\nA03,no\n", ABSENT, "row 3, column present: for visit of round D1 it says"),
        ("name\nA03\n", ABSENT, "row 1: the first row does not name the columns"),
        ("", ABSENT, "row 1: the table is empty"),
        (f"participant,correction\nA03,{'x' * 501}\n", ABSENT, "row 2, column correction: this is longer than 500"),
    ],
)
def test_bad_sheets_are_refused_with_row_and_remedy(
    run: Runner, folder: Path, plan_file: Path, sheet: Path, text: str, more: tuple[str, ...], told: str
) -> None:
    """Nothing is recorded of a sheet that holds something wrong."""
    found = attend(run, folder, plan_file, sheet, text, *more)
    assert (found.code, found.out, table(folder)) == (2, "", [])
    assert f"{sheet}, {told}" in found.err


def test_all_that_is_wrong_is_told_at_once(run: Runner, folder: Path, plan_file: Path, sheet: Path) -> None:
    """Two rows, two problems."""
    found = attend(run, folder, plan_file, sheet, "participant,present\nA03,late\nA99,yes\n", *ABSENT)
    assert "2 problems found." in found.err


def test_those_whom_the_plan_has_nowhere_are_refused(run: Runner, folder: Path, plan_file: Path, sheet: Path) -> None:
    """Somebody without a seat cannot have missed, or made, what their set did."""
    plan = read_plan(plan_file)
    text = plan.model_dump_json().replace('"A03"', '"A02"', 1)
    plan_file.write_text(text, encoding="utf-8")
    found = attend(run, folder, plan_file, sheet, "participant\nA03\n", *ABSENT)
    assert "row 2, column participant: A03 is at nothing in round D1 by this plan" in found.err


def test_which_of_several_days_is_meant_has_to_be_said(run: Runner, folder: Path, plan_file: Path, sheet: Path) -> None:
    """Home sets that meet on two days: a row without the activity may mean either."""
    with (folder / "rounds.csv").open("a", encoding="utf-8") as file:
        file.write("H,Home sets,no,1,6,first,meet,First,2026-09-10,10:00,11:00,\n")
        file.write("H,,,,,second,meet,Second,2026-09-17,10:00,11:00,\n")
    plan = read_plan(plan_file).model_dump(mode="json")
    meetings = [
        {"id": name, "kind": "meet", "start": f"2026-09-{day}T10:00:00+01:00", "end": f"2026-09-{day}T11:00:00+01:00"}
        for name, day in (("first", 10), ("second", 17))
    ]
    members = sorted(member for group in plan["rounds"][0]["sets"] for member in group["members"])
    plan["rounds"].append({"id": "H", "sets": [{"id": "H.1", "members": members, "activities": meetings}]})
    plan_file.write_text(type(read_plan(plan_file)).model_validate(plan).model_dump_json(), encoding="utf-8")
    found = attend(run, folder, plan_file, sheet, "participant,round,present\nA03,H,no\n")
    assert "it is not said which is meant. Fill in the column activity, or add --activity: first, second" in found.err
    options = ("--round", "H", "--activity", "second", "--listed", "absent")
    assert attend(run, folder, plan_file, sheet, "participant\nA03\n", *options).code == 0
    assert len(table(folder)) == 6
    assert read_scenario(folder).stayed_away == {"H": set()}


@pytest.mark.parametrize(
    ("name", "settings"), [("Attendance.CSV", ""), ("who.csv", '\n[files]\nattendance = "who.csv"\n')]
)
def test_rows_go_where_the_scenario_has_the_table(
    run: Runner, folder: Path, plan_file: Path, sheet: Path, name: str, settings: str
) -> None:
    """A table with capitals in its name, or under a name of its own, is the one that is read and added to."""
    (folder / name).write_text("participant,round,set,activity,date,present,correction\n", encoding="utf-8")
    with (folder / "scenario.toml").open("a", encoding="utf-8") as file:
        file.write(settings)
    assert attend(run, folder, plan_file, sheet, "participant\nA03\n", *ABSENT).code == 0
    assert not (folder / "attendance.csv").exists()
    assert read_scenario(folder).stayed_away == {"D1": {"A03"}}


def test_a_table_that_cannot_take_the_rows_is_left_as_it_is(
    run: Runner, folder: Path, plan_file: Path, sheet: Path
) -> None:
    """Somebody removed the column that says on which day it was."""
    (folder / "attendance.csv").write_text("participant,round,set,activity,present\n", encoding="utf-8")
    found = attend(run, folder, plan_file, sheet, "participant\nA03\n", *ABSENT)
    assert found.code == 2
    assert "there is no column 'date'" in found.err


def test_the_view_counts_three_networks_apart(run: Runner, folder: Path, plan_file: Path, sheet: Path) -> None:
    """A01 was to meet A02 and A03 so far, met A02, and nobody confirms anything yet; A03 is owed to them."""
    attend(run, folder, plan_file, sheet, "participant\nA03\n", *ABSENT)
    rows = run("show", folder, plan_file, "contacts", "--json").json["rows"]
    assert list(rows[0].values()) == ["A01", "Orla Benning", 4, 2, 1, 0, 0, 1, 0]
    assert list(rows[0])[2:] == ["planned", "so_far", "attended", "by_both", "by_one", "owed", "made_up"]


def test_a_day_alone_keeps_nothing(run: Runner, folder: Path) -> None:
    """Which day it is matters to `solve` only if a plan is to be kept."""
    told = run("solve", folder, "-o", folder / "new.json", "--today", "2026-10-09")
    assert (told.code, "--today needs --keep PLAN." in told.err) == (2, True)


def test_solving_again_needs_the_plan_in_force(run: Runner, folder: Path, plan_file: Path, sheet: Path) -> None:
    """With it the first day stays as it was; on the second A03, who was away, meets one of the two whom they missed."""
    attend(run, folder, plan_file, sheet, "participant\nA03\n", *ABSENT)
    with (folder / "scenario.toml").open("a", encoding="utf-8") as file:
        file.write('[[rules]]\nrule = "catch_up"\n')
    new = folder / "new.json"
    budget = ("--solver", "cpsat", "--iterations", "200000", "-o", new)
    assert "Name the plan that was in force: --keep PLAN" in run("solve", folder, *budget).err
    told = run("solve", folder, *budget, "--keep", plan_file)
    assert told.code == 0
    assert "Kept as planned: D1." in told.err
    plan = read_plan(new)
    assert plan.by_round["D1"] == read_plan(plan_file).by_round["D1"]
    assert [debt.later for debt in owed(read_scenario(folder), plan)].count("D2") == 1
