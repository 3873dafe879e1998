"""Two run folders against each other, as before and after a change: the same units, by figure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cohortplan.bench.analysis.duels import Meetings, Outcome, Verdict, corrected, difference, judge, loss
from cohortplan.bench.analysis.folder import Runs
from cohortplan.bench.analysis.integral import integrals
from cohortplan.bench.analysis.manifest import machine_differences
from cohortplan.bench.analysis.tables import Tidy, tidy
from cohortplan.bench.analysis.view import views
from cohortplan.errors import Defect, InputError

if TYPE_CHECKING:
    from pandas import Series

#: What is compared besides the figures of plans: how soon they are there.
INTEGRAL = "primal integral"


class CaseOutcome(NamedTuple):
    """How the second folder does on a case against the first: `difference` is negative where it is better."""

    case: str
    wins: int
    ties: int
    losses: int
    difference: float


class Compared(NamedTuple):
    """What is said of a figure and a solver: the second folder against the first, in all and on each case.

    A case that was solved with several budgets is one with each of them. The best case is the first.
    """

    figure: str
    solver: str
    verdict: Verdict
    cases: tuple[CaseOutcome, ...]
    p_holm: float

    @property
    def outcome(self) -> Outcome:
        """What can be said, given how many figures and solvers are judged at once."""
        return self.verdict.outcome(self.p_holm)


@dataclass(frozen=True)
class Comparison:
    """What two folders have in common, and how they differ.

    Attributes
    ----------
    figures : tuple of Compared
        Each figure of the plans, and how soon they are there.
    common, only_first, only_second : int
        Units that both have done, and that but one has.
    several_budgets : bool
        Whether a case counts more than once, as it was solved with several budgets.
    machine : list of (str, str, str)
        Where the manifests tell of different machines or libraries.
    """

    figures: tuple[Compared, ...]
    several_budgets: bool
    common: int
    only_first: int
    only_second: int
    machine: list[tuple[str, str, str]]


def compare(first: Runs, second: Runs, solvers: Collection[str] = ()) -> Comparison:
    """Compare the units that both have done, of some solvers if they are named.

    Raises
    ------
    InputError
        If no unit is in both.
    """
    sides = [_units(each, solvers) for each in (first, second)]
    common = sides[0] & sides[1]
    if not common:
        raise InputError([_nothing(first, second, solvers)])
    tables = [tidy(each, also=other.records) for each, other in ((first, second), (second, first))]
    values = [_values(each) for each in tables]
    places = _places(tables[0], common)
    figures = dict.fromkeys(name for name, unit in values[0] if unit in common)
    met = {
        (name, solver): _meetings(name, values, units)
        for name in figures
        for solver, units in places.items()
        if any((name, unit) in values[0] for unit in units)
    }
    only = [len(side - common) for side in sides]
    several = _several(tables[0], common).any()
    machine = machine_differences(first.manifest, second.manifest)
    return Comparison(_compared(met), bool(several), len(common), only[0], only[1], machine)


def _units(runs: Runs, solvers: Collection[str]) -> set[str]:
    return {record.unit for record in runs.records if not solvers or record.solver in solvers}


def _nothing(first: Runs, second: Runs, solvers: Collection[str]) -> Defect:
    known = ", ".join(dict.fromkeys(record.solver for each in (first, second) for record in each.records))
    remedy = f"Run the same suite into both folders; their solvers: {known}"
    return Defect("no unit is in both folders", remedy, ", ".join(solvers))


Values = Mapping[tuple[str, str], float]


def _values(tables: Tidy) -> Values:
    """Return what each unit came to, by figure, turned so that less is better."""
    columns = ["figure", "unit", "value", "better"]
    rows = tables.figures[columns].itertuples(index=False)
    found = {(figure, unit): loss(value, better) for figure, unit, value, better in rows}
    for view in views(tables):
        soon = integrals(view.ways)[["unit", "integral"]].itertuples(index=False)
        found |= {(INTEGRAL, unit): value for unit, value in soon}
    return found


def _places(tables: Tidy, common: set[str]) -> dict[str, dict[str, str]]:
    """Return for each solver its common units, each with its case; with the budget, if the case has several."""
    runs = tables.runs[tables.runs["unit"].isin(common)]
    several = _several(tables, common)
    names = runs["case"].where(~several, runs["case"] + " in " + runs["budget"])
    found: dict[str, dict[str, str]] = {}
    for solver, unit, name in zip(runs["solver"], runs["unit"], names, strict=True):
        found.setdefault(solver, {})[unit] = name
    return found


def _several(tables: Tidy, common: set[str]) -> Series[bool]:
    """Return for each common run whether its solver has several budgets on its case."""
    runs = tables.runs[tables.runs["unit"].isin(common)]
    return runs.groupby(["case", "solver"])["budget"].transform("nunique") > 1


def _meetings(name: str, values: Sequence[Values], units: Mapping[str, str]) -> Meetings:
    """Return what both came to, the second folder first, by case and in its order."""
    met: dict[str, list[tuple[float, float]]] = {}
    for unit, case in units.items():
        key = (name, unit)
        if key in values[0] and key in values[1]:
            met.setdefault(case, []).append((values[1][key], values[0][key]))
    return met


def _compared(met: Mapping[tuple[str, str], Meetings]) -> tuple[Compared, ...]:
    verdicts = [judge(meetings) for meetings in met.values()]
    ps = corrected(verdicts)
    return tuple(
        Compared(name, solver, verdict, tuple(sorted(_outcomes(meetings), key=_best_first)), p)
        for ((name, solver), meetings), verdict, p in zip(met.items(), verdicts, ps, strict=True)
    )


def _best_first(outcome: CaseOutcome) -> tuple[float, int]:
    return outcome.difference, outcome.losses - outcome.wins


def _outcomes(meetings: Meetings) -> Iterator[CaseOutcome]:
    for case, pairs in meetings.items():
        found = [difference(*pair) for pair in pairs]
        signs = [int(np.sign(each)) for each in found]
        yield CaseOutcome(case, signs.count(-1), signs.count(0), signs.count(1), float(np.median(found)))
