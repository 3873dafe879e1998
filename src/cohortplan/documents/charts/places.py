"""A map without tiles: places where they are, with a scale."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, log10, radians, sqrt
from typing import NamedTuple

from markupsafe import Markup

from cohortplan.documents.charts.chart import Chart
from cohortplan.documents.charts.svg import drawing, fit, label, line, tag, together
from cohortplan.documents.table import Table

_WIDTH, _PAD, _TALLEST = 640, 60, 560
_KM_A_DEGREE = 111.195
#: Names are set in this many points, each letter so wide.
_LINE, _LETTER = 13.0, 6.9


class Spot(NamedTuple):
    """A place, and how much happens there. `home` are those where people come from, in place of hosts."""

    name: str
    lat: float
    lon: float
    number: int
    home: bool = False
    note: str = ""


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def places(name: str, title: str, summary: str, spots: Sequence[Spot], columns: tuple[str, ...]) -> Chart:
    """Draw hosts as circles as large as their visits are many, and homes as squares, true to scale.

    The notes of hosts are their towns, which are named above them unless they have a square of their own.
    """
    middle = radians(sum(spot.lat for spot in spots) / max(1, len(spots)))
    east = [spot.lon * cos(middle) for spot in spots]
    north = [spot.lat for spot in spots]
    wide, high = max(east) - min(east) or 0.02, max(north) - min(north) or 0.02
    unit = min((_WIDTH - 2 * _PAD) / wide, (_TALLEST - 2 * _PAD) / high)
    height = high * unit + 2 * _PAD
    left = (_WIDTH - wide * unit) / 2
    points = [(left + (x - min(east)) * unit, _PAD + (max(north) - y) * unit) for x, y in zip(east, north, strict=True)]
    largest = max((spot.number for spot in spots if not spot.home), default=1) or 1
    sizes = [4.0 if spot.home else 2.5 + 8 * sqrt(spot.number / largest) for spot in spots]
    ground = tag("rect", width=_WIDTH, height=height, class_="ground")
    drawn = [_spot(spot, point, size) for spot, point, size in zip(spots, points, sizes, strict=True)]
    rows = [(spot.name, "home" if spot.home else "host", spot.number, spot.note) for spot in spots]
    return Chart(
        title,
        summary,
        drawing(
            name,
            (_WIDTH, height + 24),
            title,
            summary,
            ground,
            *drawn,
            _names(spots, points, sizes),
            _scale(unit, height + 8),
        ),
        Table(title, columns, rows),
        _legend(homes=any(spot.home for spot in spots), empty=not all(spot.number for spot in spots)),
    )


def _spot(spot: Spot, point: tuple[float, float], size: float) -> Markup:
    x, y = point
    if spot.home:
        return tag("rect", x=x - size, y=y - size, width=2 * size, height=2 * size, class_="town")
    return tag("circle", cx=x, cy=y, r=size, class_="spot" if spot.number else "spot empty")


def _names(spots: Sequence[Spot], points: Sequence[tuple[float, float]], sizes: Sequence[float]) -> Markup:
    """Set names beside their places, homes first, then the busiest; those for which there is no room are left out."""
    taken = [_Box(x - s, y - s, x + s, y + s) for (x, y), s in zip(points, sizes, strict=True)]
    parts = [_town(town, points[k], taken) for town, k in _northmost(spots, points).items()]
    for k in sorted(range(len(spots)), key=lambda k: (not spots[k].home, -spots[k].number, k)):
        spot, (x, y), gap = spots[k], points[k], sizes[k] + 4
        words = fit(f"{spot.name} ({spot.number})" if spot.home else spot.name, 30)
        long = _LETTER * len(words) * (1.15 if spot.home else 1)
        for left, low, anchor in (
            (x + gap, y + 4, None),
            (x - gap - long, y + 4, "end"),
            (x - long / 2, y - gap - 1, "middle"),
            (x - long / 2, y + gap + 10, "middle"),
            (x + gap - 2, y - gap + 2, None),
            (x + gap - 2, y + gap + 6, None),
            (x - gap + 2 - long, y - gap + 2, "end"),
            (x - gap + 2 - long, y + gap + 6, "end"),
        ):
            box = _Box(left, low - _LINE + 2, left + long, low + 3)
            if box.left > 0 and box.right < _WIDTH and not any(box.meets(other) for other in taken):
                taken.append(box)
                at = left if anchor is None else left + long if anchor == "end" else x
                parts.append(label(at, low, words, "strong" if spot.home else "small", anchor))
                break
    return together(parts)


def _northmost(spots: Sequence[Spot], points: Sequence[tuple[float, float]]) -> dict[str, int]:
    """Return for each town without a square of its own which of its hosts is farthest north."""
    homes = {spot.name for spot in spots if spot.home}
    found: dict[str, int] = {}
    for k, spot in enumerate(spots):
        if spot.note and spot.note not in homes and not spot.home:
            best = found.setdefault(spot.note, k)
            found[spot.note] = k if points[k][1] < points[best][1] else best
    return found


def _town(town: str, point: tuple[float, float], taken: list[_Box]) -> Markup:
    """Name a town above its hosts."""
    long, (x, y) = 9.5 * len(town), point
    middle, low = min(max(x, long / 2), _WIDTH - long / 2), max(14.0, y - 18)
    taken.append(_Box(middle - long / 2, low - _LINE, middle + long / 2, low + 3))
    return label(middle, low, town.upper(), "place", "middle")


def _scale(unit: float, top: float) -> Markup:
    """Return a bar of a round number of kilometres, about a fifth of the width."""
    rough = _WIDTH / 5 / unit * _KM_A_DEGREE
    power = 10 ** int(log10(rough)) if rough >= 1 else 1
    km = max(step * power for step in (1, 2, 5) if step * power <= max(rough, power))
    long = km / _KM_A_DEGREE * unit
    bar = line(8, top, 8 + long, top, "axis")
    ends = together(line(x, top - 4, x, top + 4, "axis") for x in (8.0, 8 + long))
    return together((bar, ends, label(16 + long, top + 4, f"{km} km; north is up", "small quiet")))


def _legend(*, homes: bool, empty: bool) -> Markup:
    def entry(shape: Markup, words: str) -> Markup:
        return tag("li", tag("svg", shape, class_="sign", viewBox="0 0 10 10", aria_hidden="true"), " ", words)

    entries = [entry(tag("circle", cx=5, cy=5, r=4, class_="spot"), "host, larger the more visits it receives")]
    if empty:
        entries.append(entry(tag("circle", cx=5, cy=5, r=3, class_="spot empty"), "host without a visit"))
    if homes:
        square = tag("rect", x=1.5, y=1.5, width=7, height=7, class_="town")
        entries.append(entry(square, "where people come from (how many)"))
    return tag("ul", *entries, class_="legend")
