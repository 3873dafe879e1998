"""The deal: what an organiser does by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cohortplan.primitives import OUT, Decision, Ints
from cohortplan.problem import Problem
from cohortplan.solvers.base import Board, Outcome
from cohortplan.solvers.baselines.greedy import make_visits
from cohortplan.solvers.baselines.repeated import best_of, post_hint
from cohortplan.solvers.construct import set_room, strata


class Deal:
    """Sorts people by what sets are counted for, such as sectors, and deals them to the sets like cards.

    In the next round the second lap of the deal begins one set further on, the third lap two, and so on, so that those
    who sat together part; the round after that, twice as far. Whoever may not sit in a set, or finds it full, goes to
    the next one that will do. Visits take, in the order of the table, the first option that breaks no hard rule, as
    hosts stand in their table; if there is none, the first that breaks least.

    People who count alike are dealt in the order of the table first, then again and again in random order; the best
    is kept. Each decision made is one iteration. A hint only stands on the board first.
    """

    name = "deal"

    def solve(self, problem: Problem, board: Board, *, seed: int, hint: Decision | None = None) -> Outcome:
        """Make decisions until `board.stopped` or the budget of iterations is spent."""
        post_hint(problem, board, seed, hint, self.name)
        rng = np.random.default_rng(seed)
        rank, hard = strata(problem), replace(problem, terms=tuple(term for term in problem.terms if term.hard))

        def make(number: int) -> Decision:
            ties = rng.random(len(rank)) if number else np.zeros(len(rank))
            seat = deal(problem, np.lexsort((ties, rank)).astype(np.int32))
            return Decision(seat, make_visits(hard, board, seat, None))

        return best_of(problem, board, make, seed, self.name)


def deal(problem: Problem, order: Ints) -> Ints:
    """Deal people in `order` to the sets of each round."""
    seat = np.full(problem.axes.attends.shape, OUT, dtype=np.int32)
    for r in range(len(seat)):
        people = order[problem.seats.seated[r, order]]
        sets = int(problem.axes.sets[r])
        free = set_room(problem.axes, r, len(people))
        for place, p in enumerate(people.tolist()):
            lap, turn = divmod(place, sets)
            # In a circle from the set whose turn it is: the first with room, else the first that is allowed at all.
            circle = (turn + lap * r + np.arange(sets)) % sets
            mine = circle[problem.seats.menus[problem.seats.menu[r, p], circle]]
            s = mine[np.argmax(free[mine] > 0)]
            seat[r, p] = s
            free[s] -= 1
    return seat
