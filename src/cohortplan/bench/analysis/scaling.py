"""How effort grows with the number of people: a power of it, by least squares on logarithms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from cohortplan.bench.analysis.effects import COVERED
from cohortplan.bench.analysis.frames import frame, library
from cohortplan.bench.analysis.profiles import LEAST, NEAR
from cohortplan.bench.analysis.tables import Tidy
from cohortplan.bench.analysis.view import View

if TYPE_CHECKING:
    from pandas import DataFrame

#: So many sizes are needed for a line to say anything, the largest so many times the smallest.
SIZES, SPAN = 3, 2.0
_POINTS = {"group": "str", "solver": "str", "people": "int64", "effort": "float64", "reached": "int64", "runs": "int64"}
_FITS = {
    "group": "str",
    "solver": "str",
    "sizes": "int64",
    "power": "float64",
    "power_low": "float64",
    "power_high": "float64",
    "factor": "float64",
    "r_squared": "float64",
}


class Fit(NamedTuple):
    """``effort = factor * people ** power``, the interval of the power, and how much of the spread it explains."""

    power: float
    low: float
    high: float
    factor: float
    r_squared: float


def fit(people: Sequence[float], efforts: Sequence[float]) -> Fit | None:
    """Fit a power to points; None if the sizes say too little.

    The interval is Student's, with as many degrees of freedom as there are points but two: with three points it is
    wide, as it must be. It assumes that logarithms lie about the line independently, normally and equally far.
    """
    if len(set(people)) < SIZES or max(people) < SPAN * min(people):
        return None
    x, y = np.log(np.asarray(people, dtype=float)), np.log(np.asarray(efforts, dtype=float))
    stats = library("scipy.stats")
    line = stats.linregress(x, y)
    power, error = float(line.slope), float(line.stderr)
    reach = float(stats.t.ppf((1 + COVERED) / 2, len(x) - 2)) * error
    explained = float(line.rvalue**2) if np.ptp(y) else 1.0
    return Fit(power, power - reach, power + reach, float(np.exp(line.intercept)), explained)


def efforts(view: View, near: float = NEAR) -> DataFrame:
    """Return for each group, solver and size the median effort until the gap is at most `near`.

    It is not a number, and left out of `fits`, where half of the runs or more never come so near, or are so near at
    once that nothing can be measured.
    """
    rows = []
    for (group, solver, people), runs in view.runs.groupby(["group", "solver", "people"], sort=False):
        needed = np.sort([view.paths[unit].until(near) for unit in runs["unit"]])
        middle = float(needed[len(needed) // 2])
        effort = middle if LEAST[view.kind] < middle < np.inf else np.nan
        rows.append((group, solver, people, effort, int(np.isfinite(needed).sum()), len(needed)))
    return frame(rows, _POINTS)


def work(tables: Tidy, near: float = NEAR) -> DataFrame:
    """Return for each group, solver and size the least processor time of whole runs whose plan is near enough.

    Where a case was solved with several budgets in seconds this tells what it takes, even if nobody logs the way.
    """
    spent: Mapping[str, float] = dict(tables.times.dropna(subset=["work"])[["unit", "work"]].itertuples(index=False))
    timed: Any = tables.runs[tables.runs["seconds"].notna()]
    rows = []
    for (group, solver, people), runs in timed.groupby(["group", "solver", "people"], sort=False):
        near_enough = runs["unit"][runs["primal_gap"] <= near]
        least = min((spent[unit] for unit in near_enough if spent[unit] > 0), default=np.nan)
        rows.append((group, solver, people, least, len(near_enough), len(runs)))
    return frame(rows, _POINTS)


def fits(points: DataFrame) -> DataFrame:
    """Return a power for each group and solver whose effort is known at enough sizes."""
    rows = []
    for (group, solver), found in points.dropna(subset=["effort"]).groupby(["group", "solver"], sort=False):
        told = fit(found["people"], found["effort"])
        if told is not None:
            rows.append((group, solver, found["people"].nunique(), *told))
    return frame(rows, _FITS)
