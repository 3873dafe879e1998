"""Simulated annealing by rate of acceptance, with prices that rise for rules that stay broken.

Temperatures have no natural unit; how often a worse decision is accepted has. So a cycle prescribes that rate, from
the warm end to the cold, and each stretch of moves gets the temperature at which the rises of cost met in the stretch
before would have been accepted that often. No weight and no size of a problem has to be tuned for.

A unit of a hard rule costs a fixed number of temperatures of the warm end, or what breaking rules saves on average if
that is more: among thousands of people there is always somebody for whom it pays. While rules are broken, the price of
those goes up and that of the others comes back to the usual: so the search leaves dead ends in which one unit of one
rule can be mended only by breaking several of another.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from cohortplan.primitives import Decision
from cohortplan.primitives.decision import sizes
from cohortplan.problem import Problem, Score
from cohortplan.solvers.bounds.sizes import allowed_sizes
from cohortplan.solvers.search.chain import Chain
from cohortplan.solvers.search.pack import DEAREST, most_members, pack

#: Shares of the moves: swap, double swap, transfer, host swap, host change, slot change, trade, mend.
SHARES = (0.4, 0.15, 0.1, 0.2, 0.1, 0.1, 0.0, 0.4)
#: Beyond so many people most sets cost nothing, and those that do are looked for.
MANY = 400
#: Accepted rises of soft cost per move at the warm end of a cycle, until the hard rules are kept for the first time
#: and from then on; and at the cold end.
WARM, MILD, COLD = 4e-3, 2e-4, 4e-5
#: Without soft cost to go by, the temperature falls to this part of what it was.
COOLED = 0.25
#: A temperature changes by no more than this factor from one stretch to the next.
DRIFT = 2.0
#: What a unit of a hard rule of the usual price costs, in temperatures of the warm end; and at least, as a multiple of
#: what moves that break rules would save on average.
STAKE, WORTH = 2.5, 1.0
#: The usual price of a hard term; how a price changes while the term is broken, and while it is not.
USUAL, DEARER, CHEAPER = 8.0, 1.5, 0.9
#: A temperature at which nothing gets worse; and moves for each seat of a pass that mends.
FROZEN, PASS = 1e-6, 50
#: Stretches of moves by which the first temperature is found.
TRIALS = 8
#: Rises needed to set a temperature by them.
_ENOUGH = 50


class Annealer:
    """A chain of moves with its temperature and its prices.

    Parameters
    ----------
    problem : Problem
        What to solve.
    start : Decision
        Complete.
    seed : int
        The one source of randomness.
    shares : sequence of float, optional
        How often each kind of move is tried; those of `useful_shares` unless given.

    Attributes
    ----------
    best : tuple of Score and Decision
        The best met or adopted, as of the last `harvest`.
    prices : float64 array (T,)
        What a unit of each term costs if it is hard; rounded where it is used.
    tried : int
        Moves tried.
    seconds : float
        Time since it was ready, above 0.
    """

    def __init__(self, problem: Problem, start: Decision, seed: int, shares: Sequence[float] | None = None) -> None:
        self.problem = problem
        self.best: tuple[Score, Decision] = (problem.score(start), start)
        self.tried = 0
        self._seed = seed
        self._shares = useful_shares(problem) if shares is None else shares
        self._usual = np.full(len(problem.terms), USUAL)
        self._dearest = np.full(len(problem.terms), float(DEAREST))
        self._price_to_begin_with()
        self.prices = self._usual.copy()
        self._chain = Chain(pack(problem, self._whole_prices()), seed, self._shares)
        self._chain.load(start)
        self._temperature = 1.0
        self._warm = 1.0
        self._began = time.monotonic()

    def _price_to_begin_with(self) -> None:
        """Set usual and highest prices of terms that are not like others."""

    @property
    def seconds(self) -> float:
        """Time since it was ready, above 0."""
        return max(1e-3, time.monotonic() - self._began)

    def settle(self, stretch: int, stopped: Callable[[], bool] = lambda: False) -> None:
        """Go downhill; then find the temperature of the warm end, and with it what broken rules are to cost.

        Parameters
        ----------
        stretch : int
            Moves between two temperatures.
        stopped : callable
            Asked after each stretch whether to leave it at that.
        """
        heat = self._chain.control.heat
        heat[2] = 1e6
        self._go(stretch, FROZEN)
        if self.problem.axes.people_count > MANY:
            self._mend(stretch, stopped)
        self._temperature = self._fitting(WARM, stretch) or 1.0
        for _ in range(TRIALS):
            if stopped():
                break
            self._stake(self._temperature)
            self._go(stretch, self._temperature)
            self._drift(self._fitting(WARM, stretch))
        self._warm = self._temperature
        self._stake(self._warm)

    def _mend(self, stretch: int, stopped: Callable[[], bool]) -> None:
        """Go on downhill as long as that mends broken rules: a few, among people by the thousand."""
        broken = self._chain.present.hard
        while broken and not stopped():
            left = PASS * self.problem.axes.attends.size
            while left > 0 and not stopped():
                self._go(min(stretch, left), FROZEN)
                left -= stretch
            before, broken = broken, self._chain.present.hard
            if broken >= before:
                break

    def run(self, moves: int, progress: float) -> None:
        """Try so many moves of a cycle of which the part `progress`, 0 to 1, lies behind."""
        self._go(moves, self._temperature)
        warm = WARM if self.best[0].hard else MILD
        wanted = self._fitting(warm * (COLD / warm) ** progress, moves)
        self._drift(self._warm * COOLED**progress if wanted is None else wanted)

    def harvest(self) -> bool:
        """Measure the best decision the chain has met; return whether it is better than any before."""
        decision = self._chain.best_decision()
        return self.adopt(self.problem.score(decision), decision)

    def adopt(self, score: Score, decision: Decision) -> bool:
        """Take note of a decision whose sets the search has room for; return whether it is better than any before."""
        better = score < self.best[0] and roomy(self.problem, decision)
        if better:
            self.best = (score, decision)
        return better

    def restart(self) -> None:
        """Go on from the best decision."""
        self._chain.load(self.best[1])

    def reprice(self) -> None:
        """Make terms that are broken now dearer, and all others cheaper; and the stake what breaking rules is worth."""
        self._stake(self._warm)
        broken = bool(self._chain.present.hard)
        if not broken and (self.prices == self._usual).all():
            return
        before, decision = self._whole_prices(), self._chain.decision()
        for k, term in enumerate(self.problem.terms):
            if term.hard and broken and term.shape.value(decision, self.problem.axes):
                self.prices[k] = min(self._dearest[k], self.prices[k] * DEARER)
            else:
                self.prices[k] = self._usual[k] + (self.prices[k] - self._usual[k]) * CHEAPER
        if self._whole_prices() != before:
            self._renew(decision)

    def _stake(self, warm: float) -> None:
        """Set what a unit of a hard rule of the usual price costs, by what breaking rules has been worth of late."""
        heat = self._chain.control.heat
        won = heat[3] / max(1.0, heat[4])
        heat[2] = max(STAKE * warm, WORTH * won) / USUAL
        heat[3:] = 0.0

    def _go(self, moves: int, temperature: float) -> None:
        self._chain.control.risen[0] = 0
        self._chain.run(moves, temperature, temperature)
        self.tried += moves

    def _fitting(self, rate: float, moves: int) -> float | None:
        """Temperature at which, in the last stretch, so many rises per move would have been accepted, if known."""
        met = int(self._chain.control.risen[0])
        return find_temperature(self._chain.rises(), rate * moves / met) if met >= _ENOUGH else None

    def _drift(self, wanted: float | None) -> None:
        if wanted is not None:
            self._temperature = float(np.clip(wanted, self._temperature / DRIFT, self._temperature * DRIFT))

    def _whole_prices(self) -> list[int]:
        return [int(price) for price in np.rint(self.prices)]

    def _renew(self, decision: Decision) -> None:
        """Lay the problem out with the present prices, and go on from `decision` with the same generator."""
        old = self._chain.control
        self._chain = Chain(pack(self.problem, self._whole_prices()), self._seed, self._shares)
        self._chain.control.words[:] = old.words
        self._chain.control.heat[:] = old.heat
        self._chain.load(decision)


def roomy(problem: Problem, decision: Decision) -> bool:
    """Whether the search has room for the sets of a decision, which may come from somebody's own plan."""
    return int(sizes(decision, problem.axes).max()) <= most_members(problem)


