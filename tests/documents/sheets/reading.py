"""What a page and a PDF say, word by word."""

from __future__ import annotations

import io
from html.parser import HTMLParser

from pypdf import PdfReader

#: What is not said, or not on paper.
_SILENT = {"style", "title", "script", "caption", "svg"}


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT or ("class", "skip") in attrs:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.found += data.split()


def words_of_page(page: str) -> list[str]:
    """Return the words on a page, in reading order."""
    reader = _Words()
    reader.feed(page)
    return reader.found


def words_of_pdf(pdf: bytes) -> list[str]:
    """Return the words in a PDF, in reading order; bullets are left out."""
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return [word for word in text.split() if word != "–"]
