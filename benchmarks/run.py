"""Runs a case with several seeds and measures its plans with the independent checker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from benchmarks.case import Case
from cohortplan.evaluate import evaluate
from cohortplan.solve import solve
from cohortplan.solvers.base import Progress, Status, Stop


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
    """

    seed: int
    status: Status
    values: tuple[float, ...] | None
    soft: int | None
    bound: int | None
    reached: float
    seconds: float
    moves: float


def run(case: Case, seeds: Iterable[int]) -> Iterator[Run]:
    """Solve a case with each of the seeds, for as long as it says."""
    for seed in seeds:
        scenario = case.scenario()
        last = [0.0]

        def listen(progress: Progress, last: list[float] = last, best: list[object] = [None]) -> None:  # noqa: B006
            if progress.score != best[0]:
                best[0], last[0] = progress.score, progress.seconds

        result = solve(scenario, seed=seed, stop=Stop(seconds=case.seconds), listener=listen)
        values = None
        if result.plan is not None and evaluate(scenario, result.plan).valid:
            values = case.measure(scenario, result.plan)
        soft = None if result.evaluation is None else result.evaluation.soft
        yield Run(
            seed,
            result.status,
            values,
            soft,
            result.bound,
            last[0],
            result.seconds,
            result.iterations / max(result.seconds, 1e-3),
        )
