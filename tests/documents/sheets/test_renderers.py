"""Pages, PDF, Markdown and CSV say the same, always in the same bytes, and take all text for text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from pypdf import PdfReader

from cohortplan.cli.rendering import rendered
from cohortplan.documents.sheets import Document, html, markdown, registry, tables
from cohortplan.documents.sheets.document import (
    Block,
    Card,
    Cards,
    Facts,
    Grid,
    Heading,
    Lines,
    Listing,
    Notice,
    Text,
)
from cohortplan.documents.sheets.pdf import Press
from cohortplan.documents.table import Table
from tests.documents.sheets.office import office, sheets
from tests.documents.sheets.reading import tokens_of_markdown, words_of_markdown, words_of_page, words_of_pdf

#: Text that means something in HTML, in Typst, or to a reader of JSON.
HOSTILE = '</p><script>alert(1)</script> #eval("1") $x$ *b* _i_ `c` @ref <l> = h \\ // c {{ 1 }} {% x %} " \' &amp; [k]'
#: Text that means something to readers of Markdown, at the beginning of a line or in it.
MARKS = (
    "1. one", "2) two", "- three", "+ four", "# five", "> six", "--- ---", "===", "```seven", "    eight", ": nine",
    "[ten](https://example.com)", "![eleven](//example.com/x.png)", "<https://example.com>", "<b>twelve</b>",
    "https://example.com/x", "www.example.com", "example.com", "me@example.com", "mailto:me@example.com",
    "a | b || c", "\\| \\\\| \\", "_a_ __b__ *c* ~~d~~ ~e~ ^f^ `g`", "[h]: https://example.com", "[^1]: i",
    "&lt;j&gt; &#64;", "{{ k }} {% l %} $m$", "- [ ] n", "o #", "p\nq\r\n\r\n# r", "s\u2028t", "+44 1632 960001",
    "10:00, D1.1; 2.5 km", "ftp://example.com", "//example.com", "xn--e1awd7f.example", "example.com:80/x?y=z",
)  # fmt: skip
#: Kinds of cards, whose lines stand beside each other in Markdown.
_CARDS = ("badges", "table-cards")
#: What a reader of Markdown makes of text, one or several of them.
_TEXT = ("text", "text_special")
NAMES = "Zoë Łukasz Žižek Nguyễn Иван Петров Νίκος Παπαδόπουλος Þóra Đorđe Şule"


def of(*blocks: Block, title: str = "A title", marking: str = "") -> Document:
    """Return a document with some blocks."""
    return Document(title, "A lead", "For readers.", blocks, marking=marking)


def every_block(said: str) -> Document:
    """Return a document that says a text in every place in which one can stand."""
    blocks: tuple[Block, ...] = (
        Heading(said),
        Text(said),
        Notice(said),
        Listing([said, said]),
        Facts([(said, said)]),
        Grid(Table("caption", (said, "b"), [(said, 1)])),
        Grid(Table("caption", ("a", "b"), [(said, said)]), (1, 2), tall=True),
        Lines(said, 2),
        Cards([Card(said, [said], said, 3)]),
    )
    return Document(said, said, said, blocks, marking=said)


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    """Return a press."""
    with Press() as found:
        yield found


def letters(words: list[str]) -> list[str]:
    """Return the letters of some words, sorted: lines may be broken anywhere."""
    return sorted("".join(words))


@pytest.mark.parametrize("kind", registry())
def test_pages_and_pdf_say_the_same(press: Press, kind: str) -> None:
    """Every document of the small programme says the same words as a page and in PDF; headers of pages apart."""
    found = sheets(*office(), kind)
    assert found
    for document in list(found.values())[:3]:
        pdf = press.pdf(document)
        page, printed = (set(words) - {"–"} for words in (words_of_page(html(document)), words_of_pdf(pdf)))
        assert {word for word in page - printed if "-" not in word and "@" not in word} == set()
        assert {word for word in printed - page if not word.isdigit() and word != "/"} == set()


@pytest.mark.parametrize("said", [HOSTILE, NAMES], ids=["markup", "names"])
def test_text_is_text_wherever_it_stands(press: Press, said: str) -> None:
    """Markup of HTML, Typst and Jinja2, and letters of many languages, come out as they were put in."""
    document = every_block(said)
    page = html(document)
    assert "<script>alert" not in page
    letters_in = said.replace(" ", "")
    assert letters_in in "".join(words_of_page(page))
    printed = "".join(words_of_pdf(press.pdf(document)))
    assert printed.count(letters_in) >= 6


@pytest.mark.parametrize("kind", registry())
def test_pages_and_markdown_say_the_same(kind: str) -> None:
    """Every document of the small programme says the same words as a page and in Markdown, in the same order."""
    for document in sheets(*office(), kind).values():
        said = (words_of_page(html(document)), words_of_markdown(markdown(document)))
        page, text = ("".join(words).replace(";", "") for words in said)
        assert sorted(text) == sorted(page) if kind in _CARDS else text.replace(":", "") == page.replace(":", "")


@pytest.mark.parametrize("said", [HOSTILE, NAMES, *MARKS])
def test_text_is_text_in_markdown(said: str) -> None:
    """Whatever a text looks like, a reader of Markdown shows it as it is, and makes nothing else of it."""
    plain, found = (
        [(token.type, token.level) for token in tokens_of_markdown(markdown(every_block(text)))] for text in ("x", said)
    )
    assert [each for each in found if each[0] not in _TEXT] == [each for each in plain if each[0] not in _TEXT]
    shown = "".join(words_of_markdown(markdown(every_block(said))))
    assert shown.count("".join(said.split())) == "".join(words_of_markdown(markdown(every_block("x")))).count("x")


def test_tables_are_told_apart_and_marked() -> None:
    """Of several tables each row says which it is of, and in a document that must be destroyed, when."""
    one = Grid(Table("first", ("a", "b"), [("x", 1)]))
    other = Grid(Table("second", ("c",), [("y",)]))
    assert tables(of(Text("said"))) == []
    assert tables(of(one)) == [[("a", "b"), ("x", "1")]]
    assert tables(of(one, other, marking="Delete.")) == [
        [("table", "a", "b", "marking"), ("first", "x", "1", "Delete.")],
        [("table", "c", "marking"), ("second", "y", "Delete.")],
    ]


@pytest.mark.parametrize("kind", registry())
def test_csv_says_what_the_tables_say(kind: str) -> None:
    """Every cell of every table of the small programme is in the file of that table, and nothing else is."""
    for document in sheets(*office(), kind).values():
        grids = [block.table for block in document.blocks if isinstance(block, Grid)]
        made = rendered({f"{kind}/one": document}, ["csv"])
        assert len(made) == len(grids)
        for table, content in zip(grids, made.values(), strict=True):
            cells = [cell for row in csv.reader(io.StringIO(str(content))) for cell in row]
            ours = {table.caption, "table", "marking", document.marking}
            told = [*table.columns, *(str(cell) for row in table.rows for cell in row)]
            assert [cell for cell in cells if cell not in ours] == [cell for cell in told if cell not in ours]


@pytest.mark.parametrize("said", ["=1+1", "@SUM(A1)", "+1-1|cmd", "-2+3", "\t=1", " =1", "'=1", "#REF!"])
def test_nothing_is_calculated(said: str) -> None:
    """What a spreadsheet would take for a formula stands behind an apostrophe, in headings, cells and markings."""
    document = of(Grid(Table(said, (said,), [(said,)])), Grid(Table("b", ("b",), [])), marking=said)
    made = rendered({"kind/one": document}, ["csv"])
    assert list(made) == ["kind/one+01.csv", "kind/one+02.csv"]
    assert list(csv.reader(io.StringIO(str(made["kind/one+01.csv"]))))[1] == [f"'{said}"] * 3


def test_the_same_document_has_the_same_bytes(press: Press) -> None:
    """Made again, and on another press, a document is the same to the byte."""
    document = every_block(NAMES)
    with Press() as other:
        assert press.pdf(document) == press.pdf(document) == other.pdf(document)
    for name in ("html", "markdown", "csv"):
        assert rendered({"one": document}, [name]) == rendered({"one": document}, [name])


def test_pdf_is_tagged_and_titled(press: Press) -> None:
    """A PDF says its title and language, and is marked for screen readers (PDF/UA)."""
    root = PdfReader(io.BytesIO(press.pdf(of(Text("said"))))).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_letters_without_a_font_are_told() -> None:
    """Of letters that no font on the machine has the user is told, and the rest is set all the same."""
    with Press() as press:
        pdf = press.pdf(of(Text("plain \U00013000 text")))
        assert list(press.lacking) == ["\U00013000"]
        assert "plain" in words_of_pdf(pdf)


def test_a_marking_stands_on_every_page(press: Press) -> None:
    """What must be destroyed says so on every page."""
    document = of(*(Text("word " * 300) for _ in range(8)), marking="Delete by Thu 15 Oct 2026.")
    pages = PdfReader(io.BytesIO(press.pdf(document))).pages
    assert len(pages) > 1
    assert all("Delete by" in page.extract_text() for page in pages)


def test_eight_badges_to_a_page(press: Press) -> None:
    """Badges fill a sheet of A4 by eight, however many there are."""
    cards = [Card(f"Person {k}", ["Organisation"], "1", k) for k in range(17)]
    assert len(PdfReader(io.BytesIO(press.pdf(of(Cards(cards))))).pages) == 3
