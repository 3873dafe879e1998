"""Axes: numbers become places, and round numbers are written beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from markupsafe import Markup

from cohortplan.documents.charts.svg import label, line

#: About so many numbers stand along an axis; one of logarithms that spans so few powers of ten has round numbers.
_TICKS, _NARROW = 5, 0.7


def plain(value: float) -> str:
    """Write a number as short as can be, as in "0.05", "1,000" and "2M"."""
    for size, letter in ((1e9, "G"), (1e6, "M")):
        if abs(value) >= size:
            return f"{value / size:g}{letter}"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:g}"


def percent(value: float) -> str:
    """Write a share as per cent."""
    return f"{100 * value:g}%"


@dataclass(frozen=True)
class Axis:
    """What is counted along an axis, from where to where.

    Attributes
    ----------
    name : str
        What it counts.
    low, high : float
        Its ends; with `logarithmic` both are above 0.
    logarithmic : bool
        Whether each power of ten takes as much room.
    write : callable
        How its numbers are written.
    """

    name: str
    low: float
    high: float
    logarithmic: bool = False
    write: Callable[[float], str] = plain

    def share(self, value: float) -> float:
        """Return where a value lies, from 0 to 1; what lies outside is at the end."""
        low, high, value = self.low, self.high, min(max(value, self.low), self.high)
        if self.logarithmic:
            low, high, value = log10(low), log10(high), log10(value)
        return (value - low) / (high - low) if high > low else 0.5

    @property
    def ticks(self) -> list[float]:
        """Round numbers between the ends."""
        if not self.logarithmic:
            return _round_numbers(self.low, self.high)
        wide = log10(self.high / self.low)
        if wide < _NARROW:
            return _round_numbers(self.low, self.high)
        first, last = floor(log10(self.low) + 1e-9), floor(log10(self.high) + 1e-9)
        every, steps = ceil((last - first + 1) / (_TICKS + 1)), (1, 2, 5) if wide < 2 else (1,)
        powers = (10.0**power for power in range(first, last + 1) if (power - last) % every == 0)
        return [
            step * power for power in powers for step in steps if self.low <= step * power * 1.001 <= self.high * 1.002
        ]


def _round_numbers(low: float, high: float) -> list[float]:
    rough = (high - low) / _TICKS or 1.0
    power = 10.0 ** floor(log10(rough))
    step = next(size * power for size in (1, 2, 5, 10) if size * power >= rough * 0.999)
    return [float(f"{k * step:.10g}") for k in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1)]


@dataclass(frozen=True)
class Frame:
    """The part of a drawing in which things are drawn, with an axis below and one at its left.

    Attributes
    ----------
    left, top, right, bottom : float
        Its edges.
    """

    left: float
    top: float
    right: float
    bottom: float
    across: Axis
    up: Axis

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point is drawn."""
        return (
            self.left + (self.right - self.left) * self.across.share(x),
            self.bottom - (self.bottom - self.top) * self.up.share(y),
        )

    def drawn(self) -> Iterator[Markup]:
        """Yield the axes with their numbers and names."""
        for value in self.up.ticks:
            _, y = self.place(self.across.low, value)
            yield line(self.left, y, self.right, y, "grid")
            yield label(self.left - 6, y + 4, self.up.write(value), "small", "end")
        yield line(self.left, self.bottom, self.right, self.bottom, "axis")
        for value in self.across.ticks:
            x, _ = self.place(value, self.up.low)
            yield line(x, self.bottom, x, self.bottom + 4, "axis")
            yield label(x, self.bottom + 17, self.across.write(value), "small", "middle")
        yield label((self.left + self.right) / 2, self.bottom + 34, self.across.name, "small quiet", "middle")
        yield label(2, self.top - 10, self.up.name, "small quiet")


def apart(heights: Sequence[float], least: float, low: float, high: float) -> list[float]:
    """Return heights moved as little as needs be so that any two are `least` apart, between `low` and `high`."""
    order = sorted(range(len(heights)), key=lambda k: (heights[k], k))
    moved = list(heights)
    for place, k in enumerate(order):
        below = moved[order[place - 1]] + least if place else low
        moved[k] = max(moved[k], below)
    for place, k in reversed(list(enumerate(order))):
        above = moved[order[place + 1]] - least if place + 1 < len(order) else high
        moved[k] = min(moved[k], above)
    return moved
