"""How many members the hard rules let each learning set have."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cohortplan.primitives import Bools, Ints, Longs, SetCount
from cohortplan.problem import Problem, remembered


def seated(problem: Problem) -> Bools:
    """Who sits in some set of each round: bool array (R, P)."""
    return problem.seats.seated


@remembered
def allowed_sizes(problem: Problem) -> tuple[tuple[Ints, ...], ...]:
    """Return the sizes each set may have, by round and set; an empty array where no size keeps the hard rules.

    Every round has S sets here, those it lacks being empty ones, as in the primitives.

    Only what hard set counts of weight 1 a person say, and that the sizes of a round add up to those who take
    part, is used; so the sizes are a superset of those in plans that keep the hard rules.
    """
    taking_part = seated(problem)
    return tuple(_round_sizes(problem, r, int(taking_part[r].sum())) for r in range(len(taking_part)))


def _round_sizes(problem: Problem, r: int, people: int) -> tuple[Ints, ...]:
    counts = headcounts(problem)
    room = problem.seats.room(r, np.ones(problem.axes.people_count, dtype=np.int32))
    keys = np.stack([room, *(shape.row[r] for shape in counts)])
    different, place = np.unique(keys, axis=1, return_inverse=True)
    sizes = []
    for most, *rows in different.T.tolist():
        allowed = np.arange(most + 1, dtype=np.int32)
        for shape, row in zip(counts, rows, strict=True):
            if row >= 0:
                allowed = allowed[shape.table[row, 0, np.minimum(allowed, shape.table.shape[2] - 1)] == 0]
        sizes.append(allowed)
    return _balanced(sizes, place.ravel(), people)


@remembered
def allowed_counts(problem: Problem, shape: SetCount) -> tuple[tuple[Ints, ...], ...]:
    """Return how many people marked by a hard set count of weights 0 and 1 each set may hold, by round and set.

    A superset as in `allowed_sizes`, of which it makes use.
    """
    sizes, present = allowed_sizes(problem), seated(problem)
    found = []
    for r in range(len(sizes)):
        room = problem.seats.room(r, shape.weight)
        ends = np.array([allowed.max(initial=0) for allowed in sizes[r]])
        keys = np.stack([alike(sizes[r]), shape.row[r], np.minimum(room, ends)])
        different, place = np.unique(keys, axis=1, return_inverse=True)
        counts = [free_weights(shape, row, sizes[r][s], most) for s, row, most in different.T.tolist()]
        found.append(_balanced(counts, place.ravel(), int(shape.weight[present[r]].sum())))
    return tuple(found)


def alike(sizes: Sequence[Ints]) -> Ints:
    """For each of the arrays, the index of the first that is the very same one: int32 array (S,)."""
    first: dict[int, int] = {}
    return np.array([first.setdefault(id(each), s) for s, each in enumerate(sizes)], dtype=np.int32)


def free_weights(shape: SetCount, row: int, sizes: Ints, heaviest: int) -> Ints:
    """Return the weights up to `heaviest` that cost a set nothing in one of the `sizes` it may have."""
    weights = np.arange(heaviest + 1, dtype=np.int32)
    if row < 0:
        return weights
    rows = np.unique(np.minimum(sizes, shape.table.shape[1] - 1))
    free = (shape.table[row][rows] == 0).any(axis=0)
    allowed: Ints = weights[free[np.minimum(weights, shape.table.shape[2] - 1)]]
    return allowed


def _balanced(counts: list[Ints], place: Longs, total: int) -> tuple[Ints, ...]:
    """Leave out what some set cannot hold since the counts of all sets add up to `total`.

    Set s may hold ``counts[place[s]]``; sets that may hold the same share an array, which saves room and work.
    """
    if all(len(allowed) for allowed in counts):
        times = np.bincount(place)
        least, most = (sum(int(allowed[end]) * n for allowed, n in zip(counts, times, strict=True)) for end in (0, -1))
        counts = [a[(total - a <= most - a[-1]) & (total - a >= least - a[0])] for a in counts]
    return tuple(counts[k] for k in place.tolist())


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
