"""Twenty causes planted in programmes that have plans: each is named, and nothing that is not needed."""

from __future__ import annotations

import numpy as np
import pytest

from cohortplan.clash import Trials, clashing_rules, find_clash
from cohortplan.problem import compile_problem
from cohortplan.solve import solve
from cohortplan.solvers.base import Board, Progress, Status, Stop
from cohortplan.solvers.bounds import counted_clash
from tests.support.clashes import CAUSES, made, plant, programme

#: What counting does not see.
SEARCHED = {"two_locks", "mix_and_together", "alone_and_spread", "chains", "no_time_between", "hub_too_small"}


@pytest.mark.parametrize("cause", CAUSES)
def test_most_causes_are_counted(cause: str) -> None:
    """Fourteen of twenty causes are shown by counting alone."""
    counted = counted_clash(compile_problem(plant(cause, 24, 1).scenario))
    assert bool(counted) == (cause not in SEARCHED)


@pytest.mark.slow
@pytest.mark.parametrize("cause", sorted(CAUSES)[::2])
def test_a_planted_cause_is_named(cause: str) -> None:
    """What clashes is proved by a solve of its own, contains the cause, and each member of it is needed.

    All causes, in three sizes, are tried by ``python -m benchmarks.clashes``.
    """
    planted = plant(cause, 24, 1)
    rules = counted_clash(compile_problem(planted.scenario)) or clashing_rules(planted.scenario, Trials(120.0))
    clash = find_clash(planted.scenario, rules, seconds=120.0)
    assert clash.proved
    assert clash.minimal
    assert planted.named_by(clash.core.parts())


@pytest.mark.slow
def test_without_a_cause_there_is_a_plan() -> None:
    """The programme that causes are planted in has plans."""
    boards: list[Board] = []

    def heard(news: Progress) -> None:
        if news.score is not None and news.score.hard == 0:
            boards[0].halt()

    scenario = made(programme(24, np.random.default_rng(1)))
    result = solve(scenario, stop=Stop(60.0), listener=heard, board_ready=boards.append)
    assert result.status in (Status.FEASIBLE, Status.OPTIMAL)
