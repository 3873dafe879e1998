"""Ladders: the hosts on a visit's menu in order of what they would cost, as far as that is certain beforehand."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from cohortplan.primitives import PersonMark, VisitOption
from cohortplan.problem import Problem
from cohortplan.solvers.bounds.dual import GRAIN
from cohortplan.solvers.bounds.hosts import scarcity
from cohortplan.solvers.certain import host_menus, sure_members
from cohortplan.solvers.search.layout import Longs


class Ladders(NamedTuple):
    """The visits' ladders, those that are equal kept once.

    Attributes
    ----------
    first : int64 array (V,)
        Where the ladder of each visit begins.
    rungs : int64 array (N, 3)
        Entries of the menu, cheapest first; from which rung to which, on the same ladder, entries cost the same.
    """

    first: Longs
    rungs: Longs


@lru_cache(maxsize=1)
def ladders(problem: Problem, hard: int) -> Ladders:
    """Order the entries of each visit's menu by price.

    What a first visit costs the members who are certain to take part is counted, what the options cost, and how scarce
    hosts are.

    Parameters
    ----------
    hard : int
        What a unit of a hard rule counts, in units of soft cost.
    """
    menus, members = host_menus(problem), sure_members(problem)
    factors = [hard if term.hard else term.weight for term in problem.terms]
    options = [(t.shape, f) for t, f in zip(problem.terms, factors, strict=True) if isinstance(t.shape, VisitOption)]
    marks = [(t.shape, f) for t, f in zip(problem.terms, factors, strict=True) if isinstance(t.shape, PersonMark)]
    worth: dict[tuple[int, int], list[Longs]] = {}
    known: dict[bytes, int] = {}
    dear = scarcity(problem)
    blocks: list[Longs] = [np.zeros((0, 3), dtype=np.int64)]
    first = np.zeros(len(menus), dtype=np.int64)
    length = 0
    for v, (place, menu) in enumerate(zip(problem.axes.visits, menus, strict=True)):
        key = (place.round, place.set)
        if key not in worth:
            who = members.get(key, np.zeros(0, dtype=np.int64))
            worth[key] = [_first_visits(shape, who) * factor for shape, factor in marks]
        price = np.zeros(len(menu.choices), dtype=np.int64)
        for (shape, _), each in zip(marks, worth[key], strict=True):
            price += each[shape.mark[menu.choices]]
        for option, factor in options:
            if option.row[v] >= 0:
                price += factor * option.table[option.row[v], menu.choices].astype(np.int64)
        by_host = menu.cheapest(price) * GRAIN + dear[menu.host]
        first[v] = known.setdefault(by_host.tobytes(), length)
        if first[v] == length:
            blocks.append(_rungs(by_host))
            length += len(by_host)
    return Ladders(first, np.concatenate(blocks))


def _first_visits(shape: PersonMark, members: Longs) -> Longs:
    """What a first visit with each mark costs such members, and 0 for no mark: int64 array (M + 1,)."""
    rise = np.zeros(len(shape.table) + 1, dtype=np.int64)
    rise[:-1] = shape.table[:, min(1, shape.table.shape[1] - 1)].astype(np.int64) - shape.table[:, 0]
    return np.append(rise[shape.row[:, members]].sum(axis=1), 0)


def _rungs(price: Longs) -> Longs:
    """Order entries by price: int64 array (E, 3)."""
    order = np.argsort(price, kind="stable")
    change = np.flatnonzero(np.diff(price[order], prepend=price[order[:1]] - 1))
    ends = np.append(change[1:], len(order))
    sizes = ends - change
    return np.stack([order, np.repeat(change, sizes), np.repeat(ends, sizes)], axis=1)
