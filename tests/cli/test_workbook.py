"""Workbooks at the command line: a scenario to fill in, a plan to edit."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import Runner
from tests.support.workbooks import ROOT, edited


def fill_in(book: Any) -> None:
    """Fill a template in as a person would: other people, another day, a wish."""
    sheet = book["participants"]
    sheet["B2"], sheet["E2"] = "Bronwen Ashdown-Reid", "Calder Borough"
    book["settings"].cell(
        next(row[0].row for row in book["settings"].iter_rows() if row[0].value == "title"), 2
    ).value = "Ours"
    book["ties"].append(["Morag Cobbold", "Alun Gathercole", "knows"])


@pytest.mark.slow
def test_a_template_is_filled_in_and_checked(run: Runner, tmp_path: Path) -> None:
    """``init --workbook``, then every command takes the workbook where it takes a folder."""
    path = tmp_path / "cohort.xlsx"
    made = run("init", path, "--workbook")
    assert (made.code, made.out) == (0, f"{path}\nEdit it, then run `cohortplan check {path}`.\n")
    assert run("init", path, "--workbook").code == 2
    edited(path, fill_in)
    shown = run("check", path)
    assert (shown.code, shown.out.split(":")[0]) == (0, "starter holds together")
    edited(path, lambda book: book["participants"].__setitem__("D3", "publc"))
    slip = run("check", path)
    assert slip.code == 2
    assert f"{path}, sheet participants, row 3, column sector: there is no sector 'publc'" in slip.err


def test_folder_to_workbook_and_back(run: Runner, folder: Path, tmp_path: Path) -> None:
    """``convert`` says what it wrote; the hash is the same; nothing is overwritten."""
    book, back = tmp_path / "book.xlsx", tmp_path / "back"
    assert run("convert", folder, book).out == f"{book}\n"
    told = run("convert", book, back)
    assert (told.code, told.out.splitlines()[0]) == (0, str(back / "scenario.toml"))
    assert run("check", back).out == run("check", book).out == run("check", folder).out
    again = run("convert", folder, book)
    assert (again.code, "exists already" in again.err) == (2, True)
    assert run("convert", "sgp:8-4-9", tmp_path / "golf.xlsx").code == 2


@pytest.mark.slow
def test_locks_are_kept_in_a_workbook(run: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> None:
    """``lock`` and ``unlock`` change the sheet of locks of a scenario that is a workbook."""
    book = tmp_path / "book.xlsx"
    run("convert", folder, book)
    assert run("lock", book, plan_file, "D2.1").out.startswith(f"Locked in {book}, sheet locks: 3 seats and 1 visit")
    assert "D2.1" in run("lock", book).out
    assert run("check", book).code == 0
    assert run("unlock", book, "D2.1").out.startswith(f"No longer locked in {book}, sheet locks")
    assert run("lock", book).out == "Nothing is locked.\n"


def test_a_plan_is_written_edited_and_checked(run: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> None:
    """``workbook`` writes it; moved names give violations with names; slips are told with their cells."""
    book = tmp_path / "plan.xlsx"
    assert run("workbook", folder, plan_file, "-o", book).out == f"Written to {book}.\n"
    assert run("check", folder, book) == run("check", folder, plan_file)
    edited(book, lambda each: each["timetable"].__setitem__("H4", "Marsh Lane Prison"))
    broken = run("check", folder, book)
    assert broken.code == 2
    assert "Orla Benning (A01) visits Marsh Lane Prison (H1) 2 times" in broken.out
    assert "Orla Benning (A01)" in run("score", folder, book).out
    file = tmp_path / "edited.json"
    assert run("convert", book, file).out == f"{file}\n"
    assert run("check", folder, file).code == 2
    edited(book, lambda each: each["timetable"].__setitem__("H4", "Marsh Lane Prizon"))
    slip = run("check", folder, book)
    assert f"{book}, sheet timetable, row 4, column host: there is no host 'Marsh Lane Prizon'" in slip.err


def test_plans_are_not_written_into_workbooks_by_mistake(
    run: Runner, folder: Path, plan_file: Path, tmp_path: Path
) -> None:
    """Before any work, a plan file called .xlsx is refused, and so is a workbook that is not."""
    for typed in (("solve", folder), ("improve", folder, plan_file), ("move", folder, plan_file, "A01", "D1.2")):
        shown = run(*typed, "-o", tmp_path / "plan.xlsx")
        assert (shown.code, "a plan is written as JSON" in shown.err) == (2, True)
    assert "ends in .xlsx" in run("workbook", folder, plan_file, "-o", tmp_path / "plan.xls").err
    assert list(tmp_path.glob("*.xls*")) == []


def test_no_scenario_is_overwritten_by_a_plan(run: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> None:
    """``workbook`` never overwrites the workbook of a scenario, and what is none only with --replace."""
    book, plan = tmp_path / "book.xlsx", tmp_path / "plan.xlsx"
    run("convert", folder, book)
    before = book.read_bytes()
    shown = run("workbook", book, plan_file, "-o", book)
    assert (shown.code, "this is the workbook of a scenario, and is left as it is" in shown.err) == (2, True)
    assert book.read_bytes() == before
    assert run("workbook", book, plan_file, "-o", book, "--replace").code == 2
    plan.write_text("no workbook")
    shown = run("workbook", book, plan_file, "-o", plan)
    assert (shown.code, "what is there is no workbook of a plan" in shown.err) == (2, True)
    assert run("workbook", book, plan_file, "-o", plan, "--replace").code == 0


@pytest.mark.slow
def test_no_edits_are_overwritten(run: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> None:
    """A plan's workbook is renewed until somebody edits it; then only with the same plan, or with --replace."""
    book, other, mine = tmp_path / "plan.xlsx", tmp_path / "other.json", tmp_path / "mine.json"
    run("move", folder, plan_file, "A01", "D1.2", "-o", other)
    assert [run("workbook", folder, each, "-o", book).code for each in (plan_file, other, plan_file)] == [0, 0, 0]
    edited(book, lambda each: each["timetable"].__setitem__("H4", "Marsh Lane Prison"))
    run("convert", book, mine)
    before = book.read_bytes()
    for each in (plan_file, other):
        shown = run("workbook", folder, each, "-o", book)
        assert (shown.code, "this workbook was edited since it was written" in shown.err) == (2, True)
    assert book.read_bytes() == before
    assert run("workbook", folder, mine, "-o", book).code == 0
    edited(book, lambda each: each["timetable"].__setitem__("H4", "Marsh Lane Prizon"))
    assert "edited so that it cannot be read" in run("workbook", folder, mine, "-o", book).err
    assert run("workbook", folder, plan_file, "-o", book, "--replace").code == 0


def test_a_plan_for_a_scenario_is_told(run: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> None:
    """The two kinds of workbook are not taken for each other."""
    book, plan = tmp_path / "book.xlsx", tmp_path / "plan.xlsx"
    run("convert", folder, book)
    run("workbook", folder, plan_file, "-o", plan)
    assert "This is the workbook of a plan" in run("check", plan).err
    assert "this is not the workbook of a plan" in run("check", folder, book).err


def test_the_page_names_the_sheets_there_are(run: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> None:
    """What README says of the sheets of a plan is what is in one."""
    run("workbook", folder, plan_file, "-o", tmp_path / "plan.xlsx")
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.split("\n## Workbooks\n")[1].split("\n## ")[0]
    listed = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    assert listed == load_workbook(tmp_path / "plan.xlsx").sheetnames
