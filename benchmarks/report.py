"""Writes what came of the runs as Markdown."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from statistics import median

from benchmarks.case import SUMMARIES, Case, Figure, Run
from cohortplan.solvers.base import Status

COLUMNS = (
    "case",
    "seconds",
    "figure",
    "best known",
    "median",
    "worst",
    "best",
    "gap",
    "proved",
    "found after",
    "moves/s",
)
RULE = "|---|--:|---|--:|--:|--:|--:|--:|---|--:|--:|"


def report(results: Mapping[Case, Sequence[Run]]) -> str:
    """Return the page: the machine, then a table for each group."""
    lines = ["# Benchmark results", "", "Written by `python -m benchmarks`; do not edit. " + _machine(), ""]
    groups: dict[str, list[Case]] = {}
    for case in results:
        groups.setdefault(case.group, []).append(case)
    for group, cases in groups.items():
        lines += [f"## {group}", "", _line(*COLUMNS), RULE]
        lines += [
            _row(case, results[case], index, figure) for case in cases for index, figure in enumerate(case.figures)
        ]
        lines.append("")
        lines += [f"- {case.name}, {peer.name}: {peer.figure} ({peer.source})" for case in cases for peer in case.peers]
        if group in SUMMARIES:
            lines += SUMMARIES[group]({case: results[case] for case in cases})
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _machine() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in ("cohortplan", "ortools", "numba", "numpy"))
    return (
        f"{datetime.now(UTC):%d %B %Y}, {os.cpu_count()} cores ({platform.machine()}), "
        f"Python {sys.version.split()[0]}, {packages}. Gap: the part by which the median is worse than the best known "
        "(* = proved best); below zero it is better. All values are measured on the plan by the independent checker."
    )


def _row(case: Case, runs: Sequence[Run], index: int, figure: Figure) -> str:
    values = [run.values[index] for run in runs if run.values is not None]
    proved = sum(run.status is Status.OPTIMAL for run in runs)
    cells = [case.name, f"{case.seconds:g}", figure.name, _number(figure.best) + ("*" if figure.proved else "")]
    if values:
        middle = median(values)
        low, high = sorted((min(values), max(values)), reverse=figure.better == "less")
        gap = figure.gap(middle)
        cells += [_number(middle), _number(low), _number(high), "" if gap is None else f"{gap:+.3%}"]
    else:
        cells += ["no plan", "", "", ""]
    cells += [f"{proved} of {len(runs)}", f"{median(run.reached for run in runs):.1f} s"]
    return _line(*cells, f"{median(run.moves for run in runs):,.0f}")


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"
