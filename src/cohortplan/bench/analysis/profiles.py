"""Performance profiles (Dolan and Moré 2002): on what share of problems a solver needs at most so many times the least.

A problem is a case with a seed that all solvers were given; what a solver needs is the effort until it is near enough
to the reference. The profiles of more than two solvers depend on each other: leave one out, and the others may change
places (Gould and Scott 2016), so pairs are to be looked at, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cohortplan.bench.analysis.frames import frame
from cohortplan.bench.analysis.view import Floats, View

if TYPE_CHECKING:
    from pandas import DataFrame

#: The primal gap that counts as solved.
NEAR = 0.01
#: The least effort that is told apart from none: an iteration, or a hundredth of a second.
LEAST = {"iterations": 1.0, "seconds": 0.01}
_COLUMNS = {"solver": "str", "ratio": "float64", "share": "float64"}


def efforts_of(view: View, near: float = NEAR) -> tuple[Floats, int]:
    """Return the effort of each solver (column) on each problem (row) that all were given, and how many were not."""
    by_problem: dict[tuple[str, int], dict[str, float]] = {}
    for case, solver, seed, unit in view.runs[["case", "solver", "seed", "unit"]].itertuples(index=False):
        needed = max(view.paths[unit].until(near), LEAST[view.kind])
        by_problem.setdefault((case, int(seed)), {})[solver] = needed
    whole = [found for found in by_problem.values() if len(found) == len(view.solvers)]
    rows = np.array([[found[solver] for solver in view.solvers] for found in whole], dtype=float)
    return rows.reshape(len(whole), len(view.solvers)), len(by_problem) - len(whole)


def profiles(view: View, near: float = NEAR) -> DataFrame:
    """Return for each solver the steps of its profile, the first at a ratio of 1, the last at the largest of all."""
    efforts, _ = efforts_of(view, near)
    rows: list[tuple[str, float, float]] = []
    least = efforts.min(axis=1, initial=np.inf, keepdims=True)
    ratios = np.where(np.isfinite(efforts), efforts / np.where(np.isfinite(least), least, 1.0), np.inf)
    most = float(ratios[np.isfinite(ratios)].max(initial=1.0))
    for place, solver in enumerate(view.solvers):
        column = np.sort(ratios[:, place])
        at = np.unique(np.concatenate(([1.0], column[np.isfinite(column)], [most])))
        shares = np.searchsorted(column, at, side="right") / max(1, len(column))
        rows += [(solver, float(x), float(y)) for x, y in zip(at, shares, strict=True)]
    return frame(rows, _COLUMNS)
