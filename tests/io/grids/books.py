"""Workbooks to read, made whole and then spoilt."""

from __future__ import annotations

import re
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


_SPACES = {
    "office": "office",
    "table": "table",
    "text": "text",
    "style": "style",
    "fo": "xsl-fo-compatible",
}  # fmt: skip
_OPEN = "".join(f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in _SPACES.items())
_OPEN += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
#: How an OpenDocument spreadsheet says what it is.
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def opened(sheets: str, styles: str = "", before: str = "", kind: str = "spreadsheet") -> bytes:
    """Return an OpenDocument file with these tables as XML."""
    body = f"<office:body><office:{kind}>{sheets}</office:{kind}></office:body>"
    automatic = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    whole = f"{before}<office:document-content{_OPEN}>{automatic}{body}</office:document-content>"
    return packed({"mimetype": ODS.encode(), "content.xml": whole.encode(), "META-INF/manifest.xml": b"<manifest/>"})


def sheet_of(rows: str, name: str = "People") -> str:
    """Return a table of an OpenDocument spreadsheet; ``[text]`` is a cell of text, ``[]`` an empty one."""
    cell = '<table:table-cell office:value-type="string"><text:p>\\1</text:p></table:table-cell>'
    written = re.sub(r"\[([^\]]+)\]", cell, rows.replace("[]", "<table:table-cell/>"))
    return f'<table:table table:name="{name}">{written}</table:table>'


def row_of(cells: str, given: str = "") -> str:
    """Return a row of an OpenDocument spreadsheet."""
    return f"<table:table-row {given}>{cells}</table:table-row>"


SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def with_sheet(inner: str, before: str = "", after: str = "") -> bytes:
    """Return a workbook whose sheet has these rows as XML."""
    whole = f'{before}<worksheet xmlns="{MAIN}"><sheetData>{inner}</sheetData>{after}</worksheet>'
    return packed({**parts(book()), SHEET: whole.encode()})
