"""Estimates with how sure they are: a dot and a line for each, beside a line where there is no difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from cohortplan.documents.charts.axes import Axis, Frame
from cohortplan.documents.charts.chart import Chart
from cohortplan.documents.charts.svg import drawing, fit, label, line, tag
from cohortplan.documents.table import Table

_WIDTH, _ROW, _TOP, _FOOT, _LETTER = 440, 24, 26, 44, 6.6
#: The longest name, and how much room what is drawn has at least beside it; the drawing grows if need be.
_LONGEST, _PLOT = 48, 250


class Range(NamedTuple):
    """What is estimated, and between which ends it lies."""

    name: str
    value: float
    low: float
    high: float


def ranges(
    name: str,
    title: str,
    summary: str,
    entries: Sequence[Range],
    axis: Axis,
    neutral: tuple[float, str, str],
    table: Table | None = None,
) -> Chart:
    """Draw a range for each entry.

    Parameters
    ----------
    neutral : (float, str, str)
        The value that says nothing, and what it means to be below and above.
    """
    left = 12 + _LETTER * max((min(len(each.name), _LONGEST) for each in entries), default=0)
    width = max(_WIDTH, left + _PLOT)
    height = _TOP + _ROW * len(entries) + _FOOT
    frame = Frame(left, _TOP, width - 44, height - _FOOT, axis, Axis("", 0, 1))
    middle, _ = frame.place(neutral[0], 0)
    parts = [
        line(middle, frame.top - 4, middle, frame.bottom, "limit"),
        label(middle - 8, 14, f"← {neutral[1]}", "small quiet", "end"),
        label(middle + 8, 14, f"{neutral[2]} →", "small quiet"),
        line(frame.left, frame.bottom, frame.right, frame.bottom, "axis"),
        *_numbers(frame),
    ]
    for place, each in enumerate(entries):
        parts += _drawn(each, frame, _TOP + _ROW * (place + 0.5))
    return Chart(title, summary, drawing(name, (width, height), title, summary, *parts), table, size=(width, height))


def _numbers(frame: Frame) -> Iterator[Markup]:
    for value in frame.across.ticks:
        x, _ = frame.place(value, 0)
        yield line(x, frame.bottom, x, frame.bottom + 4, "axis")
        yield label(x, frame.bottom + 17, frame.across.write(value), "small", "middle")
    yield label((frame.left + frame.right) / 2, frame.bottom + 34, frame.across.name, "small quiet", "middle")


def _drawn(each: Range, frame: Frame, y: float) -> list[Markup]:
    at, low, high = (frame.place(value, 0)[0] for value in (each.value, each.low, each.high))
    return [
        label(frame.left - 10, y + 4, fit(each.name, _LONGEST), "small", "end"),
        line(low, y, high, y, "extent"),
        line(low, y - 4, low, y + 4, "extent"),
        line(high, y - 4, high, y + 4, "extent"),
        tag("circle", cx=at, cy=y, r=4.5, class_="estimate"),
        label(frame.right + 8, y + 4, frame.across.write(round(each.value, 3)), "small"),
    ]
