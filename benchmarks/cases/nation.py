"""Programmes of hundreds to tens of thousands of people in hubs: how long it takes to do equally well."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from cohortplan.bench.case import Budget, Case, Figure
from cohortplan.io import read_scenario
from cohortplan.model import Scenario
from scenarios.make import national

#: People, hubs, and the times to try.
SIZES = (
    (600, 3, (1.0, 2.0)),
    (2_400, 12, (6.0, 12.0)),
    (6_000, 12, (20.0, 30.0)),
    (24_000, 12, (160.0,)),
)
ROUNDS = len(national.DAYS) + len(national.ACROSS)


def nations(_: Path) -> Iterator[Case]:
    """A national programme of each size, with travel and hosts, for each of some times."""
    for people, hubs, times in SIZES:
        figure = Figure(
            name="distinct_pairs", label="distinct pairs", best=_room(people, hubs), better="more", proved=True
        )
        yield Case(
            name=f"national-{people}",
            source=f"python:{__name__}:{people}x{hubs}",
            group="nation",
            figures=(figure,),
            budgets=tuple(Budget(seconds=seconds) for seconds in times),
        )


def open_instance(name: str) -> Scenario:
    """Make the scenario called PEOPLExHUBS."""
    people, hubs = map(int, name.split("x"))
    return scenario(people, hubs)


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
