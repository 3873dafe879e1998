"""A document as a page that prints."""

from __future__ import annotations

from collections.abc import Sequence

from cohortplan.documents.html import page
from cohortplan.documents.sheets.document import Document
from cohortplan.documents.sheets.marks import shape


def html(document: Document) -> str:
    """Return a document as one self-contained page."""
    return page("sheets/sheet.html", styles=["sheets/sheet.css"], document=document, shape=shape, shares=_shares)


def _shares(widths: Sequence[int]) -> list[int]:
    """Return which of the stylesheet's widths each column has, in steps of five per cent."""
    return [max(1, round(20 * width / sum(widths))) for width in widths]
