"""The tables that are written by hand, and the year's days that many scenarios share."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from cohortplan.bench.generate.tables import Row

#: Days on which nobody in England receives visitors.
BANK_HOLIDAYS = (
    ("2026-12-25", "Christmas Day"),
    ("2026-12-28", "Boxing Day (substitute)"),
    ("2027-01-01", "New Year's Day"),
    ("2027-03-26", "Good Friday"),
    ("2027-03-29", "Easter Monday"),
    ("2027-05-03", "Early May holiday"),
    ("2027-05-31", "Spring holiday"),
)
#: First and last days on which schools are closed.
SCHOOL_HOLIDAYS = (
    ("2026-10-26", "2026-10-30", "autumn half-term"),
    ("2026-12-21", "2027-01-01", "Christmas holidays"),
    ("2027-02-15", "2027-02-19", "spring half-term"),
    ("2027-03-29", "2027-04-09", "Easter holidays"),
    ("2027-05-31", "2027-06-04", "summer half-term"),
)
#: Autumn half-term where it is a week earlier.
EARLY_HALF_TERM = ("2026-10-19", "2026-10-23", "autumn half-term")


def bank_holidays() -> list[Row]:
    """Return the rows that close every host on bank holidays."""
    return [("*", day, day, name) for day, name in BANK_HOLIDAYS]


def school_holidays(host: str, *, early: bool = False) -> list[Row]:
    """Return the rows that close a school, in an area with an `early` half-term or not."""
    return [(host, *holiday) for holiday in ((EARLY_HALF_TERM if early else SCHOOL_HOLIDAYS[0]), *SCHOOL_HOLIDAYS[1:])]


def read(scenario: str, file: str) -> list[dict[str, str]]:
    """Return the rows of a shipped scenario's table that is written by hand."""
    text = (Path(__file__).parents[1] / scenario / file).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))
