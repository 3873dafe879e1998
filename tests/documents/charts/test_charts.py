"""Charts show the numbers they are given, and say them in a table, too."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations
from random import Random
from xml.etree import ElementTree as ET

import pytest

from cohortplan.documents.charts import Bar, Chart, Marks, Matrix, Spot, bars, matrix, places, spread, steps
from cohortplan.documents.charts.marks import _SHAPES
from cohortplan.documents.charts.matrix import SINGLE
from cohortplan.documents.charts.svg import tag

SVG = "{http://www.w3.org/2000/svg}"
_WORST = "<script>&\"'"


def drawn(chart: Chart) -> ET.Element:
    """Return the drawing as XML."""
    return ET.fromstring(chart.svg)  # noqa: S314 - our own output


def squares(chart: Chart) -> Counter[tuple[int, int]]:
    """Return how often each square of a matrix is filled, by row and column."""
    found = Counter[tuple[int, int]]()
    for path in drawn(chart).iter(f"{SVG}path"):
        if "cells" in path.get("class", ""):
            for first, middle, length in re.findall(r"M(\d+) ([\d.]+)h(\d+)", path.get("d", "")):
                row = int(float(middle) - 0.5)
                found.update((row, int(first) + k) for k in range(int(length)))
    return found


def people(number: int, kinds: int = 3) -> list[tuple[str, str, str]]:
    """Return people in the order of their kinds."""
    return [(f"P{k:04}", f"Person {k}", f"kind {k * kinds // number}") for k in range(number)]


def test_elements_are_escaped() -> None:
    """Neither text nor an attribute can begin an element or end its own."""
    assert tag("text", _WORST, class_=_WORST).count("<") == 2
    assert 'class="&lt;script&gt;&amp;&#34;&#39;"' in tag("text", class_=_WORST)


def test_marks_differ_without_colour() -> None:
    """The first six values have shapes of their own; all further ones share one that none of the six has."""
    marks = Marks(f"v{k}" for k in range(9))
    assert len(set(_SHAPES)) == len(_SHAPES) == 7
    assert [marks.number(f"v{k}") for k in range(9)] == [0, 1, 2, 3, 4, 5, 6, 6, 6]
    assert marks.number("unheard of") == 6


@pytest.mark.parametrize("number", [2, 11, 60, 61, 240])
def test_a_square_of_the_matrix_is_a_pair_that_meets(number: int) -> None:
    """For each pair that meets two squares are filled, once each; all others are not."""
    random = Random(number)  # noqa: S311 - nothing is secret here
    seen = people(number)
    ids = [one for one, _, _ in seen]
    met = {pair: random.randint(1, 6) for pair in combinations(ids, 2) if random.random() < 0.3}
    chart = matrix("m", "Who", "All.", Matrix(seen, met), Marks(value for _, _, value in seen))
    expected = {(ids.index(a), ids.index(b)) for a, b in met}
    assert squares(chart) == Counter(expected | {(j, i) for i, j in expected})


def test_numbers_of_meetings_stand_in_the_squares() -> None:
    """Where people are few enough to be named, two who meet three times have a 3 in both their squares."""
    chart = matrix("m", "Who", "All.", Matrix(people(4), {("P0000", "P0001"): 3, ("P0002", "P0003"): 1}), Marks(()))
    assert [text.text for text in drawn(chart).iter(f"{SVG}text") if "tiny" in text.get("class", "")][-2:] == ["3", "3"]


def test_very_many_people_share_squares() -> None:
    """Of 2,400 people a square stands for several; it is as strong as the share of their pairs that meets."""
    seen = people(2400)
    size = -(-2400 // (SINGLE // 4))
    whole = dict.fromkeys(combinations([one for one, _, _ in seen[:size]], 2), 1)
    chart = matrix("m", "Who", "All.", Matrix(seen, whole), Marks(value for _, _, value in seen))
    assert squares(chart) == {(0, 0): 1}
    (path,) = [path for path in drawn(chart).iter(f"{SVG}path") if "cells" in path.get("class", "")]
    assert "h4" in path.get("class", "")
    assert len(chart.svg) < 10_000


def test_steps_rise_to_their_numbers() -> None:
    """The table says what each step adds and what it comes to, the drawing the last number and the bound."""
    chart = steps("s", "Growth", "So.", [("D1", 10), ("D2", 25)], (30, "30 at most"), ("round", "pairs"))
    assert chart.table is not None
    assert list(chart.table.rows) == [("D1", 10, 10), ("D2", 15, 25)]
    texts = [text.text for text in drawn(chart).iter(f"{SVG}text")]
    assert {"+10", "25", "30 at most"} <= set(texts)


@pytest.mark.parametrize("numbers", [[3], [0, 0, 0], [1, 2, 2, 9], list(range(500)), [10, 10_000]])
def test_a_spread_counts_everyone_once(numbers: list[int]) -> None:
    """However wide the numbers lie there are at most 24 columns, and everyone is in one of them."""
    chart = spread("s", "Spread", "So.", numbers, "minutes")
    assert chart.table is not None
    assert sum(int(row[1]) for row in chart.table.rows) == len(numbers)
    assert len(chart.table.rows) <= 24


def test_bars_are_to_scale() -> None:
    """A bar is as long as its number, the outline as what it may reach."""
    entries = [Bar("a", 2, 4), Bar("b", 1, None, "late")]
    chart = bars("b", "Load", "So.", entries, ("host", "visits", "at most"), entries)
    widths = {
        kind: [float(rect.get("width", 0)) for rect in drawn(chart).iter(f"{SVG}rect") if rect.get("class") == kind]
        for kind in ("bar", "room")
    }
    assert widths["bar"][0] == pytest.approx(2 * widths["bar"][1], rel=0.01)
    assert widths["room"] == [pytest.approx(2 * widths["bar"][0], rel=0.01)]
    assert chart.table is not None
    assert list(chart.table.rows) == [("a", 2, 4, ""), ("b", 1, "–", "late")]


def test_parts_of_a_chart_stand_beside_each_other_to_one_scale() -> None:
    """Names are written out as far as there is room, and both halves keep the same room for them."""
    entries = [Bar("Doncaster Table Food Bank and Café", 2, 4), Bar("b", 1, 2), Bar("c" * 40, 0, 1)]
    halves = [
        drawn(bars("b", "Load", "So.", half, ("host", "of", "at"), entries)) for half in (entries[:2], entries[2:])
    ]
    assert len({half.get("viewBox", "").split()[2] for half in halves}) == 1
    written = [text.text for half in halves for text in half.iter(f"{SVG}text") if text.get("text-anchor") == "end"]
    assert written == ["Doncaster Table Food Bank and Café", "b", f"{'c' * 33}…"]


def test_places_lie_where_they_are() -> None:
    """North is up, east is right, and a degree of longitude is shorter than one of latitude as far north as it is."""
    spots = [Spot("south-west", 53.0, -2.0, 1), Spot("north-west", 54.0, -2.0, 1), Spot("south-east", 53.0, -1.0, 0)]
    circles = [
        (float(circle.get("cx", 0)), float(circle.get("cy", 0)))
        for circle in drawn(places("p", "Map", "So.", spots, ("place", "what", "visits", "town"))).iter(f"{SVG}circle")
    ]
    (x0, y0), (x1, y1), (x2, y2) = circles
    assert x1 == x0 < x2
    assert y1 < y0 == y2
    assert (x2 - x0) / (y0 - y1) == pytest.approx(0.596, abs=0.005)


def test_a_single_place_is_drawn() -> None:
    """One place, or several at one point, make a map without a scale that divides by nothing."""
    spots = [Spot(_WORST, 53.0, -2.0, 0), Spot("home", 53.0, -2.0, 3, home=True)]
    chart = places("p", "Map", "So.", spots, ("place", "what", "visits", "town"))
    assert "<script" not in chart.svg
    drawn(chart)
