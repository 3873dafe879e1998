"""What sets are made of: a column of marks for each set, one mark a person; it refers to the page's marks."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from cohortplan.documents.charts.marks import SIDE, Marks
from cohortplan.documents.charts.svg import drawing, line

_STEP = SIDE + 3


def units(name: str, title: str, summary: str, sets: Sequence[Sequence[str]], marks: Marks) -> Markup:
    """Draw a column of marks for each set, given the values of its members."""
    tallest = max(map(len, sets), default=0)
    height = tallest * _STEP + 4
    columns = [
        marks.placed(value, 1 + place * (_STEP + 3), height - 4 - (k + 1) * _STEP)
        for place, each in enumerate(sets)
        for k, value in enumerate(_sorted(each, marks))
    ]
    width = len(sets) * (_STEP + 3) + 1
    return drawing(name, (width, height), title, summary, *columns, line(0, height - 1, width, height - 1, "axis"))


def _sorted(values: Sequence[str], marks: Marks) -> list[str]:
    return sorted(values, key=marks.order)
