"""Curves of several things over a common axis, each with a mark, a stroke and its name at its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from cohortplan.documents.charts.axes import Axis, Frame, apart
from cohortplan.documents.charts.chart import Chart
from cohortplan.documents.charts.marks import SIDE, Marks
from cohortplan.documents.charts.svg import drawing, fit, label, line, tag, together
from cohortplan.documents.table import Table

_WIDTH, _HEIGHT, _LEFT, _TOP, _FOOT = 440, 270, 50, 30, 44
#: Letters of a name at the end of its curve, how wide one is, and how far two names are apart.
_LETTERS, _LETTER, _LINE = 18, 6.4, 14
#: So many marks stand on a curve.
_MARKS = 5

Point = tuple[float, float]


@dataclass(frozen=True)
class Curve:
    """One of the things.

    Attributes
    ----------
    name : str
        Its name, by which it has its mark.
    points : sequence of (float, float)
        From left to right.
    band : sequence of (float, float, float)
        At some places the lower and the upper edge of a band around it.
    stepped : bool
        Whether it keeps its height until the next point.
    dots : sequence of (float, float)
        What was seen, where the curve is only drawn through it.
    """

    name: str
    points: Sequence[Point]
    band: Sequence[tuple[float, float, float]] = ()
    stepped: bool = False
    dots: Sequence[Point] = ()


def curves(
    name: str,
    title: str,
    summary: str,
    drawn: Sequence[Curve],
    axes: tuple[Axis, Axis],
    marks: Marks,
    table: Table | None = None,
) -> Chart:
    """Draw curves over an axis; `marks` knows their names, also those that other charts of the page have.

    Parameters
    ----------
    axes : (Axis, Axis)
        The one below, and the one at the left.
    """
    room = _LETTER * max((min(len(each.name), _LETTERS) for each in drawn), default=0) + 14
    numbers = _LETTER * max((len(axes[1].write(value)) for value in axes[1].ticks), default=0) + 14
    frame = Frame(max(_LEFT, numbers), _TOP, _WIDTH - room, _HEIGHT - _FOOT, *axes)
    bands = (_band(each, frame, marks) for each in drawn if each.band)
    strokes = (_stroke(each, frame, marks) for each in drawn)
    signs = (_signs(each, place, len(drawn), frame, marks) for place, each in enumerate(drawn))
    parts = (*frame.drawn(), *bands, *strokes, *signs, *_names(drawn, frame))
    return Chart(
        title,
        summary,
        drawing(name, (_WIDTH, _HEIGHT), title, summary, *parts),
        table,
        _legend(drawn, marks),
        (_WIDTH, _HEIGHT),
    )


def _legend(drawn: Sequence[Curve], marks: Marks) -> Markup:
    """Return the marks of the curves with their names, which may be cut at their ends; of one there is no need."""
    entries = [tag("li", marks.sign(each.name), " ", each.name) for each in drawn]
    return tag("ul", together(entries), class_="legend") if len(entries) > 1 else Markup("")


def _corners(each: Curve, frame: Frame) -> list[Point]:
    """Return the corners of a curve as it is drawn."""
    points = [frame.place(x, y) for x, y in each.points]
    if not each.stepped:
        return points
    steps = ((right[0], left[1]) for left, right in pairwise(points))
    return [corner for pair in zip(points, [*steps, points[-1]], strict=True) for corner in pair] if points else []


def _stroke(each: Curve, frame: Frame, marks: Marks) -> Markup:
    return tag("path", d=_path(_corners(each, frame)), class_=f"stroke s{marks.number(each.name)}")


def _band(each: Curve, frame: Frame, marks: Marks) -> Markup:
    upper = [frame.place(x, high) for x, _, high in each.band]
    lower = [frame.place(x, low) for x, low, _ in each.band]
    return tag("path", d=f"{_path([*upper, *reversed(lower)])}z", class_=f"spread m{marks.number(each.name)}")


def _signs(each: Curve, place: int, count: int, frame: Frame, marks: Marks) -> Markup:
    """Draw a curve's mark on it, at other places than those of the others; or where something was seen."""
    if each.dots:
        points = [frame.place(*dot) for dot in each.dots]
    else:
        wide = frame.right - frame.left
        wanted = [frame.left + wide * (k + (place + 0.5) / count) / _MARKS for k in range(_MARKS)]
        points = list(_on(_corners(each, frame), wanted))
    half = SIDE / 2
    return together(marks.shape(each.name, round(x - half, 1), round(y - half, 1)) for x, y in points)


def _on(corners: Sequence[Point], wanted: Sequence[float]) -> Iterator[Point]:
    """Yield the points of a line at some places, as far as it goes."""
    for at in wanted:
        for (x1, y1), (x2, y2) in pairwise(corners):
            if x1 <= at <= x2 and x2 > x1:
                yield at, y1 + (y2 - y1) * (at - x1) / (x2 - x1)
                break


def _names(drawn: Sequence[Curve], frame: Frame) -> Iterator[Markup]:
    """Yield the names at the ends of the curves, moved apart, with a thin line to the end if moved far."""
    ends = [(each.name, _corners(each, frame)[-1]) for each in drawn if each.points]
    heights = apart([y for _, (_, y) in ends], _LINE, frame.top, frame.bottom)
    for (called, (x, y)), height in zip(ends, heights, strict=True):
        if abs(height - y) > _LINE / 2 or frame.right - x > _LINE:
            yield line(x + 2, y, frame.right + 8, height, "lead-line")
        yield label(frame.right + 10, height + 4, fit(called, _LETTERS), "small")


def _path(points: Sequence[Point]) -> str:
    return "".join(f"{'L' if k else 'M'}{x:.1f} {y:.1f}" for k, (x, y) in enumerate(points))
