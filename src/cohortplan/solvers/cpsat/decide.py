"""Whether the hard rules of a small problem can be kept, without any objective: a plan, a proof, or neither."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from ortools.sat.python.cp_model import CpSolverStatus

from cohortplan.primitives import (
    AssignmentCost,
    Bools,
    Decision,
    HostLoad,
    Ints,
    PairCount,
    PairWeight,
    PersonContacts,
    PersonMark,
    PersonSpread,
    PersonSum,
    Primitive,
    SetCount,
    SetRange,
    SetSpread,
    VisitOption,
    VisitPair,
)
from cohortplan.problem import AllowedSets, Problem
from cohortplan.solvers.base import Outcome, Status
from cohortplan.solvers.bounds import counted_clash
from cohortplan.solvers.construct import construct
from cohortplan.solvers.cpsat.encode import effort, encode
from cohortplan.solvers.cpsat.engine import Limits, Run
from cohortplan.solvers.cpsat.symmetry import break_symmetry
from cohortplan.solvers.cpsat.variables import AbandonedError

#: Models of more constraints than this are not built.
LARGEST = 2_000_000


def decide(problem: Problem, limits: Limits, stopped: Callable[[], bool] = lambda: False) -> Outcome:
    """Find out whether the hard rules can be kept: a decision that does, a proof that none does, or neither.

    Counting comes first, then a decision made by chance; then a solve from scratch, without assumptions, whose proofs
    do not rest on any core. Rounds with which no hard rule is concerned keep what chance gave them.
    """
    hard = replace(problem, terms=tuple(term for term in problem.terms if term.hard))
    if counted_clash(hard):
        return Outcome(Status.INFEASIBLE)
    start = construct(hard, limits.seed)
    if not hard.score(start).hard:
        return Outcome(Status.FEASIBLE, start)
    settled = _settled(hard, start)
    if effort(settled) > LARGEST:
        return Outcome(Status.NO_SOLUTION)
    try:
        encoded = encode(settled, stopped=stopped)
    except AbandonedError:
        return Outcome(Status.NO_SOLUTION)
    break_symmetry(encoded.variables)
    found: list[Decision] = []
    run = Run(encoded.model, limits, lambda reader: found.append(encoded.variables.decision(reader)))
    if run.until(stopped) == CpSolverStatus.INFEASIBLE:
        return Outcome(Status.INFEASIBLE)
    return Outcome(Status.FEASIBLE, found[-1]) if found else Outcome(Status.NO_SOLUTION)


def _settled(problem: Problem, start: Decision) -> Problem:
    """Return `problem` with the seats and choices of `start` in the rounds that no term looks at."""
    looked_at = np.zeros(len(problem.axes.set_ids), dtype=bool)
    for term in problem.terms:
        looked_at |= concerned(problem, term.shape)
    if looked_at.all():
        return problem
    axes, seats = problem.axes, problem.seats
    menu = np.where(looked_at[:, None] | (start.seat < 0), seats.menu, len(seats.menus) + start.seat)
    menus = np.concatenate([seats.menus, np.eye(axes.widest, dtype=bool)])
    choices = tuple(
        options if looked_at[place.round] else start.choice[v : v + 1]
        for v, (place, options) in enumerate(zip(axes.visits, problem.choices, strict=True))
    )
    return replace(problem, seats=AllowedSets.of(menu.astype(np.int32), menus), choices=choices)


def concerned(problem: Problem, shape: Primitive) -> Bools:
    """Tell the rounds that a primitive may price: bool array (R,)."""
    rounds = np.zeros(len(problem.axes.set_ids), dtype=bool)
    if isinstance(shape, AssignmentCost):
        rounds[shape.round] = True
    elif isinstance(shape, SetCount | SetSpread):
        rounds = np.any(shape.row >= 0, axis=1)
    elif isinstance(shape, SetRange):
        rounds = shape.row >= 0
    elif isinstance(shape, PairWeight):
        rounds = shape.rounds & bool(len(shape.a))
    elif isinstance(shape, PairCount | PersonContacts):
        rounds = shape.rounds
    else:
        visited = np.array([place.round for place in problem.axes.visits], dtype=np.int32)
        rounds[visited[_visits(problem, shape)]] = True
    return rounds


def _visits(problem: Problem, shape: Primitive) -> Bools:
    """Tell the visits that a primitive may price: bool array (V,)."""
    axes = problem.axes
    if isinstance(shape, VisitOption):
        return shape.row >= 0
    if isinstance(shape, VisitPair):
        paired = np.zeros(len(axes.visits), dtype=bool)
        paired[shape.a] = paired[shape.b] = True
        return paired
    options = np.ones(len(axes.options), dtype=bool)
    if isinstance(shape, HostLoad):
        options = np.isin(np.arange(len(axes.options), dtype=np.int32), shape.option)
    elif isinstance(shape, PersonMark | PersonSpread):
        options = (shape.mark >= 0) & bool((shape.row >= 0).any())
    elif isinstance(shape, PersonSum):
        options[:] = bool((shape.row >= 0).any())
    by_menu = np.array([options[a:b].any() for a, b in _menus(axes.menu_start)], dtype=bool)
    return by_menu[[place.menu for place in axes.visits]] if len(axes.visits) else np.zeros(0, dtype=bool)


def _menus(starts: Ints) -> list[tuple[int, int]]:
    return list(zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True))
