"""Bounds on set counts: the cheapest way to split each round's people over its sets, by what they weigh."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import ceil
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cohortplan.primitives import Bools, Ints, SetCount
from cohortplan.problem import Problem, Term
from cohortplan.solvers.bounds.base import Bound
from cohortplan.solvers.bounds.pair_sets import MOST_PEOPLE
from cohortplan.solvers.bounds.sizes import alike, allowed_sizes, seated

#: No split is looked for that takes more than so many additions.
MOST_WORK = 50_000_000

#: Above this total weight of a round's people costs are taken to be convex: where they are not, by what lies below.
HEAVIEST = 2000

Longs = npt.NDArray[np.int64]
FAR = int(np.iinfo(np.int64).max // 4)


class Choices(NamedTuple):
    """What a set may hold, N ways, of each of D totals: int arrays (N, D), and what each costs, (N,)."""

    held: Longs
    cost: Longs


def best_split(problem: Problem, term: Term) -> Iterator[Bound]:
    """Bound a set count by the cheapest split of each round's people, and of what they weigh, over its sets."""
    shape = term.shape
    if not isinstance(shape, SetCount):
        return
    sizes, present = allowed_sizes(problem), seated(problem)
    value = 0
    for r in np.flatnonzero((shape.row >= 0).any(axis=1)).tolist():
        totals = [int(present[r].sum()), int(shape.weight[present[r]].sum())]
        choices = _set_choices(problem, shape, r, sizes[r])
        if totals[1] > HEAVIEST:
            value += cheapest_convex([_by_weight(each) for each in choices], totals[1])
        elif shape.table.shape[1] > 1 and any(len(n) > 1 for n in sizes[r]) and _work(choices, totals) <= MOST_WORK:
            value += cheapest(choices, totals)
        else:
            value += cheapest([_by_weight(each) for each in choices], totals[1:])
    yield Bound(term.rule, value, "This is the most even way to split those concerned over the sets of each round.")


def _set_choices(problem: Problem, shape: SetCount, r: int, sizes: Sequence[Ints]) -> list[Choices]:
    """What each set of a round may hold; sets that are alike share it."""
    keys = np.stack([alike(sizes), shape.row[r], problem.seats.kind])
    first, place = np.unique(keys, axis=1, return_index=True, return_inverse=True)[1:]
    choices = [_weights(shape, r, s, sizes[s], problem.seats.members(r, s)) for s in first.tolist()]
    return [choices[k] for k in place.ravel().tolist()]


def _weights(shape: SetCount, r: int, s: int, sizes: Ints, seats: Bools) -> Choices:
    """Sizes and weights that members with such `seats` may give a set."""
    ascending = np.concatenate([[0], np.cumsum(np.sort(shape.weight[seats]))])
    held = [
        (size, weight)
        for size in sizes.tolist()
        for weight in range(int(ascending[size]), int(ascending[-1] - ascending[len(ascending) - 1 - size]) + 1)
    ]
    size, weight = np.array(held, dtype=np.int64).reshape(-1, 2).T
    return Choices(np.stack([size, weight], axis=1), _cost(shape, int(shape.row[r, s]), size, weight))


def _cost(shape: SetCount, row: int, size: Longs, weight: Longs) -> Longs:
    if row < 0:
        return np.zeros(len(size), dtype=np.int64)
    _, sizes, weights = shape.table.shape
    cost: Longs = shape.table[row, np.minimum(size, sizes - 1), np.minimum(weight, weights - 1)].astype(np.int64)
    return cost


def _by_weight(choices: Choices) -> Choices:
    """Leave the size open: each weight at its least cost."""
    weight, place = np.unique(choices.held[:, 1], return_inverse=True)
    cost = np.full(len(weight), FAR, dtype=np.int64)
    np.minimum.at(cost, place, choices.cost)
    return Choices(weight[:, None], cost)


def joint_split(problem: Problem, terms: Sequence[Term]) -> Iterator[Bound]:
    """Bound set counts of one rule together: the cheapest way to split people of several kinds over the sets.

    For weights of 0 and 1 of which nobody has two; those who have none are a kind of their own.
    """
    shapes = [term.shape for term in terms if isinstance(term.shape, SetCount)]
    marks = np.array([shape.weight for shape in shapes])
    if len(shapes) != len(terms) or len(terms) < 2 or marks.max() > 1 or marks.sum(axis=0).max() > 1:
        return
    kinds = np.concatenate([marks, 1 - marks.sum(axis=0, keepdims=True)]) > 0
    if problem.axes.people_count > MOST_PEOPLE:
        return
    sizes, present = allowed_sizes(problem), seated(problem)
    value = 0
    for r in range(len(sizes)):
        totals = (kinds & present[r]).sum(axis=1).tolist()
        most = [(kinds & problem.seats.members(r, s)).sum(axis=1) for s in range(len(sizes[r]))]
        ends = [np.minimum(ways, int(n.max(initial=0))) for ways, n in zip(most, sizes[r], strict=True)]
        if sum(int(np.prod(end + 1.0)) for end in ends) > MOST_WORK // 100:
            return
        choices = [_kinds(shapes, r, s, end, sizes[r][s]) for s, end in enumerate(ends)]
        if _work(choices, totals) > MOST_WORK:
            return
        value += cheapest(choices, totals)
    yield Bound(terms[0].rule, value, "This is the best way to split all kinds of people over the sets of each round.")


def _kinds(shapes: Sequence[SetCount], r: int, s: int, most: Ints, sizes: Ints) -> Choices:
    """How many of each kind, up to `most`, may make a set of one of the `sizes`."""
    held = np.indices(tuple((most + 1).tolist()), dtype=np.int64).reshape(len(most), -1).T
    held = held[np.isin(held.sum(axis=1), sizes)]
    size, cost = held.sum(axis=1), np.zeros(len(held), dtype=np.int64)
    for kind, shape in enumerate(shapes):
        cost += _cost(shape, int(shape.row[r, s]), size, held[:, kind])
    return Choices(held, cost)


def _work(choices: Sequence[Choices], totals: Sequence[int]) -> float:
    return float(np.prod([total + 1.0 for total in totals])) * sum(len(each.cost) for each in choices)


def cheapest(choices: Sequence[Choices], totals: Sequence[int]) -> int:
    """Return the least cost of sets that together hold the `totals`; 0 if none do, for then no plan is allowed."""
    sets = tuple((each.held.shape, each.held.tobytes(), each.cost.tobytes()) for each in choices)
    return _cheapest(sets, tuple(totals))


def cheapest_convex(sets: Sequence[Choices], total: int) -> int:
    """Bound from below the least cost of sets that together hold a total, by the convex hull of each one's costs.

    It is that cost where each set may hold all from its least to its most and costs rise ever faster. Sets that are
    alike are the very same object; 0 if they cannot hold the total.
    """
    different = {id(each): each for each in sets}
    held, cost, slopes = 0, Fraction(0), Counter[Fraction]()
    for key, times in Counter(map(id, sets)).items():
        hull = _hull(different[key])
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
def _cheapest(sets: tuple[tuple[tuple[int, ...], bytes, bytes], ...], totals: tuple[int, ...]) -> int:
    """Work it out, once for all rounds that are alike."""
    best = np.full([total + 1 for total in totals], FAR, dtype=np.int64)
    best[(0,) * len(totals)] = 0
    for each, count in Counter(sets).items():
        shape, held, cost = each
        choice = Choices(np.frombuffer(held, dtype=np.int64).reshape(shape), np.frombuffer(cost, dtype=np.int64))
        best = _repeated(best, choice, count)
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
