"""Bounds on what hosts cost the sets that visit them, and on what comes together at hosts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from cohortplan.primitives import Bools, HostLoad, Ints, Longs, PersonMark, Primitive, VisitOption
from cohortplan.problem import Problem, Term
from cohortplan.solvers.bounds.base import Bound
from cohortplan.solvers.bounds.dual import FAR, HostPrices, host_prices
from cohortplan.solvers.bounds.visiting import Trips
from cohortplan.solvers.certain import HostMenu, host_menus, sure_members


@dataclass(frozen=True, eq=False)
class HostChoice:
    """Which hosts are visited by whom, times left aside.

    Attributes
    ----------
    menus : sequence of HostMenu
        Each visit's hosts.
    row : int64 array (V,)
        The G rows that visits are put into: those that a hard rule sends to different hosts are in one row.
    visits, once : int64 and bool array (G,)
        Visits of each row, and whether they go to different hosts.
    capacity : int64 array (H,)
        Visits that the hard rules let each host receive; `FAR` = any number.
    """

    menus: tuple[HostMenu, ...]
    row: Longs
    visits: Longs
    once: Bools
    capacity: Longs

    @classmethod
    def of(cls, problem: Problem) -> HostChoice:
        """Read it off the hard rules."""
        menus, leads = tuple(host_menus(problem)), _leads(problem)
        _, row = np.unique(leads, return_inverse=True)
        visits = np.bincount(row.ravel(), minlength=1)
        return cls(menus, row.ravel(), visits, visits > 1, capacities(problem))

    def cheapest(self, prices: Iterator[Longs]) -> HostPrices:
        """Bound what all visits cost, given the prices of each visit's choices in turn."""
        cost = np.full((len(self.visits), len(self.capacity)), FAR, dtype=np.int64)
        for row, menu, price in zip(self.row.tolist(), self.menus, prices, strict=True):
            cost[row, menu.host] = np.minimum(cost[row, menu.host], menu.cheapest(price))
        return host_prices(cost, self.visits, self.once, self.capacity)


def host_choice(problem: Problem, term: Term) -> Iterator[Bound]:
    """Bound prices of options, and of marks, by the cheapest choice of hosts who receive only so many visits."""
    shape = term.shape
    if not isinstance(shape, VisitOption | PersonMark) or not problem.choices or shape.table.max(initial=0) == 0:
        return
    choice = HostChoice.of(problem)
    value = choice.cheapest(_prices(problem, shape)).bound
    if isinstance(shape, PersonMark):
        value += _others(problem, shape, _slopes(shape, Trips.of(problem).most))
        value += int(shape.table[shape.row[shape.row >= 0], 0].sum(dtype=np.int64))
    if value < FAR // 2:
        argument = "Sets take the cheapest hosts of which each receives no more visits than it may, whatever the times."
        yield Bound(term.rule, value, argument)


@lru_cache(maxsize=1)
def scarcity(problem: Problem) -> Longs:
    """Return how much dearer each host is for being wanted by more than it receives, in soft cost: int64 array (H,).

    In parts of one `GRAIN`; 0 where no host receives only so many visits, or nothing that hosts cost is known.
    """
    soft = ((term.shape, term.weight) for term in problem.terms if not term.hard)
    priced = [(shape, weight) for shape, weight in soft if isinstance(shape, VisitOption | PersonMark)]
    if not problem.choices or not any(shape.table.any() for shape, _ in priced):
        return np.zeros(len(problem.axes.host), dtype=np.int64)
    choice = HostChoice.of(problem)
    return choice.cheapest(_weighted([_prices(problem, shape) for shape, _ in priced], [w for _, w in priced])).price


def _weighted(prices: Sequence[Iterator[Longs]], weights: Sequence[int]) -> Iterator[Longs]:
    for each in zip(*prices, strict=True):
        yield np.sum([price * weight for price, weight in zip(each, weights, strict=True)], axis=0)


