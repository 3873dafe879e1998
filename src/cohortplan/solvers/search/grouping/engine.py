"""Anneals groupings, one after another, and keeps the best.

As in the general search, temperatures are set by how often a change for the worse is made, so that nothing depends on
the unit of the gains. A *descent* cools a random grouping down once.

Where the budget has room for many descents, there is breeding: two groupings of a pool are crossed, and the child is
cooled from a milder temperature, at which most of what it inherited holds. When nothing better comes of that any more,
all begins anew with slower cooling. Otherwise descents may be followed by milder *reheats* of what they found, for as
long as they find better; how long to cool and whether to reheat is learned on the way.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cohortplan.primitives import Ints
from cohortplan.solvers.search.grouping.arms import STEP, Arms
from cohortplan.solvers.search.grouping.chain import GroupChain
from cohortplan.solvers.search.grouping.pool import Pool
from cohortplan.solvers.search.grouping.sizes import draw_sizes
from cohortplan.solvers.search.layout import Longs

#: Changes for the worse per swap tried at the warm end of a descent, of the reheats of each mode, and at the cold end.
WARM, MILD, COLD = 2e-3, (None, 1e-3, 3e-4), 1e-4
#: Sweeps of the shortest descent, if it takes no more than one in so many of the swaps there are. A reheat has a part
#: of its descent's.
SHORTEST, SHARE, REHEAT = 500, 200, 3
#: A descent is given up after so many reheats that found nothing better.
PATIENCE = 3
#: What is left must be so many times the least that refining takes.
REFINING = 50
#: There is breeding if there is room for so many descents of so many sweeps for each person.
ENOUGH, SWEEPS = 100, 10
#: Room of the pool, in roots of how many descents there is room for, and the most.
ROOM, MOST = 0.8, 20
#: Changes for the worse per swap tried where a child begins to cool down; how much slower cooling gets with each pool.
CHILD, SLOWER = 4e-4, 2
#: Swaps tried between two looks at the clock, or at what was found; a limit of swaps is cut into so many stretches.
STRETCH, LEAST_STRETCHES = 20_000_000, 200
#: Swaps tried at each temperature while temperatures are looked for, and the factor from one to the next.
TRIAL, TRIAL_STEP = 4_000_000, 0.85
_TRIALS, _RAREST = 60, 1e-5
#: The first temperature tried, in deviations of gains times the root of the mean size, and how often it may be doubled.
FIRST, _DOUBLINGS = 0.6, 20

#: Swaps that may yet be tried, infinite without a limit; 0 or less means stop.
Left = Callable[[], float]


class Grouper:
    """Searches for the grouping with the largest sum of gains within sets.

    Parameters
    ----------
    gain : int32 array (n, n)
        Symmetric, 0 on the diagonal; sums within a set are below ``2**30``.
    least, most : int64 array (G,)
        Bounds of sizes; n is between their sums.
    seed : int
        The one source of randomness.
    limit : int, optional
        How many swaps may be tried in all.

    Attributes
    ----------
    best : tuple of int and int64 array (n,)
        The largest sum so far, and its grouping.
    """

    def __init__(self, gain: Ints, least: Longs, most: Longs, seed: int, limit: int | None = None) -> None:
        self._rng = np.random.default_rng(seed)
        self._chain = GroupChain(gain, least, most, seed, limit)
        self._bounds = least, most
        self._scale = max(1.0, float(gain.std()))
        self._mean = float(gain.mean())
        self._sweep = max(1, len(gain) * (len(gain) - 1) // 2)
        swaps = STRETCH if limit is None else min(STRETCH, limit // LEAST_STRETCHES)
        self._stretch = max(1, swaps // self._sweep)
        self._trials: list[tuple[float, float]] = []
        self._shortest = SHORTEST
        self._arms = Arms(len(MILD))
        self._pool: Pool | None = None
        self._sweeps = SWEEPS * len(gain)
        self._guest: tuple[int, Longs] | None = None
        self.best: tuple[int, Longs] = (-(1 << 62), np.zeros(len(gain), dtype=np.int64))

    @property
    def tried(self) -> int:
        """Swaps tried."""
        return self._chain.tried

    @property
    def spent(self) -> bool:
        """Whether the limit is reached."""
        return self._chain.spent

    def adopt(self, group: Longs) -> None:
        """Take up a grouping of allowed sizes if it is better than the best."""
        self._chain.load(group)
        value, group = self._chain.best
        if value > self.best[0]:
            self._guest = value, group
            self._keep()

    def settle(self, left: Left) -> None:
        """Cool a grouping down, noting how often changes for the worse are made at which temperature."""
        self._chain.load(self._random())
        sweeps = int(max(1, min(TRIAL, left() / 100) // self._sweep))
        temperature = FIRST * self._scale * (len(self.best[1]) / max(1, len(self._bounds[0]))) ** 0.5
        for _ in range(_DOUBLINGS):
            if left() <= 0 or self._try(temperature, sweeps) >= WARM:
                break
            temperature *= 2.0
        while left() > 0 and len(self._trials) < _TRIALS:
            rate = self._try(temperature, sweeps)
            self._trials.append((temperature, rate))
            if rate < _RAREST:
                break
            temperature *= TRIAL_STEP
        self._finish(left)
        self._shortest = int(max(1, min(SHORTEST, left() / SHARE / self._sweep)))
        descents = left() / self._sweep / self._sweeps
        if descents >= ENOUGH:
            self._pool = Pool(int(min(MOST, ROOM * descents**0.5)))

    def _try(self, temperature: float, sweeps: int) -> float:
        """Make some sweeps; return how often a change for the worse was made per swap tried."""
        tried, falls = self._chain.tried, self._chain.falls
        self._chain.run(temperature, 1.0, sweeps)
        return (self._chain.falls - falls) / max(1, self._chain.tried - tried)

    def go_on(self, left: Left) -> None:
        """Cool one grouping down, be it a random one or a child of two."""
        if self._pool is None:
            self._descend(left)
        else:
            self._breed(self._pool, left)

    def _breed(self, pool: Pool, left: Left) -> None:
        """Fill the pool up with descents, or have it bring forth one child."""
        if pool.stale:
            pool.clear()
            self._sweeps *= SLOWER
        if not pool.full:
            self._chain.load(self._random())
            self._cool(WARM, self._sweeps, left)
            pool.add(*self._chain.best)
            return
        if self._guest is not None:
            pool.add(*self._guest)
            self._guest = None
        parents, child = pool.breed(len(self._bounds[0]), self._rng)
        self._chain.load(child)
        self._cool(CHILD, self._sweeps, left)
        pool.replace(parents, *self._chain.best)

    def _descend(self, left: Left) -> None:
        """Make one descent, with its reheats, and learn from it."""
        level, mode = self._arms.choose(left())
        tried, sweeps, rate = self.tried, self._shortest * STEP**level, MILD[mode]
        self._chain.load(self._random())
        value = self._cool(WARM, sweeps, left)
        if rate is not None:
            value = self._reheat(rate, max(1, sweeps // REHEAT), left)
        if left() > 0:
            self._arms.note(level, mode, value, self.tried - tried)

    def refine(self, left: Left) -> None:
        """Reheat the best, if that takes but a small part of what is left; breeding does without."""
        if self._pool is not None or REFINING * PATIENCE * self._shortest * self._sweep > left():
            return
        self._chain.load(self.best[1])
        self._reheat(MILD[-1] or COLD, self._shortest, left)

    def _reheat(self, rate: float, sweeps: int, left: Left) -> int:
        """Heat what was found up again, as long as that finds better; return the best."""
        value, group = self._chain.best
        fruitless = 0
        while fruitless < PATIENCE and left() > 0:
            self._chain.load(group)
            self._cool(rate, sweeps, left)
            found, other = self._chain.best
            fruitless = 0 if found > value else fruitless + 1
            if found >= value:
                value, group = found, other
        return value

    def _cool(self, rate: float, sweeps: int, left: Left) -> int:
        """Cool the present grouping down, faster if time gets short, and return the best sum met."""
        temperature, cold = self.temperature(rate), self.temperature(COLD)
        done = 0
        while done < sweeps:
            rest = min(float(sweeps - done), left() / self._sweep)
            if rest <= 0:
                break
            stretch = int(max(1, min(rest, self._stretch)))
            factor = min(1.0, (cold / temperature) ** (1.0 / max(1.0, rest)))
            self._chain.run(temperature, factor, stretch)
            temperature *= factor**stretch
            done += stretch
            self._keep()
        return self._finish(left)

    def _finish(self, left: Left) -> int:
        """Make changes for the better only, until there are none; return the best sum met."""
        while left() > 0 and self._chain.run(0.0, 1.0, self._stretch) == self._stretch:
            continue
        return self._keep()

    def _keep(self) -> int:
        value, group = self._chain.best
        if value > self.best[0]:
            self.best = value, group
        return value

    def temperature(self, rate: float) -> float:
        """Temperature at which so many changes for the worse are made per swap tried, by the trials."""
        for (hot, more), (cold, fewer) in zip(self._trials, self._trials[1:], strict=False):
            if fewer <= rate:
                ends = np.log([max(more, rate), max(fewer, _RAREST / 10)])
                part = 0.0 if ends[0] <= ends[1] else float((ends[0] - np.log(rate)) / (ends[0] - ends[1]))
                return hot * (cold / hot) ** min(1.0, part)
        return self._trials[-1][0] if self._trials else self._scale

    def _random(self) -> Longs:
        """Draw a grouping at random, of sizes that are best for pairs that gain alike."""
        least, most = self._bounds
        sizes = draw_sizes(least, most, len(self.best[1]), self._mean, self._rng)
        return self._rng.permutation(np.repeat(np.arange(len(sizes)), sizes))
