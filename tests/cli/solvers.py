"""Solvers that do as they are told, so that the command is tested and not the search."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import NoReturn

from cohortplan.model import Plan
from cohortplan.primitives import Decision
from cohortplan.problem import Problem, encode
from cohortplan.solvers.base import Board, Outcome, Solver, Status
from tests.cli.two_days import plan_content


def planted(problem: Problem) -> Decision:
    """Return the plan that keeps every hard rule."""
    return encode(Plan.model_validate(plan_content()), problem.axes)[0]


def lopsided(problem: Problem) -> Decision:
    """Return a decision that breaks the set size: A01 sits in the other set on the first day."""
    decision = planted(problem)
    decision.seat[0, 0] = 1 - decision.seat[0, 0]
    return decision


class Planted:
    """Finds the plan at once, and proves that 2 pairs at least never meet."""

    name = "planted"
    asked: list[tuple[Board, int, Decision | None]]

    def __init__(self) -> None:
        self.asked = []

    def solve(self, problem: Problem, board: Board, *, seed: int, hint: Decision | None = None) -> Outcome:
        """Post the plan and the bound."""
        self.asked.append((board, seed, hint))
        board.post(lopsided(problem), "a guess")
        board.post(planted(problem), "planted")
        board.post_bound(20, "a proof")
        board.spend(7)
        return board.outcome()


class Refuted:
    """Proves that the set size and the organisers' own rule clash."""

    name = "refuted"

    def solve(self, problem: Problem, board: Board, *, seed: int, hint: Decision | None = None) -> Outcome:
        """Return the clash."""
        del problem, board, seed, hint
        return Outcome(Status.INFEASIBLE, reasons=("set_size", "no_host_twice"))


class Hapless:
    """Finds only a decision that breaks hard rules."""

    name = "hapless"

    def solve(self, problem: Problem, board: Board, *, seed: int, hint: Decision | None = None) -> Outcome:
        """Post the bad decision."""
        del seed, hint
        board.post(lopsided(problem), self.name)
        return board.outcome()


class Clueless:
    """Finds nothing at all."""

    name = "clueless"

    def solve(self, problem: Problem, board: Board, *, seed: int, hint: Decision | None = None) -> Outcome:
        """Return an empty board."""
        del problem, seed, hint
        return board.outcome()


class Patient:
    """Finds the plan and goes on until it is halted."""

    name = "patient"

    def solve(self, problem: Problem, board: Board, *, seed: int, hint: Decision | None = None) -> Outcome:
        """Post the plan, then wait."""
        del seed, hint
        board.post(planted(problem), self.name)
        while not board.stopped:
            time.sleep(0.01)
        return board.outcome()


class Deaf:
    """Never ends."""

    name = "deaf"

    def solve(self, problem: Problem, board: Board, *, seed: int, hint: Decision | None = None) -> NoReturn:
        """Post the plan and wait for ever."""
        del seed, hint
        board.post(planted(problem), self.name)
        while True:
            time.sleep(0.01)


def puppets() -> Mapping[str, Callable[[], Solver]]:
    """Return the constructors of these solvers by name, in place of the installed ones."""
    return {kind.name: kind for kind in (Planted, Refuted, Hapless, Clueless, Patient, Deaf)}
