"""The main figures of an analysis as JSON has them: who is better, by how much, and how surely."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from cohortplan.bench.analysis.analysis import Analysis, Part

if TYPE_CHECKING:
    from pandas import DataFrame


def summary(analysis: Analysis) -> dict[str, Any]:
    """Return for each kind of budget its solvers, the duels of these, and how surely they differ at all.

    Names are those of the tables in ``data/``; what is not a number there is None.
    """
    return {part.view.kind: _part(part) for part in analysis.parts}


def _part(part: Part) -> dict[str, Any]:
    ranks = part.ranks[["solver", "mean_rank"]]
    integrals = part.integrals_by_solver[["solver", "mean"]].rename(columns={"mean": "mean_integral"})
    solvers = part.solvers.merge(ranks, on="solver", how="left").merge(integrals, on="solver", how="left")
    friedman = _rows(part.ranks[["blocks", "chi_squared", "p"]])
    return {"solvers": _rows(solvers), "duels": _rows(part.duels), "friedman": friedman[0] if friedman else None}


def _rows(table: DataFrame) -> list[dict[str, Any]]:
    return [{str(name): _plain(cell) for name, cell in row.items()} for row in table.to_dict("records")]


def _plain(cell: Any) -> Any:
    return None if isinstance(cell, float) and not isfinite(cell) else cell
