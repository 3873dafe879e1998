"""``confirm``: who says that they met whom, recorded once and for all."""

from __future__ import annotations

from pathlib import Path

import pytest

from cohortplan.evaluate import confirmed_contacts
from cohortplan.io import read_scenario
from tests.cli.conftest import Run, Runner


def confirm(run: Runner, folder: Path, text: str, *more: str) -> Run:
    """Write a survey and record it on 20 October."""
    survey = folder.parent / "survey.csv"
    survey.write_text(text, encoding="utf-8")
    return run("confirm", folder, survey, "--today", "2026-10-20", *more)


def test_one_word_and_both_are_told_apart(run: Runner, folder: Path) -> None:
    """A01 names A02, who does not name them; A03 and A04 name each other, in one row; A05 says no of A06."""
    text = "participant,met,date,confirms,both\nA01,Tomas Quayle,19/10/2026,,\nA03,A04,,,yes\nA05,A06,,no,\n"
    told = confirm(run, folder, text)
    assert told.code == 0
    assert told.out.splitlines() == [
        "4 answers added to confirmed.csv.",
        "2 pairs say that they met: 1 by both, 1 by one of the two.",
    ]
    scenario = read_scenario(folder)
    assert confirmed_contacts(scenario) == {("A01", "A02"): 1, ("A03", "A04"): 2}
    assert [f"{each.date}" for each in scenario.confirmed[:2]] == ["2026-10-19", "2026-10-20"]


def test_the_same_again_changes_nothing(run: Runner, folder: Path) -> None:
    """Nor does the same word on a later day."""
    confirm(run, folder, "participant,met\nA01,A02\n")
    told = confirm(run, folder, "participant,met\nA01,A02\n", "--json")
    assert told.json == {"added": 0, "by_both": 0, "by_one": 1}
    assert len((folder / "confirmed.csv").read_text().splitlines()) == 2


def test_another_word_needs_a_reason(run: Runner, folder: Path) -> None:
    """Without one it is refused; with one both are kept and the later counts, and the reason is told nobody."""
    confirm(run, folder, "participant,met\nA01,A02\n")
    told = confirm(run, folder, "participant,met,confirms\nA01,A02,no\n")
    assert told.code == 2
    assert "row 2, column confirms: it says already that A01 met A02, and what is recorded stays" in told.err
    told = confirm(run, folder, "participant,met,confirms,correction\nA01,A02,no,took her for another\n")
    assert "0 pairs say that they met" in told.out
    assert "another" not in told.out
    assert len(read_scenario(folder).confirmed) == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("participant,met\nA01,A22\n", "row 2, column met: there is no participant 'A22'. Did you mean"),
        ("participant,met\nA01,Orla Benning\n", "row 2, column met: nobody meets themselves"),
        ("participant,met\nA01,\n", "row 2, column met: this cell is empty"),
        ("participant,met,date\nA01,A02,2026-10-21\n", "row 2, column date: 2026-10-21 is yet to come"),
        ("participant,met,date\nA01,A02,soon\n", "row 2, column date: this is not a date"),
        ("participant,met,confirms\nA01,A02,perhaps\n", "row 2, column confirms: this is neither yes nor no"),
        ("participant,met,confirms\nA01,A02,yes\nA01,A02,no\n", "row 3, column confirms: it says already"),
        ("participant\nA01\n", "row 1, column met: there is no column 'met'"),
    ],
)
def test_bad_surveys_are_refused_with_row_and_remedy(run: Runner, folder: Path, text: str, told: str) -> None:
    """Nothing is recorded of a survey that holds something wrong."""
    found = confirm(run, folder, text)
    assert (found.code, found.out) == (2, "")
    assert f"survey.csv, {told}" in found.err
    assert not (folder / "confirmed.csv").exists()
