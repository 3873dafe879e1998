"""What a case is, and how cases make themselves known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from cohortplan.model import Plan, Scenario


@dataclass(frozen=True)
class Peer:
    """What another program reached: its name, the figure, and where that is from."""

    name: str
    figure: str
    source: str


@dataclass(frozen=True)
class Figure:
    """One figure of a plan that a case reports.

    Attributes
    ----------
    name : str
        What it counts.
    best : float or None
        The best known, for comparing; never told to a solver.
    better : str
        Whether ``more`` or ``less`` of it is better.
    proved : bool
        Whether the best known is known to be the best possible.
    """

    name: str
    best: float | None
    better: Literal["more", "less"]
    proved: bool = False

    def gap(self, value: float) -> float | None:
        """By which part of the best known `value` is worse; negative if it is better, None where that means nothing."""
        if self.best is None:
            return None
        worse = value - self.best if self.better == "less" else self.best - value
        return worse / abs(self.best) if self.best else worse


@dataclass(frozen=True)
class Case:
    """One thing to be solved for so many seconds.

    Attributes
    ----------
    group, name : str
        Where it stands in the results.
    scenario : callable
        Makes the scenario.
    measure : callable
        Reads the figures off a plan, in the order of `figures`, without asking a solver.
    """

    group: str
    name: str
    seconds: float
    scenario: Callable[[], Scenario]
    figures: tuple[Figure, ...]
    measure: Callable[[Scenario, Plan], tuple[float, ...]]
    peers: tuple[Peer, ...] = ()


#: Yields a group's cases, given the folder of public instances.
Family = Callable[[Path], Iterable[Case]]

FAMILIES: list[Family] = []


def family(function: Family) -> Family:
    """Register a family of cases."""
    FAMILIES.append(function)
    return function


def cases(instances: Path, wanted: str) -> Iterator[Case]:
    """All cases whose group or name contains `wanted`."""
    for each in FAMILIES:
        for case in each(instances):
            if wanted in f"{case.group} {case.name}":
                yield case


def scores(*names: str) -> Callable[[Scenario, Plan], tuple[float, ...]]:
    """Read figures of those names, as the score card has them."""

    def measure(scenario: Scenario, plan: Plan) -> tuple[float, ...]:
        from cohortplan.evaluate import evaluate

        figures = evaluate(scenario, plan).metrics.as_json()
        return tuple(float(figures[name]) for name in names)

    return measure
