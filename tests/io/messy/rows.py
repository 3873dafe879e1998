"""Small sheets to import, and ways to look at what came of them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from io import StringIO

from cohortplan.io.grids import LIMITS, Grid
from cohortplan.io.grids.delimited import read_delimited
from cohortplan.io.messy import Choices, Import, import_grids

TODAY = date(2026, 8, 20)


def grid(text: str, file: str = "people.csv") -> Grid:
    """Return a sheet typed as CSV."""
    return read_delimited(text.encode(), file, LIMITS)


def imported(*texts: str, answers: Mapping[str, str] | None = None) -> Import:
    """Import sheets; `answers` are given by the step of their question, to all of its questions."""
    grids = [grid(text, f"sheet{number}.csv") for number, text in enumerate(texts, start=1)]
    first = import_grids(grids, None, TODAY, Choices())
    for _ in range(3 if answers else 0):
        known = {each.id: (answers or {}).get(each.step, "") for each in first.work.questions}
        again = import_grids(grids, None, TODAY, Choices(answers={key: text for key, text in known.items() if text}))
        if [each.id for each in again.work.questions] == [each.id for each in first.work.questions]:
            return again
        first = again
    return first


def table(found: Import, name: str = "participants.csv") -> list[dict[str, str]]:
    """Return the rows of a table that came of an import."""
    return list(csv.DictReader(StringIO(found.files.get(name, ""))))


def column(found: Import, heading: str, name: str = "participants.csv") -> list[str]:
    """Return a column of a table that came of an import."""
    return [row.get(heading, "") for row in table(found, name)]


def asked(found: Import) -> list[tuple[str, int]]:
    """Return which steps ask about which rows."""
    return [(each.step, each.row) for each in found.questions]


def fates(found: Import) -> list[str]:
    """Return what becomes of each row."""
    return [entry.fate.value for entry in found.work.entries]
