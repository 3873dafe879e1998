"""Who takes part: installed solvers, hub by hub, a program from outside, or plans that somebody else has made.

A contestant only hands in a plan. What the plan is worth is measured by `Subject`, the same for all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from cohortplan.bench.case import Budget
from cohortplan.bench.outside import PLANS, PROGRAM, Outsider, find_outsider
from cohortplan.bench.source import Subject
from cohortplan.divide import divide
from cohortplan.divided import solve_divided
from cohortplan.errors import Defect, InputError
from cohortplan.executors import find_crew
from cohortplan.ladder import solve_ladder
from cohortplan.model import Plan
from cohortplan.solve import Result, solve
from cohortplan.solvers.base import Progress, Status, registered

#: Solves hub by hub: ``divided``, or ``divided:EXECUTOR``.
DIVIDED = "divided"

#: Who takes part in tracks only.
PLAYED = "replan, afresh:SOLVER, untouched, weights:SOLVER"

Listener = Callable[[Progress], None]


@dataclass(frozen=True)
class Answer:
    """What a contestant hands in.

    Attributes
    ----------
    plan : Plan or None
        Its plan, which may break rules.
    status : str
        How it says it ended.
    bound : int or None
        What it proved of the soft cost.
    evaluations : int
        Iterations, as it counts them.
    before : tuple of Plan
        In a track that asks for several plans, the others.
    """

    plan: Plan | None
    status: str
    bound: int | None = None
    evaluations: int = 0
    before: tuple[Plan, ...] = ()

    @property
    def plans(self) -> tuple[Plan, ...]:
        """All plans."""
        return self.before if self.plan is None else (*self.before, self.plan)


class Contestant(Protocol):
    """Somebody who hands in plans."""

    def answer(self, subject: Subject, case: str, seed: int, budget: Budget, listener: Listener) -> Answer:
        """Plan `subject`, telling the listener of every improvement."""
        ...


@dataclass(frozen=True)
class Installed:
    """A solver, found by its entry point."""

    name: str

    def answer(self, subject: Subject, case: str, seed: int, budget: Budget, listener: Listener) -> Answer:
        """Solve; where the number of rounds is open, for the fewest that do."""
        del case
        _must_be_one(subject)
        how: dict[str, Any] = {"seed": seed, "stop": budget.stop, "listener": listener, "solver": self.name}
        ladder = subject.ladder
        if ladder is None:
            return _answer(solve(subject.scenario, **how))
        step = lambda rounds: ladder.with_rounds(rounds).scenario  # noqa: E731 - a name for it says no more
        return _answer(solve_ladder(step, ladder.least, ladder.most, **how)[1])


@dataclass(frozen=True)
class Divided:
    """Hubs planned side by side; a scenario without hubs is solved by the portfolio."""

    executor: str = "processes"

    def answer(self, subject: Subject, case: str, seed: int, budget: Budget, listener: Listener) -> Answer:
        """Solve hub by hub."""
        _must_be_one(subject)
        division = divide(subject.scenario)
        if division is None:
            return Installed("portfolio").answer(subject, case, seed, budget, listener)
        crew = find_crew(self.executor)
        return _answer(solve_divided(division, seed=seed, stop=budget.stop, listener=listener, crew=crew))


@dataclass(frozen=True)
class Outside:
    """Somebody outside, of whom nothing is known but the plan."""

    outsider: Outsider

    def answer(self, subject: Subject, case: str, seed: int, budget: Budget, listener: Listener) -> Answer:
        """Ask for a plan; whether it keeps the hard rules is measured here."""
        del listener
        _must_be_one(subject)
        plan = self.outsider.answer(subject.source, case, seed, budget)
        valid = plan is not None and subject.evaluate(plan).valid
        return Answer(plan, str(Status.FEASIBLE if valid else Status.NO_SOLUTION))


def find_contestant(name: str) -> Contestant:
    """Find a contestant by name.

    Raises
    ------
    InputError
        If there is no such contestant.
    """
    from cohortplan.bench.tracks.players import find_player  # these ask for contestants themselves

    kind, _, rest = name.partition(":")
    if kind == DIVIDED:
        return Divided(rest or "processes")
    if name in registered():
        return Installed(name)
    player = find_player(name)
    if player is not None:
        return player
    outsider = find_outsider(name)
    if outsider is not None:
        return Outside(outsider)
    known = f"{', '.join(sorted(registered()))}, {DIVIDED}, {PROGRAM}COMMAND, {PLANS}FOLDER; in tracks, {PLAYED}"
    raise InputError([Defect(f"there is no contestant {name!r}", f"Known: {known}", name)])


def _must_be_one(subject: Subject) -> None:
    """Make sure that no more than one plan is asked for, before time is spent on it.

    Raises
    ------
    InputError
        If it is.
    """
    from cohortplan.bench.tracks.days import Days  # of which instances know nothing

    if isinstance(subject, Days):
        remedy = f"Let {PLAYED.partition(', weights')[0]} take part in it, or leave days: out"
        raise InputError([Defect("the track days: asks for a plan for each day, not for one", remedy, subject.source)])


def _answer(result: Result) -> Answer:
    return Answer(result.plan or result.nearest, str(result.status), result.bound, result.iterations)
