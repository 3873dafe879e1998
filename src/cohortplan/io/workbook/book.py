"""A workbook as bytes: the same sheets give the same bytes, whenever they are written."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from openpyxl import Workbook as Book
    from openpyxl.worksheet.worksheet import Worksheet

#: When every workbook was made, as far as it says: what it is made of says when that was.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def new_book() -> Book:
    """Return a workbook without sheets."""
    from openpyxl import Workbook as Book

    book = Book()
    book.remove(book.worksheets[0])
    book.properties.creator = "cohortplan"
    book.properties.created = datetime(*_EPOCH)  # noqa: DTZ001 - openpyxl's properties have no zone
    return book


def add_sheet(book: Book, title: str) -> Worksheet:
    """Add a sheet that prints on A4 across, as wide as the page, its name and the page below."""
    from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet: Worksheet = book.create_sheet(title)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.6, 0.8, 0.4
    sheet.oddFooter = HeaderFooterItem(left=_HeaderFooterPart("&A"), right=_HeaderFooterPart("&P / &N"))
    return sheet


def content_of(book: Book) -> bytes:
    """Return the bytes of a workbook."""
    packed, fixed = BytesIO(), BytesIO()
    book.save(packed)
    with ZipFile(packed) as source, ZipFile(fixed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                stamp = b"%04d-%02d-%02dT%02d:%02d:%02dZ" % _EPOCH
                part = _MODIFIED.sub(rb"\g<1>" + stamp + rb"\2", part)
            info = ZipInfo(name, _EPOCH)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, part)
    return fixed.getvalue()
