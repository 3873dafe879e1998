"""Bounds on what is priced by how many values a set has, seat by seat or visit by visit."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cohortplan.primitives import AssignmentCost, Ints, SetSpread, VisitOption
from cohortplan.problem import Problem, Term
from cohortplan.solvers.bounds.base import Bound
from cohortplan.solvers.bounds.sizes import allowed_sizes, seated
from cohortplan.solvers.bounds.splits import FAR, Choices, cheapest


def even_values(problem: Problem, term: Term) -> Iterator[Bound]:
    """Bound a set spread: a value is in no more sets than it has people, a set has no more values than members."""
    shape = term.shape
    if not isinstance(shape, SetSpread):
        return
    sizes, present, value = allowed_sizes(problem), seated(problem), 0
    for r in np.flatnonzero((shape.row >= 0).any(axis=1)).tolist():
        held = shape.value_of[present[r]]
        sets = int(problem.axes.sets[r])
        places = int(np.minimum(np.bincount(held[held >= 0], minlength=1), sets).sum())
        held_by = [(_spans(shape, int(shape.row[r, s]), n), 1) for s, n in enumerate(sizes[r])]
        unused = Choices(np.arange(places + 1)[:, None], np.zeros(places + 1, dtype=np.int64))
        value += cheapest([*held_by, (unused, 1)], [places])
    yield Bound(term.rule, value, "No value is in more sets than people have it, and no set has more than members.")


def _spans(shape: SetSpread, row: int, sizes: Ints) -> Choices:
    """How many values a set of one of the `sizes` may have."""
    most = min(int(sizes.max(initial=0)), shape.table.shape[1] - 1)
    cost = shape.table[row, : most + 1] if row >= 0 else np.zeros(most + 1)
    return Choices(np.arange(most + 1)[:, None], cost.astype(np.int64))


def cheapest_places(problem: Problem, term: Term) -> Iterator[Bound]:
    """Bound costs of seats and of visits' options by the cheapest that each person and each visit may have."""
    shape = term.shape
    if isinstance(shape, AssignmentCost):
        places, row = np.unique(np.stack([shape.round, shape.person], axis=1), axis=0, return_inverse=True)
        cost = np.zeros((len(places), problem.axes.widest), dtype=np.int64)
        np.add.at(cost, (row.ravel(), shape.set), shape.cost)
        allowed = problem.seats.menus[problem.seats.menu[places[:, 0], places[:, 1]]]
        least = np.where(allowed, cost, FAR).min(axis=1)
        yield Bound(term.rule, int(least[allowed.any(axis=1)].sum()), "Everyone takes the cheapest seat.")
    elif isinstance(shape, VisitOption):
        used = np.flatnonzero(shape.row >= 0).tolist()
        value = sum(int(shape.table[shape.row[v], problem.choices[v]].min()) for v in used)
        yield Bound(term.rule, value, "Every visit takes the cheapest option.")
