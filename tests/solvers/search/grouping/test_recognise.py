"""What is taken for a grouping, what is not, and how it is solved through the ordinary door."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from cohortplan.evaluate import evaluate
from cohortplan.model import Absence, Round, Rule, Scenario, SetSpec, Tie
from cohortplan.model.triangle import Triangle
from cohortplan.primitives import PairWeight, SetCount
from cohortplan.problem import Problem, Term, compile_problem
from cohortplan.rules import build_rule
from cohortplan.solve import solve
from cohortplan.solvers.base import Board, Status, Stop
from cohortplan.solvers.search import Search
from cohortplan.solvers.search.grouping import is_grouping, recognise
from cohortplan.solvers.search.grouping.recognise import LARGEST_SUM
from tests.solvers.search.grouping import naive
from tests.support import cohort, make_scenario, visit_rounds


def rounds(*sizes: list[tuple[int, int]]) -> tuple[Round, ...]:
    """Rounds without visits, of sets of these sizes."""
    return tuple(
        Round(id=f"D{r}", sets=tuple(SetSpec(id=f"D{r}.{s}", least=a, most=b) for s, (a, b) in enumerate(each)))
        for r, each in enumerate(sizes)
    )


def distances(people: int, seed: int = 0, high: int = 100) -> Rule:
    """The distance rule, with distances drawn at random."""
    rng = np.random.default_rng(seed)
    return build_rule("distance", distances=Triangle(rng.integers(0, high, people * (people - 1) // 2).tolist()))


def scenario_of(*rules: Rule, **parts: Any) -> Scenario:
    """Eight people in one round of two sets of 3 to 5, and random distances."""
    return make_scenario((distances(8), *rules), **{"rounds": rounds([(3, 5), (3, 5)]), **parts})


def test_gains_are_what_sharing_a_set_saves() -> None:
    """Any grouping's gain and the problem's soft cost add up to the same, with several rules on pairs at work."""
    together = build_rule("keep_together", hard=False)
    ties = (Tie(a="P01", b="P02", kind="together"), Tie(a="P03", b="P07", kind="apart"))
    problem = compile_problem(scenario_of(together, build_rule("keep_apart", hard=False), ties=ties))
    grouping = recognise(problem)
    assert grouping is not None
    decision = Search().solve(problem, Board(problem, Stop(iterations=1)), seed=0).decision
    assert decision is not None
    sums = set()
    for seed in range(5):
        group = np.random.default_rng(seed).permutation(np.repeat([0, 1], 4))
        changed = grouping.put(decision, group)
        assert (grouping.take(changed) == group).all()
        sums.add(naive.value(grouping.gain, group.tolist()) + problem.score(changed).soft)
    assert len(sums) == 1
    assert (grouping.gain == grouping.gain.T).all()
    assert (grouping.least.tolist(), grouping.most.tolist()) == ([3, 3], [5, 5])


def test_absent_people_and_rounds_of_one_set_do_not_matter() -> None:
    """Who misses the round is left out, and a round in which nobody can move is no second one."""
    scenario = scenario_of(
        rounds=rounds([(8, 8)], [(3, 5), (3, 5)]), absences=(Absence(participant="P03", round="D1"),)
    )
    grouping = recognise(compile_problem(scenario))
    assert grouping is not None
    assert (grouping.round, grouping.people.tolist()) == (1, [0, 1, 3, 4, 5, 6, 7])
    result = solve(scenario, solver="search", stop=Stop(iterations=5_000))
    assert result.status is not Status.NO_SOLUTION


TIES = (Tie(a="P01", b="P02", kind="apart"),)
MORE = {
    "two rounds": scenario_of(rounds=rounds([(3, 5), (3, 5)], [(3, 5), (3, 5)])),
    "visits": scenario_of(rounds=visit_rounds(1, [(3, 5), (3, 5)])),
    "a hard rule on pairs": scenario_of(build_rule("keep_apart"), ties=TIES),
    "another price": scenario_of(build_rule("mix", attribute="sector", hard=False)),
    "contacts": scenario_of(build_rule("new_contacts")),
    "no set to move to": scenario_of(rounds=rounds([(8, 8)])),
}


@pytest.mark.parametrize("scenario", MORE.values(), ids=MORE)
def test_more_is_not_taken_for_a_grouping(scenario: Scenario) -> None:
    """Whatever the search for groupings does not know goes to the general one."""
    problem = compile_problem(scenario)
    assert not is_grouping(problem)
    assert recognise(problem) is None


def test_sizes_with_gaps_are_not_taken_for_a_grouping() -> None:
    """Where a set may have three or five members but not four, more is at stake than bounds."""
    problem = compile_problem(scenario_of())
    sizes = next(term for term in problem.terms if isinstance(term.shape, SetCount))
    assert isinstance(sizes.shape, SetCount)
    table = sizes.shape.table.copy()
    table[:, :, 4] = 1
    others = tuple(term for term in problem.terms if term is not sizes)
    broken = replace(problem, terms=(*others, replace(sizes, shape=replace(sizes.shape, table=table))))
    assert is_grouping(problem)
    assert not is_grouping(broken)


def test_large_gains_are_halved_until_sums_fit() -> None:
    """Gains near 2**31 are scaled so that no sum within a set overflows, and keep their proportions."""
    problem = compile_problem(scenario_of())
    row, column = np.triu_indices(8, 1)
    pairs = [each.astype(np.int32) for each in (row, column)]
    split = np.full(len(row), 2**31 - 1, dtype=np.int32)
    split[0] //= 2
    shape = PairWeight(*pairs, np.zeros_like(split), split, np.ones(1, dtype=bool))
    grouping = recognise(Problem(problem.axes, (Term("far", False, 9, shape),), problem.seats, problem.choices))
    assert grouping is not None
    assert np.abs(grouping.gain.astype(np.int64)).sum(axis=1).max() < 2 * LARGEST_SUM
    assert grouping.gain[0, 1] == pytest.approx(grouping.gain[0, 2] / 2, rel=1e-6)


@pytest.mark.parametrize("sizes", [[(3, 3)] * 3, [(2, 4), (1, 3), (2, 6)]])
@pytest.mark.parametrize("solver", ["search", "portfolio"])
def test_the_door_gives_the_best_grouping(solver: str, sizes: list[tuple[int, int]]) -> None:
    """Nine people: the plan is valid by the checker and as good as the best of all groupings."""
    scenario = make_scenario((distances(9),), participants=cohort(9), rounds=rounds(sizes))
    result = solve(scenario, solver=solver, seed=1, stop=Stop(iterations=50_000))
    assert result.plan is not None
    assert evaluate(scenario, result.plan).valid
    grouping = recognise(compile_problem(scenario))
    assert grouping is not None
    every = int(np.triu(grouping.gain).sum())
    assert result.evaluation is not None
    best = naive.optimum(grouping.gain, grouping.least.tolist(), grouping.most.tolist())
    assert every - result.evaluation.soft == best


def test_threads_change_nothing_on_a_budget_of_iterations() -> None:
    """Same seed and same iterations: equal decisions on one thread and on two, and no more moves than allowed."""
    problem = compile_problem(make_scenario((distances(30),), participants=cohort(30), rounds=rounds([(4, 8)] * 5)))
    runs = [Search(threads).solve(problem, Board(problem, Stop(iterations=400_000)), seed=3) for threads in (1, 2, 1)]
    assert all(run.iterations <= 400_000 for run in runs)
    first = runs[0].decision
    assert first is not None
    for run in runs[1:]:
        assert run.decision is not None
        assert (run.decision.seat == first.seat).all()


def test_two_threads_beat_the_start_and_take_up_what_others_post() -> None:
    """Against the clock two searchers end with what the board confirms, no worse than what another solver posted."""
    problem = compile_problem(make_scenario((distances(30),), participants=cohort(30), rounds=rounds([(4, 8)] * 5)))
    other = Search().solve(problem, Board(problem, Stop(iterations=3_000_000)), seed=0)
    board = Board(problem, Stop(seconds=0.5))
    assert other.decision is not None
    assert other.score is not None
    board.post(other.decision, "another")
    outcome = Search(threads=2).solve(problem, board, seed=1)
    assert outcome.score is not None
    assert outcome.score <= other.score
    assert outcome.status is not Status.NO_SOLUTION


def test_a_bound_that_is_met_ends_the_search() -> None:
    """With all distances 0 the first plan costs nothing, and no time is spent."""
    problem = compile_problem(scenario_of())
    free = replace(problem, terms=tuple(term for term in problem.terms if term.hard))
    board = Board(free, Stop(seconds=60.0))
    board.post_bound(0, "counting")
    assert Search().solve(free, board, seed=0).status is Status.OPTIMAL
    assert board.seconds < 60.0
