"""Workbooks of scenarios as people leave them: plain sheets without looks, one thing in them broken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from cohortplan.io.workbook.lines import HEADER, rows_of
from tests.support.folders import Grid, base_folder

ROOT = Path(__file__).parents[2]
SCENARIOS = sorted(
    path
    for path in (ROOT / "scenarios").glob("*/*.toml")
    if path.name not in ("expected.toml", "disruptions.toml", "words.toml")
)
PLANS = sorted((ROOT / "scenarios").glob("*/plan.json"))


@cache
def base_grids() -> dict[str, list[list[str]]]:
    """Return the rows of the base folder's tables by name, and of its settings."""
    files = base_folder()
    grids = {name.removesuffix(".csv"): Grid(text).rows for name, text in files.items() if name.endswith(".csv")}
    return {"settings": [list(HEADER), *map(list, rows_of(files["scenario.toml"]))], **grids}


def write_book(path: Path, changed: Mapping[str, list[list[str]] | None] | None = None) -> Path:
    """Write the base scenario as plain sheets of text, some changed or, where None is given, left out."""
    book = Workbook(write_only=True)
    for name, rows in {**base_grids(), **(changed or {})}.items():
        if rows is not None:
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
    book.save(path)
    return path


def edited(path: Path, change: Callable[[Any], object]) -> Path:
    """Change a workbook as a person would, in a program that saves it its own way."""
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path
