"""Runs a case with several seeds and measures its plans with the independent checker."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any

from benchmarks.best import Registry, recomputed
from benchmarks.case import Case, Run, scenario_of
from cohortplan.divide import divide
from cohortplan.divided import solve_divided
from cohortplan.io.classic import Instance, Ladder
from cohortplan.ladder import solve_ladder
from cohortplan.model import Scenario
from cohortplan.problem import Score
from cohortplan.solve import Result, solve
from cohortplan.solvers.base import Progress, Stop


class _Watch:
    """Keeps the time of the last better plan."""

    def __init__(self) -> None:
        self.last = 0.0
        self._best: Score | None = None

    def __call__(self, progress: Progress) -> None:
        if progress.score != self._best:
            self._best, self.last = progress.score, progress.seconds


def _solve(problem: Scenario | Instance, **how: Any) -> Result:
    if isinstance(problem, Ladder):
        ladder = problem
        return solve_ladder(lambda rounds: ladder.with_rounds(rounds).scenario, ladder.least, ladder.most, **how)[1]
    scenario = scenario_of(problem)
    division = divide(scenario)
    return solve(scenario, **how) if division is None else solve_divided(division, **how)


def run(case: Case, seeds: Iterable[int], registry: Registry | None = None) -> Iterator[Run]:
    """Solve a case with each of the seeds, for as long as it says; what nobody has reached before is registered."""
    problem = case.problem()
    for seed in seeds:
        watch, before = _Watch(), _processor_time()
        result = _solve(problem, seed=seed, stop=Stop(seconds=case.seconds), listener=watch)
        values = None if result.plan is None else recomputed(case, problem, result.plan)
        if registry is not None and result.plan is not None:
            registry.enter(case, problem, result.plan, seed, watch.last)
        soft = None if result.evaluation is None else result.evaluation.soft
        yield Run(
            seed,
            result.status,
            values,
            soft,
            result.bound,
            watch.last,
            result.seconds,
            result.iterations / max(result.seconds, 1e-3),
            _processor_time() - before,
        )


def _processor_time() -> float:
    """Seconds that this process and those it has waited for have had a processor."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
