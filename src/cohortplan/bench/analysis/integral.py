"""The primal integral (Berthold 2013): the mean of the primal gap over the whole budget, one number for a way.

It is 0 for who has the best plan at once, and 1 for who never has one. A run that ends early keeps its last gap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cohortplan.bench.analysis.frames import frame
from cohortplan.bench.analysis.view import Path, View

if TYPE_CHECKING:
    from pandas import DataFrame

_RUNS = {"unit": "str", "case": "str", "solver": "str", "seed": "int64", "budget": "str", "integral": "float64"}
_SOLVERS = {"solver": "str", "runs": "int64", "median": "float64", "mean": "float64", "worst": "float64"}


def primal_integral(path: Path, budget: float) -> float:
    """Return the mean gap of a way from 0 to `budget`."""
    at = np.minimum(np.concatenate(([0.0], path.efforts, [budget])), budget)
    gaps = np.concatenate(([1.0], path.gaps))
    return float(np.sum(np.diff(at) * gaps) / budget)


def integrals(view: View) -> DataFrame:
    """Return the integral of each run."""
    columns = ["unit", "case", "solver", "seed", "budget", "effort"]
    rows = view.runs[columns].itertuples(index=False)
    return frame(((*row[:-1], primal_integral(view.paths[row[0]], float(row[-1]))) for row in rows), _RUNS)


def by_solver(table: DataFrame) -> DataFrame:
    """Return the integrals of each solver, over all runs."""
    groups = table.groupby("solver", sort=False)["integral"]
    return frame(((name, len(all_), all_.median(), all_.mean(), all_.max()) for name, all_ in groups), _SOLVERS)
