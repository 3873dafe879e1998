"""Tables as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

Row = Sequence[object]


def table(heading: str, rows: Iterable[Row]) -> str:
    """Return a table as CSV; `heading` has the names of its columns, separated by blanks."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heading.split())
    writer.writerows(rows)
    return text.getvalue()
