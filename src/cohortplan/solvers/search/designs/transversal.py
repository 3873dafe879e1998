"""Rounds from orthogonal arrays: transversal designs, and nets, their duals."""

from __future__ import annotations

import numpy as np

from cohortplan.primitives import Ints
from cohortplan.solvers.search.designs.arrays import orthogonal_array
from cohortplan.solvers.search.designs.base import Construction


def transversal(groups: int, size: int) -> Ints | None:
    """Seat people known by (factor, level): a set is a run, a round all runs with one level of a further factor."""
    array = orthogonal_array(groups)
    if array is None or size >= len(array):
        return None
    rounds = np.argsort(array[-1], kind="stable").reshape(groups, groups)
    seat = np.empty((groups, size, groups), dtype=np.int32)
    for r, runs in enumerate(rounds):
        for factor in range(size):
            seat[r, factor, array[factor, runs]] = np.arange(groups)
    return seat.reshape(groups, size * groups)


def net(groups: int, size: int) -> Ints | None:
    """Seat people who are the runs: a round is a factor, its sets are the levels.

    Where sets are smaller than there are levels, those at the last levels of one factor stay away, and that factor
    makes no round.
    """
    array = orthogonal_array(groups)
    if array is None or size > groups:
        return None
    if size == groups:
        return array
    return np.ascontiguousarray(array[:-1, array[-1] < size])


TRANSVERSAL = Construction(
    "transversal design",
    "Two levels of two factors meet in one run of an orthogonal array only (Bose & Bush 1952; Harvey & Winterer 2005 "
    "for social golfers).",
    transversal,
)
NET = Construction(
    "net of orthogonal Latin squares",
    "Two cells of a square share a row, a column or a symbol of one of several orthogonal Latin squares, and never two "
    "of these (Euler 1782; Bruck 1951).",
    net,
)
