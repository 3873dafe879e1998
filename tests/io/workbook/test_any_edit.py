"""Whatever somebody does to a workbook, it is read or refused with a reason."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook

from cohortplan.errors import Defect, InputError
from cohortplan.evaluate import evaluate
from cohortplan.io import read_plan, read_scenario
from cohortplan.io.workbook.plans import plan_workbook
from tests.support.workbooks import ROOT, write_book

#: What people, and programs, leave in cells.
VALUES: tuple[Any, ...] = (
    *(None, "", " ", "x", "P01", "D1", "round", "set", "7", 7, -1, 3.5, 1e300, True, "=1+1", "=A1", "'", "\u202eabc"),
    *(date(2026, 10, 8), datetime(1900, 1, 1), time(0, 0), "2026-10-08", "10:00", "24:00", "#REF!", "[", '"', "a\nb"),  # noqa: DTZ001
    *("x" * 33_000, "2026-10-08T10:00:00+01:00", "9999-12-31T23:59:59-23:59", ";", "C01; C02", "C01 C02", "0001-01-01"),
)


def mutate(book: Any, random: Random) -> None:
    """Change a few cells, or move, delete or repeat rows and columns."""
    sheet = random.choice(book.worksheets)
    for _ in range(random.randint(1, 3)):
        row, column = random.randint(1, sheet.max_row + 1), random.randint(1, sheet.max_column + 1)
        what = random.randrange(8)
        if what == 0:
            sheet.delete_rows(row)
        elif what == 1:
            sheet.delete_cols(column)
        elif what == 2:
            sheet.insert_rows(row)
        elif what == 3:
            sheet.insert_cols(column)
        else:
            with suppress(AttributeError):  # of a merged cell
                sheet.cell(row, column).value = random.choice(VALUES)


def assert_reasons(read: Callable[[], object], path: Path) -> None:
    """Read a workbook; if it is refused, every reason has its place and a way out."""
    reasons: tuple[Defect, ...] = ()
    try:
        read()
    except InputError as error:
        reasons = error.defects
    assert [each for each in reasons if not (each.file.startswith(str(path)) and each.message and each.remedy)] == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_any_edit_of_a_plan(seed: int, tmp_path: Path) -> None:
    """A plan that is read can be measured; a refusal says where and what to do."""
    random = Random(seed)  # noqa: S311 - nothing secret
    folder = ROOT / "scenarios" / "connect-11"
    scenario = read_scenario(folder)
    content = plan_workbook(scenario, read_plan(folder / "plan.json"))
    for number in range(10):
        book = load_workbook(BytesIO(content))
        mutate(book, random)
        path = tmp_path / f"{number}.xlsx"
        book.save(path)
        assert_reasons(lambda path=path: evaluate(scenario, read_plan(path)), path)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_any_edit_of_a_scenario(seed: int, tmp_path: Path) -> None:
    """A scenario is read, or refused with reasons that name the workbook."""
    random = Random(seed)  # noqa: S311 - nothing secret
    content = write_book(tmp_path / "book.xlsx").read_bytes()
    for number in range(10):
        book = load_workbook(BytesIO(content))
        mutate(book, random)
        path = tmp_path / f"{number}.xlsx"
        book.save(path)
        assert_reasons(lambda path=path: read_scenario(path), path)
