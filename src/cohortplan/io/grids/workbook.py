"""Workbooks (.xlsx, .xlsm), read with openpyxl once the screen has seen nothing to fear."""

from __future__ import annotations

import posixpath
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from defusedxml import ElementTree

from cohortplan.errors import InputError
from cohortplan.io.grids.archive import open_archive
from cohortplan.io.grids.grid import BLANK, Cell, Grid, Kind, Row, letters
from cohortplan.io.grids.limits import Limits
from cohortplan.io.grids.refusal import BROKEN, refuse
from cohortplan.io.grids.screen import Facts, Screen, names_to_screen
from cohortplan.io.grids.showing import shown

_COMMENTS = "/comments"


def read_workbook(content: bytes, file: str, limits: Limits) -> list[Grid]:
    """Read the sheets of a workbook: the values that formulas had when it was saved, and the formulas as a remark.

    Raises
    ------
    InputError
        If it is broken, or beyond the limits.
    """
    try:
        archive = open_archive(content, file, limits)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about drawings and extensions, of which nothing is read
            return _grids(archive, content, file, limits)
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001 - a broken workbook makes the libraries raise anything
        refuse(file, f"the workbook is broken ({_reason(error)})", BROKEN)


def _reason(error: Exception) -> str:
    """Return what a library complained of, in a line."""
    cause = error.__cause__ or error
    text = " ".join(str(cause).split())
    return f"{type(cause).__name__}: {text[:100]}" if text else type(cause).__name__


def _grids(archive: ZipFile, content: bytes, file: str, limits: Limits) -> list[Grid]:
    screen = Screen(file, limits)
    names = archive.namelist()
    facts: dict[str, Facts] = {}
    for name in names_to_screen(names):
        with archive.open(name) as part:
            found = screen.part(name, part)
        if found is not None:
            facts[name] = found
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    grids = []
    for sheet in book.worksheets:
        part_name = str(getattr(sheet, "_worksheet_path", ""))
        if part_name in facts:
            grids.append(_grid(sheet, facts[part_name], _comments(archive, part_name), file))
    book.close()
    if not grids:
        refuse(file, "the workbook has no sheet with cells", BROKEN)
    return grids


def _grid(sheet: Any, facts: Facts, comments: Mapping[str, str], file: str) -> Grid:
    sheet.reset_dimensions()  # what a workbook says of its own size is often wrong
    fills: dict[int, str] = {}
    rows = []
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        read = [_cell(cell, number, column, facts, fills) for column, cell in enumerate(cells)]
        while (number, len(read)) in facts.merged:  # the end of a merged range is often not written
            read.append(Cell(merged=facts.merged[number, len(read)]))
        if any(cell is not BLANK for cell in read):
            rows.append(Row(number, tuple(read), number in facts.hidden_rows))
    if comments:
        rows = list(_annotated(rows, comments))
    hidden = frozenset(facts.hidden_columns)
    return Grid(file, str(sheet.title), tuple(rows), sheet.sheet_state != "visible", hidden)


def _cell(cell: Any, row: int, column: int, facts: Facts, fills: dict[int, str]) -> Cell:
    formula, merged = facts.formulas.get((row, column), ""), facts.merged.get((row, column), "")
    style = getattr(cell, "_style_id", 0)
    if style and style not in fills:
        fills[style] = _fill(cell.fill)
    fill = fills.get(style, "")
    if cell.value is None and not (formula or merged or fill):
        return BLANK
    if cell.value is None:
        return Cell("", Kind.FORMULA if formula else Kind.BLANK, None, formula, fill, "", merged)
    kind, value = _kind(cell)
    return Cell(shown(value, cell), kind, None if isinstance(value, str) else value, formula, fill, "", merged)


def _kind(cell: Any) -> tuple[Kind, Any]:
    value = cell.value
    if cell.data_type == "e":
        return Kind.ERROR, str(value)
    if isinstance(value, bool):
        return Kind.BOOL, value
    if isinstance(value, datetime | date):
        return Kind.DATE, value
    if isinstance(value, time | timedelta):
        return Kind.TIME, value
    if isinstance(value, int | float):
        return Kind.NUMBER, value
    return Kind.TEXT, str(value)


def _fill(fill: Any) -> str:
    """Return the colour of a cell; white and none are no colour."""
    if getattr(fill, "fill_type", None) != "solid":
        return ""
    colour = fill.start_color
    if colour.type == "theme":
        return "" if colour.theme == 0 else f"theme {colour.theme}"
    if colour.type == "indexed":
        return "" if colour.indexed in (9, 64, 65) else f"colour {colour.indexed}"
    code = str(colour.rgb)[-6:]
    return "" if code.upper() == "FFFFFF" else code


def _annotated(rows: list[Row], comments: Mapping[str, str]) -> Iterator[Row]:
    """Yield rows with the notes pinned to their cells."""
    for row in rows:
        cells = [
            replace(cell, comment=comments[place]) if (place := f"{letters(column)}{row.number}") in comments else cell
            for column, cell in enumerate(row.cells)
        ]
        yield replace(row, cells=tuple(cells))


def _comments(archive: ZipFile, part: str) -> dict[str, str]:
    """Return the notes of a sheet by the cell they are pinned to."""
    folder, name = posixpath.split(part)
    links = f"{folder}/_rels/{name}.rels"
    if links not in archive.namelist():
        return {}
    found: dict[str, str] = {}
    for link in ElementTree.fromstring(archive.read(links)):
        target = posixpath.normpath(posixpath.join(folder, link.get("Target", ""))).lstrip("/")
        if link.get("Type", "").endswith(_COMMENTS) and target in archive.namelist():
            for comment in ElementTree.fromstring(archive.read(target)).iter():
                if str(comment.tag).endswith("}comment"):
                    text = "".join(comment.itertext())
                    found[comment.get("ref", "")] = re.sub(r"\s+", " ", text).strip()
    return found
