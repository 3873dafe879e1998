"""A document as Markdown (CommonMark with pipe tables), in which all text is text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cohortplan.documents.sheets.document import (
    Block,
    Card,
    Cards,
    Document,
    Facts,
    Grid,
    Heading,
    Lines,
    Listing,
    Notice,
    Text,
)
from cohortplan.documents.table import Table

#: What means something wherever it stands: markup, entities, cells, formulas, templates, and the @ of addresses.
_ACTIVE = re.compile(r"[\\`*_\[\]<>&|~^$!{}@#]")
#: What makes a list or a line at the beginning; the sign after a number, or the first.
_FIRST = re.compile(r"\A(?:(?=[+=:-])|\d{1,9}(?=[.)]))")
#: What makes a link of an address that is not marked as one: the colon of a scheme, and the dot in a name of letters.
_LINKING = re.compile(r":(?=\S)(?!\d)|(?<=\w)\.(?=[^\W\d])|(?<=[^\W\d])\.(?=\w)")


def markdown(document: Document) -> str:
    """Return a document as Markdown."""
    parts = [f"# {said(document.title)}", said(document.lead)]
    if document.marking:
        parts.insert(0, f"**{said(document.marking)}**")
    parts += [text for block in document.blocks for text in _block(block)]
    return "\n\n".join(filter(None, (*parts, "---", said(document.reader)))) + "\n"


def said(text: object) -> str:
    r"""Return a text in one line that says just this, whatever it looks like.

    Examples
    --------
    >>> print(said("[me](https://evil.example) | 10:00, 2.5 km"))
    \[me\](https\://evil\.example) \| 10:00, 2.5 km
    """
    line = _ACTIVE.sub(r"\\\g<0>", " ".join(str(text).split()))
    return _FIRST.sub(r"\g<0>\\", _LINKING.sub(r"\\\g<0>", line))


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"## {said(block.text)}"
        case Text():
            yield said(block.text)
        case Notice():
            yield f"> **{said(block.text)}**"
        case Listing():
            yield "\n".join(f"- {said(item)}" for item in block.items)
        case Facts():
            yield "\n".join(f"- **{said(word)}:** {said(answer)}" for word, answer in block.told)
        case Grid():
            yield _table(block.table)
        case Lines():
            yield said(block.text)
            yield from ["---"] * block.number
        case Cards():
            yield "\n".join(map(_card, block.cards))


def _table(table: Table) -> str:
    rules = ["---:" if table.numeric(place) else "---" for place in range(len(table.columns))]
    lines = [map(said, table.columns), rules, *(map(said, row) for row in table.rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _card(card: Card) -> str:
    return "; ".join((f"- **{said(card.sign)}** {said(card.name)}", *map(said, card.lines)))
