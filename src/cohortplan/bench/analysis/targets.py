"""How soon targets are reached: of all pairs of a run and a target, the share reached after so much effort.

That is the runtime distribution of COCO (Hansen et al. 2021) over targets of the primal gap. Runs are not restarted:
what a run does not reach, it never reaches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cohortplan.bench.analysis.frames import frame
from cohortplan.bench.analysis.view import View

if TYPE_CHECKING:
    from pandas import DataFrame

#: Primal gaps that are to be reached.
TARGETS = (0.1, 0.05, 0.02, 0.01, 0.005, 0.001, 0.0)
_COLUMNS = {"solver": "str", "effort": "float64", "share": "float64"}
_REACHED = {"solver": "str", "target": "float64", "reached": "int64", "runs": "int64", "median_effort": "float64"}


def distribution(view: View) -> DataFrame:
    """Return for each solver the steps of its distribution; the first is at no effort, the last at the most of all."""
    rows: list[tuple[str, float, float]] = []
    most = float(view.runs["effort"].max())
    for solver, units in view.of_solver().items():
        efforts = np.sort([view.paths[unit].until(target) for unit in units for target in TARGETS])
        reached = efforts[np.isfinite(efforts)]
        at, last = np.unique(reached), len(efforts)
        shares = np.searchsorted(reached, at, side="right") / last
        rows.append((solver, 0.0, float((reached <= 0).sum() / last)))
        rows += [(solver, float(x), float(y)) for x, y in zip(at, shares, strict=True) if x > 0]
        rows.append((solver, most, float(len(reached) / last)))
    return frame(rows, _COLUMNS)


def reached(view: View) -> DataFrame:
    """Return how many runs reach each target, and after how much effort the median run does (not a number: never)."""
    rows = []
    for solver, units in view.of_solver().items():
        for target in TARGETS:
            efforts = np.sort([view.paths[unit].until(target) for unit in units])
            middle = float(efforts[len(efforts) // 2])
            hits = int(np.isfinite(efforts).sum())
            rows.append((solver, target, hits, len(units), middle if np.isfinite(middle) else np.nan))
    return frame(rows, _REACHED)
