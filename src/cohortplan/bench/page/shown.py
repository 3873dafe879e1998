"""Tables of analyses as the page shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cohortplan.bench.analysis.analysis import Analysis, Part
from cohortplan.bench.analysis.duels import OUTCOMES
from cohortplan.bench.page import numbers
from cohortplan.documents.table import NOTHING, Cell, Table

if TYPE_CHECKING:
    from pandas import DataFrame


def solvers(part: Part) -> Table:
    """Show how good the plans of each solver are."""
    columns = (
        "solver",
        "cases",
        "runs",
        "with a plan",
        "proved best",
        "median best in",
        "gap: median",
        "mean",
        "worst",
    )
    rows = [
        (r.solver, r.cases, r.runs, r.plans, r.proved, f"{r.best_in} of {r.cases}", *_shares(r, "gap"))
        for r in part.solvers.itertuples(index=False)
    ]
    return Table(f"Gaps of each solver, budgets in {part.view.kind}", columns, rows)


def _shares(row: Any, what: str) -> tuple[Cell, ...]:
    return tuple(numbers.share(getattr(row, f"{kind}_{what}")) for kind in ("median", "mean", "worst"))


def duels(part: Part) -> Table:
    """Show who is better than whom, how much and how surely; of two that never met there is nothing to show."""
    columns = (
        "first against second",
        "the first is",
        "wins, ties, losses",
        "A12",
        "95% interval",
        "worse by",
        "95% interval of it",
        "p",
        "p, Holm",
    )
    met = [_duel(row) for row in _rows(part.duels) if row.pairs]
    return Table(f"Pairs of solvers, budgets in {part.view.kind}", columns, met)


def _duel(row: Any) -> tuple[Cell, ...]:
    return (
        f"{row.first} against {row.second}",
        OUTCOMES[row.outcome],
        f"{row.wins}, {row.ties}, {row.losses}",
        numbers.decimals(row.a12),
        numbers.interval(row.a12_low, row.a12_high),
        numbers.signed_share(row.difference),
        numbers.interval_of_shares(row.difference_low, row.difference_high),
        *(numbers.probability(p) for p in (row.p if row.cases == 1 else row.p_cases, row.p_holm)),
    )


def ranks(part: Part) -> Table:
    """Show mean ranks."""
    rows = [(row.solver, numbers.decimals(row.mean_rank)) for row in _rows(part.ranks)]
    return Table(f"Mean ranks over cases, budgets in {part.view.kind}", ("solver", "mean rank"), rows)


def difficulty(part: Part) -> Table:
    """Show how hard each case is."""
    rows = [
        (row.case, row.difficulty, f"{row.reached} of {row.runs}", row.always or NOTHING)
        for row in _rows(part.difficulty)
    ]
    columns = ("case", "difficulty", "runs that reach the reference", "always reached by")
    return Table(f"How hard the cases are, budgets in {part.view.kind}", columns, rows)


def integrals(part: Part) -> Table:
    """Show primal integrals."""
    rows = [
        (row.solver, row.runs, *(numbers.decimals(value) for value in (row.median, row.mean, row.worst)))
        for row in _rows(part.integrals_by_solver)
    ]
    return Table(f"Primal integrals, budgets in {part.view.kind}", ("solver", "runs", "median", "mean", "worst"), rows)


def reached(part: Part) -> Table:
    """Show how many runs reach each target, a column for each solver."""
    by_target: dict[float, list[str]] = {}
    for row in _rows(part.reached):
        after = "" if row.median_effort != row.median_effort else f", median after {_effort(row.median_effort)}"
        by_target.setdefault(row.target, []).append(f"{row.reached:,} of {row.runs:,}{after}")
    return Table(
        f"Targets reached, effort in {part.view.unit}",
        ("gap at most", *part.view.ways.solvers),
        [(f"{100 * target:g}%", *cells) for target, cells in by_target.items()],
    )


def _effort(value: float) -> str:
    return str(numbers.effort(value))


def fits(table: DataFrame, what: str) -> Table:
    """Show how effort grows."""
    columns = ("group", "solver", "sizes", "power of people", "95% interval", "explained")
    rows = [
        (
            row.group or NOTHING,
            row.solver,
            row.sizes,
            numbers.decimals(row.power),
            numbers.interval(row.power_low, row.power_high),
            numbers.share(row.r_squared),
        )
        for row in _rows(table)
    ]
    return Table(f"How {what} grows with the number of people", columns, rows)


def groups(analysis: Analysis) -> list[Table]:
    """Show the cases, a table for each group."""
    table, several = analysis.gaps, analysis.gaps["solver"].nunique() > 1
    columns = ("case", *(("solver",) if several else ()), "budget", "figure", "best known", "median", "worst", "best")
    columns += ("gap", "proved", "found after")
    made = []
    for group, rows in table.groupby("group", sort=False):
        timed = bool(rows["pace"].notna().any())
        cells = [_case(row, several=several, timed=timed) for row in rows.itertuples(index=False)]
        made.append(Table(str(group) or "cases", (*columns, *(("iterations/s",) if timed else ())), cells))
    return made


def _case(row: Any, *, several: bool, timed: bool) -> tuple[Cell, ...]:
    known = numbers.figure(row.best_known)
    reached = [numbers.figure(value) for value in (row.median, row.worst, row.best)]
    return (
        row.case,
        *((row.solver,) if several else ()),
        row.budget,
        row.figure,
        f"{known}*" if row.best_proved else known,
        *("no plan" if value == NOTHING else value for value in reached),
        numbers.signed(row.gap),
        f"{row.proved} of {row.runs}",
        found(row),
        *((numbers.effort(row.pace),) if timed else ()),
    )


def found(row: Any) -> str:
    """Say after how much effort the median run found its plan."""
    return f"{row.found:,.0f} it." if row.found_in == "iterations" else f"{row.found:.1f} s"


def references(analysis: Analysis) -> Table:
    """Show what gaps on the way are measured against."""
    rows = [(row.case, row.figure, numbers.figure(row.best), row.origin) for row in _rows(analysis.tidy.references)]
    return Table("What primal gaps are measured against", ("case", "figure", "best", "from"), rows)


def _rows(table: DataFrame) -> Any:
    return table.itertuples(index=False)
