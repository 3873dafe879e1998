"""A bar for each of some things, and how far it may reach."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from cohortplan.documents.charts.chart import Chart
from cohortplan.documents.charts.svg import drawing, fit, label, line, tag
from cohortplan.documents.table import NOTHING, Table

_BARS, _ROW, _TAIL = 156, 20, 104
#: A name of so many letters is written out, and what a letter takes.
_LONGEST, _LETTER = 34, 6.4


class Bar(NamedTuple):
    """A thing, its number, the number it may have at most (None: any), and a word about it."""

    name: str
    value: int
    most: int | None = None
    note: str = ""


def bars(
    name: str, title: str, summary: str, entries: Sequence[Bar], columns: tuple[str, str, str], among: Sequence[Bar]
) -> Chart:
    """Draw a bar for each entry; an outline shows how far it may reach.

    Parameters
    ----------
    columns : tuple of str
        What is counted of what, for the table: as in ("host", "visits", "at most").
    among : sequence of Bar
        All that are drawn beside each other, to the same scale.
    """
    unit = _BARS / (max((max(each.value, each.most or 0) for each in among), default=0) or 1)
    names = 16 + _LETTER * min(_LONGEST, max((len(each.name) for each in among), default=0))
    rows = [part for k, each in enumerate(entries) for part in _bar(each, names, k * _ROW, unit)]
    noted = any(each.note for each in entries)
    cells = [
        (each.name, each.value, NOTHING if each.most is None else each.most, *((each.note,) if noted else ()))
        for each in entries
    ]
    return Chart(
        title,
        summary,
        drawing(name, (names + _BARS + _TAIL, _ROW * len(entries) + 4), title, summary, *rows),
        Table(title, (*columns, *(("note",) if noted else ())), cells),
    )


def _bar(each: Bar, names: float, top: float, unit: float) -> list[Markup]:
    middle, said = top + 14, str(each.value) if each.most is None else f"{each.value} of {each.most}"
    end = max(each.value, each.most or 0) * unit
    parts = [label(names - 8, middle, fit(each.name, _LONGEST), "small", "end")]
    if each.most is not None and each.most:
        parts.append(tag("rect", x=names, y=top + 4.5, width=each.most * unit, height=11, class_="room"))
    if each.value:
        parts.append(tag("rect", x=names, y=top + 4.5, width=each.value * unit, height=11, class_="bar"))
    parts.append(line(names, top + 2, names, top + 18, "axis"))
    parts.append(label(names + end + 6, middle, f"{said}{', ' if each.note else ''}{each.note}", "small"))
    return parts
