"""What a page, a PDF and Markdown say, word by word."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.token import Token
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


def tokens_of_markdown(text: str) -> Iterator[Token]:
    """Yield what a reader makes of Markdown that knows tables, HTML and addresses that nobody marked as links."""

    def flat(tokens: Iterable[Token]) -> Iterator[Token]:
        for token in tokens:
            yield token
            yield from flat(token.children or ())

    return flat(MarkdownIt("gfm-like").parse(text))


def words_of_markdown(text: str) -> list[str]:
    """Return the words that a reader of Markdown shows, in order."""
    shown = [token for token in tokens_of_markdown(text) if token.type == "inline"]
    return " ".join("".join(part.content for part in token.children or ()) for token in shown).split()
