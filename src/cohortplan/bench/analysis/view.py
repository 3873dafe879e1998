"""What can be compared: runs of one kind of budget, each solver's largest of a case, and their ways as steps of effort.

Iterations are as each solver counts them, so solvers may have other numbers of them on the same case.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cohortplan.bench.analysis.tables import Tidy

if TYPE_CHECKING:
    from pandas import DataFrame

Kind = Literal["iterations", "seconds"]
Floats = NDArray[np.float64]


class Path(NamedTuple):
    """The way of a run: after how much effort its primal gap was how large; it never grows."""

    efforts: Floats
    gaps: Floats

    def at(self, efforts: Floats) -> Floats:
        """Return the gap after each of some efforts; 1 before the first plan."""
        place = np.searchsorted(self.efforts, efforts, side="right")
        return np.concatenate(([1.0], self.gaps))[place]

    def until(self, gap: float) -> float:
        """Return the effort after which the gap is at most `gap`, infinite if it never is."""
        hit = np.flatnonzero(self.gaps <= gap)
        return float(self.efforts[hit[0]]) if len(hit) else float("inf")


@dataclass(frozen=True)
class View:
    """Runs that can be compared.

    Attributes
    ----------
    kind : str
        What their budgets are of; effort is counted in ``iterations``, or in ``seconds`` by the clock.
    runs : DataFrame
        As `Tidy.runs`, those with the largest budget that their solver has on their case, with that as `effort`.
    paths : mapping of str to Path
        Of each unit.
    work : mapping of str to float
        Processor seconds of each unit.
    whole : frozenset of str
        Cases whose answer is there at once, at the end.
    """

    kind: Kind
    runs: DataFrame
    paths: Mapping[str, Path]
    work: Mapping[str, float]
    whole: frozenset[str] = frozenset()

    @cached_property
    def ways(self) -> View:
        """Those of the runs that have a way to their plans."""
        return replace(self, runs=self.runs[~self.runs["case"].isin(self.whole)])

    @cached_property
    def solvers(self) -> tuple[str, ...]:
        """Who takes part, in work order."""
        return tuple(dict.fromkeys(self.runs["solver"]))

    @property
    def unit(self) -> str:
        """What effort is counted in, in words."""
        return "iterations" if self.kind == "iterations" else "seconds by the clock"

    def of_solver(self) -> Mapping[str, Sequence[str]]:
        """Return the units of each solver."""
        return {solver: list(rows["unit"]) for solver, rows in self.runs.groupby("solver", sort=False)}


def views(tables: Tidy) -> list[View]:
    """Return a view for each kind of budget that occurs."""
    steps = tables.events.merge(tables.times, on=["unit", "step"], how="left", sort=False)
    whole = frozenset(tables.references["case"][~tables.references["way"]])
    made: list[View] = []
    kinds: tuple[Kind, ...] = ("iterations", "seconds")
    for kind in kinds:
        runs = tables.runs[tables.runs[kind].notna()]
        if len(runs):
            runs = runs.assign(effort=runs[kind].astype(float))
            largest = runs.groupby(["case", "solver"])["effort"].transform("max")
            runs = runs[runs["effort"] == largest]
            made.append(View(kind, runs, _paths(runs, steps, kind), _work(runs, tables.times), whole))
    return made


def _paths(runs: DataFrame, steps: DataFrame, kind: Kind) -> dict[str, Path]:
    column = "evaluations" if kind == "iterations" else "seconds"
    most: dict[str, float] = dict(zip(runs["unit"], runs["effort"], strict=True))
    wanted = steps[steps["unit"].isin(most)]
    return {
        unit: Path(
            np.minimum(np.maximum.accumulate(rows[column].to_numpy(dtype=float)), most[unit]),
            np.minimum.accumulate(rows["primal_gap"].to_numpy(dtype=float)),
        )
        for unit, rows in wanted.groupby("unit", sort=False)
    }


def _work(runs: DataFrame, times: DataFrame) -> dict[str, float]:
    ends: Any = times[times["unit"].isin(set(runs["unit"]))].dropna(subset=["work"])
    return dict(zip(ends["unit"], ends["work"], strict=True))
