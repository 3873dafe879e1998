"""How documents lie on paper, set as PDF and printed by a browser."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from cohortplan.documents.sheets import Document, html
from cohortplan.documents.sheets.document import Block, Facts, Grid, Heading, Listing, Text
from cohortplan.documents.sheets.pdf import Press
from cohortplan.documents.table import Table

_QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync")
_QUIET += ("--disable-background-networking", "--disable-component-update", "--no-pdf-header-footer")


def of(*blocks: Block) -> Document:
    """Return a document with some blocks."""
    return Document("A title", "A lead", "For readers.", blocks)


def set_sheet(number: int) -> tuple[Block, ...]:
    """Return what a pack says of a set of six: twelve of them fill several pages."""
    rows = [(f"person-{number}-{row}", "An organisation") for row in range(6)]
    facts = Facts([(f"word-{number}-{row}", "said") for row in range(4)])
    return Heading(f"set-{number}"), facts, Grid(Table("Members", ("name", "organisation"), rows))


def printed(document: Document, folder: Path) -> PdfReader:
    """Print the page of a document with a browser."""
    browser = shutil.which("chromium")
    assert browser, "chromium is not installed: .ci/programs does it"
    page, paper = folder / "page.html", folder / "page.pdf"
    page.write_text(html(document), encoding="utf-8")
    where = (f"--user-data-dir={folder / 'browser'}", f"--print-to-pdf={paper}", page.as_uri())
    subprocess.run([browser, *_QUIET, *where], check=True, capture_output=True, timeout=60)
    return PdfReader(paper)


def assert_sets_are_whole(pages: PdfReader, sets: int) -> None:
    """Make sure that all that is said of a set is on one page."""
    texts = [page.extract_text() for page in pages.pages]
    assert len(texts) > 2
    for number in range(sets):
        said = (f"set-{number}", f"word-{number}-0", f"word-{number}-3", f"person-{number}-0", f"person-{number}-5")
        assert any(all(word in text for word in said) for text in texts), number


def test_what_is_said_of_a_set_stays_together() -> None:
    """Heading, facts and members of a set are on one page of the PDF, however many sets there are."""
    with Press() as press:
        made = press.pdf(of(*(block for number in range(12) for block in set_sheet(number))))
    assert_sets_are_whole(PdfReader(io.BytesIO(made)), 12)


@pytest.mark.parametrize("tall", [Grid, Listing])
def test_what_is_higher_than_a_page_goes_on_on_the_next(tall: type[Grid] | type[Listing]) -> None:
    """Few rows or entries are not torn apart, but where they are long nothing is printed over the foot of the page."""
    entries = [f"entry-{number} " + "and so on, " * 250 for number in range(5)]
    rows = [(f"row {number}", entry) for number, entry in enumerate(entries)]
    block = Listing(entries) if tall is Listing else Grid(Table("Long", ("row", "what"), rows))
    with Press() as press:
        pages = PdfReader(io.BytesIO(press.pdf(of(Heading("Before"), block)))).pages
    heights: list[float] = []
    for page in pages:
        page.extract_text(visitor_text=lambda text, cm, tm, *_: text.strip() and heights.append(cm[5] + tm[5]))
    assert len(pages) > 1
    assert min(heights) > 20


def test_a_list_stays_with_the_line_above() -> None:
    """A short list begins on the page of the sentence that leads to it, wherever that falls."""
    with Press() as press:
        for lines in range(40, 52):
            blocks = [
                *(Text(f"line {number}") for number in range(lines)),
                Text("as-follows"),
                Listing(["one", "last"]),
            ]
            pages = PdfReader(io.BytesIO(press.pdf(of(*blocks)))).pages
            assert any("as-follows" in text and "last" in text for text in (page.extract_text() for page in pages))


def test_numbers_do_not_stand_far_from_each_other() -> None:
    """Columns of numbers are side by side at the right; the words before them get the rest of the line."""
    with Press() as press:
        made = press.pdf(of(Grid(Table("Seats", ("round", "sets", "seats"), [("Day one", 41, 73)]))))
    lines = PdfReader(io.BytesIO(made)).pages[0].extract_text(extraction_mode="layout")
    assert re.search(r"Day one {40,}41 {1,9}73", lines)


def test_the_longest_column_gets_the_room() -> None:
    """Times stand beside what they are of, though a number is at the end of the line."""
    with Press() as press:
        made = press.pdf(of(Grid(Table("Runs", ("time", "what", "people"), [("12:30", "Fortnightly check-in", 2)]))))
    lines = PdfReader(io.BytesIO(made)).pages[0].extract_text(extraction_mode="layout")
    assert re.search(r"12:30 {1,9}Fortnightly check-in {30,}2", lines)


@pytest.mark.slow
def test_a_browser_prints_sets_whole(tmp_path: Path) -> None:
    """Printed from the page, too, a set is on one sheet of paper."""
    assert_sets_are_whole(printed(of(*(block for number in range(12) for block in set_sheet(number))), tmp_path), 12)


@pytest.mark.slow
def test_a_browser_prints_wide_pages_lying(tmp_path: Path) -> None:
    """A wide table is printed on A4 that lies on its side, with its first and last column, and no other is."""
    columns = [f"column-{number}" for number in range(8)]
    row = [f"some words of column {number}" for number in range(8)]
    wide = replace(of(Grid(Table("Wide", columns, [row]))), wide=True)
    for document, lies in ((wide, True), (of(Text("said")), False)):
        (page,) = printed(document, tmp_path).pages
        assert (page.mediabox.width > page.mediabox.height) is lies
    text = printed(wide, tmp_path).pages[0].extract_text()
    assert "column-0" in text
    assert "column-7" in text
