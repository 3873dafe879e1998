"""How good the plans are: of each case, and of each solver over all cases. A run without a plan is worse than any."""

from __future__ import annotations

from math import inf, isnan, nan
from typing import TYPE_CHECKING, Any

import numpy as np

from cohortplan.bench.analysis.frames import frame
from cohortplan.bench.analysis.tables import Tidy
from cohortplan.bench.analysis.view import View
from cohortplan.bench.case import Figure

if TYPE_CHECKING:
    from pandas import DataFrame

_CASES = {
    "group": "str",
    "case": "str",
    "solver": "str",
    "budget": "str",
    "figure": "str",
    "best_known": "float64",
    "best_proved": "bool",
    "median": "float64",
    "worst": "float64",
    "best": "float64",
    "gap": "float64",
    "plans": "int64",
    "proved": "int64",
    "runs": "int64",
    "found": "float64",
    "found_in": "str",
    "pace": "float64",
}
_SOLVERS = {
    "solver": "str",
    "cases": "int64",
    "runs": "int64",
    "plans": "int64",
    "proved": "int64",
    "best_in": "int64",
    "median_gap": "float64",
    "mean_gap": "float64",
    "worst_gap": "float64",
}
_KEYS = ["case", "solver", "budget", "figure"]


def gaps(tables: Tidy) -> DataFrame:
    """Return a row for each case, solver, budget and figure.

    ``median`` is that of all runs, those without a plan being the worst; of an even number of runs the worse of the two
    in the middle, so that it is a value that a run has. ``gap`` is that of the median to the best known. ``found`` is
    the median effort until the plan was found, in what ``found_in`` says. ``pace`` is the median of the iterations a
    second of runs by the clock, as their solver counts them.
    """
    known = ["unit", "case", "group", "solver", "budget", "iterations", "evaluations", "proved", "found", "found_step"]
    merged = tables.figures.merge(tables.runs[known], on="unit", how="left", sort=False)
    merged = merged.merge(
        tables.times[["unit", "step", "seconds"]],
        left_on=["unit", "found_step"],
        right_on=["unit", "step"],
        how="left",
        sort=False,
    )
    merged["pace"] = merged["evaluations"] / merged["unit"].map(tables.times.groupby("unit")["seconds"].max())
    return frame((_case(rows) for _, rows in merged.groupby(_KEYS, sort=False)), _CASES)


def _case(rows: Any) -> tuple[Any, ...]:
    first = rows.iloc[0]
    sign = 1 if first["better"] == "less" else -1
    losses = np.sort(np.where(rows["value"].isna(), inf, sign * rows["value"]))
    middle, low, high = (_value(losses[place], sign) for place in (len(losses) // 2, -1, 0))
    known = None if isnan(first["best_known"]) else float(first["best_known"])
    gap = None if isnan(middle) else Figure(name=first["figure"], better=first["better"], best=known).gap(middle)
    counted = rows["iterations"].notna().all()
    efforts = rows["found"] if counted else rows["seconds"]
    return (
        first["group"],
        first["case"],
        first["solver"],
        first["budget"],
        first["label"],
        first["best_known"],
        first["best_proved"],
        middle,
        low,
        high,
        nan if gap is None else gap,
        int(np.isfinite(losses).sum()),
        int(rows["proved"].sum()),
        len(rows),
        float(efforts.median()),
        "iterations" if counted else "seconds",
        nan if counted else float(rows["pace"].median()),
    )


def _value(loss: float, sign: int) -> float:
    return nan if loss == inf else float(sign * loss)


def solvers(view: View) -> DataFrame:
    """Return a row for each solver: primal gaps over all runs of a view, in which a run without a plan counts 1.

    ``best_in`` counts the cases in which no other solver's median is better.
    """
    medians = view.runs.assign(loss=_losses(view.runs)).groupby(["case", "solver"], sort=False)["loss"].median()
    best = medians.groupby("case").transform("min")
    leads = ((medians == best) & (best < inf)).groupby("solver").sum()
    rows = []
    for solver, runs in view.runs.groupby("solver", sort=False):
        gap = runs["primal_gap"]
        numbers = (runs["case"].nunique(), len(runs), int(runs["value"].notna().sum()), int(runs["proved"].sum()))
        rows.append((solver, *numbers, int(leads[solver]), gap.median(), gap.mean(), gap.max()))
    return frame(rows, _SOLVERS)


def _losses(runs: DataFrame) -> Any:
    """Return the judged figure, turned so that less is better, and infinite without a plan."""
    signed = runs["value"].where(runs["better"] == "less", -runs["value"])
    return signed.fillna(inf)
