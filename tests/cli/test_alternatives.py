"""Plans side by side on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from cohortplan.evaluate import evaluate
from cohortplan.io import read_plan, read_scenario
from tests.cli.conftest import Run, Runner

pytestmark = pytest.mark.slow


@pytest.fixture
def look(run: Runner, folder: Path, plan_file: Path, tmp_path: Path) -> Runner:
    """Look for alternatives for two seconds, unless more are given; they go to ``others``."""

    def call(*more: object, plan: Path = plan_file) -> Run:
        return run("alternatives", folder, plan, "-o", tmp_path / "others", "--seconds", 2, *more)

    return call


def test_plans_are_written_and_told(look: Runner, folder: Path, tmp_path: Path) -> None:
    """Two plans are written that `check` has nothing against; each has a line, and a sentence on who gains."""
    told = look("-k", 2, "--differ", 30, "--within", 20, "--seconds", 5)
    assert told.code == 0
    scenario = read_scenario(folder)
    files = sorted(path.name for path in (tmp_path / "others").glob("[0-9].json"))
    assert files == ["1.json", "2.json"]
    for name in files:
        plan = read_plan(tmp_path / "others" / name)
        measured = evaluate(scenario, plan)
        assert measured.valid
        assert plan.score["soft"] == measured.soft
        line = next(line.split() for line in told.out.splitlines() if line.startswith(f"{name} "))
        assert line[1] == str(measured.soft)
        assert float(line[-1].removesuffix("%")) >= 30
        assert f"{name}: " in told.out
    assert told.out.startswith("plan")


def test_what_is_lacking_is_told(look: Runner) -> None:
    """Twenty plans that have nothing in common are not to be had: it is said how many there are, and what may help."""
    told = look("-k", 20, "--differ", 100)
    assert told.code == 0
    text = " ".join(told.out.split())
    assert "of 20 alternatives were found" in text
    assert "a smaller --differ" in text


def test_the_document_has_all_of_it(look: Runner, folder: Path, tmp_path: Path) -> None:
    """The JSON document names files, costs, rules, figures, and what each participant gains."""
    found = look("-k", 1, "--differ", 30, "--within", 20, "--seconds", 3, "--json").json
    scenario = read_scenario(folder)
    (each,) = found["alternatives"]
    assert found["lacking"] == 0
    assert each["file"] == "1.json"
    assert each["soft"] == evaluate(scenario, read_plan(tmp_path / "others" / "1.json")).soft <= found["limit"]
    assert set(each["gains"]) == set(scenario.people)
    assert each["rules"]["new_contacts"] * 10 == each["soft"]


def test_a_front_is_written(look: Runner, tmp_path: Path) -> None:
    """Points are told by what they owe, with a reference that all are below; one plan is written for each."""
    found = look("--front", "new_contacts,host_balance", "--searches", 3, "--json").json
    assert found["wishes"] == ["new_contacts", "host_balance"]
    assert found["given"][0] == 5
    assert len(found["files"]) == len(found["points"]) > 0
    assert all((tmp_path / "others" / name).exists() for name in found["files"])
    assert all(a < b for point in found["points"] for a, b in zip(point, found["reference"], strict=True))


def test_the_front_has_a_table(look: Runner) -> None:
    """Without JSON there are a line for each point, and the volume from the reference that was given."""
    told = look("--front", "new_contacts, host_balance", "--searches", 3, "--reference", "20,9")
    assert told.code == 0
    assert [line.split()[0] for line in told.out.splitlines()[1:3]] == ["PLAN", "1.json"]
    assert "from new_contacts 20, host_balance 9" in " ".join(told.out.split())


@pytest.mark.parametrize(
    "options",
    [
        ("--front", "new_contacts"),
        ("--front", ",".join("abcde")),
        ("--front", "a,b", "--reference", "3"),
        ("--front", "a,b", "--reference", "3,x"),
        ("-k", 0),
        ("--within", -1),
        ("--differ", 101),
    ],
)
def test_options_that_make_no_sense_are_refused(look: Runner, options: tuple[object, ...]) -> None:
    """Bad options are told with exit code 2, and no folder is made."""
    told = look(*options)
    assert told.code == 2
    assert told.err
    assert told.out == ""


def test_a_wish_nobody_knows_is_told(look: Runner) -> None:
    """A rule that is hard, and one that there is not, are told at once."""
    told = look("--front", "set_size,nonsense")
    assert told.code == 2
    assert "hard rule" in told.err
    assert "nonsense" in told.err


def test_plans_of_an_earlier_time_are_not_mixed(look: Runner, tmp_path: Path) -> None:
    """A folder that has such plans is refused before the work, and they stay as they were."""
    (tmp_path / "others").mkdir()
    (tmp_path / "others" / "2.json").write_text("mine", encoding="utf-8")
    told = look()
    assert told.code == 2
    assert "2.json" in told.err
    assert (tmp_path / "others" / "2.json").read_text(encoding="utf-8") == "mine"


def test_a_file_is_no_folder(look: Runner, tmp_path: Path) -> None:
    """Where a file is in the way of the folder that is told."""
    (tmp_path / "others").write_text("", encoding="utf-8")
    told = look()
    assert told.code == 2
    assert "the folder cannot be made" in told.err


def test_a_plan_that_breaks_rules_has_no_alternatives(look: Runner, broken_plan: Path) -> None:
    """What a plan breaks is told, and that `improve` may mend it."""
    told = look(plan=broken_plan)
    assert told.code == 2
    assert "A01" in told.err
    assert "cohortplan improve" in told.err
