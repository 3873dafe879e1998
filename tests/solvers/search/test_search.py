"""The search as a solver: budgets, claims, word of what it waits for, and problems with nothing to move."""

from __future__ import annotations

import numpy as np
import pytest

from cohortplan.model import Tie
from cohortplan.primitives import Decision, random_decision
from cohortplan.problem import Score, compile_problem
from cohortplan.rules import build_rule
from cohortplan.solvers.base import Board, Progress, Status, Stop
from cohortplan.solvers.construct import construct
from cohortplan.solvers.search import Search, starting
from cohortplan.solvers.search.annealer import Annealer, find_temperature
from tests.support import cohort, hosts, make_scenario, visit_rounds
from tests.support.planted import planted


class Witness(Board):
    """A board that remembers what it was offered."""

    def post(self, decision: Decision, source: str) -> bool:
        """Note the decision's score, too."""
        offers.append((self.problem.score(decision), decision.copy()))
        return super().post(decision, source)


offers: list[tuple[Score, Decision]] = []


@pytest.mark.parametrize("budget", [1, 99, 1_000, 12_345])
def test_budget_is_spent_to_the_move(budget: int) -> None:
    """The search tries exactly as many moves as it may."""
    problem = compile_problem(make_scenario([build_rule("new_contacts")]))
    assert Search().solve(problem, Board(problem, Stop(iterations=budget)), seed=0).iterations == budget


def test_budget_is_kept_among_hundreds() -> None:
    """Also where rules are broken all over, and a pass that mends them would take more moves than there are."""
    days = tuple(each.model_copy(update={"activities": ()}) for each in visit_rounds(2, [(8, 9)] * 50))
    rules = [build_rule("never_alone", attribute="town", value="York"), build_rule("repeat_price")]
    problem = compile_problem(make_scenario(rules, participants=cohort(420), rounds=days))
    start = random_decision(problem.axes, np.random.default_rng(0))
    assert problem.score(start).hard
    outcome = Search().solve(problem, Board(problem, Stop(iterations=4_000)), seed=0, hint=start)
    assert outcome.iterations == 4_000


@pytest.mark.slow
@pytest.mark.parametrize("threads", [1, 2])
def test_same_seed_and_iterations_give_equal_arrays(threads: int) -> None:
    """With a budget of iterations the number of threads changes nothing, nor does a second run."""
    problem = compile_problem(planted(5).scenario)
    runs = [Search(n).solve(problem, Board(problem, Stop(iterations=10_000)), seed=7) for n in (1, threads)]
    assert runs[0].score == runs[1].score
    for first, second in zip(*[(run.decision.seat, run.decision.choice) for run in runs if run.decision], strict=True):
        assert (first == second).all()


@pytest.mark.slow
def test_every_offer_is_better_than_the_one_before() -> None:
    """What the search believes of its decisions is so: each one it posts after the start improves the score."""
    offers.clear()
    problem = compile_problem(planted(1).scenario)
    outcome = Search().solve(problem, Witness(problem, Stop(iterations=20_000)), seed=0)
    scores = [score for score, _ in offers]
    assert len(scores) > 1
    assert scores == sorted(set(scores), reverse=True)
    assert outcome.score == scores[-1]


@pytest.mark.slow
def test_better_plans_of_others_are_taken_up() -> None:
    """In wall-clock mode a plan that another solver posts is where the search goes on."""
    problem = compile_problem(planted(2).scenario)
    best = Search().solve(problem, Board(problem, Stop(iterations=50_000)), seed=0)
    assert best.decision is not None
    board = Board(problem, Stop(seconds=0.5))
    board.post(best.decision, "another")
    outcome = Search().solve(problem, board, seed=1)
    assert outcome.score is not None
    assert best.score is not None
    assert outcome.score <= best.score


def test_waiting_for_the_kernels_is_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has to wait longer than the notice allows is told what for."""
    monkeypatch.setattr(starting, "NOTICE", 0.0)
    told: list[Progress] = []
    problem = compile_problem(make_scenario())
    Search().solve(problem, Board(problem, Stop(iterations=100), told.append), seed=0)
    assert "search (compiling)" in {progress.source for progress in told}


def test_nothing_to_move_is_no_trouble() -> None:
    """One set of everybody and no visits: the start is all there is."""
    rounds = tuple(each.model_copy(update={"activities": ()}) for each in visit_rounds(2, [(8, 8)]))
    problem = compile_problem(make_scenario(rounds=rounds))
    outcome = Search().solve(problem, Board(problem, Stop(iterations=1_000)), seed=0)
    assert (outcome.status, outcome.iterations) == (Status.FEASIBLE, 0)


def test_only_visits_can_move() -> None:
    """One set of everybody, with visits: hosts are changed, people are not."""
    problem = compile_problem(make_scenario(rounds=visit_rounds(3, [(8, 8)]), hosts=hosts(4, organisation="Elsewhere")))
    outcome = Search().solve(problem, Board(problem, Stop(iterations=2_000)), seed=0)
    assert outcome.score == (0, 0)


def test_prices_of_broken_terms_rise() -> None:
    """Of three people to be kept apart two must share one of two sets: this gets dearer, set size hardly does."""
    rounds = tuple(each.model_copy(update={"activities": ()}) for each in visit_rounds(1, [(3, 5), (3, 5)]))
    ties = tuple(Tie(a=a, b=b, kind="apart") for a, b in (("P01", "P02"), ("P01", "P03"), ("P02", "P03")))
    rules = [build_rule("set_size"), build_rule("keep_apart")]
    problem = compile_problem(make_scenario(rules, rounds=rounds, ties=ties, implied=False))
    annealer = Annealer(problem, construct(problem, 0), 0)
    annealer.settle(100)
    for _ in range(10):
        annealer.run(100, 0.5)
        annealer.reprice()
    price = dict(zip((term.rule for term in problem.terms), annealer.prices, strict=True))
    assert price["keep_apart"] > 4 * price["set_size"]


def test_temperature_takes_the_part_asked_for() -> None:
    """At the temperature found, rises are accepted with the given chance on average."""
    rises = np.random.default_rng(0).exponential(10.0, 1000) + 1.0
    for part in (0.3, 0.01, 1e-5):
        assert np.exp(-rises / find_temperature(rises, part)).mean() == pytest.approx(part, rel=1e-6)
