"""Run folders that nobody has run: records whose figures are chosen."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from random import Random
from typing import Any

from cohortplan.bench.analysis.folder import Runs
from cohortplan.bench.case import Budget, Case, Figure
from cohortplan.bench.manifest import MANIFEST
from cohortplan.bench.record import Event, Record, record_file
from cohortplan.bench.unit import Unit
from cohortplan.bench.worklist import CASES, COLUMNS, WORK

#: A step of a log: iterations, seconds, broken hard amount and soft cost.
Step = tuple[int, float, int, int]


def case(called: str, /, group: str = "", best: float | None = None, **figure: Any) -> Case:
    """Make a case whose one figure is the soft cost, unless it is said otherwise."""
    figures = (Figure(**{"name": "soft", "best": best, **figure}),)
    return Case(name=called, source=f"made:{called}", group=group, figures=figures)


def record(
    of: Case, solver: str, seed: int, budget: Budget, steps: Iterable[Step], *, people: int = 30, **facts: Any
) -> Record:
    """Make the record of a run that went those steps; without any there is no plan."""
    log = tuple(Event(seconds, count, hard, soft, 0) for count, seconds, hard, soft in steps)
    end = log[-1] if log else Event(1.0, budget.iterations or 0, None, None, None)
    given = {
        "unit": Unit(case=of, sha256="0" * 64, solver=solver, seed=seed, budget=budget).id,
        "case": of.name,
        "sha256": "0" * 64,
        "solver": solver,
        "seed": seed,
        "budget": budget,
        "people": people,
        "status": "feasible" if log and end.hard == 0 else "no_solution",
        "hard": end.hard,
        "soft": end.value,
        "figures": {of.figures[0].name: float(end.value or 0)} if log and end.hard == 0 else {},
        "evaluations": budget.iterations or 1000,
        "seconds": budget.seconds or 1.0,
        "work": 1.5,
        "log": log,
    }
    return Record.model_validate({**given, **facts})


def runs(cases: Iterable[Case], records: Iterable[Record]) -> Runs:
    """Make what reading a folder would give."""
    known, found = {each.name: each for each in cases}, tuple(records)
    return Runs("made", known, found, {}, len(found))


def write_folder(
    folder: Path, cases: Iterable[Case], records: Iterable[Record], manifest: Mapping[str, Any] | None = None
) -> Path:
    """Write a run folder."""
    (folder / "units").mkdir(parents=True)
    known = {each.name: each for each in cases}
    (folder / CASES).write_text(json.dumps({name: each.model_dump(mode="json") for name, each in known.items()}))
    (folder / MANIFEST).write_text(json.dumps(manifest or {}))
    with (folder / WORK).open("w", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(COLUMNS)
        for number, each in enumerate(records, start=1):
            record_file(folder, each.unit).write_text(f"{each.line}\n")
            of = known[each.case]
            what = (number, each.unit, each.case, of.group, of.source, each.sha256, each.solver, each.seed)
            lines.writerow((*what, each.budget.iterations, each.budget.seconds))
    return folder


#: How fast made-up solvers come nearer, and how often they find no plan.
SOLVERS = {"search": (0.7, 0.0), "portfolio": (0.75, 0.0), "cpsat": (0.5, 0.08)}


def laboratory(
    seed: int = 1, *, cases: int = 9, seeds: int = 5, budgets: Iterable[Budget] = (Budget(iterations=20_000),)
) -> tuple[list[Case], list[Record]]:
    """Make cases in three groups of growing size, and runs of solvers that come nearer at speeds of their own."""
    draw = Random(seed)  # noqa: S311 - nothing is secret here
    made: list[Case] = []
    found: list[Record] = []
    for number in range(cases):
        best, people = 400 + 211 * number, 24 * 2 ** (number % 3) + number
        known = best if number % 3 else None
        made.append(
            case(
                f"{('golf', 'visits', 'scale')[number % 3]}-{people}",
                f"{('golf', 'visits', 'scale')[number % 3]}",
                known,
            )
        )
        for budget in budgets:
            for solver, (usual, misses) in SOLVERS.items():
                rate = usual + draw.uniform(-0.15, 0.15)
                for one in range(seeds):
                    steps = [] if draw.random() < misses else _way(draw, best, people, rate, budget)
                    found.append(record(made[-1], solver, one, budget, steps, people=people))
    return made, found


def _way(draw: Random, best: int, people: int, rate: float, budget: Budget) -> list[Step]:
    most = budget.iterations or int(2000 * (budget.seconds or 1))
    steps: list[Step] = [(0, 0.01, 3, best * 2)]
    count, soft = draw.randint(5, 40), best * 3
    while count < most:
        near = best + int(best * 2.0 * (count / (people / 8)) ** -rate * draw.uniform(0.6, 1.4))
        if near < soft:
            soft = near
            steps.append((count, round(count * (budget.seconds or 1) / most + 0.01, 4), 0, soft))
        count = int(count * draw.uniform(1.3, 2.2)) + 1
    return steps
