"""The page of results as Markdown: a table for each group, what others reached, and how effort grows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from cohortplan.bench.analysis.analysis import Analysis
from cohortplan.bench.analysis.manifest import flat
from cohortplan.bench.analysis.profiles import NEAR
from cohortplan.bench.page import shown
from cohortplan.documents.charts import percent
from cohortplan.documents.table import NOTHING, Table

#: What of the manifest is told; the page has all of it.
_TOLD = re.compile(r"started|python|cohortplan|git\..+|packages\..+|machine\.(cpu|cores|system)")
_MEANING = (
    "Gap: the part by which the median is worse than the best known (* = proved best); below zero it is better, and "
    "where the best known is 0 and the median is not there is none. All values are measured on the plan by the "
    "independent checker."
)


def results(analysis: Analysis) -> str:
    """Return the page."""
    lines = ["# Benchmark results", "", f"Written by `cohortplan bench report`; do not edit. {_MEANING}", ""]
    facts = flat(analysis.runs.manifest).items()
    said = "; ".join(f"{name.split('.')[-1]}: {_cell(value)}" for name, value in facts if _TOLD.fullmatch(name))
    lines += [f"{said}.", ""] if said else []
    for table in shown.groups(analysis):
        lines += [f"## {_cell(table.caption)}", "", *_table(table), "", *_below(analysis, table.caption)]
    return "\n".join(lines).rstrip() + "\n"


def _table(table: Table) -> Iterator[str]:
    right = [column not in ("case", "solver", "figure", "proved") for column in table.columns]
    yield _line(table.columns)
    yield f"|{'|'.join('--:' if each else '---' for each in right)}|"
    yield from (_line("" if cell == NOTHING else str(cell) for cell in row) for row in table.rows)


def _below(analysis: Analysis, group: str) -> list[str]:
    """Return what stands below the table of a group: peers, and fits."""
    cases = (case for name, case in analysis.runs.cases.items() if (case.group or "cases") == group)
    peers = [
        f"- {_cell(case.name)}, {_cell(peer.name)}: {_cell(peer.figure)} ({_cell(peer.source)})"
        for case in cases
        for peer in case.peers
    ]
    fits = [(part.scaling_fits, part.view.unit) for part in analysis.parts]
    fits.append((analysis.work_fits, "processor time"))
    grown = [
        _grown(row, what)
        for table, what in fits
        for row in table.itertuples(index=False)
        if (row.group or "cases") == group
    ]
    found = peers + grown
    return [*found, ""] if found else []


def _grown(row: Any, what: str) -> str:
    sure = f"95% interval {row.power_low:.2f} to {row.power_high:.2f}, {row.sizes} sizes, least squares on logarithms"
    return (
        f"- {_cell(row.solver)}: what it takes in {what} to come to a gap of {percent(NEAR)} grows with the number of "
        f"people to the power of {row.power:.2f} ({sure})."
    )


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(_cell, cells))} |"


def _cell(text: str) -> str:
    """Return text from outside as it may stand in Markdown: one line, no cell, no markup."""
    for mark in ("\\", "|", "`", "<", "[", "]"):
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())
