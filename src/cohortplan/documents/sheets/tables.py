"""The tables of a document, to be read by programs."""

from __future__ import annotations

from collections.abc import Sequence

from cohortplan.documents.sheets.document import Document, Grid

Rows = Sequence[Sequence[str]]


def tables(document: Document) -> list[Rows]:
    """Return the rows of each table of a document, beginning with the headings.

    Each row says by itself of which table of several it is, and how the document is marked: by when it is to be
    destroyed, say.
    """
    grids = [block.table for block in document.blocks if isinstance(block, Grid)]
    found: list[Rows] = []
    for table in grids:
        front = {"table": table.caption} if len(grids) > 1 else {}
        end = {"marking": document.marking} if document.marking else {}
        rows = ((*front.values(), *map(str, row), *end.values()) for row in table.rows)
        found.append([(*front, *table.columns, *end), *rows])
    return found
