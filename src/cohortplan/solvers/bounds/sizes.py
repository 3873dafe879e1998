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
    if all(len(allowed) for allowed in sizes):
        least, most = sum(int(a[0]) for a in sizes), sum(int(a[-1]) for a in sizes)
        sizes = [a[(people - a <= most - a[-1]) & (people - a >= least - a[0])] for a in sizes]
    return tuple(sizes)


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
