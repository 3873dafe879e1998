"""Bounds on set counts: the cheapest way to split each round's people over its sets, by what they weigh."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import chain, pairwise
from math import ceil
from typing import NamedTuple

import numpy as np

from cohortplan.primitives import Bools, Ints, Longs, SetCount
from cohortplan.problem import Problem, Term
from cohortplan.solvers.bounds.base import Bound
from cohortplan.solvers.bounds.pair_sets import MOST_PEOPLE
from cohortplan.solvers.bounds.sizes import alike, allowed_sizes, seated

#: No split is looked for that takes more than so many additions.
MOST_WORK = 50_000_000

#: Nor where all kinds of people together may make more sets of a round than this.
MOST_KINDS = 500_000

#: Above this total weight of a round's people costs are taken to be convex: where they are not, by what lies below.
HEAVIEST = 2000

FAR = int(np.iinfo(np.int64).max // 4)


class Choices(NamedTuple):
    """What a set may hold, N ways, of each of D totals: int arrays (N, D), and what each costs, (N,)."""

    held: Longs
    cost: Longs


#: Kinds of sets, and how many sets are of that kind.
Sets = Sequence[tuple[Choices, int]]


def best_split(problem: Problem, term: Term) -> Iterator[Bound]:
    """Bound a set count by the cheapest split of each round's people, and of what they weigh, over its sets.

    A set holds only what the hard rules about the same weights allow.
    """
    shape = term.shape
    if not isinstance(shape, SetCount):
        return
    sizes, present, bars = allowed_sizes(problem), seated(problem), _same_weights(problem, shape)
    value = 0
    for r in np.flatnonzero((shape.row >= 0).any(axis=1)).tolist():
        totals = [int(present[r].sum()), int(shape.weight[present[r]].sum())]
        kinds = _alike_sets(problem, [shape, *bars], r, sizes[r])
        sets = [(_weights(shape, bars, r, s, sizes[r][s], problem.seats.members(r, s)), times) for s, times in kinds]
        if totals[1] > HEAVIEST:
            value += cheapest_convex([(_by_weight(each), times) for each, times in sets], totals[1])
        elif shape.table.shape[1] > 1 and any(len(n) > 1 for n in sizes[r]) and _work(sets, totals) <= MOST_WORK:
            value += cheapest(sets, totals)
        else:
            value += cheapest([(_by_weight(each), times) for each, times in sets], totals[1:])
    yield Bound(term.rule, value, "This is the most even way to split those concerned over the sets of each round.")


def _alike_sets(problem: Problem, shapes: Sequence[SetCount], r: int, sizes: Sequence[Ints]) -> list[tuple[int, int]]:
    """One set of each kind that a round has, and how many of that kind: the same people may sit in them, at a price."""
    keys = np.stack([alike(sizes), problem.seats.kind, *(shape.row[r] for shape in shapes)])
    _, first, times = np.unique(keys, axis=1, return_index=True, return_counts=True)
    return list(zip(first.tolist(), times.tolist(), strict=True))


def _weights(shape: SetCount, bars: Sequence[SetCount], r: int, s: int, sizes: Ints, seats: Bools) -> Choices:
    """Sizes and weights that members with such `seats` may give a set, and `bars` allow."""
    ascending = np.concatenate([[0], np.cumsum(np.sort(shape.weight[seats]))])
    held = [
        (size, weight)
        for size in sizes.tolist()
        for weight in range(int(ascending[size]), int(ascending[-1] - ascending[len(ascending) - 1 - size]) + 1)
    ]
    size, weight = np.array(held, dtype=np.int64).reshape(-1, 2).T
    free = _allowed(bars, r, s, size, weight)
    size, weight = size[free], weight[free]
    return Choices(np.stack([size, weight], axis=1), _cost(shape, int(shape.row[r, s]), size, weight))


def _cost(shape: SetCount, row: int, size: Longs, weight: Longs) -> Longs:
    if row < 0:
        return np.zeros(len(size), dtype=np.int64)
    _, sizes, weights = shape.table.shape
    cost: Longs = shape.table[row, np.minimum(size, sizes - 1), np.minimum(weight, weights - 1)].astype(np.int64)
    return cost


def _same_weights(problem: Problem, shape: SetCount) -> list[SetCount]:
    """Return the other hard set counts of the same weights."""
    return [
        term.shape
        for term in problem.terms
        if term.hard
        and isinstance(term.shape, SetCount)
        and term.shape is not shape
        and np.array_equal(term.shape.weight, shape.weight)
    ]


def _allowed(bars: Sequence[SetCount], r: int, s: int, size: Longs, weight: Longs) -> Bools:
    """Which sizes and weights break none of some hard set counts."""
    free: Bools = np.all([_cost(bar, int(bar.row[r, s]), size, weight) == 0 for bar in bars], axis=0)
    return np.broadcast_to(free, size.shape)


def _by_weight(choices: Choices) -> Choices:
    """Leave the size open: each weight at its least cost."""
    weight, place = np.unique(choices.held[:, 1], return_inverse=True)
    cost = np.full(len(weight), FAR, dtype=np.int64)
    np.minimum.at(cost, place, choices.cost)
    return Choices(weight[:, None], cost)


def joint_split(problem: Problem, terms: Sequence[Term]) -> Iterator[Bound]:
    """Bound set counts of one rule together: the cheapest way to split people of several kinds over the sets.

    For weights of 0 and 1 of which nobody has two; those who have none are a kind of their own. A set holds only what
    the hard rules about people of one kind allow.
    """
    shapes = [term.shape for term in terms if isinstance(term.shape, SetCount)]
    marks = np.array([shape.weight for shape in shapes])
    few = problem.axes.people_count <= MOST_PEOPLE
    if not few or len(shapes) != len(terms) or len(terms) < 2 or marks.max() > 1 or marks.sum(axis=0).max() > 1:
        return
    kinds = np.concatenate([marks, 1 - marks.sum(axis=0, keepdims=True)]) > 0
    sizes, present, bars = allowed_sizes(problem), seated(problem), [_same_weights(problem, each) for each in shapes]
    value = 0
    for r in range(len(sizes)):
        totals = (kinds & present[r]).sum(axis=1).tolist()
        alike_sets = _alike_sets(problem, [*shapes, *chain(*bars)], r, sizes[r])
        ends = [_most_of_each(kinds & problem.seats.members(r, s), sizes[r][s]) for s, _ in alike_sets]
        if sum(times * int(np.prod(end + 1.0)) for end, (_, times) in zip(ends, alike_sets, strict=True)) > MOST_KINDS:
            return
        sets = [(_kinds(shapes, bars, r, s, end, sizes[r][s]), n) for end, (s, n) in zip(ends, alike_sets, strict=True)]
        if _work(sets, totals) > MOST_WORK:
            return
        value += cheapest(sets, totals)
    yield Bound(terms[0].rule, value, "This is the best way to split all kinds of people over the sets of each round.")


def _kinds(
    shapes: Sequence[SetCount], bars: Sequence[Sequence[SetCount]], r: int, s: int, most: Ints, sizes: Ints
) -> Choices:
    """How many of each kind, up to `most`, may make a set of one of the `sizes`, as the `bars` on each kind allow."""
    held = np.indices(tuple((most + 1).tolist()), dtype=np.int64).reshape(len(most), -1).T
    held = held[np.isin(held.sum(axis=1), sizes)]
    for kind, mine in enumerate(bars):
        held = held[_allowed(mine, r, s, held.sum(axis=1), held[:, kind])]
    size, cost = held.sum(axis=1), np.zeros(len(held), dtype=np.int64)
    for kind, shape in enumerate(shapes):
        cost += _cost(shape, int(shape.row[r, s]), size, held[:, kind])
    return Choices(held, cost)


def _most_of_each(kinds: Bools, sizes: Ints) -> Ints:
    most: Ints = np.minimum(kinds.sum(axis=1, dtype=np.int32), np.int32(sizes.max(initial=0)))
    return most


def _work(sets: Sets, totals: Sequence[int]) -> float:
    return float(np.prod([total + 1.0 for total in totals])) * sum(len(each.cost) * times for each, times in sets)


def cheapest(sets: Sets, totals: Sequence[int]) -> int:
    """Return the least cost of sets that together hold the `totals`; 0 if none do, for then no plan is allowed."""
    kinds = tuple(((each.held.shape, each.held.tobytes(), each.cost.tobytes()), times) for each, times in sets)
    return _cheapest(kinds, tuple(totals))


def cheapest_convex(sets: Sets, total: int) -> int:
    """Bound from below the least cost of sets that together hold a total, by the convex hull of each one's costs.

    It is that cost where each set may hold all from its least to its most and costs rise ever faster; 0 if the sets
    cannot hold the total.
    """
    held, cost, slopes = 0, Fraction(0), Counter[Fraction]()
    for each, times in sets:
        hull = _hull(each)
        if not hull:
            return 0
        held, cost = held + times * hull[0][0], cost + times * hull[0][1]
        for (left, low), (right, high) in pairwise(hull):
            slopes[Fraction(high - low, right - left)] += times * (right - left)
    if not held <= total <= held + slopes.total():
        return 0
    for slope in sorted(slopes):
        taken = min(total - held, slopes[slope])
        held, cost = held + taken, cost + slope * taken
    return ceil(cost)


def _hull(choices: Choices) -> list[tuple[int, int]]:
    """Corners, from left to right, of the convex hull below the points (held, cost)."""
    hull: list[tuple[int, int]] = []
    for x, y in zip(choices.held[:, 0].tolist(), choices.cost.tolist(), strict=True):
        while len(hull) > 1 and _turns_down(hull[-2], hull[-1], (x, y)):
            hull.pop()
        hull.append((x, y))
    return hull


def _turns_down(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> bool:
    """Whether b lies on or above the line from a to c."""
    return (b[1] - a[1]) * (c[0] - a[0]) >= (c[1] - a[1]) * (b[0] - a[0])


@lru_cache(maxsize=64)
def _cheapest(kinds: tuple[tuple[tuple[tuple[int, ...], bytes, bytes], int], ...], totals: tuple[int, ...]) -> int:
    """Work it out, once for all rounds that are alike."""
    best = np.full([total + 1 for total in totals], FAR, dtype=np.int64)
    best[(0,) * len(totals)] = 0
    for (shape, held, cost), times in kinds:
        choice = Choices(np.frombuffer(held, dtype=np.int64).reshape(shape), np.frombuffer(cost, dtype=np.int64))
        best = _repeated(best, choice, times)
    least = int(best.flat[-1])
    return least if least < FAR else 0


def _repeated(best: Longs, choice: Choices, count: int) -> Longs:
    """Add `count` equal sets to those that cost `best`, an array over totals."""
    if best.ndim > 1:
        for _ in range(count):
            best = _added(best, choice)
        return best
    # Where there is one total, so many sets are twice half as many: a hundred take seven steps, not a hundred.
    while count:
        best = _added(best, choice) if count % 2 else best
        count //= 2
        if count:
            alone = np.full_like(best, FAR)
            fits = choice.held[:, 0] < len(best)
            np.minimum.at(alone, choice.held[fits, 0], choice.cost[fits])
            twice = _added(alone, choice)
            reached = np.flatnonzero(twice < FAR)
            choice = Choices(reached[:, None], twice[reached])
    return best


def _added(best: Longs, choice: Choices) -> Longs:
    """Add one set to those that cost `best`, an array over totals."""
    after = np.full_like(best, FAR)
    for held, cost in zip(choice.held.tolist(), choice.cost.tolist(), strict=True):
        if all(amount < length for amount, length in zip(held, best.shape, strict=True)):
            before = tuple(slice(length - amount) for amount, length in zip(held, best.shape, strict=True))
            target = after[tuple(slice(amount, None) for amount in held)]
            np.minimum(target, best[before] + cost, out=target)
    return after
