"""Bounds on what is priced set by set, seat by seat or visit by visit."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from cohortplan.primitives import AssignmentCost, Ints, SetCount, SetSpread, VisitOption
from cohortplan.problem import Problem, Term
from cohortplan.solvers.bounds.base import Bound
from cohortplan.solvers.bounds.sizes import allowed_sizes, seated

#: Above this total weight of a round's people no split is looked for.
HEAVIEST = 2000

#: Above this many totals of size and weight the sizes of a round are not made to add up.
MOST_STATES = 20_000

Longs = npt.NDArray[np.int64]
FAR = int(np.iinfo(np.int64).max // 4)
ONE_SIZE = np.zeros(1, dtype=np.int32)


def best_split(problem: Problem, term: Term) -> Iterator[Bound]:
    """Bound a set count by the cheapest way to split each round's people and their total weight over its sets."""
    shape = term.shape
    if not isinstance(shape, SetCount):
        return
    sizes, present = allowed_sizes(problem), seated(problem)
    room = (problem.seats * shape.weight[:, None]).sum(axis=1)
    value = 0
    known: dict[tuple[int, int, bytes, bytes], int] = {}
    for r in range(len(sizes)):
        total, people = int(shape.weight[present[r]].sum()), int(present[r].sum())
        if total > HEAVIEST or not (shape.row[r] >= 0).any():
            continue
        costs = [_set_costs(shape, r, s, n, int(room[r, s])) for s, n in enumerate(sizes[r])]
        open_sizes = any(len(n) > 1 for n in sizes[r]) and shape.table.shape[1] > 1
        if not open_sizes or (total + 1) * (people + 1) > MOST_STATES:
            costs, sizes_of, people = [cost.min(axis=0, keepdims=True) for cost in costs], [ONE_SIZE] * len(costs), 0
        else:
            sizes_of = list(sizes[r])
        key = (total, people, b"".join(part.tobytes() for part in costs), b"".join(part.tobytes() for part in sizes_of))
        if key not in known:
            known[key] = _reached(_least(costs, sizes_of, people, total)[people, total])
        value += known[key]
    yield Bound(term.rule, value, "This is the most even way to split those concerned over the sets of each round.")


def _set_costs(shape: SetCount, r: int, s: int, sizes: Ints, heaviest: int) -> Longs:
    """Cost of each size a set may have and each weight: array (len(sizes), heaviest + 1); all sizes if it has none."""
    row = int(shape.row[r, s])
    if row < 0:
        return np.zeros((max(len(sizes), 1), heaviest + 1), dtype=np.int64)
    rows = np.minimum(sizes, shape.table.shape[1] - 1) if len(sizes) else np.arange(shape.table.shape[1])
    columns = np.minimum(np.arange(heaviest + 1), shape.table.shape[2] - 1)
    costs: Longs = shape.table[row][rows][:, columns].astype(np.int64)
    return costs


def _least(costs: list[Longs], sizes: list[Ints], people: int, total: int) -> Longs:
    """Return the least cost of sets by the sum of their sizes and of their weights: array (people + 1, total + 1)."""
    alike: dict[bytes, tuple[Longs, int]] = {}
    for cost, allowed in zip(costs, sizes, strict=True):
        alone = np.full((people + 1, total + 1), FAR, dtype=np.int64)
        for each, size in zip(cost, allowed.tolist(), strict=True):
            if size <= people:
                alone[size, : len(each)] = each[: total + 1]
        key = alone.tobytes()
        alike[key] = alone, alike.get(key, (alone, 0))[1] + 1
    best = np.full((people + 1, total + 1), FAR, dtype=np.int64)
    best[0, 0] = 0
    for alone, count in alike.values():
        best = _repeated(best, alone, count)
    return best


def _repeated(best: Longs, alone: Longs, count: int) -> Longs:
    """Add `count` equal sets to those that cost `best`."""
    if len(alone) > 1:
        for _ in range(count):
            best = _combined(best, alone)
        return best
    # Where only weights add up, so many sets are twice half as many: a hundred take seven steps, not a hundred.
    while count:
        best = _combined(best, alone) if count % 2 else best
        count //= 2
        alone = _combined(alone, alone) if count else alone
    return best


def _combined(one: Longs, other: Longs) -> Longs:
    """Return the least cost of two groups of sets by the sums over both: arrays (people + 1, total + 1)."""
    after = np.full_like(one, FAR)
    for size, weight in np.argwhere(other < FAR).tolist():
        before = one[: one.shape[0] - size, : one.shape[1] - weight]
        np.minimum(after[size:, weight:], before + other[size, weight], out=after[size:, weight:])
    return after


def _reached(cost: np.int64) -> int:
    """Return a cost, 0 if it stands for what no sets add up to: then no plan keeps the hard rules."""
    return int(cost) if cost < FAR else 0


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
        costs = []
        for s, allowed in enumerate(sizes[r]):
            most = min(int(allowed.max(initial=0)), shape.table.shape[1] - 1, places)
            costs.append(_set_spread_costs(shape, int(shape.row[r, s]), most))
        value += _reached(_least(costs, [ONE_SIZE] * len(costs), 0, places).min())
    yield Bound(term.rule, value, "No value is in more sets than people have it, and no set has more than members.")


def _set_spread_costs(shape: SetSpread, row: int, most: int) -> Longs:
    costs = shape.table[row, : most + 1] if row >= 0 else np.zeros(most + 1)
    return costs.astype(np.int64)[None, :]


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
