"""The deal: what an organiser does by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from cohortplan.primitives import OUT, Decision, Ints, SetCount
from cohortplan.problem import Problem
from cohortplan.solvers.base import Board, Outcome
from cohortplan.solvers.baselines.greedy import make_visits
from cohortplan.solvers.baselines.repeated import best_of, post_hint
from cohortplan.solvers.choose import Reals
from cohortplan.solvers.construct import set_room


class Deal:
    """Sorts people into heaps, such as sectors, and deals each heap to the sets like cards.

    Heaps are made by what sets are counted for, large kinds first, as long as each heap has a card for every set. In
    the next round the second lap of the deal begins one set further on, the third lap two, and so on, so that those who
    sat together part; the round after that, twice as far. What is left of the heaps when no lap is full any more comes
    last. Whoever may not sit in a set, or finds it full, goes to the next one that will do. Visits take, in the order
    of the table, the first option that breaks no hard rule, as hosts stand in their table; if there is none, the first
    that breaks least.

    People of a heap who count alike are dealt in the order of the table first, then again and again in random order;
    the best is kept. Each decision made is one iteration. A hint only stands on the board first.
    """

    name = "deal"

    def solve(self, problem: Problem, board: Board, *, seed: int, hint: Decision | None = None) -> Outcome:
        """Make decisions until `board.stopped` or the budget of iterations is spent."""
        post_hint(problem, board, seed, hint, self.name)
        rng = np.random.default_rng(seed)
        hard = replace(problem, terms=tuple(term for term in problem.terms if term.hard))

        def make(number: int) -> Decision:
            ties = rng.random(problem.axes.people_count) if number else np.zeros(problem.axes.people_count)
            seat = deal(problem, heaps(problem, ties))
            return Decision(seat, make_visits(hard, board, seat, None))

        return best_of(problem, board, make, seed, self.name)


def heaps(problem: Problem, ties: Reals) -> list[Ints]:
    """Sort people into heaps, and each heap by all that sets are counted for and then by `ties`."""
    kinds: list[Ints] = [term.shape.weight for term in problem.terms if isinstance(term.shape, SetCount)]
    kinds.sort(key=lambda weight: -int(weight.sum()))
    order = np.lexsort(np.stack([ties, *(-weight for weight in reversed(kinds))])).astype(np.int32)
    made = [order]
    for weight in kinds:
        parts = [part for heap in made for part in (heap[weight[heap] > 0], heap[weight[heap] == 0]) if len(part)]
        if min(len(part) for part in parts) >= problem.axes.widest:
            made = parts
    return made


def deal(problem: Problem, made: Sequence[Ints]) -> Ints:
    """Deal heaps of people to the sets of each round."""
    seat = np.full(problem.axes.attends.shape, OUT, dtype=np.int32)
    for r, row in enumerate(seat):
        sets = int(problem.axes.sets[r])
        here = [heap[problem.seats.seated[r, heap]] for heap in made]
        # In each round others are left over.
        here = [np.roll(heap, r * (len(heap) % sets)) for heap in here]
        laps = [lap for heap in here for lap in heap[: len(heap) // sets * sets].reshape(-1, sets)]
        turns = [(p, turn + number * r) for number, lap in enumerate(laps) for turn, p in enumerate(lap.tolist())]
        rest = [p for heap in here for p in heap[len(heap) // sets * sets :].tolist()]
        _seat(problem, r, row, [*turns, *((p, turn) for turn, p in enumerate(rest))])
    return seat


def _seat(problem: Problem, r: int, row: Ints, turns: Sequence[tuple[int, int]]) -> None:
    """Seat each person in the set whose turn it is, or the next in a circle that has room, or that is allowed."""
    sets, seats = int(problem.axes.sets[r]), problem.seats
    free = set_room(problem.axes, r, len(turns))
    for p, turn in turns:
        circle = (turn + np.arange(sets)) % sets
        mine = circle[seats.menus[seats.menu[r, p], circle]]
        row[p] = mine[np.argmax(free[mine] > 0)]
        free[row[p]] -= 1
