"""Attainment: what so many of some runs reach, as the points of a surface.

A run attains a point if one of its plans is nowhere worse. The surface of k of n runs is made of the points that at
least k runs attain, and beyond which fewer do (Fonseca and others 2011): k = 1 is the best of all runs, k = n what
every run reaches, and the one in the middle what a run may be expected to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, cast

from cohortplan.bench.analysis.folder import read_runs
from cohortplan.bench.record import Record, other_plan_files, plan_file
from cohortplan.bench.source import open_source
from cohortplan.bench.suite import INSTANCES
from cohortplan.bench.tracks.front import NAMES, Point, Wishes, best_of
from cohortplan.errors import Defect, InputError
from cohortplan.io import read_plan


def surfaces(fronts: Sequence[Sequence[Point]]) -> list[list[Point]]:
    """Return the surface of one run, of two runs, and so on up to all of them; less is better everywhere."""
    found: list[list[Point]] = [[] for _ in fronts]
    for number, front in enumerate(fronts):
        for k in range(number, -1, -1):
            joined = [tuple(map(max, a, b)) for a in found[k - 1] for b in front] if k else list(front)
            found[k] = best_of([*found[k], *joined])
    return found


class Surface(NamedTuple):
    """What at least `reached` of the runs of a contestant attain of a case."""

    case: str
    solver: str
    budget: str
    wishes: tuple[str, ...]
    reached: int
    runs: int
    points: list[Point]


def attained(run: Path, instances: Path) -> Iterator[Surface]:
    """Yield the surfaces of a run folder: of each case, contestant and budget, over the seeds; plans are measured anew.

    A seed without a plan that keeps the hard rules attains nothing, and counts.

    Raises
    ------
    InputError
        If the folder is none of a run, or nothing in it is of this track.
    """
    found = read_runs(run)
    fronts: dict[tuple[str, str, str], list[list[Point]]] = {}
    subjects: dict[str, Wishes] = {}
    for record in found.records:
        source = found.cases[record.case].source
        if source.startswith("front:"):
            if record.case not in subjects:
                subjects[record.case] = cast(Wishes, open_source(source.replace(INSTANCES, str(instances))))
            points = list(_points(run, record, subjects[record.case]))
            fronts.setdefault((record.case, record.solver, str(record.budget)), []).append(points)
    if not fronts:
        remedy = "Name the folder of a run with sources that begin with front:"
        raise InputError([Defect("nothing here is of the track of several wishes", remedy, file=str(run))])
    for (case, solver, budget), several in fronts.items():
        wishes = tuple(NAMES[kind] for kind in subjects[case].kinds)
        for reached, points in enumerate(surfaces(several), start=1):
            told = [subjects[case].told(point) for point in points]
            yield Surface(case, solver, budget, wishes, reached, len(several), told)


def _points(run: Path, record: Record, subject: Wishes) -> Iterator[Point]:
    files = [*other_plan_files(run, record.unit, record.others), plan_file(run, record.unit)] if record.plan else []
    for file in files:
        plan = read_plan(file)
        if subject.evaluate(plan).valid:
            yield subject.point(plan)
