"""Charts in SVG, each drawn by one file from plain numbers, and told in words and as a table beside."""

from cohortplan.documents.charts.alone import alone
from cohortplan.documents.charts.axes import Axis, percent, plain
from cohortplan.documents.charts.bars import Bar, bars
from cohortplan.documents.charts.chart import Chart
from cohortplan.documents.charts.curves import Curve, curves
from cohortplan.documents.charts.marks import Marks
from cohortplan.documents.charts.matrix import Matrix, matrix
from cohortplan.documents.charts.places import Spot, places
from cohortplan.documents.charts.ranges import Range, ranges
from cohortplan.documents.charts.spread import spread
from cohortplan.documents.charts.steps import steps
from cohortplan.documents.charts.units import units

__all__ = [
    "Axis",
    "Bar",
    "Chart",
    "Curve",
    "Marks",
    "Matrix",
    "Range",
    "Spot",
    "alone",
    "bars",
    "curves",
    "matrix",
    "percent",
    "places",
    "plain",
    "ranges",
    "spread",
    "steps",
    "units",
]
