"""``shape``: advice before anyone is recruited."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Runner

SECTORS = "public=14,private=12,nonprofit=9"


def test_advice_in_words(run: Runner) -> None:
    """For 35 people the table has a row for each way to split them; seven fives for seven rounds are recommended."""
    told = run("shape", "35", "--sets", "5-7", "--sectors", SECTORS)
    assert told.code == 0
    row = next(line.split() for line in told.out.splitlines() if line.startswith("7 of 5"))
    assert row == ["7", "of", "5", "210", "280", "350", "420", "490", "≤514", "7,", "perhaps", "8"]
    assert "7 of 5             2       1-2      1-2" in told.out
    assert "Recommended: 7 sets of 5, 7 rounds." in told.out
    assert max(map(len, told.out.splitlines())) <= 80


def test_advice_as_json(run: Runner) -> None:
    """Everything that is told stands in the document too, for all numbers of rounds."""
    told = run("shape", "36", "--sets", "6", "--rounds", "3-4", "--json").json
    (shape,) = told["shapes"]
    assert shape["sizes"] == [6] * 6
    assert shape["repeat_free"]["known"] == shape["repeat_free"]["most"] == 3
    assert "Tarry" in shape["repeat_free"]["most_since"]
    assert shape["rounds"] == [
        {"rounds": 3, "most": 270, "reached": 270, "repeats": 0},
        {"rounds": 4, "most": 358, "reached": 270, "repeats": 2},
    ]
    assert told["without_repeats"] == {"sizes": [6] * 6, "rounds": 3, "most": 270, "repeats": 0}
    assert told["advice"][-1] == "In rounds.csv write sets 6, size 6."


def test_many_shapes_and_rounds_are_cut_short(run: Runner) -> None:
    """Of many shapes and numbers of rounds some are shown, with the first and last round; JSON has them all."""
    told = run("shape", "400", "--rounds", "1-40")
    assert told.code == 0
    assert "in 1 " in told.out
    assert "in 40 " in told.out
    assert "more shapes" in told.out
    assert len(run("shape", "400", "--rounds", "1-40", "--json").json["shapes"][0]["rounds"]) == 40


@pytest.mark.parametrize(
    ("typed", "remedy"),
    [
        (["0"], "Give 2 to 2000 people"),
        (["7", "--sets", "1"], "no sizes of sets to plan for (found: '1')"),
        (["35", "--sets", "9-3"], "Write the smaller number first: 3-9"),
        (["35", "--sets", "five"], "Write it like 6 or 5-7"),
        (["35", "--rounds", "1-2-3"], "Write it like 6 or 5-7"),
        (["35", "--rounds", "9" * 5000], "Write it like 6 or 5-7"),
        (["35", "--sectors", f"public={'9' * 5000}"], "Write it like public=14,private=12"),
        (["35", "--sectors", "public"], "Write it like public=14,private=12"),
        (["35", "--sectors", "public=20,public=15"], "Add the two up"),
        (["35", "--sectors", "public=14,private=12"], "Add 9 to them, or plan for 26"),
    ],
)
def test_bad_input_is_told_with_a_remedy(run: Runner, typed: list[str], remedy: str) -> None:
    """What makes no sense exits with 2 and says how to put it right."""
    told = run("shape", *typed)
    assert (told.code, told.out) == (2, "")
    assert remedy in told.err
