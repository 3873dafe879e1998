"""Dates, stretches and weekdays are read as people type them."""

from __future__ import annotations

from datetime import date

import pytest

from cohortplan.io.messy.when import Calendar, either_way, month_first, weekdays

YEAR = Calendar(date(2026, 9, 1), date(2027, 7, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("8/10", "2026-10-08"),
        ("8.2.", "2027-02-08"),
        ("Thurs 8 Oct", "2026-10-08"),
        ("8th of February", "2027-02-08"),
        ("Feb 8th", "2027-02-08"),
        ("Oct 8, 26", "2026-10-08"),
        ("8-Oct-26", "2026-10-08"),
        ("2026/10/8", "2026-10-08"),
        ("46303", "2026-10-08"),
    ],
)
def test_days(text: str, day: str) -> None:
    """A date without a year is that of the programme."""
    assert str(YEAR.day(text)) == day


@pytest.mark.parametrize("text", ["", "soon", "31 Feb", "8/13", "1 Aug", "99999", "12", "٣/٤", "8 Octopus"])
def test_no_days(text: str) -> None:
    """What is no date, or in no part of the programme, is none."""
    assert YEAR.day(text) is None


def test_years() -> None:
    """Years of two digits are of this century, years of birth of the last one where nobody is that young."""
    assert YEAR.day("8/10/71") == date(2071, 10, 8)
    born = Calendar(YEAR.first, YEAR.last, born=True)
    assert [str(born.day(text)) for text in ("8/10/71", "8/10/09", "8/10/2001")] == [
        "1971-10-08",
        "2009-10-08",
        "2001-10-08",
    ]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("12–20 Feb", "2027-02-12", "2027-02-20"),
        ("12th to 20th February 2027", "2027-02-12", "2027-02-20"),
        ("28 Dec - 3 Jan", "2026-12-28", "2027-01-03"),
        ("from 12/2 until 20/2", "2027-02-12", "2027-02-20"),
        ("2027-02-12 to 2027-02-20", "2027-02-12", "2027-02-20"),
        ("w/c 12 Oct", "2026-10-12", "2026-10-18"),
        ("8 Oct", "2026-10-08", "2026-10-08"),
    ],
)
def test_stretches(text: str, first: str, last: str) -> None:
    """A stretch has its first and its last day."""
    assert YEAR.stretch(text) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "text", ["20-12 Feb", "half term", "w/c soon", "2027-02-20 to 2027-02-12", "- 8 Oct", "31-32 Oct"]
)
def test_no_stretches(text: str) -> None:
    """What ends before it begins, or is none, is none."""
    assert YEAR.stretch(text) is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Weds", (2,)),
        ("Tues & Thurs", (1, 3)),
        ("Mon-Wed", (0, 1, 2)),
        ("Fri to Mon", (0, 4, 5, 6)),
        ("mondays, fridays and sundays", (0, 4, 6)),
        ("Mon-Tue, Fri", (0, 1, 4)),
        ("half term", None),
        ("", None),
        ("Wed 8 Oct", None),
    ],
)
def test_weekdays(text: str, days: tuple[int, ...] | None) -> None:
    """Weekdays are read in their short and long forms."""
    assert weekdays(text) == days


def test_day_or_month_first() -> None:
    """Which comes first is told by the dates that can be read one way only."""
    assert month_first(["8/10/2026", "31/10/2026"]) is False
    assert month_first(["8/10/2026", "10/31/2026"]) is True
    assert month_first(["31/10/2026", "10/31/2026"]) is None
    assert month_first(["8 Oct 2026"]) is False
    assert [either_way(text) for text in ("8/10/2026", "8/8/2026", "31/10/2026", "soon")] == [True, False, False, False]
