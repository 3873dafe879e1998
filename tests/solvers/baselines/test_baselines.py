"""The simple solvers: each does what it says, and no more."""

from __future__ import annotations

import numpy as np
import pytest

from cohortplan.io import read_instance
from cohortplan.model import SeatLock
from cohortplan.primitives import OUT, Decision, SetCount, met_pairs
from cohortplan.primitives.decision import sizes
from cohortplan.problem import Problem, compile_problem
from cohortplan.rules import build_rule
from cohortplan.solvers.base import Board, Outcome, Status, Stop
from cohortplan.solvers.baselines.annealing import Annealing
from cohortplan.solvers.baselines.chance import Random, draw
from cohortplan.solvers.baselines.deal import Deal, deal, heaps
from cohortplan.solvers.baselines.design import Design
from cohortplan.solvers.baselines.greedy import Greedy
from cohortplan.solvers.construct import construct
from tests.support import cohort, make_scenario, visit_rounds
from tests.support.planted import planted


def golfers(name: str) -> Problem:
    """Return a social golfer problem."""
    instance = read_instance(f"sgp:{name}")
    assert instance is not None
    return compile_problem(instance.scenario)


def sectors(people: int, least: int, most: int, *, sets: int, rounds: int, **parts: object) -> Problem:
    """Return a problem of three sectors that are to be mixed, without visits."""
    days = visit_rounds(rounds, [(least, most)] * sets)
    days = tuple(each.model_copy(update={"activities": ()}) for each in days)
    rules = [build_rule("mix"), build_rule("repeat_price")]
    return compile_problem(make_scenario(rules, participants=cohort(people), rounds=days, **parts))


def ended(
    solver: Random | Deal | Greedy | Design | Annealing, problem: Problem, iterations: int, seed: int = 0
) -> Outcome:
    """Solve with a budget of iterations."""
    return solver.solve(problem, Board(problem, Stop(iterations=iterations)), seed=seed)


def score(outcome: Outcome) -> tuple[int, int]:
    """Return the score of an outcome that has one."""
    assert outcome.score is not None
    return outcome.score


@pytest.mark.parametrize("solver", [Random(), Deal(), Greedy()])
def test_more_decisions_are_no_worse(solver: Random | Deal | Greedy) -> None:
    """The best of many is kept, each counted once; with the same seed the first are among them."""
    problem = golfers("4-4-4")
    few, many = (ended(solver, problem, count) for count in (2, 20))
    assert (few.iterations, many.iterations) == (2, 20)
    assert score(many) <= score(few)


@pytest.mark.parametrize("seed", range(5))
def test_a_draw_has_even_sizes_and_allowed_seats(seed: int) -> None:
    """Nine people in four sets of 1 to 4 sit in twos and a three, and who is locked to a set is in it."""
    locks = tuple(SeatLock(participant=f"P0{k}", set="D1.4") for k in (2, 5))
    problem = sectors(9, 1, 4, sets=4, rounds=2, seat_locks=locks)
    decision = draw(problem, np.random.default_rng(seed))
    assert np.sort(sizes(decision, problem.axes), axis=1).tolist() == [[2, 2, 2, 3]] * 2
    assert decision.seat[0, [1, 4]].tolist() == [3, 3]


def test_draws_are_even_over_seats() -> None:
    """Everyone is in each of four sets of three about as often."""
    problem, rng = golfers("4-3-1"), np.random.default_rng(0)
    seats = np.stack([draw(problem, rng).seat[0] for _ in range(800)])
    often = np.stack([(seats == s).mean(axis=0) for s in range(4)])
    assert abs(often - 0.25).max() < 0.06


def test_chance_mends_what_is_easily_mended() -> None:
    """A planted plan's hard rules are seldom kept by a draw; changes at random get there."""
    problem, rng = compile_problem(planted(11).scenario), np.random.default_rng(0)
    assert all(problem.score(draw(problem, rng)).hard for _ in range(20))
    assert ended(Random(), problem, 200).status is Status.FEASIBLE


def test_a_heap_for_each_sector() -> None:
    """People are sorted by the sectors that are mixed; a heap that has no card for each set is not made."""
    problem = sectors(30, 6, 6, sets=5, rounds=1)
    made = heaps(problem, np.zeros(30))
    assert sorted(sorted(heap.tolist()) for heap in made) == [list(range(k, 30, 3)) for k in range(3)]
    assert len(heaps(sectors(12, 2, 3, sets=5, rounds=1), np.zeros(12))) == 1


