"""Rounds whose visits are more than hosts can receive at the times there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Set
from itertools import combinations, product

import numpy as np

from cohortplan.primitives import HostLoad, Ints, Longs, Primitive, VisitOption
from cohortplan.problem import Problem, Term
from cohortplan.solvers.bounds.hosts import capacities

#: So many options of a host in two rounds are looked at at most.
MOST = 12
#: More visits than anybody makes.
MANY = 10**9


def crowded_visits(problem: Problem, term: Term) -> tuple[str, ...]:
    """Look for an activity of a round with more visits than all hosts together can receive then."""
    loads = [each for each in problem.terms if each.hard and _counts_visits(each.shape)]
    if not loads or term is not loads[0]:
        return ()
    shapes = [each.shape for each in loads if isinstance(each.shape, HostLoad)]
    apart = frozenset[frozenset[int]]().union(*(_exclusive(problem, shape) for shape in shapes))
    most = np.minimum.reduce([_limits(shape, problem) for shape in shapes])
    by_menu: dict[int, list[int]] = {}
    for v, place in enumerate(problem.axes.visits):
        by_menu.setdefault(place.menu, []).append(v)
    for visits in by_menu.values():
        options = np.unique(np.concatenate([problem.choices[v] for v in visits])).tolist()
        if _received(options, problem.axes.option_host, most, apart, capacities(problem, visits)) < len(visits):
            bars = (each for each in problem.terms if each.hard and isinstance(each.shape, VisitOption))
            return tuple(dict.fromkeys(each.rule for each in (*loads, *bars)))
    return ()


def _counts_visits(shape: Primitive) -> bool:
    return isinstance(shape, HostLoad) and not shape.persons


def crowded_rounds(problem: Problem, term: Term) -> tuple[str, ...]:
    """Look for two rounds with more visits than hosts can receive, since days of this term exclude one another."""
    if not isinstance(term.shape, HostLoad) or term.shape.persons:
        return ()
    apart = _exclusive(problem, term.shape)
    if not apart:
        return ()
    axes = problem.axes
    limits: dict[str, Longs] = {}
    for other in problem.terms:
        if other.hard and other is not term and isinstance(other.shape, HostLoad) and not other.shape.persons:
            limits[other.rule] = np.minimum(limits.get(other.rule, MANY), _limits(other.shape, problem))
    most = np.minimum.reduce([np.full(len(axes.options), MANY), *limits.values()])
    made = Counter(place.round for place in axes.visits)
    menus = {r: {place.menu for place in axes.visits if place.round == r} for r in made}
    for pair in combinations(sorted(made), 2):
        options = [o for r in pair for m in menus[r] for o in range(axes.menu_start[m], axes.menu_start[m + 1])]
        if _received(options, axes.option_host, most, apart) < made[pair[0]] + made[pair[1]]:
            used = (rule for rule, limit in limits.items() if (limit[options] < MANY).any())
            return (term.rule, *dict.fromkeys(used))
    return ()


def _limits(shape: HostLoad, problem: Problem) -> Longs:
    """Return how many visits may take each option at most, if none takes another."""
    most = np.full(len(problem.axes.options), MANY, dtype=np.int64)
    used = (shape.weight > 0) & (shape.row[shape.bucket] >= 0)
    option, weight, row = shape.option[used], shape.weight[used], shape.row[shape.bucket[used]]
    times = np.arange(1, 1 + max(Counter(place.menu for place in problem.axes.visits).values(), default=0))
    kinds, kind = np.unique(np.stack([weight, row]), axis=1, return_inverse=True)  # few, where options are thousands
    amount = np.minimum(np.multiply.outer(kinds[0], times), shape.table.shape[1] - 1)
    free = shape.table[kinds[1][:, None], amount] == 0
    last = (free * times).max(axis=1, initial=0)[kind.reshape(-1)]
    np.minimum.at(most, option, np.where(last == len(times), MANY, last))
    return most


def _exclusive(problem: Problem, shape: HostLoad) -> set[frozenset[int]]:
    """Return the pairs of options that cannot both be taken: together they cost, however often each is taken."""
    found: set[frozenset[int]] = set()
    known: dict[tuple[int, ...], bool] = {}
    made = Counter(place.menu for place in problem.axes.visits)
    order = np.argsort(shape.bucket, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(shape.bucket[order])) + 1) if len(order) else ():
        weights = sorted(set(shape.weight[rows].tolist()))
        row = int(shape.row[shape.bucket[rows[0]]])
        if row < 0 or len(rows) > MOST or len(weights) != 2:
            continue
        first, last = (shape.option[rows[shape.weight[rows] == weight]].tolist() for weight in weights)
        most = [sum(made[m] for m in _menus(problem, options)) for options in (first, last, first + last)]
        case = (row, *weights, *most)
        if case not in known:
            known[case] = _costs(shape.table[row], weights, most)
        if known[case]:
            found.update(frozenset(pair) for pair in product(first, last))
    return found


def _costs(prices: Ints, weights: list[int], most: list[int]) -> bool:
    """Whether options of two weights cost together, however often each is taken, and both together, at most."""
    times = [np.arange(1, 1 + number) for number in most[:2]]
    together = np.add.outer(*times) <= most[2]
    amount = np.add.outer(*(weight * number for weight, number in zip(weights, times, strict=True)))
    return bool((prices[np.minimum(amount, len(prices) - 1)] > 0)[together].all())


def _menus(problem: Problem, options: list[int]) -> set[int]:
    return {problem.axes.options[option].menu for option in options}


def _received(
    options: list[int], host: Ints, most: Longs, apart: Set[frozenset[int]], limit: Longs | None = None
) -> int:
    """Return how many visits hosts can receive at most by some options, and within a limit for each host."""
    by_host: dict[int, list[int]] = {}
    for option in options:
        by_host.setdefault(int(host[option]), []).append(option)
    total = 0
    for name, mine in by_host.items():
        worth = {option: int(most[option]) for option in mine}
        received = sum(worth.values()) if len(mine) > MOST else max(_sums(mine, worth, apart))
        total += received if limit is None else min(received, int(limit[name]))
    return total


def _sums(options: list[int], worth: dict[int, int], apart: Set[frozenset[int]]) -> Iterator[int]:
    """Yield what options of which no two exclude one another are worth together."""
    if not options:
        yield 0
        return
    first, rest = options[0], options[1:]
    yield from _sums(rest, worth, apart)
    left = [other for other in rest if frozenset((first, other)) not in apart]
    yield from (worth[first] + more for more in _sums(left, worth, apart))
