"""From a problem to a CP-SAT model: one encoder for each primitive."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from ortools.sat.python.cp_model import BoolVarT, CpModel, LinearExpr

from cohortplan.primitives import (
    OUT,
    AssignmentCost,
    Decision,
    HostLoad,
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
from cohortplan.problem import Problem
from cohortplan.solvers.cpsat import people, visits
from cohortplan.solvers.cpsat.pricing import Bill, Charge, Forbid, Pricer
from cohortplan.solvers.cpsat.variables import Variables

ENCODERS: Mapping[type, Callable[[Variables, Any, Pricer], None]] = {
    AssignmentCost: people.assignment_cost,
    SetCount: people.set_count,
    SetRange: people.set_range,
    SetSpread: people.set_spread,
    PairWeight: people.pair_weight,
    PairCount: people.pair_count,
    PersonContacts: people.person_contacts,
    VisitOption: visits.visit_option,
    VisitPair: visits.visit_pair,
    HostLoad: visits.host_load,
    PersonMark: visits.person_mark,
    PersonSpread: visits.person_spread,
    PersonSum: visits.person_sum,
}


@dataclass(frozen=True)
class Encoded:
    """A problem as a CP-SAT model.

    Attributes
    ----------
    bills : dict of str to Bill
        What each soft rule costs, unweighted.
    guards : dict of str to literal
        The literal that switches a hard rule on, if asked for.
    """

    model: CpModel
    variables: Variables
    bills: Mapping[str, Bill]
    guards: Mapping[str, BoolVarT]

    def hint(self, decision: Decision) -> None:
        """Tell the solver where to start; seats `OUT` and choices -1 are open."""
        for (r, p, s), literal in self.variables.seat.items():
            if decision.seat[r, p] != OUT:
                self.model.add_hint(literal, bool(decision.seat[r, p] == s))
        for chosen, taken in zip(decision.choice, self.variables.choice, strict=True):
            for option, literal in taken.items():
                if chosen >= 0:
                    self.model.add_hint(literal, bool(option == chosen))


def encode(
    problem: Problem, bounds: Mapping[str, int] | None = None, stopped: Callable[[], bool] = lambda: False
) -> Encoded:
    """Encode every term of `problem`: hard ones as constraints, soft ones as the objective.

    Parameters
    ----------
    bounds : mapping of str to int, optional
        Proved lower bounds on the amounts of soft rules, told to the solver.
    stopped : callable
        Asked again and again whether nobody wants the model any longer.

    Raises
    ------
    AbandonedError
        Once `stopped`.
    """
    model = CpModel()
    variables = Variables(model, problem, stopped=stopped)
    bills: dict[str, Bill] = {}
    weights: dict[str, int] = {}
    for term in problem.terms:
        weights[term.rule] = term.weight
        pricer = Forbid(model) if term.hard else Charge(model, bills.setdefault(term.rule, Bill()))
        ENCODERS[type(term.shape)](variables, term.shape, pricer)
    for rule, least in (bounds or {}).items():
        if rule in bills and least > 0:
            model.add(bills[rule].total() >= least)
    if bills:
        model.minimize(LinearExpr.weighted_sum([b.total() for b in bills.values()], [weights[rule] for rule in bills]))
    return Encoded(model, variables, bills, {})


def encode_guarded(problem: Problem) -> Encoded:
    """Encode only the hard terms of `problem`, each rule behind a literal of its own that is assumed to hold.

    Nothing is taken for granted from one rule while encoding another, so any of them can be left out.
    """
    model = CpModel()
    variables = Variables(model, problem, trusting=False)
    guards: dict[str, BoolVarT] = {}
    for term in problem.terms:
        if term.hard:
            guard = guards.setdefault(term.rule, model.new_bool_var(""))
            ENCODERS[type(term.shape)](variables, term.shape, Forbid(model, guard))
    model.add_assumptions(guards.values())
    return Encoded(model, variables, {}, guards)


def effort(problem: Problem) -> int:
    """Estimate the number of constraints in the model of `problem`, before making any."""
    rounds = _pair_constraints(problem)
    pairs = 0.0
    for term in problem.terms:
        shape = term.shape
        if isinstance(shape, PairCount | PersonContacts):
            pairs = max(pairs, int(shape.pairs.census[:-1].sum()) * float(rounds[shape.rounds].sum()))
        elif isinstance(shape, PairWeight):
            pairs = max(pairs, len(shape.a) * float(rounds[shape.rounds].sum()))
    classes = max((_classes(term.shape) for term in problem.terms), default=0)
    guests = sum(int(problem.seats.members(place.round, place.set).sum()) for place in problem.axes.visits)
    trips = guests * min(classes, len(problem.axes.host))
    return int(pairs) + 2 * trips + int(problem.seats.width.sum()) + sum(len(options) for options in problem.choices)


def _classes(shape: Primitive) -> int:
    """Count the options that a shape tells apart for those who take part."""
    if isinstance(shape, PersonSum):
        return len(np.unique(shape.weight, axis=1).T)
    return len(shape.row) if isinstance(shape, PersonMark) else 0


def _pair_constraints(problem: Problem) -> npt.NDArray[np.float64]:
    """Estimate how many constraints say whether two people share a set, on average over pairs: (R,).

    None do where both have but one set to sit in.
    """
    settled = (problem.seats.width < 2).mean(axis=1)
    return np.asarray(3 * problem.axes.sets * (1 - settled**2))
