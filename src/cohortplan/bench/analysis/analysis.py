"""Everything that is told of a run folder, each table made once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from cohortplan.bench.analysis import anytime, difficulty, duels, gaps, integral, profiles, scaling, targets
from cohortplan.bench.analysis.folder import Runs
from cohortplan.bench.analysis.iohanalyzer import iohanalyzer
from cohortplan.bench.analysis.tables import Tidy, tidy
from cohortplan.bench.analysis.view import View, views

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True)
class Part:
    """The tables of a view: see the file of each."""

    view: View
    solvers: DataFrame
    duels: DataFrame
    ranks: DataFrame
    difficulty: DataFrame
    anytime_by_group: DataFrame
    anytime_by_case: DataFrame
    distribution: DataFrame
    reached: DataFrame
    profiles: DataFrame
    integrals: DataFrame
    integrals_by_solver: DataFrame
    scaling: DataFrame
    scaling_fits: DataFrame
    iohanalyzer: DataFrame

    @property
    def tables(self) -> Mapping[str, DataFrame]:
        """Each table by name."""
        return {each.name: getattr(self, each.name) for each in fields(self) if each.name != "view"}


@dataclass(frozen=True)
class Analysis:
    """The tidy tables, those of all runs, and a part for each kind of budget.

    Attributes
    ----------
    work, work_fits : DataFrame
        How processor time grows with the number of people.
    """

    runs: Runs
    tidy: Tidy
    gaps: DataFrame
    work: DataFrame
    work_fits: DataFrame
    parts: tuple[Part, ...]

    @property
    def tables(self) -> Mapping[str, DataFrame]:
        """Each table by name; those of a part under the kind of its budget."""
        found = {**self.tidy.tables, "gaps": self.gaps}
        if len(self.work):
            found |= {"work": self.work, "work_fits": self.work_fits}
        return found | {f"{part.view.kind}/{name}": table for part in self.parts for name, table in part.tables.items()}


def analyse(runs: Runs) -> Analysis:
    """Make every table of a run folder."""
    tables = tidy(runs)
    work = scaling.work(tables)
    parts = tuple(_part(view) for view in views(tables))
    return Analysis(runs, tables, gaps.gaps(tables), work, scaling.fits(work), parts)


def _part(view: View) -> Part:
    ways = view.ways
    runs, points = integral.integrals(ways), scaling.efforts(ways)
    return Part(
        view=view,
        solvers=gaps.solvers(view),
        duels=duels.duels(view),
        ranks=duels.ranks(view),
        difficulty=difficulty.difficulty(view),
        anytime_by_group=anytime.by_group(ways),
        anytime_by_case=anytime.by_case(ways),
        distribution=targets.distribution(ways),
        reached=targets.reached(ways),
        profiles=profiles.profiles(ways),
        integrals=runs,
        integrals_by_solver=integral.by_solver(runs),
        scaling=points,
        scaling_fits=scaling.fits(points),
        iohanalyzer=iohanalyzer(ways),
    )
