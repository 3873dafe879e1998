"""Tables that are written for others to open, in which nothing is a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from cohortplan.io.cells import marked


def inert_csv(lines: Iterable[Sequence[str]]) -> str:
    """Return lines of cells as CSV; what a spreadsheet would calculate stands behind an apostrophe."""
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows([marked(cell) for cell in line] for line in lines)
    return text.getvalue()
