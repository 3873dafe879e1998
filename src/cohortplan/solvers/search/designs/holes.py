"""Rounds of as many sets as people in each, from a matrix with a hole."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cohortplan.primitives import Ints
from cohortplan.solvers.search.designs.base import Design
from cohortplan.solvers.search.designs.catalogue import HOLED, StoredMatrix
from cohortplan.solvers.search.designs.matrices import direct_product


def holed(groups: int, size: int, rounds: int, inside: Callable[[int, int, int], Design]) -> Design | None:
    """Develop a quasi-difference matrix (Parker 1959 seated ten tens so) and fill its hole.

    Rows are rounds, each column stands for w people, w the order of the group: person h sits in the set of the entry
    plus h. The u sets from w on stay themselves. The differences of two rows, over the columns in which both are
    elements of the group, are distinct. Two of those u sets share nobody: u times u people more are seated in them, by
    the rounds `inside` knows.
    """
    for stored in HOLED:
        order = int(np.prod(stored.orders))
        if groups == size == int(stored.entries.max()) + 1:
            filling = inside(groups - order, groups - order, rounds)
            return _fill(stored, order, filling)
    return None


def _fill(stored: StoredMatrix, order: int, filling: Design) -> Design:
    moved = _develop(stored.entries, direct_product(stored.orders))
    rounds = min(len(moved), filling.rounds)
    seat = np.hstack([moved[:rounds], filling.seat[:rounds] + order])
    argument = f"A quasi-difference matrix of order {order}, found by search, with its hole filled (after Parker 1959)."
    return Design(seat.astype(np.int32), argument)


def _develop(entries: Ints, plus: Ints) -> Ints:
    """Return the sets of all people, those of one column side by side: int32 array (R, columns * w)."""
    order = len(plus)
    stays = np.repeat(entries[:, :, None], order, axis=2)
    moved = np.where(stays < order, plus[np.minimum(entries, order - 1)], stays)
    return moved.reshape(len(entries), -1)
