import stat
from pathlib import Path

import pytest

from cohortplan.io import read_plan, read_scenario
from cohortplan.io.privacy.sealing import Sealed, seal
from tests.cli.conftest import Runner
from tests.cli.two_days import write_folder as two_days
from tests.support.folders import Grid, base_folder, write_folder


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Return the base folder with a diet of somebody and a date of birth that is none in columns of its own."""
    contents = base_folder()
    lines = contents["participants.csv"].splitlines()
    more = ["Date of birth,Next of kin", *["17 May 1980,Kin 01632 960003", "spring 1981,"], *[","] * (len(lines) - 3)]
    contents["participants.csv"] = "".join(f"{line},{cells}\n" for line, cells in zip(lines, more, strict=True))
    return write_folder(tmp_path / "office", contents)


def test_sealing_moves_facts_and_changes_no_plan(office: Path) -> None:
    """The scenario is the same before and after, and so is its hash; the sheet of people has no flags or codes."""
    before = read_scenario(office)
    seal(office, before)
    after = read_scenario(office)
    assert after.sha256 == before.sha256
    assert [each.flags for each in after.participants] == [each.flags for each in before.participants]
    assert [each.cannot for each in after.participants] == [each.cannot for each in before.participants]
    grid = Grid((office / "participants.csv").read_text())
    assert not any(grid.filled(name) for name in ("flags", "cannot", "Next of kin"))
    assert grid.filled("Date of birth") == [3]  # what is no date can only stand where anything may
    assert after.private_of["P01"].born is not None
    assert after.private_of["P02"].legal_name == "Bronwen Mary Pask"


def test_other_cells_stay_byte_for_byte(office: Path) -> None:
    """Rows of people of whom nothing was moved stay as they were typed, and so does the order of all."""
    before = (office / "participants.csv").read_text().splitlines()
    seal(office, read_scenario(office))
    after = (office / "participants.csv").read_text().splitlines()
    assert [line.split(",")[:2] for line in after] == [line.split(",")[:2] for line in before]
    assert sum(a == b for a, b in zip(before, after, strict=True)) >= 5


def test_keys_are_random_and_nobody_else_reads_them(office: Path, tmp_path: Path) -> None:
    """Two sealings give different keys; the file of keys has mode 0600; what had a key keeps it."""
    other = write_folder(tmp_path / "other", {path.name: path.read_bytes() for path in office.iterdir()})
    for folder in (office, other):
        seal(folder, read_scenario(folder))
        assert stat.S_IMODE((folder / "keys.csv").stat().st_mode) == 0o600
    first, second = ((folder / "keys.csv").read_text() for folder in (office, other))
    assert first != second
    assert "9f2c61d0,P07" in first
    assert len({*first.splitlines()} & {*second.splitlines()}) == 3  # the header and the two that were there


def test_a_second_sealing_has_nothing_to_do(office: Path) -> None:
    """What is sealed is sealed: no file changes."""
    seal(office, read_scenario(office))
    before = {path: path.read_bytes() for path in office.iterdir()}
    assert seal(office, read_scenario(office)) == Sealed({}, {"diet": 1})
    assert {path: path.read_bytes() for path in office.iterdir()} == before


def test_seal_as_a_command(run: Runner, office: Path) -> None:
    """The command tells how many cells it moved, and nothing of what they say."""
    told = run("seal", office)
    assert told.code == 0
    assert "1 cell of flags" in told.out
    assert "stairs" not in told.out + told.err
    assert run("seal", office, "--json").json == {"moved": {}, "stayed": {"diet": 1}}


def test_what_is_said_otherwise_in_the_sealed_file_stays_and_is_told(run: Runner, office: Path) -> None:
    """A cell of the sheet that differs from what was sealed is not lost and not moved: how many there are is told."""
    seal(office, read_scenario(office))
    sheet = office / "participants.csv"
    head, first, *rest = sheet.read_text().splitlines()
    cells = dict(zip(head.split(","), first.split(","), strict=True)) | {"Next of kin": "Kin 01632 960004"}
    sheet.write_text("\n".join([head, ",".join(cells.values()), *rest]) + "\n")
    assert run("seal", office, "--json").json == {"moved": {}, "stayed": {"Next of kin": 1, "diet": 1}}
    assert "Still in participants.csv: 1 cell of Next of kin, 1 cell of diet, as" in run("seal", office).out
    assert "960004" in sheet.read_text()


def test_shipped_plans_stay_plans_of_their_scenario() -> None:
    """Columns that no rule uses do not count in the hash, so that sealing the flagship leaves its plan a plan of it."""
    folder = Path(__file__).parents[2] / "scenarios" / "threesector-30x10"
    assert read_plan(folder / "plan.json").scenario.sha256 == read_scenario(folder).sha256


def test_keys_are_told_of_where_there_are_some(run: Runner, tmp_path: Path) -> None:
    """Whoever had diets alone moved out is not told to keep a file apart that there is not."""
    folder = two_days(tmp_path)
    sheet = folder / "participants.csv"
    sheet.write_text(sheet.read_text().replace(",flags\n", ",diet\n").replace(",lived_experience\n", ",vegan\n"))
    told = run("seal", folder)
    assert (told.code, "1 cell of diet" in told.out, "keys.csv" in told.out) == (0, True, False)
    assert not (folder / "keys.csv").exists()
