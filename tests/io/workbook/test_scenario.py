"""Scenarios from folder to workbook and back."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest
from openpyxl import load_workbook

from cohortplan.errors import InputError
from cohortplan.io import read_scenario
from cohortplan.io.changes import CHANGES
from cohortplan.io.folder import open_store
from cohortplan.io.workbook.scenario import APART, as_workbook, convert, files_of
from tests.io.changes import VALID
from tests.support.folders import base_folder, write_folder
from tests.support.workbooks import ROOT, SCENARIOS

#: One whose files are called after it; the others take longer.
FAST = [path for path in SCENARIOS if path.parts[-2:] in (("connect-11", "whole.toml"),)]
#: Levels of a scenario that differ from it in their settings, but those of one.
LEVELS = [path for path in SCENARIOS if path.stem in ("loose", "tight") and path.parent.name != "masterclass-48"]
FLAGSHIP = ROOT / "scenarios" / "threesector-30x10"


def name_of(path: Path) -> str:
    """Name a scenario."""
    return f"{path.parent.name}/{path.name}"


def assert_comes_back(path: Path, tmp_path: Path) -> None:
    """Assert that a scenario is the same in a workbook, and in a folder made of that."""
    book = tmp_path / "book.xlsx"
    convert(open_store(path), book)
    written = convert(open_store(book), tmp_path / "back" / path.name)
    assert {Path(each).name for each in written} == {*files_of(open_store(path))}
    for each in map(Path, written):
        assert each.read_bytes() == (path.parent / each.name).read_bytes(), each.name
    assert read_scenario(book).sha256 == read_scenario(path).sha256 == read_scenario(written[0]).sha256
    assert read_scenario(book) == read_scenario(path)


@pytest.mark.parametrize("path", FAST, ids=name_of)
def test_scenarios_come_back_byte_for_byte(path: Path, tmp_path: Path) -> None:
    """Folder, workbook, folder: every file is the same, and the scenario has the same hash in all three."""
    assert_comes_back(path, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("path", [path for path in SCENARIOS if path not in FAST + LEVELS], ids=name_of)
def test_other_scenarios_come_back_byte_for_byte(path: Path, tmp_path: Path) -> None:
    """So do all others that are shipped; of most that come in levels the middle one, with the same tables."""
    assert_comes_back(path, tmp_path)


def test_every_table_and_the_changes_come_back(tmp_path: Path) -> None:
    """A row of every table that may be a sheet and every kind of change: a way through a workbook changes nothing."""
    files = {name: text for name, text in base_folder().items() if name.removesuffix(".csv") not in APART}
    folder = write_folder(tmp_path / "folder", {**files, CHANGES: VALID})
    texts = files_of(open_store(folder))
    (tmp_path / "book.xlsx").write_bytes(as_workbook(texts))
    assert files_of(open_store(tmp_path / "book.xlsx")) == texts
    assert read_scenario(tmp_path / "book.xlsx") == read_scenario(folder)


def test_sealed_facts_and_their_keys_stay_apart(tmp_path: Path) -> None:
    """A folder whose flags are sealed becomes no workbook, in which the keys would lie beside them."""
    folder = write_folder(tmp_path / "folder", base_folder())
    with pytest.raises(InputError, match="are kept apart") as refusal:
        convert(open_store(folder), tmp_path / "book.xlsx")
    assert {defect.file for defect in refusal.value.defects} == {f"{name}.csv" for name in APART}
    assert not (tmp_path / "book.xlsx").exists()


def test_writing_is_repeatable_and_quick() -> None:
    """Equal folders give equal bytes, thirty people within two seconds' work."""
    texts = files_of(open_store(FLAGSHIP))
    first = as_workbook(texts)
    began = process_time()
    assert as_workbook(texts) == first
    assert process_time() - began < 2


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """Neither a workbook nor a file of a folder."""
    (tmp_path / "book.xlsx").touch()
    (tmp_path / "participants.csv").touch()
    for target in (tmp_path / "book.xlsx", tmp_path):
        with pytest.raises(InputError, match="exists already"):
            convert(open_store(FAST[0]), target)


def test_names_that_no_sheet_can_have(tmp_path: Path) -> None:
    """A file with too long a name is told, with the file."""
    name = f"{'rounds' * 6}.csv"
    settings = f'{base_folder()["scenario.toml"]}\n[files]\nrounds = "{name}"\n'
    folder = write_folder(tmp_path / "folder", {**base_folder(), "scenario.toml": settings})
    for each in APART:
        (folder / f"{each}.csv").unlink()
    (folder / "rounds.csv").rename(folder / name)
    with pytest.raises(InputError, match="no sheet of a workbook can have this name") as refusal:
        convert(open_store(folder), tmp_path / "book.xlsx")
    assert refusal.value.defects[0].file == name


def test_folders_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    """What is wrong with the bytes of a file is told with its name; nothing is written."""
    folder = write_folder(tmp_path / "folder", base_folder())
    (folder / "ties.csv").write_bytes("a,b\nRené,P01\n".encode("latin-1"))
    with pytest.raises(InputError, match="not saved as UTF-8") as refusal:
        convert(open_store(folder), tmp_path / "book.xlsx")
    assert refusal.value.defects[0].file == "ties.csv"
    assert not (tmp_path / "book.xlsx").exists()


def test_sheets_can_be_read_and_printed(tmp_path: Path) -> None:
    """Headings stay in view and on every page, pages lie across and are as wide as the sheet."""
    convert(open_store(FAST[0]), tmp_path / "book.xlsx")
    for sheet in load_workbook(tmp_path / "book.xlsx").worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        if sheet.title != "read me":
            assert sheet.print_title_rows == "$1:$1"
            assert sheet.freeze_panes
