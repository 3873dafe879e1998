"""How hard a case is, in the words of MIPLIB (Gleixner and others 2021), as far as these runs can tell.

A run reaches the reference of its case if it comes as near to it as values are rounded. A case is *open* if nobody has
proved that nothing is better than the reference; else it is *easy* if some solver reaches it in every one of its runs,
and *hard* if none does. Without any plan it is *unknown*. All of that is by these solvers with these budgets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cohortplan.bench.analysis.frames import frame
from cohortplan.bench.analysis.view import View

if TYPE_CHECKING:
    from pandas import DataFrame

#: Primal gaps up to this come from how values are rounded.
ROUNDED = 1e-7
_COLUMNS = {
    "group": "str",
    "case": "str",
    "difficulty": "str",
    "reached": "int64",
    "runs": "int64",
    "share": "float64",
    "always": "str",
}


def difficulty(view: View) -> DataFrame:
    """Return a row for each case: how hard it is, how many runs reach the reference, and who always does."""
    return frame((_row(key, runs) for key, runs in view.runs.groupby(["group", "case"], sort=False)), _COLUMNS)


def _row(key: tuple[str, str], runs: Any) -> tuple[Any, ...]:
    hits = runs["primal_gap"] <= ROUNDED
    reached, number = int(hits.sum()), len(runs)
    by_solver = hits.groupby(runs["solver"], sort=False).all()
    always = list(by_solver.index[by_solver])
    proved = (runs["proved"] & hits).any() or (runs["best_proved"] & ~(runs["gap"] < -ROUNDED)).all()
    if runs["value"].isna().all():
        word = "unknown"
    elif not proved:
        word = "open"
    else:
        word = "easy" if always else "hard"
    return (*key, word, reached, number, reached / number, ", ".join(always))
