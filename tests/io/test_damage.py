"""Damaged scenario folders: each is refused with file and row, none with a traceback."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from cohortplan.errors import Defect, InputError
from cohortplan.io import read_scenario
from tests.support.damage import damages
from tests.support.folders import base_folder, write_folder

DAMAGES = {damage.name: damage for damage in damages(seed=1)}
FILES = sorted({damage.file for damage in DAMAGES.values()})


@cache
def complaints(name: str) -> tuple[Defect, ...]:
    """Return the defects for which a damaged folder is refused; anything else that is raised fails the test."""
    with TemporaryDirectory() as folder, pytest.raises(InputError) as refusal:
        read_scenario(DAMAGES[name].write(Path(folder) / "scenario"))
    assert refusal.value.exit_code == 2
    return refusal.value.defects


def test_there_are_enough_and_each_is_another() -> None:
    """At least 200 folders are tried, no two of them alike."""
    contents = {(tuple(sorted(each.changed.items(), key=str)), each.folders) for each in DAMAGES.values()}
    assert len(contents) == len(DAMAGES) == len(damages(seed=1)) >= 200


def test_the_undamaged_folder_is_read(tmp_path: Path) -> None:
    """What is damaged below is a valid scenario, so each refusal is due to the damage."""
    assert len(read_scenario(write_folder(tmp_path, base_folder())).participants) == 13


@pytest.mark.parametrize("file", FILES)
def test_each_damage_is_told_with_file_and_row(file: str) -> None:
    """A damaged folder is refused; the damage's file and row are named, and every defect says what to do."""
    for name, damage in DAMAGES.items():
        if damage.file == file:
            assert (file, damage.row) in {(defect.file, defect.row) for defect in complaints(name)}, name
            assert all(defect.file and defect.message and defect.remedy for defect in complaints(name)), name


def test_damage_seldom_causes_further_complaints() -> None:
    """Complaints that only follow from others are held back: nearly every damage is answered with a single one."""
    several = [name for name in DAMAGES if len(complaints(name)) > 1]
    assert len(several) <= len(DAMAGES) // 40, several


@pytest.mark.slow
def test_another_seed_is_refused_as_well(tmp_path: Path) -> None:
    """What is drawn by chance, rows and values, does not matter: of every third kind of damage another is tried."""
    for number, damage in enumerate(damages(2)[::3]):
        with pytest.raises(InputError) as refusal:
            read_scenario(damage.write(tmp_path / str(number)))
        assert (damage.file, damage.row) in {(defect.file, defect.row) for defect in refusal.value.defects}, damage.name
