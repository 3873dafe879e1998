"""What single cells of tables may hold."""

from __future__ import annotations

from datetime import date

import pytest

from cohortplan.io import cells
from cohortplan.io.dates import CellError
from cohortplan.model import BusyTime


@pytest.mark.parametrize(("text", "expected"), [("6", 6), ("6.0", 6), ("+6", 6), ("-3", -3), ("007", 7)])
def test_whole_numbers(text: str, expected: int) -> None:
    """Signs and the decimals that spreadsheets append are understood."""
    assert cells.whole(text) == expected


@pytest.mark.parametrize("text", ["six", "6.5", "1e3", "6 people", "9" * 13, "٦"])
def test_other_numbers_are_refused(text: str) -> None:
    """Words, fractions, exponents and numbers of thirteen digits are no whole numbers."""
    with pytest.raises(CellError, match="number"):
        cells.whole(text)


def test_decimals_take_point_or_comma() -> None:
    """Coordinates may be typed either way."""
    assert cells.decimal("-1.4701") == cells.decimal("-1,4701") == -1.4701
    with pytest.raises(CellError, match="this is not a number"):
        cells.decimal("nan")


@pytest.mark.parametrize(
    ("word", "expected"), [("yes", True), ("Y", True), ("1", True), ("No", False), ("FALSE", False)]
)
def test_yes_and_no(word: str, expected: bool) -> None:
    """Yes and no have several spellings."""
    assert cells.yes_no(word) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("6", ((6, 6),)), ("5-7", ((5, 7),)), ("5 – 7", ((5, 7),)), ("4;4;2 to 3", ((4, 4), (4, 4), (2, 3)))],
)
def test_sizes(text: str, expected: tuple[tuple[int, int], ...]) -> None:
    """One size for all sets, a range, or a list with one for each."""
    assert cells.sizes(text) == expected


@pytest.mark.parametrize("text", ["7-5", "5-", "some", "05-Jul", ";", "9" * 7])
def test_other_sizes_are_refused(text: str) -> None:
    """A range upside down, words, and what spreadsheets make of 5-7 are no sizes."""
    with pytest.raises(CellError, match="size"):
        cells.sizes(text)


def test_access_codes_may_hold_for_some_time() -> None:
    """A code may begin, end, or hold always."""
    found = cells.cannot("stairs; pregnancy from 2027-02-01 until 30 Jun 2027; H1 until 1/3/2027")
    assert found == (
        {"code": "stairs", "first": None, "last": None},
        {"code": "pregnancy", "first": date(2027, 2, 1), "last": date(2027, 6, 30)},
        {"code": "H1", "first": None, "last": date(2027, 3, 1)},
    )


@pytest.mark.parametrize("text", ["stairs from spring", "stairs from 2027-02-01 until 2027-01-01"])
def test_access_codes_with_wrong_dates_are_refused(text: str) -> None:
    """What holds for an unknown time is not taken to hold always."""
    with pytest.raises(CellError, match=r"date|ends before"):
        cells.cannot(text)


@pytest.mark.parametrize(
    "text", ["=1+1", "=", "@SUM(A1)", "+A1", "-A1", "-2+3", "+cmd|' /C calc'!A0", "@lantern", "a;=1+1", "a;@x", "＝1+1"]
)
def test_formulas_are_suspected(text: str) -> None:
    """What a spreadsheet would calculate does not become anybody's name."""
    with pytest.raises(CellError, match="this looks like a formula"):
        cells.must_not_be_formula(text)


@pytest.mark.parametrize(
    "text", ["-5", "-1,4701", "+44 7700 900123", "-", "- none", "a=b", "1+1", "P@x", "", "a; -b;-5", "a;b=c"]
)
def test_other_signs_are_no_formulas(text: str) -> None:
    """Numbers, telephone numbers and dashes pass, and are written as they are."""
    cells.must_not_be_formula(text)
    assert cells.unmarked(text) == text


def test_names_of_accounts_pass_in_columns_that_are_only_kept() -> None:
    """An organiser may keep a column of accounts; no rule reads it."""
    cells.must_not_be_formula("@lantern", stranger=True)
    with pytest.raises(CellError, match="formula"):
        cells.must_not_be_formula("@SUM(A1)", stranger=True)


def test_busy_hours() -> None:
    """Weekdays, several of them, and days, with hours as people type them; written as a table has them."""
    found = cells.busy("Wed 13:00-18:00; Mon Fri 8am to 10am; 8 Oct 2026 21:00-24:00")
    each = [BusyTime.model_validate(hours) for hours in found]
    told = ["Wed 13:00-18:00", "Mon 08:00-10:00", "Fri 08:00-10:00", "2026-10-08 21:00-00:00"]
    assert [hours.told for hours in each] == told
    assert [BusyTime.model_validate(hours) for hours in cells.busy(";".join(told))] == each


@pytest.mark.parametrize("text", ["Wed", "Wed pm", "13:00-18:00", "Wed 18:00-13:00", "Wed 25:00-26:00", "Wodin 9-10am"])
def test_busy_hours_that_are_none(text: str) -> None:
    """Days without hours, hours without days, ends before beginnings and what is no time are told as such."""
    with pytest.raises(CellError):
        cells.busy(text)


@pytest.mark.parametrize("text", ["=1+1", "a;=1+1;b", "'=1", "a;'=1;''=2", "it;'tis", "'tis", "＝1", "a; =1", ";", ""])
def test_what_is_marked_is_no_formula_and_comes_back(text: str) -> None:
    """A mark before each piece that would be calculated, after a semicolon too, and it is taken away as it was put."""
    cells.must_not_be_formula(cells.marked(text))
    assert cells.unmarked(cells.marked(text)) == text
