"""``picture``: a plan on one page."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

from tests.cli.conftest import Runner


def test_the_picture_is_drawn(run: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> None:
    """The file is well-formed SVG with the sets' hosts and the participants' ids, but not their names."""
    told = run("picture", folder, plan_file, "-o", tmp_path / "plan.svg")
    assert (told.code, told.out) == (0, f"Written to {tmp_path / 'plan.svg'}.\n")
    drawn = "".join(ET.parse(tmp_path / "plan.svg").getroot().itertext())  # noqa: S314 - our own file
    assert "Marsh Lane Prison" in drawn
    assert "A01" in drawn
    assert "Orla" not in drawn


def test_a_picture_that_cannot_be_written(run: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> None:
    """A folder that is not there is bad input."""
    told = run("picture", folder, plan_file, "-o", tmp_path / "nowhere" / "plan.svg")
    assert told.code == 2
    assert "nowhere" in told.err
