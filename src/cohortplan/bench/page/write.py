"""Writes all of it: ``report.html``, ``data/``, ``figures/``, each file whole or not at all.

What an earlier report has left in the folder and this one does not have is removed, see ``sums``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from cohortplan.bench.analysis.analysis import Analysis
from cohortplan.bench.analysis.frames import as_csv, as_parquet
from cohortplan.bench.page.figures import Figure, all_figures
from cohortplan.bench.page.page import html
from cohortplan.bench.page.sums import read_sums, remove, sums_of, write_sums
from cohortplan.documents.charts import Marks, alone
from cohortplan.io import write_bytes

PAGE, DATA, FIGURES = "report.html", "data", "figures"
#: So many cases have a figure of their own.
MOST = 24


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
    files = {PAGE: text.encode(), **files}
    _write(target, files)
    return [target / name for name in files]


def _write(target: Path, files: Mapping[str, bytes]) -> None:
    for folder in sorted({target / Path(name).parent for name in files}):
        folder.mkdir(parents=True, exist_ok=True)
    before, now = read_sums(target), sums_of(files)
    write_sums(target, before | now)  # whatever ends us, both are known as ours
    for name, content in files.items():
        write_bytes(target / name, content)
    remove(target, before.keys() - now.keys(), before)
    write_sums(target, now)


def _data(analysis: Analysis) -> Iterator[tuple[str, bytes]]:
    for name, table in analysis.tables.items():
        yield f"{DATA}/{name}.csv", as_csv(table)
        if name in analysis.tidy.tables:
            yield f"{DATA}/{name}.parquet", as_parquet(table)


def _drawn(figure: Figure) -> Iterator[tuple[str, bytes]]:
    yield f"{FIGURES}/{figure.name}.csv", as_csv(figure.data)
    yield f"{FIGURES}/{figure.name}.svg", alone(figure.chart).encode()
