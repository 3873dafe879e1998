"""Designs: which instances they are, and what is written of them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from cohortplan.bench.generate import cases
from cohortplan.bench.generate.design import draw_design, read_design
from cohortplan.bench.generate.index import check_all
from cohortplan.bench.suite import Block
from cohortplan.errors import InputError

BASE = '[base]\nparticipants = 18\norganisations = 9\nset_size = "4-5"\nrounds = 3\nhosts = 8\n'
VARY = "[vary]\nties = [0.0, 0.2]\ntightness = [0.7, 0.9, 1.0]\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where the design of a test is written."""
    return tmp_path / "sweep.toml"


def test_a_cross_has_every_combination(file: Path) -> None:
    """Each value of a factor meets each of the others, with each seed."""
    file.write_text("seeds = 2\n" + BASE + VARY, encoding="utf-8")
    found = read_design(file)
    assert len(found) == 2 * 3 * 2
    assert list(found)[:2] == ["ties-0.0_tightness-0.7_seed-0", "ties-0.0_tightness-0.7_seed-1"]
    assert {(each.ties, each.tightness, each.seed) for each in found.values()} == {
        (ties, tightness, seed) for ties in (0, 0.2) for tightness in (0.7, 0.9, 1) for seed in (0, 1)
    }


def test_one_at_a_time_starts_from_the_base(file: Path) -> None:
    """The base comes first, then each value by itself; one that the base has already makes no instance."""
    file.write_text('design = "one"\nseeds = [4]\n' + BASE + VARY, encoding="utf-8")
    assert list(read_design(file)) == [
        "seed-4",
        "ties-0.0_seed-4",
        "ties-0.2_seed-4",
        "tightness-0.9_seed-4",
        "tightness-1.0_seed-4",
    ]


def test_values_with_parts_are_numbered_in_names(file: Path) -> None:
    """A table is no name: the instance is called after which of the values it is; long names become numbers."""
    file.write_text(BASE + '[vary]\nsectors = [{ a = 1, b = 1 }, { a = 1 }]\nset_size = ["4-5", [4, 6]]\n', "utf-8")
    assert list(read_design(file)) == [
        "sectors-1_set_size-4-5_seed-0",
        "sectors-1_set_size-2_seed-0",
        "sectors-2_set_size-4-5_seed-0",
        "sectors-2_set_size-2_seed-0",
    ]
    many = "".join(
        f"{name} = [0.1]\n" for name in ("ties", "homophily", "flagged", "keep_apart", "projects", "refusal")
    )
    file.write_text(f"{BASE}[vary]\n{many}", encoding="utf-8")
    assert list(read_design(file)) == ["000001"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('design = "both"\n', "column design: this must be 'cross' or 'one'"),
        ("seeds = []\n", "column seeds: there are fewer than 1 of these"),
        ("seeds = [-1]\n", "column seeds.0: this must be at least 0"),
        ("[vary]\nties = []\n", "column vary.ties: there are fewer than 1 of these"),
        ("[vary]\nseed = [1]\n", "what seeds there are is said by seeds"),
        ("seeds = 1000000\n", "instances, more than 100000"),
        ("[varied]\n", "column varied: this name is not known"),
        ("[vary]\nties = 0.1\n", "column vary.ties: this must be a list"),
        ("nonsense", "this is no TOML"),
    ],
)
def test_what_is_wrong_with_a_design_is_said(file: Path, text: str, told: str) -> None:
    """Designs that cannot be used are refused, with the place and the reason."""
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_design(file)
    assert told in str(error.value)


def test_bad_factors_are_told_once(file: Path) -> None:
    """All values that no instance can have are told, each once, whatever it is crossed with."""
    file.write_text("seeds = 3\n" + BASE + "[vary]\nties = [0.1, 2, 3]\ntightness = [0.7, 0]\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_design(file)
    assert sorted(defect.value for defect in error.value.defects) == ["0", "2", "3"]


def test_the_index_lists_what_was_drawn(file: Path, tmp_path: Path) -> None:
    """The index has a row for each instance: its checksum, the factors in which they differ, and what they are like."""
    file.write_text("[base]\nplant = true\n" + BASE[7:] + "[vary]\nties = [0.0, 0.2]\n", encoding="utf-8")
    cards = draw_design(tmp_path / "sweep", read_design(file))
    with (tmp_path / "sweep" / "index.csv").open(encoding="utf-8") as index:
        rows = list(csv.DictReader(index))
    assert [row["id"] for row in rows] == ["ties-0.0_seed-0", "ties-0.2_seed-0"]
    assert [row["sha256"] for row in rows] == [card.sha256 for card in cards]
    assert [(row["asked_ties"], row["ties"], row["best"]) for row in rows] == [
        ("0.0", "0.0", "0"),
        ("0.2", "0.2026", "0"),
    ]
    assert "asked_tightness" not in rows[0]
    assert check_all(tmp_path / "sweep") == cards


def test_instances_are_cases_of_a_suite(file: Path, tmp_path: Path) -> None:
    """A suite has the instances of a folder by their family; the best known is that of the card."""
    file.write_text("[base]\nplant = true\n" + BASE[7:], encoding="utf-8")
    draw_design(tmp_path / "sweep", read_design(file))
    (case,) = Block(family="cohortplan.bench.generate:cases").cases(tmp_path / "sweep")
    assert (case.name, case.source) == ("seed-0", str(tmp_path / "sweep" / "seed-0"))
    assert (case.figures[0].name, case.figures[0].best, case.figures[0].proved) == ("soft", 0, True)
    assert list(cases(tmp_path / "sweep" / "seed-0")) == [case.model_copy(update={"group": "seed-0"})]


def test_what_cannot_be_drawn_is_told_and_the_others_are_written(file: Path, tmp_path: Path) -> None:
    """Corners of a design that are impossible are named; the index has the others."""
    file.write_text(BASE + "[vary]\ntightness = [0.1, 0.7]\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"tightness-0\.1_seed-0: 120 visits are to be offered"):
        draw_design(tmp_path / "sweep", read_design(file))
    assert [card.id for card in check_all(tmp_path / "sweep")] == ["tightness-0.7_seed-0"]


def test_an_index_that_is_not_right_is_told(file: Path, tmp_path: Path) -> None:
    """Instances that are gone or exchanged, rows without one, and folders without an index are told."""
    folder = tmp_path / "sweep"
    file.write_text("seeds = 3\n" + BASE, encoding="utf-8")
    draw_design(folder, read_design(file))
    (folder / "seed-0").rename(folder / "gone")
    (folder / "seed-2").rename(folder / "seed-0")
    with pytest.raises(InputError) as error:
        check_all(folder)
    assert [(defect.row, defect.message) for defect in error.value.defects] == [
        (2, "this is not the instance in the folder"),
        (None, "the file cannot be read (No such file or directory)"),
    ]
    (folder / "index.csv").write_text("name\nseed-0\n", encoding="utf-8")
    with pytest.raises(InputError, match="some rows name no instance"):
        check_all(folder)
    with pytest.raises(InputError, match=r"neither instance\.toml nor index\.csv"):
        check_all(tmp_path)
