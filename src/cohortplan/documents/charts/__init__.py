"""Charts in SVG, each drawn by one file from plain numbers, and told in words and as a table beside."""

from cohortplan.documents.charts.bars import Bar, bars, reach
from cohortplan.documents.charts.chart import Chart
from cohortplan.documents.charts.marks import Marks
from cohortplan.documents.charts.matrix import Matrix, matrix
from cohortplan.documents.charts.places import Spot, places
from cohortplan.documents.charts.spread import spread
from cohortplan.documents.charts.steps import steps
from cohortplan.documents.charts.units import units

__all__ = ["Bar", "Chart", "Marks", "Matrix", "Spot", "bars", "matrix", "places", "reach", "spread", "steps", "units"]
