"""How people take part, and what sort of thing they take part in, as it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from cohortplan.io import cells, read_scenario
from cohortplan.io.dates import CellError
from tests.io.test_tables import put, refused
from tests.support.folders import Grid, base_folder, write_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The base folder."""
    return write_folder(tmp_path, base_folder())


@pytest.mark.parametrize(
    ("cell", "mode"),
    [("in person", "in_person"), ("Face-to-face", "in_person"), ("ONLINE", "online"), ("hybrid", "hybrid")],
)
def test_a_mode_may_be_spelt_as_people_do(cell: str, mode: str) -> None:
    """Blanks, dashes and capitals do not matter."""
    assert cells.mode(cell) == mode
    with pytest.raises(CellError):
        cells.mode(f"{cell} perhaps")


def test_modes_and_formats_arrive(folder: Path) -> None:
    """Activities and events have them; what is not said is in person and of no format."""
    scenario = read_scenario(folder)
    assert [[(a.mode, a.format) for a in each.activities] for each in scenario.rounds] == [
        [("in_person", "visit"), ("in_person", "talk")],
        [("in_person", "visit"), ("hybrid", "talk")],
    ]
    assert (scenario.events[0].mode, scenario.events[0].format) == ("in_person", "plenary")


def test_people_may_be_online_and_have_a_delegate(folder: Path) -> None:
    """Two columns of participants that need not be there."""
    grid = Grid((folder / "participants.csv").read_text())
    grid.rows = [[*row, *more] for row, more in zip(grid.rows, [["online", "delegate"], *[["", ""]] * 13], strict=True)]
    (folder / "participants.csv").write_text(grid.put(2, "online", "yes").put(3, "delegate", "Ash Quayle").text())
    people = read_scenario(folder).participants
    assert [(person.online, person.delegate) for person in people[:3]] == [
        (True, ""),
        (False, "Ash Quayle"),
        (False, ""),
    ]


def test_nobody_visits_a_host_at_a_screen(folder: Path) -> None:
    """An online visit is refused with the cell."""
    put(folder, "rounds", 2, mode="online")
    assert [(d.file, d.row, d.column, d.message) for d in refused(folder)] == [
        ("rounds.csv", 2, "mode", "visit is a visit, which nobody makes at a screen")
    ]


def test_a_rule_is_not_blamed_for_events_that_could_not_be_read(folder: Path) -> None:
    """A quorum of an event whose row is faulty: only the row is told."""
    put(folder, "events", 2, until="late")
    settings = folder / "scenario.toml"
    settings.write_text(settings.read_text() + '\n[[rules]]\nrule = "quorum"\nevents = ["welcome"]\n')
    assert [(d.file, d.row, d.column) for d in refused(folder)] == [("events.csv", 2, "until")]
