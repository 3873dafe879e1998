"""A chart as a file of its own."""

from __future__ import annotations

from markupsafe import Markup

from cohortplan.documents.charts.chart import Chart
from cohortplan.documents.charts.svg import label, tag
from cohortplan.documents.html import asset

_STYLES = ("html/tokens.css", "charts/charts.css")
_TITLE = 30


def alone(chart: Chart) -> str:
    """Return a chart as a drawing that needs no page: with its title, its colours and a ground."""
    width, height = chart.size
    drawn = tag(
        "svg",
        tag("style", Markup("\n".join(map(asset, _STYLES)))),  # noqa: S704 - our own files
        tag("rect", width=width, height=height + _TITLE, class_="paper"),
        tag("g", label(8, 20, chart.title, "strong"), class_="chart"),
        tag("g", chart.svg, transform=f"translate(0 {_TITLE})"),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height + _TITLE}",
        width=width,
        height=height + _TITLE,
    )
    return f"{drawn}\n"
