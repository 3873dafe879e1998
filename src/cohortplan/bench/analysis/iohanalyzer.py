"""The ways of all runs for IOHanalyzer, in the csv form that it reads since version 0.1.7.

There, "use custom csv format" is to be ticked, and "maximization" not. Two things its reader does decide the form:
whatever one tells it, it looks for a column ``neval``, so all columns have the names that it uses inside; and where a
run has no row at an effort at which another of the same function and algorithm has one, it forgets all that comes
after. So all of these runs have rows at the same efforts, and values that are there before there is a plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from cohortplan.bench.analysis.frames import frame
from cohortplan.bench.analysis.view import Floats, Path, View

if TYPE_CHECKING:
    from pandas import DataFrame

#: At no more efforts than these, evenly among all that occur, runs of a case and solver are told.
MOST = 200
#: What an effort is counted in: iterations, or thousandths of a second; less than one is one.
_PER_UNIT = {"iterations": 1, "seconds": 1000}
_COLUMNS = {"neval": "int64", "fval": "float64", "fname": "str", "algname": "str", "dim": "int64", "run": "int64"}


def iohanalyzer(view: View) -> DataFrame:
    """Return the primal gap of each run at some efforts, the last of which is the budget; 1 is no plan.

    Functions are cases, dimensions numbers of people, and runs seeds.
    """
    groups = view.runs.groupby(["case", "solver"], sort=False)
    return frame((row for key, runs in groups for row in _rows(view, key, runs)), _COLUMNS)


def _rows(view: View, key: tuple[str, str], runs: Any) -> Iterator[tuple[Any, ...]]:
    paths = [view.paths[unit] for unit in runs["unit"]]
    count = _PER_UNIT[view.kind]
    at = _efforts(paths, float(runs["effort"].iloc[0]), count)
    for people, seed, path in zip(runs["people"], runs["seed"], paths, strict=True):
        gaps = path.at(at / count)
        yield from ((effort, gap, *key, people, seed) for effort, gap in zip(at, gaps, strict=True))


def _efforts(paths: Sequence[Path], budget: float, count: int) -> Floats:
    """Return the efforts at which some run improves, and the budget, counted as a whole number of parts."""
    found = np.concatenate([*(path.efforts for path in paths), [budget]])
    at: Floats = np.unique(np.maximum(1, np.ceil(np.round(found * count, 6))))
    picked: Floats = at[np.unique(np.linspace(0, len(at) - 1, min(MOST, len(at))).round().astype(int))]
    return picked
