"""``import.toml`` keeps what was said, and says what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cohortplan.errors import InputError
from cohortplan.io.messy import FILE, Choices, import_grids, read_choices
from tests.io.messy.rows import TODAY, asked, grid, table

TEXT = 'Name,Organisation,Sector,"Say ""hi"", \\ all"\nIda Marsh,Calder,other,x\nBo Cobb,Worth,private,y\n'


def test_it_is_read_again(tmp_path: Path) -> None:
    """What one import writes the next one reads: sheets, columns, answers and ids, and nothing changes."""
    first = import_grids([grid(TEXT)], None, TODAY, Choices())
    (tmp_path / FILE).write_text(first.files[FILE])
    known = read_choices(tmp_path / FILE)
    assert known.chosen.sheets == {"people.csv": "people"}
    assert known.chosen.columns["people.csv"]['Say "hi", \\ all'] == "keep"
    assert known.ids == {"people, Bo Cobb, Worth": "P01"}
    assert import_grids([grid(TEXT)], None, TODAY, known).files == first.files


def test_answers_count(tmp_path: Path) -> None:
    """An answer written into the file is used, and stays there when its question is not asked any more."""
    first = import_grids([grid(TEXT)], None, TODAY, Choices())
    assert asked(first) == [("sectors", 2)]
    (tmp_path / FILE).write_text(first.files[FILE].replace('answer = ""', 'answer = "charity"'))
    second = import_grids([grid(TEXT)], None, TODAY, read_choices(tmp_path / FILE))
    assert asked(second) == []
    assert [row["sector"] for row in table(second)] == ["nonprofit", "private"]
    (tmp_path / FILE).write_text(second.files[FILE])
    third = import_grids([grid(TEXT.replace("other", "public"))], None, TODAY, read_choices(tmp_path / FILE))
    assert 'answer = "charity"' in third.files[FILE]


def test_ids_stay(tmp_path: Path) -> None:
    """Who has an id keeps it, whoever joins before them and whatever their organisation is called by then."""
    first = import_grids([grid(TEXT)], None, TODAY, Choices())
    (tmp_path / FILE).write_text(first.files[FILE])
    text = "Name,Organisation,Sector\nAl Dale,Aire,public\nBo Cobb,Worth Valley,private\n"
    second = import_grids([grid(text)], None, TODAY, read_choices(tmp_path / FILE))
    assert [(row["id"], row["name"]) for row in table(second)] == [("P02", "Al Dale"), ("P01", "Bo Cobb")]


def test_ids_of_the_sheet() -> None:
    """Ids that stand in the sheet are used, unless two are alike or no file could have the name."""
    text = "Ref,Name,Organisation,Sector\nA7,Ida,A1,public\nA7,Bo,B1,public\n/x,Al,C1,public\nP02,Ed,D1,public\n"
    found = import_grids([grid(text)], None, TODAY, Choices())
    assert [row["id"] for row in table(found)] == ["A7", "P01", "P03", "P02"]


def test_nothing_is_known_without_a_file(tmp_path: Path) -> None:
    """Without the file, everything is guessed."""
    assert read_choices(tmp_path / FILE) == Choices()


@pytest.mark.parametrize(
    ("content", "message", "row"),
    [
        ("[sheets", "this is not valid TOML", 1),
        ('[sheets]\n"a.csv" = "persons"', "this is no table", 2),
        ('[columns."a.csv"]\n"Name" = "nom"', "no column is called this", 2),
        ('[columns."a.csv"]\n"A" = "name"\n"B" = "name"', "column 'A' is this already", 3),
        ('[columns]\n"a.csv" = "x"', "this is not a table", 2),
        ("[ids]\nIda = 1", "this is not text", 2),
        ('[[questions]]\nid = "a-1"\nanswer = true', "this is no question with its answer", 1),
        ("questions = [1]", "this is no question with its answer", 1),
    ],
)
def test_what_is_wrong_with_it(tmp_path: Path, content: str, message: str, row: int) -> None:
    """A mistake in the file is told with its line and a remedy."""
    (tmp_path / FILE).write_text(content)
    with pytest.raises(InputError) as caught:
        read_choices(tmp_path / FILE)
    (defect,) = caught.value.defects
    assert defect.message.startswith(message)
    assert (defect.row, defect.file) == (row, str(tmp_path / FILE))
    assert defect.remedy
