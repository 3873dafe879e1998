"""Work lists: what they say, what may be added to one, and what is said of damaged ones."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from cohortplan.bench.source import open_source
from cohortplan.bench.suite import read_suite, work_list
from cohortplan.bench.worklist import located, portable, prepare, read_list
from cohortplan.errors import InputError
from cohortplan.io import write_scenario
from tests.bench.running.conftest import GOLF, Maker


def test_a_list_says_all_that_is_to_be_done(made: Maker, tmp_path: Path) -> None:
    """What is read from a list is what the suite asks for, in its order, and the suite lies beside it as it was."""
    folder, units = made()
    assert list(units) == work_list(read_suite(tmp_path / "golf.toml"), tmp_path)
    assert read_list(folder) == units
    with (folder / "work.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["number"], row["case"], row["seed"]) for row in rows][:3] == [
        ("1", "sgp:3-2-3", "0"),
        ("2", "sgp:3-2-3", "1"),
        ("3", "sgp:2-2-3", "0"),
    ]
    assert json.loads((folder / "cases.json").read_text(encoding="utf-8")).keys() == {"sgp:3-2-3", "sgp:2-2-3"}
    assert (folder / "suite.toml").read_text(encoding="utf-8") == GOLF


def test_work_may_be_added_and_keeps_its_numbers(made: Maker) -> None:
    """A suite that asks for more, in whatever order, adds lines at the end."""
    _, before = made()
    folder, after = made(GOLF.replace("seeds = 2", "seeds = [5, 0, 1]"))
    assert after[:4] == before
    assert [unit.seed for unit in after[4:]] == [5, 5]
    assert read_list(folder) == after


def test_what_is_known_of_a_case_may_change(made: Maker) -> None:
    """A best known value that is new changes the cases' file and no unit."""
    case = '[[block.case]]\nname = "own"\nsource = "sgp:2-2-3"\nfigures = [{ name = "soft", best = %d }]\n'
    _, before = made(GOLF + case % 1)
    folder, after = made(GOLF + case % 2)
    assert [unit.id for unit in after] == [unit.id for unit in before]
    assert read_list(folder)[-1].case.figures[0].best == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            GOLF.replace(', "sgp:2-2-3"', ""),
            "it has no longer what the folder's list has (found: 'sgp:2-2-3, search, seed 0",
        ),
        (GOLF.replace("seeds = 2", "seeds = 1"), "seed 1, 500 iterations"),
        (GOLF.replace("500", "600"), "Put it back, or choose another folder"),
        (GOLF.replace('"search"', '"cpsat"'), "sgp:3-2-3, search"),
    ],
)
def test_work_may_not_be_lost(made: Maker, text: str, told: str) -> None:
    """A suite that asks for less, or for something else, is refused, and the folder stays as it was."""
    folder, units = made()
    with pytest.raises(InputError) as refused:
        made(text)
    assert told in str(refused.value)
    assert read_list(folder) == units
    assert (folder / "suite.toml").read_text(encoding="utf-8") == GOLF


def test_a_case_may_not_report_other_figures(made: Maker) -> None:
    """Records have the figures that were asked for when they were made: others need another folder."""
    case = '[[block.case]]\nname = "own"\nsource = "sgp:2-2-3"\nfigures = [{ name = "%s" }]\n'
    made(GOLF + case % "soft")
    with pytest.raises(InputError, match=r"it reports other figures of this case \(found: 'own'\)"):
        made(GOLF + case % "repeats")


def test_an_instance_that_has_changed_is_said_to_have(made: Maker, tmp_path: Path) -> None:
    """The suite is the same: what is another is told by its source, once."""
    source = tmp_path / "mine"
    write_scenario(source, open_source("sgp:2-2-3").scenario)
    text = GOLF.replace('"sgp:3-2-3"', json.dumps(str(source)))
    made(text)
    write_scenario(source, open_source("sgp:3-2-3").scenario)
    with pytest.raises(InputError, match="the instance has changed since it was in the folder's list") as refused:
        made(text)
    assert len(refused.value.defects) == 1


