"""Workbooks to read, made whole and then spoilt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet


def book(fill: Callable[[Worksheet], object] | None = None) -> bytes:
    """Return a workbook of one sheet, People, with what `fill` does to it."""
    made = Workbook()
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "People"
    sheet.append(["Name", "Organisation"])
    sheet.append(["Ida Marsh", "Calder Council"])
    if fill is not None:
        fill(sheet)
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook."""
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(content: Mapping[str, bytes]) -> bytes:
    """Return parts as an archive."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return target.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def with_sheet(inner: str, before: str = "", after: str = "") -> bytes:
    """Return a workbook whose sheet has these rows as XML."""
    whole = f'{before}<worksheet xmlns="{MAIN}"><sheetData>{inner}</sheetData>{after}</worksheet>'
    return packed({**parts(book()), SHEET: whole.encode()})
