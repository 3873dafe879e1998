"""How a number is spread over people or hosts: a column for each value, or for each range of values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cohortplan.documents.charts.chart import Chart
from cohortplan.documents.charts.svg import drawing, label, line, tag
from cohortplan.documents.table import Table

_WIDTH, _HEIGHT, _FOOT, _TOP = 420, 190, 38, 22
#: More columns than this are hard to read; values then share one.
_COLUMNS = 24


def spread(name: str, title: str, summary: str, numbers: Sequence[int], unit: str, of: str = "people") -> Chart:
    """Draw how many people, or what else `of` names, have each number, or numbers from one round number to the next."""
    step = 1
    low, high = min(numbers, default=0) // step, max(numbers, default=0) // step
    while high - low + 1 > _COLUMNS:
        step *= 2 if step % 5 or step % 2 else 5
        low, high = min(numbers) // step, max(numbers) // step
    counted = Counter(number // step for number in numbers)
    tallest, width = max(counted.values(), default=1), (_WIDTH - 20) / (high - low + 1)
    rise = (_HEIGHT - _FOOT - _TOP) / tallest
    parts = [line(10, _HEIGHT - _FOOT, _WIDTH - 10, _HEIGHT - _FOOT, "axis")]
    every = max(1, -(-(high - low + 1) // 9))
    for place in range(low, high + 1):
        x, tall = 10 + (place - low) * width, counted[place] * rise
        gap = min(4.0, width / 5)
        if tall:
            top = _HEIGHT - _FOOT - tall
            parts.append(tag("rect", x=x + gap / 2, y=top, width=width - gap, height=tall, class_="bar"))
            parts.append(label(x + width / 2, top - 5, f"{counted[place]:,}", "small", "middle"))
        if (place - low) % every == 0:
            parts.append(label(x + width / 2, _HEIGHT - _FOOT + 15, place * step, "small", "middle"))
    parts.append(label(_WIDTH / 2, _HEIGHT - 5, unit, "small quiet", "middle"))
    rows = [(_range(place, step), counted[place]) for place in range(low, high + 1)]
    return Chart(
        title,
        summary,
        drawing(name, (_WIDTH, _HEIGHT), title, summary, *parts),
        Table(title, (unit, of), rows),
    )


def _range(place: int, step: int) -> str:
    return str(place) if step == 1 else f"{place * step} to {(place + 1) * step - 1}"
