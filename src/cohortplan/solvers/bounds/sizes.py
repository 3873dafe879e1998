"""How many members the hard rules let each learning set have."""

from __future__ import annotations

import numpy as np

from cohortplan.primitives import Bools, Ints, SetCount
from cohortplan.problem import Problem


def seated(problem: Problem) -> Bools:
    """Who sits in some set of each round: bool array (R, P)."""
    return np.asarray(problem.seats.any(axis=2))


def allowed_sizes(problem: Problem) -> tuple[tuple[Ints, ...], ...]:
    """Return the sizes each set may have, by round and set; an empty array where no size keeps the hard rules.

    Every round has S sets here, those it lacks being empty ones, as in the primitives.

    Only what hard set counts of weight 1 a person say, and that the sizes of a round add up to those who take
    part, is used; so the sizes are a superset of those in plans that keep the hard rules.
    """
    taking_part = seated(problem)
    return tuple(_round_sizes(problem, r, int(taking_part[r].sum())) for r in range(len(taking_part)))


def _round_sizes(problem: Problem, r: int, people: int) -> tuple[Ints, ...]:
    room = problem.seats[r].sum(axis=0)
    sizes = [np.arange(int(room[s]) + 1, dtype=np.int32) for s in range(problem.axes.widest)]
    for shape in headcounts(problem):
        for s, allowed in enumerate(sizes):
            row = int(shape.row[r, s])
            if row >= 0:
                cost = shape.table[row, 0, np.minimum(allowed, shape.table.shape[2] - 1)]
                sizes[s] = allowed[cost == 0]
    return tuple(_balanced(sizes, people))


def allowed_counts(problem: Problem, shape: SetCount) -> tuple[tuple[Ints, ...], ...]:
    """Return how many people marked by a hard set count of weights 0 and 1 each set may hold, by round and set.

    A superset as in `allowed_sizes`, of which it makes use.
    """
    sizes, present = allowed_sizes(problem), seated(problem)
    room = (problem.seats * shape.weight[:, None]).sum(axis=1)
    found = []
    for r in range(len(sizes)):
        counts = []
        for s, allowed in enumerate(sizes[r]):
            most = min(int(room[r, s]), int(allowed.max(initial=0)))
            counts.append(free_weights(shape, int(shape.row[r, s]), allowed, most))
        found.append(tuple(_balanced(counts, int(shape.weight[present[r]].sum()))))
    return tuple(found)


def free_weights(shape: SetCount, row: int, sizes: Ints, heaviest: int) -> Ints:
    """Return the weights up to `heaviest` that cost a set nothing in one of the `sizes` it may have."""
    weights = np.arange(heaviest + 1, dtype=np.int32)
    if row < 0:
        return weights
    rows = np.unique(np.minimum(sizes, shape.table.shape[1] - 1))
    free = (shape.table[row][rows] == 0).any(axis=0)
    allowed: Ints = weights[free[np.minimum(weights, shape.table.shape[2] - 1)]]
    return allowed


def _balanced(counts: list[Ints], total: int) -> list[Ints]:
    """Leave out what some set cannot hold since the counts of all sets add up to `total`."""
    if not all(len(allowed) for allowed in counts):
        return counts
    least, most = sum(int(a[0]) for a in counts), sum(int(a[-1]) for a in counts)
    return [a[(total - a <= most - a[-1]) & (total - a >= least - a[0])] for a in counts]


def headcounts(problem: Problem) -> list[SetCount]:
    """Return the hard set counts that count heads, whatever the set's size does otherwise."""
    return [
        term.shape
        for term in problem.terms
        if term.hard
        and isinstance(term.shape, SetCount)
        and term.shape.table.shape[1] == 1
        and bool((term.shape.weight == 1).all())
    ]
