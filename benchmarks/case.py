"""What a case is, and how cases make themselves known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from cohortplan.evaluate import evaluate
from cohortplan.io import read_instance
from cohortplan.io.classic import Instance, Ladder
from cohortplan.model import Plan, Scenario
from cohortplan.solvers.base import Status


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
    problem : callable
        Makes the scenario, or the classic instance, to be solved.
    measure : callable
        Reads the figures off a plan of it, in the order of `figures`, without asking a solver; None if there are none.
    """

    group: str
    name: str
    seconds: float
    problem: Callable[[], Scenario | Instance]
    figures: tuple[Figure, ...]
    measure: Callable[[Scenario | Instance, Plan], tuple[float, ...] | None]
    peers: tuple[Peer, ...] = ()


@dataclass(frozen=True)
class Run:
    """One solve.

    Attributes
    ----------
    values : tuple of float, or None
        The case's figures; None if there is no plan that keeps every hard rule.
    soft, bound : int or None
        The soft cost, and what was proved of it.
    reached : float
        Seconds until the plan was found.
    moves : float
        Moves tried per second.
    work : float
        Seconds of processor time, of all processes together.
    """

    seed: int
    status: Status
    values: tuple[float, ...] | None
    soft: int | None
    bound: int | None
    reached: float
    seconds: float
    moves: float
    work: float = 0.0


#: Yields a group's cases, given the folder of public instances.
Family = Callable[[Path], Iterable[Case]]

FAMILIES: list[Family] = []


def family(function: Family) -> Family:
    """Register a family of cases."""
    FAMILIES.append(function)
    return function


#: Tells what the runs of a group's cases have in common, a line each.
Summary = Callable[[Mapping[Case, Sequence[Run]]], Iterable[str]]

SUMMARIES: dict[str, Summary] = {}


def summary(group: str) -> Callable[[Summary], Summary]:
    """Register what writes lines below the table of a group."""

    def register(function: Summary) -> Summary:
        SUMMARIES[group] = function
        return function

    return register


def cases(instances: Path, wanted: str) -> Iterator[Case]:
    """All cases whose group or name contains `wanted`."""
    for each in FAMILIES:
        for case in each(instances):
            if wanted in f"{case.group} {case.name}":
                yield case


def scores(*names: str) -> Callable[[Scenario | Instance, Plan], tuple[float, ...]]:
    """Read figures of those names, as the score card has them."""

    def measure(problem: Scenario | Instance, plan: Plan) -> tuple[float, ...]:
        figures = evaluate(scenario_of(problem), plan).metrics.as_json()
        return tuple(float(figures[name]) for name in names)

    return measure


def scenario_of(problem: Scenario | Instance, plan: Plan | None = None) -> Scenario:
    """Return the scenario of what is solved; with as many rounds as `plan` has, if that is open."""
    if isinstance(problem, Ladder) and plan is not None:
        return problem.fitting(plan).scenario
    return problem.scenario if isinstance(problem, Instance) else problem


def classic(group: str, source: str, seconds: float, figure: Figure, *peers: Peer) -> Case:
    """Make the case of a classic instance: its one figure is the value in the family's own terms."""

    def problem() -> Instance:
        return cast(Instance, read_instance(source))

    def measure(problem: Scenario | Instance, plan: Plan) -> tuple[float, ...] | None:
        instance = cast(Instance, problem)
        value = (instance.fitting(plan) if isinstance(instance, Ladder) else instance).value(plan)
        return None if value is None else (float(value),)

    family, _, name = source.partition(":")
    return Case(group, f"{family}:{Path(name).name}", seconds, problem, (figure,), measure, peers)
