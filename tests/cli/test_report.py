"""``report``: a plan as one page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Runner
from tests.support.pages import Page, policy_faults, structure_faults

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_the_example_in_the_readme_is_what_is_printed(
    run: Runner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The example in the README is what the command prints, word for word, and the page is sound."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (typed, told), *_ = re.findall(r"^\$ cohortplan (report .*)\n(.*)\n```", text, re.M)
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    monkeypatch.chdir(tmp_path)
    done = run(*typed.split())
    assert (done.code, done.out, done.err) == (0, f"{told}\n", "")
    page = Page((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert structure_faults(page) == policy_faults(page) == []
    assert "no plan brings more than 430 together" in page.one("section", id="verdict").text


def test_a_broken_plan_is_reported_on(run: Runner, folder: Path, broken_plan: Path, tmp_path: Path) -> None:
    """A plan that breaks a rule has a report, which says so first."""
    told = run("report", folder, broken_plan, "-o", tmp_path / "report.html")
    assert told.code == 0
    page = Page((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert "not all right yet" in page.one("section", id="verdict").text


def test_a_sponsor_reads_no_name(run: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> None:
    """With ``--audience sponsor`` nobody is named, and without bounds nothing is said to be proved."""
    file = tmp_path / "report.html"
    assert run("report", folder, plan_file, "-o", file, "--audience", "sponsor", "--no-bounds").code == 0
    text = file.read_text(encoding="utf-8")
    assert "Orla" not in text
    assert "lived_experience" not in text
    assert "Proved" not in text


def test_a_report_that_cannot_be_written(run: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> None:
    """A folder that is not there is bad input, and so is an audience there is none of."""
    told = run("report", folder, plan_file, "-o", tmp_path / "nowhere" / "report.html")
    assert told.code == 2
    assert "nowhere" in told.err
    assert run("report", folder, plan_file, "-o", tmp_path / "r.html", "--audience", "press").code == 2