def test_a_suite_must_ask_for_something(made: Maker) -> None:
    """A family that yields no case makes no run."""
    with pytest.raises(InputError, match="the suite asks for nothing"):
        made(f'[[block]]\nseconds = 1\nfamily = "{__name__}:nothing"\n')


def nothing(instances: Path) -> list[object]:
    """Return a family without a case."""
    assert instances.is_dir()
    return []


def test_the_folder_of_instances_is_left_open(made: Maker, tmp_path: Path) -> None:
    """A list names instances below that folder in a way that holds on any machine, and others as the suite does."""
    assert portable(f"mdgp:{tmp_path}/a/b.txt", tmp_path) == "mdgp:{instances}/a/b.txt"
    assert portable(f"{tmp_path}/a", tmp_path) == "{instances}/a"
    assert portable("instances/x#3", Path("instances")) == "{instances}/x#3"
    for same in ("sgp:8-4-10", "instances-too/x", "python:a.b:c"):
        assert portable(same, Path("instances")) == same
    _, units = made()
    unit = units[0].model_copy(update={"case": units[0].case.model_copy(update={"source": "mdgp:{instances}/a"})})
    assert located(unit, tmp_path).case.source == f"mdgp:{tmp_path}/a"
    assert located(unit, tmp_path).id == unit.id


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (",search,0,500,", ",search,7,500,", "row 2: the line was edited, or lines were lost before it"),
        (",search,0,500,", ",search,x,500,", "row 2: this is no unit|row 2: invalid literal"),
        (",search,0,500,", ",search,0,500,3.0", "row 2: "),
        ("2-2-3,golfers", "2-2-4,golfers", "row 4: cases.json does not know this case"),
        ("1,", "9,", "row 2: the line was edited"),
    ],
)
def test_damaged_lines_are_named(made: Maker, old: str, new: str, told: str) -> None:
    """A list that was edited is refused, with file and row of each line that is not as it was written."""
    folder, _ = made()
    file = folder / "work.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match=rf"work\.csv, (?:{told})"):
        read_list(folder)


def test_all_damaged_lines_are_named_at_once(made: Maker) -> None:
    """Two edited lines are two defects; without cases, or a list, that is said."""
    folder, _ = made()
    file = folder / "work.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("search", "cpsat", 2), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_list(folder)
    assert [defect.row for defect in refused.value.defects] == [2, 3]


@pytest.mark.parametrize("damage", ["", "number,unit\n", "\udcff", "header", "cases", "no cases"])
def test_a_list_that_is_none_can_be_written_again(made: Maker, damage: str) -> None:
    """Be it empty, cut off, no text, or without its cases: it is said how, and then it is as it was."""
    folder, units = made()
    file = folder / "work.csv"
    text = file.read_text(encoding="utf-8")
    changed = {"header": text.replace("seed", "seeds"), "cases": text, "no cases": text}.get(damage, damage)
    file.write_bytes(changed.encode(errors="surrogateescape"))
    if damage == "cases":
        (folder / "cases.json").write_text("[]", encoding="utf-8")
    if damage == "no cases":
        (folder / "cases.json").unlink()
    for _ in range(2):
        with pytest.raises(InputError, match=r"there is no work list|this is no work list") as refused:
            prepare(folder / "suite.toml", folder, folder)
        assert "Remove work.csv" in str(refused.value)
    file.unlink()
    assert prepare(folder / "suite.toml", folder, folder).units == units


def test_a_folder_in_which_no_run_can_be_kept_is_refused(made: Maker, tmp_path: Path) -> None:
    """As where there is a file of that name."""
    folder, _ = made()
    with pytest.raises(InputError, match=r"no run can be kept here \(Not a directory\). Name a folder"):
        prepare(folder / "suite.toml", folder / "work.csv", tmp_path)


def test_nothing_is_written_again_that_is_the_same(made: Maker) -> None:
    """A second call touches no file of the list."""
    folder, _ = made()
    files = [folder / name for name in ("work.csv", "cases.json", "suite.toml")]
    before = [file.stat().st_mtime_ns for file in files]
    assert prepare(folder / "suite.toml", folder, folder).new == 0
    assert [file.stat().st_mtime_ns for file in files] == before
