"""Bounds on what is priced set by set, seat by seat or visit by visit."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from cohortplan.primitives import AssignmentCost, Ints, SetCount, VisitOption
from cohortplan.problem import Problem, Term
from cohortplan.solvers.bounds.base import Bound
from cohortplan.solvers.bounds.sizes import allowed_sizes, seated

#: Above this total weight of a round's people no split is looked for.
HEAVIEST = 2000

Longs = npt.NDArray[np.int64]
FAR = int(np.iinfo(np.int64).max // 4)


def best_split(problem: Problem, term: Term) -> Iterator[Bound]:
    """Bound a set count by the cheapest way to split each round's total weight over its sets."""
    shape = term.shape
    if not isinstance(shape, SetCount):
        return
    sizes, present = allowed_sizes(problem), seated(problem)
    room = (problem.seats * shape.weight[:, None]).sum(axis=1)
    value = 0
    for r in range(len(sizes)):
        total = int(shape.weight[present[r]].sum())
        if total <= HEAVIEST and (shape.row[r] >= 0).any():
            value += _cheapest([_set_costs(shape, r, s, n, int(room[r, s])) for s, n in enumerate(sizes[r])], total)
    yield Bound(term.rule, value, "This is the most even way to split those concerned over the sets of each round.")


def _set_costs(shape: SetCount, r: int, s: int, sizes: Ints, heaviest: int) -> Longs:
    """Least cost of each weight a set may have, over the sizes it may have: array (heaviest + 1,)."""
    row = int(shape.row[r, s])
    if row < 0:
        return np.zeros(heaviest + 1, dtype=np.int64)
    rows = np.unique(np.minimum(sizes, shape.table.shape[1] - 1)) if len(sizes) else np.arange(shape.table.shape[1])
    columns = np.minimum(np.arange(heaviest + 1), shape.table.shape[2] - 1)
    costs: Longs = shape.table[row][rows].min(axis=0)[columns].astype(np.int64)
    return costs


def _cheapest(costs: list[Longs], total: int) -> int:
    best = np.full(total + 1, FAR, dtype=np.int64)
    best[0] = 0
    for cost in costs:
        after = np.full(total + 1, FAR, dtype=np.int64)
        for weight in range(min(len(cost), total + 1)):
            np.minimum(after[weight:], best[: total + 1 - weight] + cost[weight], out=after[weight:])
        best = after
    return int(best[total])


def cheapest_places(problem: Problem, term: Term) -> Iterator[Bound]:
    """Bound costs of seats and of visits' options by the cheapest that each person and each visit may have."""
    shape = term.shape
    if isinstance(shape, AssignmentCost):
        cost = np.zeros(problem.seats.shape, dtype=np.int64)
        np.add.at(cost, (shape.round, shape.person, shape.set), shape.cost)
        least = np.where(problem.seats, cost, FAR).min(axis=2)
        yield Bound(term.rule, int(least[seated(problem)].sum()), "Everyone takes the cheapest seat.")
    elif isinstance(shape, VisitOption):
        used = np.flatnonzero(shape.row >= 0).tolist()
        value = sum(int(shape.table[shape.row[v], problem.choices[v]].min()) for v in used)
        yield Bound(term.rule, value, "Every visit takes the cheapest option.")
