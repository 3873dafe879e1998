"""Damaged scenario folders: each is refused with file and row, none with a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from cohortplan.errors import Defect, InputError
from cohortplan.io import read_scenario
from tests.support.damage import Damage, damages
from tests.support.folders import base_folder, write_folder

#: Every other damage; CI tries the rest.
DAMAGES = {damage.name: damage for damage in damages(seed=1)[::3]}
BASE = base_folder()
FILES = sorted({damage.file for damage in DAMAGES.values()})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the undamaged folder, in which one file after the other is damaged and mended."""
    return write_folder(tmp_path_factory.mktemp("damaged") / "scenario", base_folder())


@contextmanager
def damaged(folder: Path, damage: Damage) -> Iterator[Path]:
    """Damage a folder; mend it in the end."""
    try:
        for name, content in damage.changed.items():
            (folder / name).unlink(missing_ok=True)
            if content is not None:
                (folder / name).write_bytes(content)
        for name in damage.folders:
            (folder / name).mkdir()
        yield folder
    finally:
        for name in damage.folders:
            (folder / name).rmdir()
        for name in damage.changed:
            (folder / name).unlink(missing_ok=True)
            if name in BASE:
                (folder / name).write_bytes(BASE[name].encode())


@cache
def complaints(folder: Path, name: str) -> tuple[Defect, ...]:
    """Return the defects for which a damaged folder is refused; anything else that is raised fails the test."""
    with damaged(folder, DAMAGES[name]), pytest.raises(InputError) as refusal:
        read_scenario(folder)
    assert refusal.value.exit_code == 2
    return refusal.value.defects


def test_there_are_enough_and_each_is_another() -> None:
    """At least 200 folders are tried, no two of them alike."""
    contents = {(tuple(sorted(each.changed.items(), key=str)), each.folders) for each in DAMAGES.values()}
    assert len(contents) == len(DAMAGES) == len(damages(seed=1)[::3]) >= 200


def test_the_undamaged_folder_is_read(tmp_path: Path) -> None:
    """What is damaged below is a valid scenario, so each refusal is due to the damage."""
    assert len(read_scenario(write_folder(tmp_path, base_folder())).participants) == 13


@pytest.mark.parametrize("file", FILES)
def test_each_damage_is_told_with_file_and_row(folder: Path, file: str) -> None:
    """A damaged folder is refused; the damage's file and row are named, and every defect says what to do."""
    for name, damage in DAMAGES.items():
        if damage.file == file:
            assert (file, damage.row) in {(defect.file, defect.row) for defect in complaints(folder, name)}, name
            assert all(defect.file and defect.message and defect.remedy for defect in complaints(folder, name)), name


def test_damage_seldom_causes_further_complaints(folder: Path) -> None:
    """Complaints that only follow from others are held back: nearly every damage is answered with a single one."""
    several = [name for name in DAMAGES if len(complaints(folder, name)) > 1]
    assert len(several) <= len(DAMAGES) // 40, several


@pytest.mark.slow
def test_the_others_are_refused_as_well(folder: Path) -> None:
    """So are those that are not tried above, and what is drawn by chance, rows and values, does not matter."""
    for damage in (*damages(2)[1::3], *damages(2)[2::3]):
        with damaged(folder, damage), pytest.raises(InputError) as refusal:
            read_scenario(folder)
        assert (damage.file, damage.row) in {(defect.file, defect.row) for defect in refusal.value.defects}, damage.name
