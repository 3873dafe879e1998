"""Settings as rows of a sheet."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohortplan.io.workbook.lines import rows_of, text_of
from tests.support.folders import base_folder
from tests.support.workbooks import SCENARIOS


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_settings_come_back_byte_for_byte(path: Path) -> None:
    """Comments, blanks before them and every value of the shipped settings are the same after a way through rows."""
    text = path.read_text(encoding="utf-8")
    assert text_of(rows_of(text)) == text


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\x00")))
def test_whatever_lines_there_are_come_back(text: str) -> None:
    """Nothing is lost of lines that are no TOML either."""
    assert text_of(rows_of(text)) == "".join(f"{line}\n" for line in text.removeprefix("\ufeff").splitlines())


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ('title = "A first programme"', ("title", "A first programme", "")),
        ("least = 2  # each", ("least", "2  ", "# each")),
        ('name = "5"', ("name", '"5"', "")),
        ('name = "true"', ("name", '"true"', "")),
        ('colour = "#fff" # a # b', ("colour", "#fff ", "# a # b")),
        ('sector = ["public", "private"]', ("sector", '["public", "private"]', "")),
        ("x = 'single'", ("x", "'single'", "")),
        ("[programme]", ("[programme]", "", "")),
        ("# words = only", ("# words = only", "", "")),
        ("quota = {", ("quota = {", "", "")),
        ('a."b c" = 1', ('a."b c"', "1", "")),
    ],
)
def test_lines_are_taken_apart(line: str, row: tuple[str, str, str]) -> None:
    """A text stands without quotation marks unless it could be a number or the like; what is no setting stays whole."""
    assert rows_of(line) == [row]
    assert text_of([row]) == f"{line}\n"


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (("title", 'The "big" one', ""), 'title = "The \\"big\\" one"'),
        (("title", "Ours", "new"), 'title = "Ours"  # new'),
        (("least", "3", "# why"), "least = 3  # why"),
        (("hard", "false", ""), "hard = false"),
        (("starts", "2026-09-01", ""), "starts = 2026-09-01"),
        (("sector", "public; private", ""), 'sector = "public; private"'),
    ],
)
def test_what_people_type_becomes_toml(row: tuple[str, str, str], line: str) -> None:
    """Text needs no quotation marks, a note no sign; numbers, dates and lists are what they look like."""
    assert text_of([row]) == f"{line}\n"


def test_lines_of_long_texts_stay_whole() -> None:
    """Inside quotation marks over several lines nothing is taken for a setting."""
    text = 'words = """\na = 1\n"""\nb = 2\n'
    assert [row[1] for row in rows_of(text)] == ["", "", "", "2"]
    assert text_of(rows_of(text)) == text


def test_the_base_settings_say_the_same() -> None:
    """Once more through rows and with all blanks gone, the settings mean the same."""
    text = base_folder()["scenario.toml"]
    trimmed = [tuple(cell.strip() for cell in row) for row in rows_of(text)]
    assert tomllib.loads(text_of(trimmed)) == tomllib.loads(text)
