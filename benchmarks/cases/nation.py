"""Programmes of hundreds to tens of thousands of people in hubs: how long it takes to do equally well."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.case import Case, Figure, Run, family, scores, summary
from cohortplan.io import read_scenario
from cohortplan.model import Scenario
from scenarios.make import national

GROUP = "nation"
#: People, hubs, and the times to try.
SIZES = (
    (600, 3, (1.0, 2.0)),
    (2_400, 12, (6.0, 12.0)),
    (6_000, 12, (20.0, 30.0)),
    (24_000, 12, (160.0,)),
)
ROUNDS = len(national.DAYS) + len(national.ACROSS)
#: Doing equally well: so large a part of the different pairs for which the sets have room.
TARGET = 0.995


@family
def nations(_: Path) -> Iterator[Case]:
    """A national programme of each size, with travel and hosts, solved hub by hub for each of some times."""
    for people, hubs, times in SIZES:
        for seconds in times:
            yield Case(
                group=GROUP,
                name=f"national-{people} in {seconds:g} s",
                seconds=seconds,
                problem=partial(scenario, people, hubs),
                figures=(Figure("distinct pairs", _room(people, hubs), "more", proved=True),),
                measure=scores("distinct_pairs"),
            )


def scenario(people: int, hubs: int) -> Scenario:
    """Make the scenario of so many people in so many hubs, as an organiser's folder holds it."""
    with TemporaryDirectory() as folder:
        for name, text in national.make(people, hubs).items():
            Path(folder, name).write_text(text, encoding="utf-8")
        return read_scenario(folder)


def _room(people: int, hubs: int) -> int:
    """Return how many pairs share a set if none ever meets twice: sets are as even as can be."""
    sets = hubs * round(people / hubs / national.SIZE)
    size, more = divmod(people, sets)
    return ROUNDS * ((sets - more) * size * (size - 1) + more * (size + 1) * size) // 2


@summary(GROUP)
def fit(results: Mapping[Case, Sequence[Run]]) -> Iterator[str]:
    """Tell how the least work with which plans do equally well grows with the number of people.

    Work is processor time of all processes, measuring the plan included: what else the machine does hardly counts.
    """
    least: dict[int, float] = {}
    for case, runs in results.items():
        people, best = int(case.name.split()[0].removeprefix("national-")), case.figures[0].best or 0.0
        if all(run.values is not None and run.values[0] >= TARGET * best for run in runs):
            took = float(np.median([run.work for run in runs]))
            least[people] = min(took, least.get(people, took))
    reached = ", ".join(f"{people:,} people {seconds:.1f} s" for people, seconds in sorted(least.items()))
    yield f"- Least processor time until {TARGET:.1%} of those pairs meet, all hard rules kept: {reached}."
    if len(least) > 1:
        slope, _ = np.polyfit(np.log(list(least)), np.log(list(least.values())), 1)
        yield f"- It grows with the number of people to the power of {slope:.2f} (least squares on logarithms)."
