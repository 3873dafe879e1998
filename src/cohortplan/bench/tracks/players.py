"""Contestants of tracks: three ways to live through a script, and any solver with a grid of weights."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Literal

from cohortplan.bench.case import Budget
from cohortplan.bench.contestants import Answer, Contestant, Listener
from cohortplan.bench.source import Subject
from cohortplan.bench.tracks.days import Days, after
from cohortplan.bench.tracks.front import Wishes
from cohortplan.errors import Defect, InputError, ScenarioError
from cohortplan.evaluate.facing import facing
from cohortplan.living.asked import asked_of
from cohortplan.living.frozen import Frozen
from cohortplan.living.names import named_as_before
from cohortplan.living.policy import Policy
from cohortplan.living.replan import replan
from cohortplan.model import Plan, Scenario
from cohortplan.model.changes import changed
from cohortplan.rota import fill_rota
from cohortplan.solve import solve
from cohortplan.solvers.base import Status, Stop, registered

#: Sets of weights that are tried, at least; one of so many parts of the budget is for a first plan.
WEIGHTS, PARTS = 12, 5


class _Living(ABC):
    """Lives through the days of a script."""

    def answer(self, subject: Subject, case: str, seed: int, budget: Budget, listener: Listener) -> Answer:
        """Hand in a plan for each day, which has its part of the budget."""
        del case, listener
        if not isinstance(subject, Days):
            raise _stranger("days:", subject)
        return _answer(self.plans(subject, seed, _part(budget, len(subject.script))))

    @abstractmethod
    def plans(self, days: Days, seed: int, stop: Stop) -> Iterator[Plan]:
        """Yield the plan of each day, for which there is so much to spend."""


@dataclass(frozen=True)
class Replanner(_Living):
    """Changes as little as can be, as ``replan`` does."""

    def plans(self, days: Days, seed: int, stop: Stop) -> Iterator[Plan]:
        """Replan each day; a day without a plan goes on as before."""
        scenario, plan = days.scenario, days.told
        for day, changes in days.script:
            scenario = after(scenario, changes, day)
            found = replan(scenario, plan, Policy(day), stop=stop, seed=seed)
            if found.plan is not None:
                with suppress(ScenarioError):
                    scenario = changed(scenario, found.fallen)
                plan = found.plan
            yield plan


@dataclass(frozen=True)
class Afresh(_Living):
    """Solves what is left of the programme anew; only the names of sets are as much like before as can be."""

    solver: str

    def plans(self, days: Days, seed: int, stop: Stop) -> Iterator[Plan]:
        """Solve anew each day; a day without a plan goes on as before."""
        scenario, plan = days.scenario, days.told
        for day, changes in days.script:
            scenario = after(scenario, changes, day)
            plan = self._next(scenario, plan, day, seed, stop) or plan
            yield plan

    def _next(self, scenario: Scenario, told: Plan, day: date, seed: int, stop: Stop) -> Plan | None:
        begun = Frozen(day, day)
        try:
            asked = asked_of(facing(scenario, told, day).scenario, told, begun)
        except ScenarioError:
            return None
        found = solve(asked, solver=self.solver, seed=seed, stop=stop)
        if found.plan is None:
            return None
        return fill_rota(asked, begun.splice(scenario, told, named_as_before(asked, told, found.plan)), keep=True)


@dataclass(frozen=True)
class Untouched(_Living):
    """Leaves the plan as it is, whatever happens."""

    def plans(self, days: Days, seed: int, stop: Stop) -> Iterator[Plan]:
        """Yield the first plan for each day."""
        del seed, stop
        return (days.told for _ in days.script)


@dataclass(frozen=True)
class Weights:
    """A solver that is given one set of weights after another, the first plan of which is its start."""

    solver: str

    def answer(self, subject: Subject, case: str, seed: int, budget: Budget, listener: Listener) -> Answer:
        """Search with at least `WEIGHTS` sets of weights, sharing the budget, and hand in what no other plan beats."""
        from cohortplan.living.front import front

        del case
        if not isinstance(subject, Wishes):
            raise _stranger("front:", subject)
        search = partial(solve, subject.scenario, solver=self.solver, seed=seed)
        part = _part(budget, PARTS)
        rest = Stop(part.seconds and (PARTS - 1) * part.seconds, part.iterations and (PARTS - 1) * part.iterations)
        first = search(stop=part, listener=listener)
        if first.plan is None:  # where a plan is hard to find, there is no time for more than one
            first = search(stop=rest, hint=first.nearest)
            return Answer(first.plan or first.nearest, str(first.status), None, first.iterations)
        found = front(
            subject.scenario, first.plan, subject.rules, stop=rest, searches=WEIGHTS, seed=seed, solver=self.solver
        )
        *before, last = (point.plan for point in found.points)
        return Answer(last, str(Status.FEASIBLE), None, budget.iterations or 0, tuple(before))


def find_player(name: str) -> Contestant | None:
    """Find a contestant that takes part in tracks only; None if it is none of these."""
    kind, colon, solver = name.partition(":")
    plain: dict[str, Contestant] = {"replan": Replanner(), "untouched": Untouched(), "afresh": Afresh("portfolio")}
    if not colon:
        return plain.get(name)
    if kind not in ("afresh", "weights"):
        return None
    if solver not in registered():
        raise InputError([Defect(f"there is no solver {solver!r}", f"Known: {', '.join(sorted(registered()))}", name)])
    return Afresh(solver) if kind == "afresh" else Weights(solver)


def _stranger(track: Literal["days:", "front:"], subject: Subject) -> InputError:
    message = f"this contestant takes part in the track {track} only"
    return InputError([Defect(message, f"Write {track} in front of the source", subject.source)])


def _part(budget: Budget, number: int) -> Stop:
    """Return one of so many parts of a budget."""
    seconds, iterations = budget.seconds, budget.iterations
    return Stop(seconds and seconds / number, iterations and max(1, iterations // number))


def _answer(plans: Iterator[Plan]) -> Answer:
    *before, last = plans
    return Answer(last, str(Status.FEASIBLE), before=tuple(before))
