"""What sets are made of: a column of marks for each set, one mark a person."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from cohortplan.documents.charts.marks import SIDE, Marks
from cohortplan.documents.charts.svg import drawing, line, tag

_STEP = SIDE + 3


def units(name: str, title: str, summary: str, sets: Sequence[Sequence[str]], marks: Marks) -> Markup:
    """Draw a column of marks for each set, given the values of its members."""
    tallest = max(map(len, sets), default=0)
    height = tallest * _STEP + 4
    columns = [
        tag("g", *(marks.shape(value, 0, height - 4 - (k + 1) * _STEP) for k, value in enumerate(_sorted(each, marks))),
            transform=f"translate({2 + place * (_STEP + 3)} 0)")
        for place, each in enumerate(sets)
    ]  # fmt: skip
    width = len(sets) * (_STEP + 3) + 1
    return drawing(name, (width, height), title, summary, *columns, line(0, height - 1, width, height - 1, "axis"))


def _sorted(values: Sequence[str], marks: Marks) -> list[str]:
    return sorted(values, key=marks.order)
