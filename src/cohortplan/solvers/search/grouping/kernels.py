"""The entry point of annealing in sweeps: every pair of sets is scanned, every swap and transfer between them tried.

A sweep costs little where little can change. With ``a[v]`` what v gains by going over to the other set, a swap of v
and u gains ``a[v] + a[u] - 2 * gain[u, v]``; and each v has one threshold for all u, drawn from the exponential
distribution as Metropolis' rule has it. So where ``a[v]`` and the largest ``a[u]`` together miss the threshold, one
comparison stands for a whole row of swaps.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from cohortplan.primitives import Ints
from cohortplan.solvers.search.kernels.jit import entry, kernel
from cohortplan.solvers.search.kernels.random import below, draw
from cohortplan.solvers.search.layout import Longs, Reals

#: Thresholds are drawn from so many quantiles, a power of two.
QUANTILES = 4096
_SHIFT = 32 - 12

#: Entries of `State.tally`: the sum of gains, the best met, swaps tried, changes for the worse, limit of swaps tried.
VALUE, BEST, TRIED, FALLS, LIMIT = range(5)


class State(NamedTuple):
    """A grouping that changes step by step.

    Attributes
    ----------
    gain : int32 array (n, n)
        Symmetric, 0 on the diagonal.
    sums : int32 array (G, n), counter
        What each person gains with the members of each set.
    group : int64 array (n,), counter
        Set of each person.
    members, size : int64 arrays (G, C) and (G,), counters
        The members of each set in no order, and how many they are.
    least, most : int64 array (G,)
    best : int64 array (n,)
        The best grouping met.
    tally : int64 array (5,)
    words : int64 array (4,)
        The random generator's state.
    order, over : int64 arrays (G,) and (C,)
        Scratch: the sets in the order of a sweep, and what members of a set gain by going over to the other.
    quantiles : float64 array (QUANTILES,)
        Of the exponential distribution.
    floor : int
        The lowest gain of any pair.
    """

    gain: Ints
    sums: Ints
    group: Longs
    members: Longs
    size: Longs
    least: Longs
    most: Longs
    best: Longs
    tally: Longs
    words: Longs
    order: Longs
    over: Longs
    quantiles: Reals
    floor: Any


@kernel
def _swap(state: State, g: int, h: int, i: int, j: int) -> None:
    """Let member i of set g and member j of set h change sets."""
    gain, sums = state.gain, state.sums
    v, u = state.members[g, i], state.members[h, j]
    for x in range(gain.shape[0]):
        more = gain[u, x] - gain[v, x]
        sums[g, x] += more
        sums[h, x] -= more
    state.members[g, i], state.members[h, j] = u, v
    state.group[u], state.group[v] = g, h


@kernel
def _transfer(state: State, g: int, h: int, i: int) -> None:
    """Move member i of set g to set h."""
    gain, sums, size = state.gain, state.sums, state.size
    v = state.members[g, i]
    for x in range(gain.shape[0]):
        sums[g, x] -= gain[v, x]
        sums[h, x] += gain[v, x]
    size[g] -= 1
    state.members[g, i] = state.members[g, size[g]]
    state.members[h, size[h]] = v
    size[h] += 1
    state.group[v] = h


@kernel
def _weigh(state: State, g: int, h: int) -> int:
    """Note what each member of set h gains by going over to set g; return the most."""
    sums, over = state.sums, state.over
    most = -(1 << 60)
    for j in range(state.size[h]):
        u = state.members[h, j]
        over[j] = sums[g, u] - sums[h, u]
        most = max(most, over[j])
    return most


@kernel
def _partner(state: State, h: int, v: int, need: int) -> int:
    """Return the first place in set h whose member, in exchange for v, brings at least `need`; -1 if there is none."""
    for j in range(state.size[h]):
        if state.over[j] - 2 * state.gain[v, state.members[h, j]] >= need:
            return j
    return -1


@kernel
def _try(state: State, g: int, h: int, i: int, most: int, least_change: int) -> tuple[bool, int]:
    """Move or exchange member i of set g if that changes the sum by `least_change` or more; return what came of it."""
    v = state.members[g, i]
    own = state.sums[h, v] - state.sums[g, v]
    if own >= least_change and state.size[g] > state.least[g] and state.size[h] < state.most[h]:
        _transfer(state, g, h, i)
        return True, own
    if own + most - 2 * state.floor >= least_change:
        j = _partner(state, h, v, least_change - own)
        if j >= 0:
            change = own + state.over[j] - 2 * state.gain[v, state.members[h, j]]
            _swap(state, g, h, i, j)
            return True, change
    return False, 0


@kernel
def _note(state: State, change: int) -> None:
    """Count a change, and keep the grouping if it is the best."""
    tally = state.tally
    tally[VALUE] += change
    if change < 0:
        tally[FALLS] += 1
    elif tally[VALUE] > tally[BEST]:
        tally[BEST] = tally[VALUE]
        for x in range(len(state.group)):
            state.best[x] = state.group[x]


@kernel
def _scan(state: State, g: int, h: int, temperature: float) -> int:
    """Try every member of set g with set h; return the number of changes."""
    state.tally[TRIED] += state.size[g] * state.size[h]
    most = _weigh(state, g, h)
    changes, i = 0, 0
    while i < state.size[g]:
        least_change = 1
        if temperature > 0.0:
            least_change = -int(temperature * state.quantiles[draw(state.words) >> _SHIFT])
        before = state.size[g]
        changed, change = _try(state, g, h, i, most, least_change)
        if changed:
            changes += 1
            _note(state, change)
            most = _weigh(state, g, h)
        i += 1 - before + state.size[g]
    return changes


@kernel
def _shuffle(state: State) -> None:
    order = state.order
    for k in range(len(order) - 1, 0, -1):
        other = below(state.words, k + 1)
        order[k], order[other] = order[other], order[k]


def _stamp() -> int:
    """Checksum of this file and those it calls: code on disk is renewed whenever any of them changes."""
    here = Path(__file__)
    shared = here.parents[1] / "kernels"
    return zlib.crc32(b"".join(path.read_bytes() for path in (here, shared / "jit.py", shared / "random.py")))


# Defined inside a function: numba's key of stored code takes in the variables it encloses.
def _define_sweep(stamp: int) -> Callable[[State, float, float, int], int]:
    @entry
    def sweep(state: State, temperature: float, factor: float, sweeps: int) -> int:
        """Make so many sweeps, multiplying the temperature by `factor` after each; return how many were made.

        At temperature 0 only changes for the better are made, and a sweep without any is the last. No scan is begun
        that could exceed the limit of swaps tried.
        """
        _ = stamp
        order, tally = state.order, state.tally
        room = state.members.shape[1] ** 2
        for k in range(sweeps):
            _shuffle(state)
            changes = 0
            for p in range(len(order)):
                for q in range(p):
                    if tally[TRIED] + room > tally[LIMIT]:
                        return k
                    changes += _scan(state, order[p], order[q], temperature)
            if temperature == 0.0 and changes == 0:
                return k
            temperature *= factor
        return sweeps

    return sweep


STAMP = _stamp()
sweep = _define_sweep(STAMP)


def exponential_quantiles() -> Reals:
    """Quantiles of the exponential distribution, in the middle of steps of equal chance: float64 array (QUANTILES,)."""
    return -np.log((np.arange(QUANTILES) + 0.5) / QUANTILES)
