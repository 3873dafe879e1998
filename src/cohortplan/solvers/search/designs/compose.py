"""Larger designs from smaller ones: blown up, and filled."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cohortplan.primitives import Ints
from cohortplan.solvers.search.designs.transversal import transversal

#: Groups and size in, rounds out: how the smaller designs are had.
Inner = Callable[[int, int], Ints]


def blown_up(groups: int, size: int, times: int, inner: Inner, most: int) -> Ints | None:
    """Put `times` people in the place of one of a smaller design, and a transversal design in the place of a set.

    Those who replace one person are numbered one after another; they never meet. At most `most` rounds are made.
    """
    across = transversal(times, size)
    if across is None or groups % times:
        return None
    base = inner(groups // times, size)[: -(-most // times)]
    rounds, people = base.shape
    order = np.argsort(base, axis=1, kind="stable")
    place = np.empty_like(order)
    np.put_along_axis(place, order, np.broadcast_to(np.arange(people) % size, order.shape), axis=1)
    # (times, size, times): set of person x at a place of the transversal design
    inside = across.reshape(times, size, times)[:, place, :].transpose(1, 0, 2, 3)
    return (base[:, None, :, None] * times + inside).reshape(rounds * times, people * times)[:most].astype(np.int32)


def filled(seat: Ints, groups: int, size: int, inner: Inner) -> Ints:
    """Add rounds in which people of a hole meet, where consecutive runs of people are holes: nobody met another.

    Parameters
    ----------
    seat : int array (rounds, groups * size)
        Rounds without repeats.
    inner : callable
        Makes the rounds within a hole, each of a multiple of `size` people.

    Returns
    -------
    int array (rounds, groups * size)
        The rounds given and, where there are holes, more.
    """
    people = groups * size
    for hole in range(people // 2, size - 1, -1):
        if hole % size == 0 and people % hole == 0 and not _meet(seat, hole):
            within = inner(hole // size, size)
            offset = np.repeat(np.arange(people // hole), hole) * (hole // size)
            return np.concatenate([seat, np.tile(within, people // hole) + offset.astype(np.int32)])
    return seat


def _meet(seat: Ints, hole: int) -> bool:
    """Tell whether two people of one run of `hole` share a set."""
    runs = (np.sort(row.reshape(-1, hole), axis=1) for row in seat)
    return any((run[:, 1:] == run[:, :-1]).any() for run in runs)
