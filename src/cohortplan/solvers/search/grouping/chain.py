"""One grouping that is annealed: its arrays, its generator, its best."""

from __future__ import annotations

import numpy as np

from cohortplan.primitives import Ints
from cohortplan.solvers.search.grouping.kernels import (
    BEST,
    FALLS,
    LIMIT,
    TRIED,
    VALUE,
    State,
    exponential_quantiles,
    sweep,
)
from cohortplan.solvers.search.layout import Longs

#: No limit of swaps tried.
_ENDLESS = 1 << 62


class GroupChain:
    """A grouping that changes step by step.

    Parameters
    ----------
    gain : int32 array (n, n)
        Symmetric, 0 on the diagonal; sums within a set fit 32 bits.
    least, most : int64 array (G,)
        Bounds of sizes.
    seed : int
        The one source of randomness.
    limit : int, optional
        How many swaps may be tried in all.
    """

    def __init__(self, gain: Ints, least: Longs, most: Longs, seed: int, limit: int | None = None) -> None:
        people, sets, widest = len(gain), len(least), max(1, int(most.max(initial=1)))
        tally = np.zeros(5, dtype=np.int64)
        tally[LIMIT] = _ENDLESS if limit is None else limit
        self._state = State(
            gain=gain,
            sums=np.zeros((sets, people), dtype=np.int32),
            group=np.zeros(people, dtype=np.int64),
            members=np.zeros((sets, widest), dtype=np.int64),
            size=np.zeros(sets, dtype=np.int64),
            least=least,
            most=most,
            best=np.zeros(people, dtype=np.int64),
            tally=tally,
            words=np.random.SeedSequence(seed).generate_state(4, np.uint32).astype(np.int64) | 1,
            order=np.arange(sets),
            over=np.zeros(widest, dtype=np.int64),
            quantiles=exponential_quantiles(),
            floor=min((int(gain[k, :k].min()) for k in range(1, people)), default=0),
        )
        # The first call in a process compiles the kernel or reads it from disk; sweeps can be timed from here on.
        self.run(0.0, 1.0, 0)

    @property
    def value(self) -> int:
        """Sum of the gains within the sets."""
        return int(self._state.tally[VALUE])

    @property
    def best(self) -> tuple[int, Longs]:
        """The best sum met since the last `load`, and its grouping."""
        return int(self._state.tally[BEST]), self._state.best.copy()

    @property
    def group(self) -> Longs:
        """The set of each person."""
        return self._state.group.copy()

    @property
    def tried(self) -> int:
        """Swaps tried."""
        return int(self._state.tally[TRIED])

    @property
    def falls(self) -> int:
        """Changes for the worse that were made."""
        return int(self._state.tally[FALLS])

    @property
    def spent(self) -> bool:
        """Whether another scan of two sets could exceed the limit."""
        return self.tried + self._state.members.shape[1] ** 2 > int(self._state.tally[LIMIT])

    def load(self, group: Longs) -> None:
        """Go on from `group`, whose sizes are within the bounds."""
        state = self._state
        state.group[:] = state.best[:] = group
        for s in range(len(state.size)):
            members = np.flatnonzero(group == s)
            state.size[s] = len(members)
            state.members[s, : len(members)] = members
            state.sums[s] = state.gain[members].sum(axis=0)
        inside = state.sums[group, np.arange(len(group))].sum(dtype=np.int64)
        state.tally[VALUE] = state.tally[BEST] = int(inside) // 2

    def run(self, temperature: float, factor: float, sweeps: int) -> int:
        """Make up to so many sweeps, multiplying the temperature by `factor` after each; return how many were made."""
        return sweep(self._state, temperature, factor, sweeps)
