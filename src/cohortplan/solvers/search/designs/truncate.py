"""Takes people out of a design so that no set loses more than one."""

from __future__ import annotations

import numpy as np

from cohortplan.primitives import Bools, Ints

#: Seats to begin with, spread over all of them.
_STARTS = 40


def truncate(seat: Ints, rounds: int, excess: int) -> Ints | None:
    """Take `excess` seats out that never meet in `rounds` rounds of a design; None if none are found.

    Parameters
    ----------
    seat : int32 array (R, n)
        Set index of each seat in each round; R is at least `rounds`.

    Returns
    -------
    int32 array (rounds, n - excess), or None
    """
    if excess == 0:
        return seat[:rounds]
    spare = len(seat) - rounds
    for kept in (np.delete(np.arange(len(seat)), slice(first, first + spare)) for first in range(rounds + 1)):
        out = _strangers(seat[kept], excess)
        if out is not None:
            return np.delete(seat[kept], out, axis=1)
        if spare == 0:
            break
    return None


def _strangers(seat: Ints, count: int) -> Ints | None:
    """Find so many seats no two of which share a set, the last seats of all if these do not."""
    people = seat.shape[1]
    last = np.arange(people - count, people, dtype=np.int32)
    if all(len(np.unique(row)) == count for row in seat[:, last]):
        return last
    for start in np.linspace(0, people - 1, min(_STARTS, people)).astype(np.int64):
        found = _grow(seat, int(start), count)
        if len(found) == count:
            return np.array(found, dtype=np.int32)
    return None


def _grow(seat: Ints, start: int, count: int) -> list[int]:
    """Add to `start`, one at a time, the seat that leaves most to choose from among those that met none so far."""
    found = [start]
    free = ~_met(seat, start)
    while len(found) < count and free.any():
        choice = np.flatnonzero(free)
        if len(choice) <= _LOOK:
            left = [int((free & ~_met(seat, int(p))).sum()) for p in choice]
            chosen = int(choice[int(np.argmax(left))])
        else:
            chosen = int(choice[0])
        found.append(chosen)
        free &= ~_met(seat, chosen)
    return found


#: Most seats among which the best is looked for.
_LOOK = 200


def _met(seat: Ints, person: int) -> Bools:
    """Return who ever shares a set with `person`, themselves included: bool array (n,)."""
    met: Bools = (seat == seat[:, [person]]).any(axis=0)
    return met
