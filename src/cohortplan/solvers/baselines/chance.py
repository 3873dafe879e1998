"""Chance: random decisions, of which the best is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from cohortplan.primitives import OUT, Decision, Ints
from cohortplan.problem import Problem
from cohortplan.solvers.base import Board, Outcome
from cohortplan.solvers.baselines.repeated import limit, post_hint, settled
from cohortplan.solvers.construct import set_room

#: A decision is given up after so many changes in a row, for each seat and visit, that mended nothing.
PATIENCE = 20


class Random:
    """Draws decisions at random: people in sets of even sizes and among allowed seats, visits among their choices.

    The best of all is kept. A decision that breaks hard rules is mended by the simplest means there is: two people of
    a round change places, or a visit is drawn anew, at random, and this stands if no more is broken than before. So
    where hard rules are easily kept the decision is a random one that keeps them; where they are not, none may be
    found. Each decision that is priced, whether drawn or changed, is one iteration. A hint only stands on the board
    first.
    """

    name = "random"

    def solve(self, problem: Problem, board: Board, *, seed: int, hint: Decision | None = None) -> Outcome:
        """Draw and mend until `board.stopped` or the budget of iterations is spent."""
        post_hint(problem, board, seed, hint, self.name)
        rng, reached = np.random.default_rng(seed), limit(board)
        while not reached():
            decision = draw(problem, rng)
            board.spend(1)
            board.post(decision, self.name)
            self._mend(problem, board, decision, rng, reached)
            if settled(problem):
                break
        return board.outcome()

    def _mend(
        self,
        problem: Problem,
        board: Board,
        decision: Decision,
        rng: np.random.Generator,
        reached: Callable[[], bool],
    ) -> None:
        """Change one thing after the other until the hard rules are kept, or that seems hopeless."""
        hard = replace(problem, terms=tuple(term for term in problem.terms if term.hard))
        broken, fruitless = hard.score(decision).hard, 0
        patience = PATIENCE * (problem.axes.attends.size + len(problem.choices))
        while broken and fruitless < patience and not reached():
            changed = change(problem, decision, rng)
            now = hard.score(changed).hard
            board.spend(1)
            fruitless = 0 if now < broken else fruitless + 1
            if now <= broken:
                decision = changed
            if now < broken:
                broken = now
                board.post(decision, self.name)


def draw(problem: Problem, rng: np.random.Generator) -> Decision:
    """Draw a decision of even sizes; who finds no allowed seat free takes an allowed one all the same."""
    seat = np.full(problem.axes.attends.shape, OUT, dtype=np.int32)
    for r in range(len(seat)):
        people = rng.permutation(np.flatnonzero(problem.seats.seated[r]))
        width, sets = problem.seats.width[r], int(problem.axes.sets[r])
        free = set_room(problem.axes, r, len(people))
        # Those who may not sit everywhere come first.
        for p in people[width[people] < sets].tolist():
            mine = problem.seats.sets(r, p)
            chairs = np.repeat(mine, np.maximum(free[mine], 0))
            seat[r, p] = rng.choice(chairs if len(chairs) else mine)
            free[seat[r, p]] -= 1
        others = people[width[people] == sets]
        seat[r, others] = rng.permutation(np.repeat(np.arange(sets), np.maximum(free, 0)))[: len(others)]
    choice: Ints = np.array([rng.choice(options) for options in problem.choices], dtype=np.int32)
    return Decision(seat, choice)


def change(problem: Problem, decision: Decision, rng: np.random.Generator) -> Decision:
    """Let two people of a round change places, where both may, or draw a visit anew."""
    changed = decision.copy()
    place = int(rng.integers(decision.seat.size + len(decision.choice)))
    if place >= decision.seat.size:
        v = place - decision.seat.size
        changed.choice[v] = rng.choice(problem.choices[v])
        return changed
    r, p = divmod(place, decision.seat.shape[1])
    q = int(rng.integers(decision.seat.shape[1]))
    mine, other = (int(decision.seat[r, k]) for k in (p, q))
    menus = problem.seats.menus[problem.seats.menu[r, [p, q]]]
    if mine != OUT and other != OUT and menus[0, other] and menus[1, mine]:
        changed.seat[r, [p, q]] = other, mine
    return changed
