"""Rounds for those who opted in, such as coffee between the meetings."""

from __future__ import annotations

from pathlib import Path

import pytest

from cohortplan.errors import ScenarioError
from cohortplan.io import read_scenario
from tests.support.folders import Grid, base_folder, write_folder


def folder_with(folder: Path, coffee: dict[int, str], column: str = "coffee") -> Path:
    """Write the base folder with a round of pairs for those who say so in a column, by row of their table."""
    files = base_folder()
    people, rounds = Grid(files["participants.csv"]), Grid(files["rounds.csv"])
    for row, cells in enumerate(people.rows, start=1):
        cells.append("coffee" if row == 1 else coffee.get(row, ""))
    for row, cells in enumerate(rounds.rows):
        cells.append("" if row else "opt_in")
    rounds.rows.append(["C1", "Coffee", "no", "2", "2-3", *[""] * (len(rounds.headings) - 6), column])
    settings = files["scenario.toml"].replace("town = []", "town = []\ncoffee = { values = [], optional = true }")
    return write_folder(
        folder,
        {**files, "scenario.toml": settings, "participants.csv": people.text(), "rounds.csv": rounds.text()},
    )


def test_those_who_say_yes_take_part(tmp_path: Path) -> None:
    """Four said yes, one no, and the others nothing; everyone takes part in the rounds without such a column."""
    scenario = read_scenario(folder_with(tmp_path, {2: "yes", 4: "yes", 5: "no", 6: "yes", 10: "yes"}))
    assert scenario.attending("C1") == ("P01", "P03", "P05", "P09")
    assert len(scenario.attending("D1")) == 13


def test_slips_are_told_where_they_are(tmp_path: Path) -> None:
    """A column that is no attribute, a word that is neither yes nor no, and too few who opted in are each named."""
    told = []
    for number, (coffee, column) in enumerate(
        (({2: "yes"}, "cofee"), ({2: "yes", 4: "perhaps"}, "coffee"), ({2: "yes", 4: "yes", 5: "yes"}, "coffee"))
    ):
        with pytest.raises(ScenarioError) as refusal:
            read_scenario(folder_with(tmp_path / str(number), coffee, column))
        told += [(defect.file, defect.row, defect.column, defect.message) for defect in refusal.value.defects]
    assert told == [
        ("rounds.csv", 6, "opt_in", "there is no attribute 'cofee'"),
        ("participants.csv", 4, "coffee", "it is not clear whether P03 takes part in C1"),
        ("rounds.csv", 6, "sets", "the sets of round C1 need 4 people but 3 take part"),
    ]
