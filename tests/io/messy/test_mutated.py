"""Damaged spreadsheets give tables or defects: never a traceback, and never a wait."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.spreadsheets import run
from tests.io.grids.books import opened, row_of, sheet_of
from tests.io.messy.fixture import PEOPLE, book

#: Seconds of the processor that no file may take; they take a tenth of one.
PATIENCE = 5.0


@pytest.mark.slow
def test_damaged_files(tmp_path: Path) -> None:
    """Files with damaged bytes, parts and cells are imported, and then read as a scenario, or refused, at once."""
    files = {path.name: path.read_bytes() for path in (PEOPLE, book(tmp_path))}
    files["some.ods"] = opened(sheet_of(row_of("[Name][Organisation]") + row_of("[Ida Marsh][Calder Council]") * 4))
    found = run(files, 240, seed=7)
    assert [each for each in found if each.kind not in ("imported", "refused")] == []
    assert max(each.seconds for each in found) < PATIENCE
    assert sum(each.kind == "imported" for each in found) > 90
