"""Greed: one after another, each to where it costs least now."""

from __future__ import annotations

import numpy as np

from cohortplan.primitives import Decision, Ints
from cohortplan.problem import Problem
from cohortplan.solvers.base import Board, Outcome
from cohortplan.solvers.baselines.repeated import best_of, post_hint
from cohortplan.solvers.baselines.seat_prices import SeatPrices
from cohortplan.solvers.baselines.visit_prices import AllVisitPrices
from cohortplan.solvers.construct import set_room


class Greedy:
    """Seats one person after another where it costs least at that moment; then hosts are chosen, likewise.

    First in the order of the tables, round by round, then again and again in random orders; the best is kept. Sets are
    filled to even sizes, and while people are seated nobody thinks of visits. A unit of a hard rule costs more than all
    wishes, also where a set that is not full yet cannot keep it, so hard rules may be broken in the end. Each decision
    made is one iteration. A hint only stands on the board first.
    """

    name = "greedy"

    def solve(self, problem: Problem, board: Board, *, seed: int, hint: Decision | None = None) -> Outcome:
        """Make decisions until `board.stopped` or the budget of iterations is spent."""
        post_hint(problem, board, seed, hint, self.name)
        rng = np.random.default_rng(seed)

        def make(number: int) -> Decision:
            shuffled = rng if number else None
            seat = seat_people(problem, board, shuffled)
            return Decision(seat, make_visits(problem, board, seat, shuffled))

        return best_of(problem, board, make, seed, self.name)


def seat_people(problem: Problem, board: Board, rng: np.random.Generator | None) -> Ints:
    """Seat everyone, in the order of the table or a random one; whoever is left when time is up has no seat."""
    prices = SeatPrices(problem)
    for r in range(len(prices.seat)):
        people = np.flatnonzero(problem.seats.seated[r])
        room = set_room(problem.axes, r, len(people))
        for p in (people if rng is None else rng.permutation(people)).tolist():
            if board.stopped:
                return prices.seat
            mine = problem.seats.sets(r, p)
            taken = prices.size[r, mine]
            # Where it costs the same the smaller set is the better one.
            prices.take(r, p, int(mine[np.lexsort((taken, prices.of(r, p)[mine], taken >= room[mine]))[0]]))
    return prices.seat


def make_visits(problem: Problem, board: Board, seat: Ints, rng: np.random.Generator | None) -> Ints:
    """Make all visits, in the order of the table or a random one; those that are left when time is up have no host."""
    prices = AllVisitPrices(problem, seat)
    choice = np.full(len(problem.choices), -1, dtype=np.int32)
    for v in range(len(choice)) if rng is None else rng.permutation(len(choice)).tolist():
        if board.stopped:
            break
        choice[v] = problem.choices[v][np.argmin(prices.of(v))]
        prices.take(v, int(choice[v]))
    return choice
