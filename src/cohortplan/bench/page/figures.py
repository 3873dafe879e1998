"""The figures: each a chart, and the table it shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from cohortplan.bench.analysis.analysis import Analysis, Part
from cohortplan.bench.analysis.anytime import DECADES
from cohortplan.bench.analysis.profiles import LEAST, NEAR
from cohortplan.documents.charts import Axis, Chart, Curve, Marks, Range, curves, percent, plain, ranges

if TYPE_CHECKING:
    from pandas import DataFrame

#: Gaps below this are drawn as this.
_FLOOR = 1e-4
_GAP = Axis("primal gap (median; band: quartiles)", _FLOOR, 1.0, logarithmic=True, write=percent)
_SHARE = Axis("share of pairs of a run and a target", 0.0, 1.0, write=percent)


class Figure(NamedTuple):
    """A chart, the name of its files, and its numbers."""

    name: str
    chart: Chart
    data: DataFrame


def effects(part: Part) -> Figure | None:
    """Draw how likely each solver is to be better than each other; None if nobody met."""
    met = part.duels[part.duels["pairs"] > 0]
    if not len(met):
        return None
    entries = [Range(f"{r.first} against {r.second}", r.a12, r.a12_low, r.a12_high) for r in _rows(met)]
    summary = (
        "How likely a run of the first is better than one of the second on the same case, ties counting half, on "
        "average over cases; with 95% intervals. At 0.5 neither is better."
    )
    axis = Axis("A12", 0.0, 1.0)
    name = f"{part.view.kind}-effects"
    chart = ranges(name, "The chance of being better", summary, entries, axis, (0.5, "second better", "first better"))
    return Figure(name, chart, met)


def anytime(part: Part, marks: Marks) -> Iterator[Figure]:
    """Draw for each group how the gap shrinks while the budget is spent."""
    for number, (group, rows) in enumerate(part.anytime_by_group.groupby("group", sort=False), start=1):
        title = f"How the gap shrinks{f': {group}' if group else ''}"
        summary = (
            f"Primal gap after each share of the budget, over {_runs(rows)} each: median and quartiles. 100% is no "
            f"plan; what is at most {percent(_FLOOR)} is drawn as that."
        )
        across = Axis("share of the budget", 10.0**-DECADES, 1.0, logarithmic=True, write=percent)
        name = f"{part.view.kind}-anytime-{number}"
        drawn = curves(name, title, summary, _bands(rows, "share"), (across, _GAP), marks)
        yield Figure(name, drawn, rows)


def cases(part: Part, marks: Marks, most: int) -> Iterator[Figure]:
    """Draw the same for each of the first cases, after how much effort."""
    for number, (case, rows) in enumerate(part.anytime_by_case.groupby("case", sort=False), start=1):
        if number > most:
            return
        end = float(rows["effort"].max())
        low = max(end * 10.0**-DECADES, LEAST[part.view.kind])
        across = Axis(part.view.unit, low, max(end, low * 10), logarithmic=True)
        name = f"{part.view.kind}-case-{number}"
        summary = f"Primal gap, over {_runs(rows)} each: median and quartiles."
        yield Figure(name, curves(name, str(case), summary, _bands(rows, "effort"), (across, _GAP), marks), rows)


def _runs(rows: Any) -> str:
    numbers = sorted(set(rows["runs"]))
    return f"{numbers[0]} runs" if len(numbers) == 1 else f"{numbers[0]} to {numbers[-1]} runs"


def _bands(rows: Any, across: str) -> list[Curve]:
    drawn = []
    for solver, curve in rows.groupby("solver", sort=False):
        points = list(zip(curve[across], curve["median"], strict=True))
        band = list(zip(curve[across], curve["lower"], curve["upper"], strict=True))
        drawn.append(Curve(str(solver), points, band if (curve["runs"] > 1).all() else ()))
    return drawn


def distribution(part: Part, marks: Marks) -> Figure:
    """Draw how soon targets are reached."""
    table, least = part.distribution, LEAST[part.view.kind]
    positive = table["effort"][table["effort"] > 0]
    low = max(least, float(positive.min()))
    across = Axis(part.view.unit, low, max(float(positive.max()), 10 * low), logarithmic=True)
    name = f"{part.view.kind}-targets"
    summary = (
        "Of all pairs of a run and a target (gaps of 10, 5, 2, 1, 0.5, 0.1 and 0%), the share that is reached after so "
        "much effort. Higher and further to the left is better; a run that misses a target never reaches it."
    )
    drawn = [
        Curve(s, _points(rows, "effort", "share"), stepped=True) for s, rows in table.groupby("solver", sort=False)
    ]
    return Figure(name, curves(name, "How soon targets are reached", summary, drawn, (across, _SHARE), marks), table)


def profiles(part: Part, marks: Marks) -> Figure:
    """Draw performance profiles."""
    table, name = part.profiles, f"{part.view.kind}-profiles"
    across = Axis("times the effort of the best", 1.0, max(10.0, float(table["ratio"].max())), logarithmic=True)
    up = Axis("share of problems", 0.0, 1.0, write=percent)
    summary = (
        f"On what share of problems (a case with a seed) a solver comes to a gap of {percent(NEAR)} with at most so "
        f"many times the effort of the solver that needs least there, in {part.view.unit}."
    )
    drawn = [
        Curve(solver, [*points, (across.high, points[-1][1])], stepped=True)
        for solver, rows in table.groupby("solver", sort=False)
        for points in [_points(rows, "ratio", "share")]
    ]
    return Figure(name, curves(name, "Performance profile", summary, drawn, (across, up), marks), table)


def _points(rows: Any, across: str, up: str) -> list[tuple[float, float]]:
    return list(zip(rows[across], rows[up], strict=True))


def scaling(name: str, points: DataFrame, fits: DataFrame, effort: str, marks: Marks) -> Iterator[Figure]:
    """Draw for each group that has a fit how effort grows with the number of people."""
    known = points.dropna(subset=["effort"])
    for number, (group, lines) in enumerate(fits.groupby("group", sort=False), start=1):
        rows = known[(known["group"] == group) & known["solver"].isin(set(lines["solver"]))]
        people = Axis("people", *_ends(rows["people"]), logarithmic=True)
        needed = Axis(effort, *_ends(rows["effort"]), logarithmic=True)
        drawn = []
        for line in _rows(lines):
            seen = rows[rows["solver"] == line.solver].sort_values("people")
            at = [float(seen["people"].min()), float(seen["people"].max())]
            fitted = [(x, line.factor * x**line.power) for x in at]
            drawn.append(Curve(line.solver, fitted, dots=_points(seen, "people", "effort")))
        title = f"How effort grows{f': {group}' if group else ''}"
        said = "; ".join(f"{r.solver} with the power {plain(round(r.power, 2))}" for r in _rows(lines))
        summary = f"What it takes to come to a gap of {percent(NEAR)}, against the number of people: {said}."
        each = f"{name}-{number}"
        yield Figure(each, curves(each, title, summary, drawn, (people, needed), marks), rows)


def _ends(values: Any) -> tuple[float, float]:
    return float(values.min()) * 0.9, float(values.max()) * 1.1


def all_figures(analysis: Analysis, marks: Marks, most: int) -> dict[str, list[Figure]]:
    """Return every figure, under what it shows and the kind of budget, as in "anytime seconds"."""
    found: dict[str, list[Figure]] = {}
    for part in analysis.parts:
        kind, effect = part.view.kind, effects(part)
        found[f"effects {kind}"] = [] if effect is None else [effect]
        found[f"anytime {kind}"] = list(anytime(part, marks))
        found[f"cases {kind}"] = list(cases(part, marks, most))
        found[f"targets {kind}"] = [distribution(part, marks)] if len(part.distribution) else []
        found[f"profiles {kind}"] = [profiles(part, marks)] if len(part.view.ways.solvers) > 1 else []
        effort = part.view.unit
        found[f"scaling {kind}"] = list(scaling(f"{kind}-scaling", part.scaling, part.scaling_fits, effort, marks))
    spent = "processor time (seconds)"
    found["work"] = list(scaling("work", analysis.work, analysis.work_fits, spent, marks))
    return found


def _rows(table: Any) -> Any:
    return table.itertuples(index=False)
