"""Writes all of it: ``report.html``, ``data/``, ``figures/``, each file whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from markupsafe import Markup

from cohortplan.bench.analysis.analysis import Analysis
from cohortplan.bench.analysis.frames import as_csv, as_parquet
from cohortplan.bench.page.figures import Figure, all_figures
from cohortplan.bench.page.page import html
from cohortplan.documents.charts import Marks
from cohortplan.documents.charts.svg import label, tag
from cohortplan.documents.html import asset
from cohortplan.io import write_bytes

PAGE, DATA, FIGURES = "report.html", "data", "figures"
#: So many cases have a figure of their own.
MOST = 24
_STYLES = ("html/tokens.css", "charts/charts.css")
_TITLE = 30


def write_report(analysis: Analysis, target: Path) -> list[Path]:
    """Write the page, its data and its figures into a folder; return the files, the page first.

    Raises
    ------
    OSError
        If something cannot be written.
    """
    marks = Marks(analysis.tidy.runs["solver"])
    figures = all_figures(analysis, marks, MOST)
    files = dict(_data(analysis))
    text = html(analysis, marks, figures, files)
    files |= {name: content for found in figures.values() for each in found for name, content in _drawn(each)}
    for folder in sorted({target / Path(name).parent for name in files}):
        folder.mkdir(parents=True, exist_ok=True)
    for name, content in {PAGE: text.encode(), **files}.items():
        write_bytes(target / name, content)
    return [target / name for name in (PAGE, *files)]


def _data(analysis: Analysis) -> Iterator[tuple[str, bytes]]:
    for name, table in analysis.tables.items():
        yield f"{DATA}/{name}.csv", as_csv(table)
        if name in analysis.tidy.tables:
            yield f"{DATA}/{name}.parquet", as_parquet(table)


def _drawn(figure: Figure) -> Iterator[tuple[str, bytes]]:
    yield f"{FIGURES}/{figure.name}.csv", as_csv(figure.data)
    yield f"{FIGURES}/{figure.name}.svg", f"{alone(figure)}\n".encode()


def alone(figure: Figure) -> Markup:
    """Return a figure as a drawing that needs no page: with its title, its colours and a ground."""
    width, height = figure.chart.size
    style = Markup("\n".join(map(asset, _STYLES)))  # noqa: S704 - our own files
    return tag(
        "svg",
        tag("style", style),
        tag("rect", width=width, height=height + _TITLE, class_="paper"),
        tag("g", label(8, 20, figure.chart.title, "strong"), class_="chart"),
        tag("g", figure.chart.svg, transform=f"translate(0 {_TITLE})"),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height + _TITLE}",
        width=width,
        height=height + _TITLE,
    )
