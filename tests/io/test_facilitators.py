"""What the rows of ``facilitators.csv`` become, and what rounds ask of facilitators."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cohortplan.io import read_scenario
from cohortplan.model import Away, Facilitator
from tests.io.test_tables import put, refused
from tests.support.folders import base_folder, write_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The base folder."""
    return write_folder(tmp_path, base_folder())


def test_rows_become_facilitators(folder: Path) -> None:
    """Each column arrives under the model's name; a day alone is a stretch of one day."""
    assert read_scenario(folder).facilitators[2] == Facilitator(
        id="F3",
        name="Gwen Pateley",
        email="gwen@starter.example",
        organisation="Nidd Libraries",
        sponsor=("Beck Software", "Dales Youth"),
        skills=("coaching",),
        most_sets=1,
        most_in_all=4,
        away=(
            Away(first=date(2026, 10, 22), last=date(2026, 10, 30)),
            Away(first=date(2026, 11, 20), last=date(2026, 11, 20)),
        ),
    )


def test_a_round_says_how_many_it_wants(folder: Path) -> None:
    """The first round's sets have one facilitator each, who can coach; those of the second run themselves."""
    first, second = read_scenario(folder).rounds
    assert (first.facilitators, first.facilitator_skills) == (1, ("coaching",))
    assert (second.facilitators, second.facilitator_skills) == (0, ())


@pytest.mark.parametrize(
    ("changes", "column", "message"),
    [
        ({"facilitators": ""}, "facilitators", "round D1 asks what facilitators can do, but for none"),
        ({"facilitators": "4"}, "facilitators", "a set of round D1 is to have 4 facilitators of 3"),
        ({"facilitator_skills": "coching"}, "facilitator_skills", "there is no skill 'coching'"),
        ({"facilitators": "-1"}, "facilitators", "this must be at least 0"),
    ],
)
def test_what_cannot_be_meant_is_told(folder: Path, changes: dict[str, str], column: str, message: str) -> None:
    """The round's row is blamed, with the column."""
    put(folder, "rounds", 2, **changes)
    (defect,) = refused(folder)
    assert (defect.file, defect.row, defect.column) == ("rounds.csv", 2, column)
    assert defect.message.startswith(message)


def test_rounds_that_want_facilitators_need_the_table(folder: Path) -> None:
    """Without it the round's row is blamed."""
    (folder / "facilitators.csv").unlink()
    assert [(d.file, d.row, d.message) for d in refused(folder)] == [
        ("rounds.csv", 2, "the sets of round D1 are to be facilitated, but there are no facilitators")
    ]


@pytest.mark.parametrize("cell", ["2026-10-30 to 2026-10-22", "soon", "2026-10-22 until never"])
def test_days_away_must_be_days(folder: Path, cell: str) -> None:
    """What is no day, or a stretch the wrong way round, is told at its cell."""
    put(folder, "facilitators", 4, away=cell)
    assert [(d.file, d.row, d.column) for d in refused(folder)] == [("facilitators.csv", 4, "away")]
