"""The tidy tables, in work order: a row for each run, for each figure of one, for each step on its way.

Whatever differs between two runs that do the same is in `Tidy.times` and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from math import nan
from typing import TYPE_CHECKING, Any

from cohortplan.bench.analysis.folder import Runs
from cohortplan.bench.analysis.frames import frame
from cohortplan.bench.analysis.reference import Reference, reference
from cohortplan.bench.case import Case
from cohortplan.bench.record import Event, Record

if TYPE_CHECKING:
    from pandas import DataFrame

_RUNS = {
    "unit": "str",
    "case": "str",
    "group": "str",
    "solver": "str",
    "seed": "int64",
    "budget": "str",
    "iterations": "Int64",
    "seconds": "float64",
    "people": "int64",
    "status": "str",
    "hard": "Int64",
    "soft": "Int64",
    "bound": "Int64",
    "figure": "str",
    "better": "str",
    "value": "float64",
    "best_known": "float64",
    "best_proved": "bool",
    "gap": "float64",
    "primal_gap": "float64",
    "proved": "bool",
    "evaluations": "int64",
    "found": "int64",
    "found_step": "int64",
    "plan": "str",
    "error": "str",
}
_FIGURES = {
    "unit": "str",
    "figure": "str",
    "label": "str",
    "better": "str",
    "value": "float64",
    "best_known": "float64",
    "best_proved": "bool",
    "gap": "float64",
}
_EVENTS = {
    "unit": "str",
    "step": "int64",
    "evaluations": "int64",
    "hard": "Int64",
    "soft": "Int64",
    "bound": "Int64",
    "primal_gap": "float64",
}
_TIMES = {"unit": "str", "step": "int64", "seconds": "float64", "work": "float64"}
_REFERENCES = {"case": "str", "figure": "str", "better": "str", "best": "float64", "origin": "str", "way": "bool"}


@dataclass(frozen=True)
class Tidy:
    """The tidy tables.

    Attributes
    ----------
    runs : DataFrame
        A row for each unit: what was done, how it ended, the judged figure (`value`, not a number without a plan that
        keeps the hard rules), by which part of the best known it is worse (`gap`), how far it is from the reference
        (`primal_gap`), iterations in all and until the plan was
        found, in which step. `seconds` is its budget.
    figures : DataFrame
        A row for each unit and figure.
    events : DataFrame
        A row for each improvement; the last of a unit is what the checker measured in the end.
    times : DataFrame
        For each row of `events` the seconds until then; in the last of a unit also the processor time in all.
    references : DataFrame
        A row for each case: what primal gaps are measured against, and whether they are on the way to a plan.
    """

    runs: DataFrame
    figures: DataFrame
    events: DataFrame
    times: DataFrame
    references: DataFrame

    @property
    def tables(self) -> Mapping[str, DataFrame]:
        """Each table by name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def tidy(runs: Runs, also: Iterable[Record] = ()) -> Tidy:
    """Return the tidy tables of a run folder; `also` are records whose plans count among the best of all runs."""
    by_case: dict[str, list[Record]] = {record.case: [] for record in runs.records}
    for record in (*runs.records, *also):
        if record.case in by_case:
            by_case[record.case].append(record)
    against = {name: reference(runs.cases[name], found) for name, found in by_case.items()}
    pairs = [(record, runs.cases[record.case], against[record.case]) for record in runs.records]
    steps = [(record, steps_of(record, whole=ref.whole), ref) for record, _, ref in pairs]
    return Tidy(
        frame((_run(*each) for each in pairs), _RUNS),
        frame((row for record, case, _ in pairs for row in _figures(record, case)), _FIGURES),
        frame((row for each in steps for row in _events(*each)), _EVENTS),
        frame((row for record, log, _ in steps for row in _times(record, log)), _TIMES),
        frame(
            (
                (name, ref.figure, ref.better, _float(ref.best), ref.origin, not ref.whole)
                for name, ref in against.items()
            ),
            _REFERENCES,
        ),
    )


def steps_of(record: Record, *, whole: bool = False) -> tuple[Event, ...]:
    """Return the log, and at its end what the checker measured; that alone, with the budget used up, if it is whole.

    With a budget of iterations only the last of several steps after as many iterations is one: which of them a solver
    told is a matter of the clock.
    """
    if whole:
        spent = max(record.evaluations, record.budget.iterations or 0)
        return (Event(record.seconds, spent, record.hard, record.soft, record.bound),)
    counted = record.budget.iterations is not None
    log = {each.evaluations: each for each in record.log}.values() if counted else record.log
    end = Event(record.seconds, record.evaluations, record.hard, record.soft, record.bound)
    return (*log, end)


def _found_step(record: Record, steps: Sequence[Event]) -> int:
    """Return the number of the step that gave the best plan; the end if the log does not have it."""
    return next(k for k, step in enumerate(steps) if (step.hard, step.value) == (record.hard, record.soft))


def _run(record: Record, case: Case, ref: Reference) -> tuple[Any, ...]:
    figure, budget, steps = case.figures[0], record.budget, steps_of(record, whole=ref.whole)
    step = _found_step(record, steps)
    value = record.figures.get(figure.name)
    return (
        record.unit,
        record.case,
        case.group,
        record.solver,
        record.seed,
        str(budget),
        budget.iterations,
        _float(budget.seconds),
        record.people,
        record.status,
        record.hard,
        record.soft,
        record.bound,
        figure.label or figure.name,
        figure.better,
        _float(value),
        _float(figure.best),
        figure.proved,
        _float(None if value is None else figure.gap(value)),
        ref.final(record),
        record.status == "optimal",
        record.evaluations,
        steps[step].evaluations,
        step,
        record.plan,
        record.error,
    )


def _figures(record: Record, case: Case) -> Iterator[tuple[Any, ...]]:
    for figure in case.figures:
        value = record.figures.get(figure.name)
        gap = None if value is None else figure.gap(value)
        known = (_float(figure.best), figure.proved)
        yield record.unit, figure.name, figure.label or figure.name, figure.better, _float(value), *known, _float(gap)


def _events(record: Record, log: tuple[Event, ...], ref: Reference) -> Iterator[tuple[Any, ...]]:
    for step, each in enumerate(log):
        gap = ref.final(record) if ref.whole else ref.gap(each.value if each.hard == 0 else None)
        yield record.unit, step, each.evaluations, each.hard, each.value, each.bound, gap


def _times(record: Record, log: tuple[Event, ...]) -> Iterator[tuple[Any, ...]]:
    for step, each in enumerate(log):
        yield record.unit, step, each.seconds, record.work if step == len(log) - 1 else nan


def _float(value: float | None) -> float:
    return nan if value is None else float(value)
