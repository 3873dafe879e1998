"""The ways of all runs for IOHanalyzer, in the csv form that it reads since version 0.1.7.

There, "use custom csv format" is to be ticked, and "maximization" not; the columns are called as they are asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cohortplan.bench.analysis.frames import frame
from cohortplan.bench.analysis.tables import Tidy
from cohortplan.bench.analysis.view import View

if TYPE_CHECKING:
    from pandas import DataFrame

_COLUMNS = {
    "evaluations": "int64",
    "value": "float64",
    "function": "str",
    "algorithm": "str",
    "dimension": "int64",
    "run": "int64",
}


def iohanalyzer(tables: Tidy, view: View) -> DataFrame:
    """Return a row for each improvement of the soft cost, of which less is better, and one for the end of each run.

    Functions are cases, dimensions numbers of people, and runs seeds. What a run does before it keeps the hard rules
    has no value; a run that never does is left out.
    """
    about = view.runs[["unit", "case", "solver", "people", "seed"]]
    steps = tables.events[(tables.events["hard"] == 0) & tables.events["soft"].notna()]
    merged = about.merge(steps, on="unit", sort=False)
    best = merged.groupby("unit", sort=False)["soft"].cummin()
    merged = merged.assign(value=best, evaluations=merged["evaluations"].clip(lower=1))
    last = ~merged.duplicated("unit", keep="last")
    better = merged.groupby("unit", sort=False)["value"].diff().fillna(-1) < 0
    merged = merged[last | better].drop_duplicates(["unit", "evaluations"], keep="last")
    return frame(merged[["evaluations", "value", "case", "solver", "people", "seed"]].itertuples(index=False), _COLUMNS)
