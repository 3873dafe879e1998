"""The card of an instance: what it says, and what is found out with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cohortplan.bench.generate import Card, check, generate, read_card, read_factors, write_instance
from cohortplan.errors import InputError
from cohortplan.io import read_scenario
from tests.bench.generate.small import small


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of an instance with a plan hidden in it."""
    write_instance(tmp_path / "one", generate(small(plant=True)), "easy")
    return tmp_path / "one"


def test_the_card_says_what_is_known(folder: Path) -> None:
    """Id, licence, difficulty, best plan, figures and the files stand on the card, and it is read as it was written."""
    card = check(folder)
    assert card.id == read_scenario(folder).programme.id
    assert (card.licence, card.difficulty) == ("CC0-1.0", "easy")
    assert card.best is not None
    assert (card.best.soft, card.best.proved, card.best.plan) == (0, True, "planted.plan.json")
    assert card.features["participants"] == 18
    assert set(card.files) == {path.name for path in folder.iterdir()} - {"instance.toml"}


def test_without_a_plan_nothing_is_claimed(tmp_path: Path) -> None:
    """An instance in which nothing is hidden has no best plan, and nobody knows how difficult it is."""
    card = write_instance(tmp_path, generate(small()))
    assert (card.best, card.difficulty) == (None, "unknown")
    assert check(tmp_path) == read_card(tmp_path) == card


def test_an_instance_is_drawn_again_from_its_card(folder: Path) -> None:
    """The factors on the card give the same files."""
    made = generate(read_factors(read_card(folder).provenance.factors))
    assert {name: (folder / name).read_text(encoding="utf-8") for name in made.files} == made.files


def edit(folder: Path, file: str, change: Callable[[str], str]) -> None:
    """Change the text of a file."""
    path = folder / file
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def refused(folder: Path) -> str:
    """Return what is said of an instance that is not whole."""
    with pytest.raises(InputError) as error:
        check(folder)
    return str(error.value)


def test_changed_missing_and_foreign_files_are_all_told(folder: Path) -> None:
    """Each file that is not as the card says is named, and so are tables that would be read beside them."""
    edit(folder, "hosts.csv", lambda text: text.replace("H01", "H1"))
    (folder / "ties.csv").unlink()
    (folder / "absences.csv").write_text("participant,round\n", encoding="utf-8")
    (folder / "notes.md").write_text("mine\n", encoding="utf-8")
    told = refused(folder).splitlines()
    assert [line.rpartition("/")[2] for line in told] == [
        "hosts.csv: the file is not the one of the instance. Fetch or draw the instance anew",
        "instance.toml, column files: there is no such file in the folder (found: 'ties.csv')."
        " Fetch or draw the instance anew",
        "absences.csv: the file is none of the instance's. Move it elsewhere",
    ]


def test_a_card_that_was_tampered_with_is_told(folder: Path) -> None:
    """A checksum that is not that of the files, files outside, and plans not listed are found."""
    edit(folder, "instance.toml", lambda text: text.replace('"places.csv"', '"../places.csv"'))
    edit(folder, "instance.toml", lambda text: text.replace('plan = "planted', 'plan = "/planted'))
    told = refused(folder)
    assert "the checksum is not that of the files listed" in told
    assert "there is no such file in the folder (found: '../places.csv')" in told
    assert "the best plan is none of the files listed (found: '/planted.plan.json')" in told


def test_a_plan_is_never_taken_at_its_word(folder: Path) -> None:
    """What the best plan costs is measured."""
    edit(folder, "instance.toml", lambda text: text.replace("soft = 0", "soft = 3"))
    assert "column best.soft: the plan breaks 0 and costs 0 (found: '3')" in refused(folder)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text[:0], "column schema: this is missing"),
        (lambda text: text.replace("instance/1", "instance/2"), "column schema: this must be 'cohortplan-instance/1'"),
        (lambda text: text.replace('"easy"', '"simple"'), "column difficulty: this must be"),
        (lambda text: text + "[more]\n", "column more: this name is not known"),
        (lambda text: text.replace("[best]", "[best"), "this is no TOML"),
        (lambda text: text.replace("soft = 0", "soft = -1"), "column best.soft: this must be at least 0"),
    ],
)
def test_a_card_that_cannot_be_used_is_told(folder: Path, change: Callable[[str], str], told: str) -> None:
    """What is wrong with a card is said with its place."""
    edit(folder, "instance.toml", change)
    assert told in refused(folder)


def test_a_folder_without_a_card_is_told(tmp_path: Path) -> None:
    """Where there is no card, that is said."""
    with pytest.raises(InputError, match="the file cannot be read"):
        read_card(tmp_path)


def test_nothing_is_written_among_other_tables(tmp_path: Path) -> None:
    """A folder with tables that the instance has not would be another scenario; writing again into its own is fine."""
    (tmp_path / "absences.csv").write_text("participant,round\n", encoding="utf-8")
    made = generate(small())
    with pytest.raises(InputError, match=r"absences\.csv"):
        write_instance(tmp_path, made)
    (tmp_path / "absences.csv").unlink()
    first: Card = write_instance(tmp_path, made)
    assert write_instance(tmp_path, made) == first
    (tmp_path / "planted.plan.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match=r"planted\.plan\.json"):
        write_instance(tmp_path, made)
