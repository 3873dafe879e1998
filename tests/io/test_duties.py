"""What the rows of ``duties.csv`` and ``cases.csv`` become."""

from __future__ import annotations

from pathlib import Path

import pytest

from cohortplan.io import read_scenario
from cohortplan.model import Case, Duty
from tests.io.test_tables import put, refused
from tests.support.folders import base_folder, write_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The base folder."""
    return write_folder(tmp_path, base_folder())


def test_rows_become_duties_and_cases(folder: Path) -> None:
    """Each column arrives under the model's name; an empty cell means all, none or one."""
    scenario = read_scenario(folder)
    assert scenario.duties == (
        Duty(id="chair", title="Chairs the review", activity="review", minutes=60),
        Duty(id="thanks", title="Thanks the host", kind="visit"),
        Duty(
            id="presents",
            title="Presents a case",
            rounds=("D1", "D2"),
            activity="review",
            kind="meet",
            count=2,
            minutes=20,
            cases=True,
            other_sectors=1,
            family="town",
            topics="organisation",
            outsiders=1,
        ),
    )
    assert scenario.cases == (
        Case(participant="P02", topic="Calder Council", minutes=25),
        Case(participant="P06", topic="flood wardens"),
    )


def test_people_with_cases_may_be_named(folder: Path) -> None:
    """By id or by name, as elsewhere."""
    put(folder, "cases", 3, participant="Alun Gathercole")
    assert read_scenario(folder).cases[1].participant == "P06"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"activity": "lunch"}, "there is no activity 'lunch'"),
        ({"activity": "review", "kind": "visit"}, "chair belongs to no visit"),
        ({"family": "town"}, "chair has no cases to consult on"),
        ({"minutes": "61"}, "chair takes 61 minutes, but review has 60"),
    ],
)
def test_what_cannot_be_meant_is_told(folder: Path, changes: dict[str, str], message: str) -> None:
    """The chair's row is blamed, whatever is wrong with it."""
    put(folder, "duties", 2, **changes)
    assert [(d.file, d.row, d.message) for d in refused(folder)] == [("duties.csv", 2, message)]


def test_cases_need_a_duty_and_a_duty_needs_cases(folder: Path) -> None:
    """Either without the other is told, in the file that is there."""
    cases = (folder / "cases.csv").read_text()
    (folder / "cases.csv").unlink()
    assert [(d.file, d.row, d.message) for d in refused(folder)] == [
        ("duties.csv", 4, "nobody has a case for presents")
    ]
    (folder / "cases.csv").write_text(cases)
    (folder / "duties.csv").unlink()
    assert [(d.file, d.row, d.message) for d in refused(folder)] == [("cases.csv", 2, "no duty is to present cases")]


def test_the_cases_of_one_meeting_fit_into_it(folder: Path) -> None:
    """Three cases of up to 25 minutes do not fit into an hour."""
    put(folder, "duties", 4, count="3")
    assert [(d.row, d.column, d.message) for d in refused(folder)] == [
        (4, "count", "3 of presents take 75 minutes, but review has 60")
    ]
