"""Dates, times and weekdays as people type them."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from cohortplan.io import dates
from cohortplan.io.dates import CellError


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-08",
        "2026/10/8",
        "2026-10-08 00:00:00",
        "8/10/2026",
        "08.10.2026",
        "8-10-2026",
        "8 Oct 2026",
        "8 October 2026",
        "8th Oct. 2026",
        "8-Oct-2026",
        "Thu 8 Oct 2026",
        "Thursday, 8/10/2026",
    ],
)
def test_a_date_may_be_typed_in_many_ways(text: str) -> None:
    """Year first, day first and with the month's name are understood, with a weekday or without."""
    assert dates.day(text) == date(2026, 10, 8)


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        ("2026-02-30", "there is no such day", "2026-10-08"),
        ("10/25/2026", "there is no such day", "25/10/2026"),
        ("8/10/26", "this is not a date", "2026-10-08"),
        ("46303", "this is not a date", "format the column as a date"),
        ("8 Okt 2026", "'Okt' is not a month", "8 Oct 2026"),
        ("Fri 8 Oct 2026", "this day is a Thursday", "leave out the weekday"),
        ("Foo 8 Oct 2026", "'Foo' is not a weekday", "Mon-Fri"),
        ("0026-10-08", "the year 26 is out of range", "Mend the year"),
        ("9999-10-08", "the year 9999 is out of range", "Mend the year"),
        ("٨/١٠/٢٠٢٦", "this is not a date", "2026-10-08"),
    ],
)
def test_what_is_no_date_is_told_with_a_remedy(text: str, message: str, remedy: str) -> None:
    """Impossible days, American order, two-digit years and spreadsheets' numbers are refused, each for its reason."""
    with pytest.raises(CellError, match=message) as refusal:
        dates.day(text)
    assert remedy in refusal.value.remedy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10:00", time(10)),
        ("10.00", time(10)),
        ("10am", time(10)),
        ("10 AM", time(10)),
        ("9h30", time(9, 30)),
        ("2:30 pm", time(14, 30)),
        ("12am", time(0)),
        ("12 p.m.", time(12)),
        ("17:45:00", time(17, 45)),
    ],
)
def test_a_time_may_be_typed_in_many_ways(text: str, expected: time) -> None:
    """Colon, point, am and pm are understood."""
    assert dates.clock(text) == expected


@pytest.mark.parametrize("text", ["25:00", "10:75", "10", "13pm", "0am", "24:00", "noon", "10:00:30"])
def test_what_is_no_time_is_refused(text: str) -> None:
    """A bare number, an hour or minute there is not, and seconds are no times of day."""
    with pytest.raises(CellError, match="this is not a time of day"):
        dates.clock(text)


def test_midnight_ends_the_day() -> None:
    """Something that ends at 24:00 or 00:00 ends the following night."""
    for text in ("24:00", "00:00", "12am"):
        start, end = dates.span(date(2026, 12, 31), time(20), dates.closing(text))
        assert (start, end) == (datetime(2026, 12, 31, 20), datetime(2027, 1, 1))  # noqa: DTZ001 - wall-clock time


@pytest.mark.parametrize("text", ["2026-11-12 10:30", "2026-11-12T10:30", "12/11/2026 10.30", "12 Nov 2026 10:30am"])
def test_a_moment_is_a_date_and_a_time(text: str) -> None:
    """Date and time stand in one cell, parted by a blank or T."""
    assert dates.moment(text) == datetime(2026, 11, 12, 10, 30)  # noqa: DTZ001 - wall-clock time


@pytest.mark.parametrize("text", ["10:30", "2026-11-12", "10:30 2026-11-12"])
def test_a_moment_needs_both(text: str) -> None:
    """A date alone or a time alone is no moment."""
    with pytest.raises(CellError, match="this is not a date with a time"):
        dates.moment(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mon-Fri", (0, 1, 2, 3, 4)),
        ("Tue;Thu", (1, 3)),
        ("Monday to Wednesday, Friday", (0, 1, 2, 4)),
        ("Sat–Mon", (0, 5, 6)),
        ("Wednesdays", (2,)),
        ("Mon Tue Thu", (0, 1, 3)),
        ("Mon - Wed and Fri", (0, 1, 2, 4)),
        ("daily", (0, 1, 2, 3, 4, 5, 6)),
    ],
)
def test_weekdays_are_lists_and_ranges(text: str, expected: tuple[int, ...]) -> None:
    """Ranges may run over the weekend; Monday is 0."""
    assert dates.weekdays(text) == expected


@pytest.mark.parametrize("text", ["Mon-Friyay", "M-F", ";", "weekends"])
def test_what_names_no_weekday_is_refused(text: str) -> None:
    """Unknown names and empty lists are refused."""
    with pytest.raises(CellError, match="weekday"):
        dates.weekdays(text)