def find_temperature(rises: npt.NDArray[np.float64], taken: float) -> float:
    """Find by bisection the temperature at which the part `taken` of the rises is taken on average."""
    low, high = 1e-3 * float(rises.min()), 1e3 * float(rises.max())
    for _ in range(60):
        middle = (low * high) ** 0.5
        if np.exp(-rises / middle).mean() < taken:
            low = middle
        else:
            high = middle
    return high


def useful_shares(problem: Problem) -> tuple[float, ...]:
    """Return how often each kind of move is tried: those that can change nothing in this problem are not."""
    swap, double, transfer, host_swap, host_change, slot_change, trade, mend = SHARES
    if not (problem.seats.width > 1).any():
        swap = double = transfer = mend = 0.0
    if problem.axes.people_count <= MANY:
        mend = 0.0
    elif all(len(sizes) == 1 for row in allowed_sizes(problem) for sizes in row):
        transfer = 0.0
    if not problem.axes.visits:
        double = 0.0
    if all(len(options) < 2 for options in problem.choices):
        host_swap = host_change = 0.0
    hosts = problem.axes.option_host
    if not any(len(np.unique(hosts[options])) < len(options) for options in problem.choices):
        slot_change = 0.0
    return (swap, double, transfer, host_swap, host_change, slot_change, trade, mend)