def _prices(problem: Problem, shape: Primitive) -> Iterator[Longs]:
    """Price each visit's choices by options, or by what visits with marks cost at least."""
    if isinstance(shape, VisitOption):
        yield from _option_prices(problem, shape)
    elif isinstance(shape, PersonMark):
        yield from _mark_prices(problem, shape, _slopes(shape, Trips.of(problem).most))


def _option_prices(problem: Problem, shape: VisitOption) -> Iterator[Longs]:
    free = np.zeros(len(problem.axes.options), dtype=np.int64)
    for v, choices in enumerate(problem.choices):
        row = int(shape.row[v])
        yield (shape.table[row].astype(np.int64) if row >= 0 else free)[choices]


def _slopes(shape: PersonMark, most: int) -> Ints:
    """Return what each of up to `most` visits costs at least on average, by table row; 0 for not priced: (T + 1,)."""
    times = np.arange(1, most + 1)
    rise = shape.table[:, np.minimum(times, shape.table.shape[1] - 1)].astype(np.int64) - shape.table[:, :1]
    slope = (rise // times).min(axis=1) if most else np.zeros(len(shape.table))
    return np.append(slope, 0).astype(np.int32)


def _mark_prices(problem: Problem, shape: PersonMark, slope: Ints) -> Iterator[Longs]:
    """Price each visit's choices by the slopes of those who are certain to take part."""
    members = sure_members(problem)
    nobody = np.zeros(0, dtype=np.int64)
    known: dict[tuple[int, int], Longs] = {}
    for place, choices in zip(problem.axes.visits, problem.choices, strict=True):
        key = (place.round, place.set)
        if key not in known:
            by_mark = slope[shape.row[:, members.get(key, nobody)]].sum(axis=1, dtype=np.int64)
            known[key] = np.append(by_mark, 0)
        yield known[key][shape.mark[choices]]


def _others(problem: Problem, shape: PersonMark, slope: Ints) -> int:
    """Bound what those cost who may sit in several sets: for each of their visits the least slope on offer."""
    trips, total = Trips.of(problem), 0
    by_person = np.concatenate([slope[shape.row], np.zeros((1, shape.row.shape[1]), dtype=np.int32)])
    for r in range(len(problem.axes.sets)):
        who = np.flatnonzero(problem.seats.width[r] > 1)
        offered = [problem.choices[v] for v, place in enumerate(problem.axes.visits) if place.round == r]
        if len(who) and offered:
            marks = np.unique(shape.mark[np.unique(np.concatenate(offered))])
            least = by_person[marks][:, who].min(axis=0).astype(np.int64)
            total += int(np.where(least > 0, least * trips.low[r, who], least * trips.high[r, who]).sum())
    return total


def capacities(problem: Problem, visits: Sequence[int] | None = None) -> Longs:
    """Return how many visits the hard host loads let each host receive; `FAR` = any number: int64 array (H,).

    Parameters
    ----------
    visits : sequence of int, optional
        Only the options of these visits count; all unless given.
    """
    axes = problem.axes
    used = np.zeros(len(axes.options), dtype=bool)
    some = problem.choices if visits is None else [problem.choices[v] for v in visits]
    for choices in {id(each): each for each in some}.values():
        used[choices] = True
    capacity = np.full(len(axes.host), FAR, dtype=np.int64)
    for term in problem.terms:
        if term.hard and isinstance(term.shape, HostLoad) and not term.shape.persons:
            capacity = np.minimum(capacity, _capacities(problem, term.shape, used))
    return capacity


def _capacities(problem: Problem, shape: HostLoad, used: Bools) -> Longs:
    """Add up, for each host, what the buckets hold that its options fall into; each option is counted in one."""
    axes = problem.axes
    free = np.arange(shape.table.shape[1]) * (shape.table == 0)
    room = np.where(shape.table[:, -1] == 0, FAR, free.max(axis=1))
    room = np.append(room, FAR)[shape.row]
    member = np.flatnonzero(used[shape.option] & (shape.weight > 0) & (room[shape.bucket] < FAR))
    _, first = np.unique(shape.option[member], return_index=True)
    member = member[first]
    capacity = np.zeros(len(axes.host), dtype=np.int64)
    pairs = np.unique(np.stack([axes.option_host[shape.option[member]], shape.bucket[member]]), axis=1)
    np.add.at(capacity, pairs[0], room[pairs[1]])
    covered = np.bincount(axes.option_host[shape.option[member]], minlength=len(axes.host))
    every = np.bincount(axes.option_host[used], minlength=len(axes.host))
    return np.where((covered == every) & (every > 0), capacity, FAR)


def _leads(problem: Problem) -> Longs:
    """Return for each visit someone certain to take part who may not see a host twice, else ``-1 - v``: (V,)."""
    leads = -1 - np.arange(len(problem.choices))
    free = np.zeros(problem.axes.people_count, dtype=bool)
    for term in problem.terms:
        if term.hard and isinstance(term.shape, PersonMark):
            free |= _sees_once(problem, term.shape)
    leading = {place: people[free[people]] for place, people in sure_members(problem).items()}
    for v, visit in enumerate(problem.axes.visits):
        people = leading.get((visit.round, visit.set))
        if people is not None and len(people):
            leads[v] = people[0]
    return leads


def _sees_once(problem: Problem, shape: PersonMark) -> Bools:
    """Tell who may not visit any host twice, by marks that tell the hosts apart: bool array (P,)."""
    hosts = problem.axes.option_host
    mark = np.full(len(problem.axes.host), -1, dtype=np.int64)
    different = list({id(choices): choices for choices in problem.choices}.values())
    for choices in different:
        mark[hosts[choices]] = shape.mark[choices]
    consistent = all(bool((mark[hosts[choices]] == shape.mark[choices]).all()) for choices in different)
    visited = np.flatnonzero(np.bincount(np.concatenate([hosts[choices] for choices in different], dtype=np.int64)))
    if not consistent or (mark[visited] < 0).any() or shape.table.shape[1] < 3:
        return np.zeros(problem.axes.people_count, dtype=bool)
    once = np.append((shape.table[:, 2:] > 0).all(axis=1), False)
    return np.asarray(once[shape.row[mark[visited]]].all(axis=0))


def even_loads(problem: Problem, term: Term) -> Iterator[Bound]:
    """Bound a host load of visits: as many as must fall into its buckets are spread over them as cheaply as can be."""
    shape = term.shape
    if not isinstance(shape, HostLoad) or shape.persons:
        return
    inside = np.bincount(shape.option[shape.weight > 0], minlength=len(problem.axes.options))
    plain = (shape.weight[shape.weight > 0] == 1).all() and inside.max(initial=0) <= 1
    priced = shape.row[shape.row >= 0]
    if not plain or not len(priced):
        return
    inside[shape.option[shape.row[shape.bucket] < 0]] = 0
    forced = sum(bool(inside[choices].all()) for choices in problem.choices)
    rows, buckets = np.unique(priced, return_counts=True)
    rises = [_rises(shape.table[row], len(problem.choices)) for row in rows.tolist()]
    steps, times = np.concatenate(rises), np.repeat(buckets, len(problem.choices))
    order = np.argsort(steps, kind="stable")
    steps, times = steps[order], times[order]
    taken = np.where(steps < 0, times, np.clip(forced - (np.cumsum(times) - times), 0, times))
    value = float(shape.table[priced, 0].sum(dtype=np.int64) + (steps * taken).sum())
    yield Bound(term.rule, int(np.ceil(value - 1e-6)), "The visits to be made are spread over hosts and times.")


def _rises(table: Ints, most: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return the steps of the largest convex function below a table, from an amount of 0 up to `most`."""
    cost = table[np.minimum(np.arange(most + 1), len(table) - 1)].astype(np.float64)
    rises: list[float] = []
    here = 0
    while here < most:
        steps = (cost[here + 1 :] - cost[here]) / np.arange(1, most + 1 - here)
        length = int(np.flatnonzero(steps == steps.min())[-1]) + 1
        rises.extend([float(steps[length - 1])] * length)
        here += length
    return np.array(rises)
