"""Encoders of the primitives over who sits with whom."""

from __future__ import annotations

import numpy as np
from ortools.sat.python.cp_model import BoolVarT

from cohortplan.primitives import (
    AssignmentCost,
    Ints,
    PairCount,
    PairWeight,
    PersonContacts,
    SetCount,
    SetRange,
    SetSpread,
)
from cohortplan.solvers.bounds.cliques import cliques
from cohortplan.solvers.bounds.sizes import seated
from cohortplan.solvers.cpsat.pricing import Amount, Pricer
from cohortplan.solvers.cpsat.variables import Variables

NOTHING = np.zeros(1, dtype=np.int32)


def flat(*costs: int) -> Ints:
    """Make a cost table for the amounts 0, 1, ..."""
    return np.array(costs, dtype=np.int32)


def assignment_cost(variables: Variables, shape: AssignmentCost, pricer: Pricer) -> None:
    """Price each seat that costs something."""
    for r, p, s, cost in zip(shape.round, shape.person, shape.set, shape.cost, strict=True):
        literal = variables.seat.get((int(r), int(p), int(s)))
        if literal is not None:
            pricer.pay(Amount.count([literal]), flat(0, int(cost)))


def set_count(variables: Variables, shape: SetCount, pricer: Pricer) -> None:
    """Price the members' weight; where the table depends on the size, one slice for each size the set may have."""
    carriers = [int(p) for p in np.flatnonzero(shape.weight)]
    for r, s in np.argwhere(shape.row >= 0).tolist():
        members = variables.members(r, s, carriers)
        weights = [int(shape.weight[p]) for p in members]
        amount = Amount.count(list(members.values()), weights)
        table = shape.table[shape.row[r, s]]
        slices = {int(n): table[min(int(n), len(table) - 1)] for n in variables.sizes[r][s]}
        costs = {n: amount.costs(row) for n, row in slices.items()}
        first = next(iter(slices), 0)
        if all((row == costs[first]).all() for row in costs.values()):
            pricer.pay(amount, slices.get(first, table[0]))
        else:
            for n, row in slices.items():
                pricer.pay(amount, row, [variables.size_is(r, s)[n]])


def set_range(variables: Variables, shape: SetRange, pricer: Pricer) -> None:
    """Price the difference between the heaviest and the lightest set of a round.

    The totals of all sets add up, so the heaviest weighs at least their mean, and the lightest at most that.
    """
    model, carriers = variables.model, np.flatnonzero(shape.weight).tolist()
    present = seated(variables.problem)
    for r in np.flatnonzero(shape.row >= 0).tolist():
        sets = int(variables.axes.sets[r])
        members = [variables.members(r, s, carriers) for s in range(sets)]
        totals = [Amount.count(list(m.values()), [int(shape.weight[p]) for p in m]) for m in members]
        whole = int(shape.weight[present[r]].sum())
        heaviest = model.new_int_var(-(-whole // sets), max(total.high for total in totals), "")
        lightest = model.new_int_var(0, whole // sets, "")
        model.add_max_equality(heaviest, [total.expression for total in totals])
        model.add_min_equality(lightest, [total.expression for total in totals])
        pricer.pay(Amount(heaviest - lightest, 0, max(total.high for total in totals)), shape.table[shape.row[r]])


def set_spread(variables: Variables, shape: SetSpread, pricer: Pricer) -> None:
    """Price the number of values of which a set has a member."""
    values = [np.flatnonzero(shape.value_of == k).tolist() for k in range(int(shape.value_of.max(initial=-1)) + 1)]
    for r, s in np.argwhere(shape.row >= 0).tolist():
        seen = (variables.any_of(list(variables.members(r, s, people).values())) for people in values)
        pricer.pay(Amount.count([literal for literal in seen if literal is not None]), shape.table[shape.row[r, s]])


def pair_weight(variables: Variables, shape: PairWeight, pricer: Pricer) -> None:
    """Price sharing a set, or not. Pairs that must not share one are taken together in cliques.

    A clique says in one constraint what its pairs say in many, and lets the solver count: three people who are kept
    apart from each other do not fit into two sets.
    """
    apart = np.flatnonzero((shape.same > 0) & (shape.split == 0)) if pricer.hard else NOTHING[:0]
    sits = seated(variables.problem)
    for r in np.flatnonzero(shape.rounds).tolist():
        pairs = [(int(shape.a[k]), int(shape.b[k])) for k in apart if sits[r, shape.a[k]] and sits[r, shape.b[k]]]
        for clique in cliques(pairs):
            for s in range(int(variables.axes.sets[r])):
                pricer.pay(Amount.count(list(variables.members(r, s, clique).values())), flat(0, 0, 1))
        for k in np.setdiff1d(np.arange(len(shape.a)), apart):
            a, b = int(shape.a[k]), int(shape.b[k])
            if sits[r, a] and sits[r, b]:
                together = variables.together(r, a, b)
                literals = [] if together is None else [together]
                pricer.pay(Amount.count(literals), flat(int(shape.split[k]), int(shape.same[k])))


def pair_count(variables: Variables, shape: PairCount, pricer: Pricer) -> None:
    """Price how often two people meet; where only the first meeting counts, whether they meet at all."""
    only_first = (shape.table[:, 1:] == shape.table[:, 1:2]).all(axis=1)
    rows = shape.pairs.square
    for p, q in np.argwhere(np.triu(rows + 1, 1) > 0).tolist():
        row = rows[p, q]
        literals: list[BoolVarT] = [*variables.meetings(p, q, shape.rounds)]
        if only_first[row]:
            met = variables.met(p, q, shape.rounds)
            literals = [] if met is None else [met]
        pricer.pay(Amount.count(literals), shape.table[row])


def person_contacts(variables: Variables, shape: PersonContacts, pricer: Pricer) -> None:
    """Price how many different people someone meets."""
    for p in np.flatnonzero(shape.row >= 0).tolist():
        others = np.flatnonzero(shape.pairs.square[p] >= 0).tolist()
        met = (variables.met(p, q, shape.rounds) for q in others)
        pricer.pay(Amount.count([literal for literal in met if literal is not None]), shape.table[shape.row[p]])
