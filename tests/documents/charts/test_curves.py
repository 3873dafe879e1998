"""Curves and ranges: what is drawn is where its numbers are, and can be told apart without colour."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from cohortplan.documents.charts import Axis, Chart, Curve, Marks, Range, curves, percent, plain, ranges
from cohortplan.documents.charts.axes import Frame, apart
from cohortplan.documents.table import NOTHING, Table, Written

SVG = "{http://www.w3.org/2000/svg}"
AXES = (Axis("iterations", 1, 1000, logarithmic=True), Axis("gap", 0, 1, write=percent))


def drawn(chart: Chart) -> ET.Element:
    """Return the drawing as XML."""
    return ET.fromstring(chart.svg)  # noqa: S314 - our own output


def points(element: ET.Element) -> list[tuple[float, float]]:
    """Return the corners of a path."""
    return [(float(x), float(y)) for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", element.get("d", ""))]


def three(*, stepped: bool = False) -> Chart:
    """Draw three curves."""
    names = ("search", "portfolio", "<cpsat>")
    lines = [Curve(name, [(1, 1), (10, 0.5 - k / 10), (1000, 0.1)], stepped=stepped) for k, name in enumerate(names)]
    return curves("three", "Three", "Three curves.", lines, AXES, Marks(names))


def test_axes_place_what_they_write() -> None:
    """Ends are at the ends, a power of ten takes as much room as another, and what lies outside is at an end."""
    axis = AXES[0]
    assert [axis.share(value) for value in (1, 10, 100, 1000, 0, 9999)] == pytest.approx([0, 1 / 3, 2 / 3, 1, 0, 1])
    assert axis.ticks == [1, 10, 100, 1000]
    assert Axis("", 0, 1).ticks == [0, 0.2, 0.4, 0.6, 0.8, 1]
    assert Axis("", 20, 50, logarithmic=True).ticks == [20, 30, 40, 50]
    assert Axis("", 1, 10, logarithmic=True).ticks == [1, 2, 5, 10]
    assert Axis("", 27, 528, logarithmic=True).ticks == [50, 100, 200, 500]
    assert Axis("", 3, 3).share(3) == 0.5
    assert len(Axis("", 1e-9, 1e9, logarithmic=True).ticks) <= 7


def test_numbers_are_short() -> None:
    """Thousands have commas, millions a letter, shares a sign."""
    assert [plain(value) for value in (0.05, 1000, 2e6, 3e9)] == ["0.05", "1,000", "2M", "3G"]
    assert percent(0.005) == "0.5%"


def test_names_are_moved_apart() -> None:
    """Names at one height are a line apart, in the frame, and in the order of their curves."""
    told = apart([50, 50, 51, 200], 14, 0, 200)
    assert told == sorted(told)
    assert all(other - one >= 14 for one, other in pairwise(told))
    assert told[-1] <= 200


def test_curves_are_where_their_numbers_are() -> None:
    """The corners of a curve are the places of its points; steps go across before they go down."""
    smooth = points(next(drawn(three()).iter(f"{SVG}path")))
    stepped = points(next(drawn(three(stepped=True)).iter(f"{SVG}path")))
    assert [x for x, _ in smooth] == pytest.approx([50, smooth[1][0], smooth[2][0]])
    assert smooth[1][0] - smooth[0][0] == pytest.approx((smooth[2][0] - smooth[0][0]) / 3, abs=0.2)
    assert set(smooth) <= set(stepped)
    assert all(one[0] == other[0] or one[1] == other[1] for one, other in pairwise(stepped))


def test_curves_can_be_told_apart_without_colour() -> None:
    """Each has a stroke, a mark and a name of its own, and the marks are in the legend."""
    chart = three()
    root = drawn(chart)
    strokes = [path.get("class") for path in root.iter(f"{SVG}path") if "stroke" in path.get("class", "")]
    assert len(set(strokes)) == 3
    shapes = {path.get("d") for path in root.iter(f"{SVG}path") if path.get("class", "").startswith("mark")}
    assert len(shapes) == 3
    words = [text.text for text in root.iter(f"{SVG}text")]
    assert {"search", "portfolio", "<cpsat>"} <= set(words)
    assert chart.legend.count("<li>") == 3
    assert "<cpsat>" not in chart.svg


def test_numbers_may_be_written_in_their_own_way() -> None:
    """A number that is written as per cent is a number to tables, which set it to the right."""
    table = Table("T", ("who", "gap"), [("a", Written(0.25, "25%")), ("b", NOTHING)])
    assert (table.numeric(0), table.numeric(1), str(table.rows[0][1])) == (False, True, "25%")


def test_one_curve_needs_no_legend_and_none_no_name() -> None:
    """A single curve has its name at its end only; without points there is nothing to name."""
    marks = Marks(["a"])
    one = curves("one", "One", "One.", [Curve("a", [(1, 1), (9, 0.2)], [(1, 0.9, 1), (9, 0.1, 0.3)])], AXES, marks)
    assert not one.legend
    assert "spread" in one.svg
    none = curves("none", "None", "None.", [Curve("a", [])], AXES, marks)
    assert ">a<" not in none.svg


def test_dots_stand_where_something_was_seen() -> None:
    """With dots the marks are on them and nowhere else."""
    chart = curves("d", "D", "D.", [Curve("a", [(1, 0), (1000, 1)], dots=[(10, 0.5)])], AXES, Marks(["a"]))
    (mark,) = [path for path in drawn(chart).iter(f"{SVG}path") if path.get("class", "").startswith("mark")]
    x, y = Frame(50, 30, 440 - 6.4 - 14, 226, *AXES).place(10, 0.5)
    found = re.findall(r"[\d.]+", mark.get("transform", ""))
    assert [float(each) + 5 for each in found] == pytest.approx([x, y], abs=0.06)


def test_long_numbers_have_room_at_the_left() -> None:
    """A number such as 100,000 beside the axis begins within the drawing, a letter being 6.4 wide."""
    axes = (Axis("people", 1, 2), Axis("iterations", 1e4, 2e5, logarithmic=True))
    chart = curves("n", "N", "N.", [Curve("a", [(1, 1e4), (2, 1e5)])], axes, Marks(["a"]))
    (long,) = [each for each in drawn(chart).iter(f"{SVG}text") if each.text == "100,000"]
    assert float(long.get("x", 0)) >= 6.4 * len("100,000")


def test_ranges_have_a_dot_between_their_ends() -> None:
    """Each estimate lies on its line, on the side of the neutral value where it belongs."""
    entries = [Range("a against b", 0.7, 0.4, 0.9), Range("<b> against c", 0.1, 0.0, 0.3)]
    chart = ranges("r", "R", "R.", entries, Axis("A12", 0, 1), (0.5, "second better", "first better"))
    root = drawn(chart)
    dots = [float(dot.get("cx", 0)) for dot in root.iter(f"{SVG}circle")]
    (neutral,) = [float(each.get("x1", 0)) for each in root.iter(f"{SVG}line") if each.get("class") == "limit"]
    assert dots[1] < neutral < dots[0]
    extents = [
        each for each in root.iter(f"{SVG}line") if each.get("class") == "extent" and each.get("y1") == each.get("y2")
    ]
    for dot, extent in zip(dots, extents, strict=True):
        assert float(extent.get("x1", 0)) <= dot <= float(extent.get("x2", 0))
    assert "<b>" not in chart.svg


def test_ranges_have_room_for_their_names() -> None:
    """Of two with long names both can be read, and the drawing grows rather than what is drawn in it shrinks."""
    name = "weights:portfolio against weights:annealing"
    chart = ranges("r", "R", "R.", [Range(name, 0.7, 0.4, 0.9)], Axis("A12", 0, 1), (0.5, "second better", "first"))
    (label,) = [each for each in drawn(chart).iter(f"{SVG}text") if each.text == name]
    assert float(label.get("x", 0)) >= 6.6 * len(name)
    assert chart.size[0] - float(label.get("x", 0)) > 240
