"""What is alike is found, and only that; putting it in order costs nothing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from cohortplan.model import SeatLock, Tie, VisitLock
from cohortplan.primitives import random_decision
from cohortplan.problem import compile_problem
from cohortplan.rules import build_rule
from cohortplan.solvers.base import Board, Status, Stop
from cohortplan.solvers.cpsat import CpSat
from cohortplan.solvers.cpsat.symmetry import alike_people, alike_rounds, alike_sets, renumber
from tests.solvers.bounds.cohorts import eleven, meetings, people
from tests.solvers.cpsat.brute import best_score
from tests.support import cohort, make_scenario


def test_sets_of_one_size_are_alike() -> None:
    """The two sets of 4 can change places, the set of 3 cannot."""
    problem = compile_problem(eleven(2, build_rule("mix"), build_rule("new_contacts")))
    assert [alike_sets(problem, r) for r in (0, 1)] == [[[0, 1]], [[0, 1]]]


def test_a_lock_tells_sets_and_people_apart() -> None:
    """Where one person is locked to a set, both are like no other; other rounds stay as they were."""
    locks = (SeatLock(participant="P01", set="R1.1"),)
    problem = compile_problem(eleven(3, build_rule("mix"), seat_locks=locks))
    assert alike_sets(problem, 0) == []
    assert alike_sets(problem, 1) == [[0, 1]]
    assert alike_rounds(problem) == [[1, 2]]
    assert alike_people(problem) == [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10]]


def test_a_locked_visit_tells_sets_apart() -> None:
    """The set whose host is fixed is like no other of its round."""
    lock = VisitLock(set="D1.1", activity="visit", host="H1")
    problem = compile_problem(make_scenario(visit_locks=(lock,)))
    assert [alike_sets(problem, r) for r in (0, 1)] == [[], [[0, 1]]]


def test_people_of_a_sector_are_alike_until_a_tie() -> None:
    """Only the two who know each other, and so are alike themselves, can be told from the rest of their sector."""
    ties = (Tie(a="P01", b="P02", kind="knows"),)
    problem = compile_problem(eleven(2, build_rule("mix"), build_rule("new_contacts"), ties=ties))
    assert alike_people(problem) == [[0, 1], [2, 3, 4], [5, 6, 7, 8], [9, 10]]


def test_visits_on_different_days_make_rounds_unlike() -> None:
    """Rounds with visits are never exchanged, as hosts differ from day to day."""
    assert alike_rounds(compile_problem(make_scenario())) == []
    assert alike_rounds(compile_problem(eleven(3))) == [[0, 1, 2]]


@pytest.mark.parametrize("seed", range(5))
def test_renumbering_sets_changes_no_cost(seed: int) -> None:
    """A decision and the same with alike sets renumbered, visits and all, have the same amounts for every rule."""
    problem = compile_problem(make_scenario([build_rule("new_contacts"), build_rule("mix")], participants=cohort(9)))
    decision = random_decision(problem.axes, np.random.default_rng(seed))
    ordered = renumber(decision, problem)
    assert problem.amounts(ordered) == problem.amounts(decision)
    assert (ordered.seat[:, 0] == 0).all()


@pytest.mark.parametrize("sectors", [{"public": 4}, {"public": 3, "private": 1}])
def test_the_optimum_survives_breaking_every_symmetry(sectors: dict[str, int]) -> None:
    """With people, sets and rounds alike the proved optimum is still the least of all decisions."""
    rules = [build_rule("new_contacts"), build_rule("repeat_price"), build_rule("mix", mode="maximal")]
    parts: dict[str, Any] = {"participants": people(sectors), "hosts": (), "rounds": meetings(3, [(2, 3), (2, 3)])}
    problem = compile_problem(make_scenario(rules, **parts))
    assert alike_people(problem)
    assert alike_rounds(problem) == [[0, 1, 2]]
    outcome = CpSat(workers=1).solve(problem, Board(problem, Stop(seconds=60)), seed=1)
    assert outcome.status == Status.OPTIMAL
    assert outcome.score == best_score(problem)
