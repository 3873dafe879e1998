"""How the gap shrinks: the median over runs of the primal gap after each of some efforts, and its quartiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cohortplan.bench.analysis.frames import frame
from cohortplan.bench.analysis.view import Floats, View

if TYPE_CHECKING:
    from pandas import DataFrame

#: Places at which a curve is drawn, and over how many powers of ten up to the budget.
POINTS, DECADES = 61, 4
_BAND = {"lower": "float64", "median": "float64", "upper": "float64", "runs": "int64"}
_CASE = {"case": "str", "solver": "str", "effort": "float64", **_BAND}
_GROUP = {"group": "str", "solver": "str", "share": "float64", **_BAND}


def by_case(view: View) -> DataFrame:
    """Return a curve for each case and solver, over all seeds."""
    return frame((row for key, runs in _by(view, "case") for row in _curve(view, key, runs, shared=False)), _CASE)


def by_group(view: View) -> DataFrame:
    """Return a curve for each group and solver, over cases and seeds; effort is a share of the budget."""
    return frame((row for key, runs in _by(view, "group") for row in _curve(view, key, runs, shared=True)), _GROUP)


def _by(view: View, column: str) -> Any:
    return view.runs.groupby([column, "solver"], sort=False)


def _curve(view: View, key: tuple[str, str], runs: Any, *, shared: bool) -> list[tuple[Any, ...]]:
    shares = np.logspace(-DECADES, 0, POINTS)
    pairs = zip(runs["unit"], runs["effort"], strict=True)
    gaps = np.array([view.paths[unit].at(shares * effort) for unit, effort in pairs])
    where: Floats = shares if shared else shares * float(runs["effort"].iloc[0])
    low, middle, high = np.quantile(gaps, (0.25, 0.5, 0.75), axis=0)
    return [
        (*key, *(float(f"{value:.6g}") for value in row), len(runs))
        for row in zip(where, low, middle, high, strict=True)
    ]
