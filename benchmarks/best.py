"""Values better than any known before: each is kept with its plan, and enters only through the independent checker.

The folder has a plan for each value, and ``values.csv``: case, figure, value, the best known before, and how it was
found. No solver reads any of it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.case import Case, Figure, scenario_of
from cohortplan.evaluate import evaluate
from cohortplan.io import read_plan, write_plan
from cohortplan.io.classic import Instance
from cohortplan.model import Plan, Scenario

#: A value is better if it is by more than this part: published values are rounded.
ROUNDED = 1e-7

FOLDER = Path(__file__).parent / "best"


@dataclass(frozen=True)
class Best:
    """A value better than the best known, as `values.csv` has it: `known` is what was known before."""

    case: str
    figure: str
    value: float
    known: float
    date: str
    version: str
    seed: int
    seconds: float
    plan: str


@dataclass(frozen=True)
class Registry:
    """A folder of best values and their plans."""

    folder: Path = FOLDER

    def entries(self) -> list[Best]:
        """Read the table."""
        file = self.folder / "values.csv"
        if not file.exists():
            return []
        kinds = {"value": float, "known": float, "seed": int, "seconds": float}
        with file.open(newline="", encoding="utf-8") as lines:
            return [
                Best(**{name: kinds.get(name, str)(cell) for name, cell in row.items()})
                for row in csv.DictReader(lines)
            ]

    def enter(self, case: Case, problem: Scenario | Instance, plan: Plan, seed: int, seconds: float) -> bool:
        """Keep a valid plan whose first figure is better than both the best known and the best kept; tell if so."""
        figure = case.figures[0]
        if figure.proved or figure.best is None:
            return False
        values = recomputed(case, problem, plan)
        if values is None or not _better(figure, values[0], figure.best):
            return False
        entries = {entry.case: entry for entry in self.entries()}
        if case.name in entries and not _better(figure, values[0], entries[case.name].value):
            return False
        name = f"{re.sub(r'[^A-Za-z0-9_-]+', '-', case.name)}.plan.json"
        entries[case.name] = Best(
            case.name,
            figure.name,
            values[0],
            figure.best,
            f"{datetime.now(UTC):%Y-%m-%d}",
            version("cohortplan"),
            seed,
            round(seconds, 1),
            name,
        )
        self.folder.mkdir(exist_ok=True)
        write_plan(self.folder / name, plan)
        self._write(entries[each] for each in sorted(entries))
        return True

    def verify(self, every: Iterable[Case]) -> Iterator[tuple[Best, bool]]:
        """Recompute the values kept of those cases from their plans; yield each with whether it is what is claimed."""
        known = {case.name: case for case in every}
        for entry in self.entries():
            if entry.case in known:
                case = known[entry.case]
                values = recomputed(case, case.problem(), read_plan(self.folder / entry.plan))
                yield entry, values is not None and values[0] == entry.value

    def _write(self, entries: Iterable[Best]) -> None:
        with (self.folder / "values.csv").open("w", newline="", encoding="utf-8") as file:
            table = csv.DictWriter(file, [field.name for field in fields(Best)], lineterminator="\n")
            table.writeheader()
            table.writerows(asdict(entry) for entry in entries)


def recomputed(case: Case, problem: Scenario | Instance, plan: Plan) -> tuple[float, ...] | None:
    """Measure a plan; None if it breaks a hard rule."""
    return case.measure(problem, plan) if evaluate(scenario_of(problem, plan), plan).valid else None


def _better(figure: Figure, value: float, other: float) -> bool:
    margin = ROUNDED * abs(other)
    return value > other + margin if figure.better == "more" else value < other - margin
