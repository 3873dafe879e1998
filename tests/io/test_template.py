"""The scenario to start from."""

from __future__ import annotations

from pathlib import Path

import pytest

from cohortplan.errors import InputError
from cohortplan.io import read_scenario, write_starter
from cohortplan.io.tables import TABLES


def test_the_starter_is_a_valid_scenario(tmp_path: Path) -> None:
    """Twelve people, four hosts, two rounds, read without a complaint, and a page that names every column."""
    written = write_starter(tmp_path / "new" / "folder")
    scenario = read_scenario(tmp_path / "new" / "folder")
    assert (len(scenario.participants), len(scenario.hosts), len(scenario.rounds)) == (12, 4, 2)
    guide = next(path for path in written if path.name == "README.md").read_text()
    words = set(guide.replace("`", " ").replace(",", " ").replace(";", " ").split())
    assert {column.name for table in TABLES.values() for column in table.columns} <= words
    assert {path.name for path in written} == {path.name for path in (tmp_path / "new" / "folder").iterdir()}


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """If a file exists already it is named, and nothing is written at all."""
    (tmp_path / "hosts.csv").write_text("mine")
    with pytest.raises(InputError) as refusal:
        write_starter(tmp_path)
    assert [defect.file for defect in refusal.value.defects] == [str(tmp_path / "hosts.csv")]
    assert [path.name for path in tmp_path.iterdir()] == ["hosts.csv"]
    assert (tmp_path / "hosts.csv").read_text() == "mine"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    """A file of that name is left alone."""
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="this is a file"):
        write_starter(tmp_path / "file")


@pytest.mark.slow
def test_the_starter_can_be_solved(tmp_path: Path) -> None:
    """There is a plan that keeps every hard rule of the starter, and the exact solver finds it."""
    from cohortplan.solve import solve
    from cohortplan.solvers.base import Stop

    write_starter(tmp_path)
    result = solve(read_scenario(tmp_path), solver="cpsat", stop=Stop(seconds=10))
    assert result.evaluation is not None
    assert result.evaluation.hard == 0