@pytest.mark.parametrize("people", [30, 29, 27])
def test_the_deal_mixes_and_parts(people: int) -> None:
    """Each set gets its share of each sector, also where the heaps are not even; who sat together mostly parts."""
    problem = sectors(people, 5, 6, sets=5, rounds=4)
    seat = deal(problem, heaps(problem, np.zeros(people)))
    counts = [term.shape for term in problem.terms if isinstance(term.shape, SetCount) and term.rule == "mix"]
    assert counts
    decision = Decision(seat, np.zeros(0, dtype=np.int32))
    assert sum(shape.value(decision, problem.axes) for shape in counts) == 0
    assert np.ptp(sizes(decision, problem.axes), axis=1).max() <= 1
    meetings = met_pairs(decision, np.ones(4, dtype=bool))[2]
    assert (meetings == 1).mean() > 0.7


def test_the_deal_with_five_sets_is_a_design() -> None:
    """With a prime number of sets and no more laps than that, nobody meets twice."""
    assert score(ended(Deal(), golfers("5-3-5"), 1)) == (0, 0)


def test_hosts_come_first_that_stand_first() -> None:
    """Of four hosts that anyone may visit the first is taken; where no host is met twice, each is met in turn."""
    free = compile_problem(make_scenario(rounds=visit_rounds(2, [(8, 8)]), implied=False))
    host = free.axes.option_host
    found = ended(Deal(), free, 1).decision
    assert found is not None
    assert host[found.choice].tolist() == [0, 0]
    strict = compile_problem(
        make_scenario([build_rule("no_host_twice")], rounds=visit_rounds(2, [(8, 8)]), implied=False)
    )
    found = ended(Deal(), strict, 1).decision
    assert found is not None
    assert host[found.choice].tolist() == [0, 1]


def test_greed_avoids_what_it_sees() -> None:
    """One after another, four fours meet nobody twice in two rounds, which a deal of chance does not manage."""
    problem = golfers("4-4-2")
    assert score(ended(Greedy(), problem, 1)) == (0, 0)
    assert score(ended(Random(), problem, 20))[1] > 0


def test_the_design_is_dealt_and_nothing_more() -> None:
    """Five rounds of four fours without repeats, after one iteration; without a design it is the construction."""
    outcome = ended(Design(), golfers("4-4-5"), 100)
    assert (outcome.score, outcome.iterations) == ((0, 0), 1)
    problem = golfers("6-6-7")
    found, made = ended(Design(), problem, 100, seed=4).decision, construct(problem, 4)
    assert found is not None
    assert (found.seat == made.seat).all()


def test_annealing_starts_from_the_construction() -> None:
    """It tries as many moves as it may and ends with something better."""
    problem = golfers("6-6-4")
    outcome = ended(Annealing(), problem, 5_000)
    assert outcome.iterations == 5_000
    assert score(outcome) < problem.score(construct(problem, 0))


@pytest.mark.parametrize("solver", [Random(), Deal(), Greedy()])
def test_where_nothing_is_open_one_decision_is_made(solver: Random | Deal | Greedy) -> None:
    """A problem with one set of everyone and no visits ends by itself."""
    rounds = tuple(each.model_copy(update={"activities": ()}) for each in visit_rounds(2, [(8, 8)]))
    problem = compile_problem(make_scenario(rounds=rounds))
    assert solver.solve(problem, Board(problem, Stop()), seed=0).iterations == 1


class Clock(Board):
    """A board on which the time is up after so many looks."""

    looks = 30

    @property
    def stopped(self) -> bool:
        """Count a look."""
        self.looks -= 1
        return self.looks < 0


@pytest.mark.parametrize("solver", [Deal(), Greedy()])
def test_what_time_does_not_allow_is_filled_in(solver: Deal | Greedy) -> None:
    """When the time is up in the middle of a decision, it is completed, and everyone has a seat."""
    problem = compile_problem(make_scenario(participants=cohort(40), rounds=visit_rounds(20, [(20, 20)] * 2)))
    outcome = solver.solve(problem, Clock(problem, Stop()), seed=0)
    assert outcome.iterations == 1
    assert outcome.decision is not None
    assert not ((outcome.decision.seat == OUT) & problem.axes.attends).any()
    assert (outcome.decision.choice >= 0).all()
