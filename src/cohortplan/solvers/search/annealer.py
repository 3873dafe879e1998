"""Simulated annealing with prices: cycles of cooling, and hard rules that get dearer while they are broken."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cohortplan.primitives import Decision
from cohortplan.problem import Problem, Score
from cohortplan.solvers.search.chain import Chain
from cohortplan.solvers.search.pack import DEAREST, pack

#: Shares of the moves: swap, double swap, transfer, host swap, host change, slot change.
SHARES = (0.4, 0.1, 0.1, 0.2, 0.1, 0.1)
#: The part of all moves that raise the cost and are taken nonetheless, at the beginning and at the end of a cycle.
HOT, COLD = 1e-3, 3e-5
#: A temperature changes by no more than this factor from one chunk to the next.
DRIFT = 2.0
#: What a unit of a hard rule of the usual price weighs, in temperatures of the cycle's beginning.
STAKE = 6.0
#: The usual price of a hard term; how a price changes while its rule is broken, and while none is.
USUAL, DEARER, CHEAPER = 8.0, 1.3, 0.95
#: Rises needed to set a temperature by them.
_ENOUGH = 50
#: Parts of a cycle; temperature and prices are set anew for each.
CHUNKS = 100
#: Moves by which the first temperature is found.
_TRIAL = 50_000


class Annealer:
    """A chain of moves with its temperatures and prices.

    Temperatures are found from the rises in cost that the chain meets, so no weight and no size has to be tuned for.

    Parameters
    ----------
    problem : Problem
        What to solve.
    start : Decision
        Complete.
    seed : int
        The one source of randomness.
    """

    def __init__(self, problem: Problem, start: Decision, seed: int) -> None:
        self.problem = problem
        self.best: tuple[Score, Decision] = (problem.score(start), start)
        self._shares = shares(problem)
        self._seed = seed
        self._hard = [k for k, term in enumerate(problem.terms) if term.hard]
        self._prices = np.full(len(problem.terms), USUAL)
        self._chain = Chain(pack(problem, self._whole_prices()), seed, self._shares)
        self._chain.load(start)
        self._temperature = self._calibrate()

    def adopt(self, score: Score, decision: Decision) -> None:
        """Take over another's decision if it is better."""
        if score < self.best[0]:
            self.best = (score, decision)

    def restart(self) -> None:
        """Go on from the best decision, with the prices of a plan that keeps the rules if it does."""
        if not self.best[0].hard:
            self._prices[:] = USUAL
            self._renew(self.best[1])
        else:
            self._chain.load(self.best[1])

    def run(self, moves: int, progress: float) -> None:
        """Try so many moves of a cycle of which the part `progress`, 0 to 1, lies behind."""
        chain, rises = self._chain, self._chain.control.risen
        rises[0] = 0
        temperature = self._temperature
        if progress == 0.0:
            chain.control.heat[2] = STAKE * temperature / USUAL
        chain.run(moves, temperature, temperature)
        self._note_best()
        met = int(rises[0])
        if met >= _ENOUGH:
            wanted = HOT * (COLD / HOT) ** progress * moves / met
            found = find_temperature(chain.rises(), wanted)
            self._temperature = float(np.clip(found, temperature / DRIFT, temperature * DRIFT))
        self._reprice()

    def _calibrate(self) -> float:
        """Go downhill, and find the temperature of a cycle's beginning by the rises that were refused."""
        chain = self._chain
        chain.control.heat[2] = 1e6
        chain.run(_TRIAL, 1e-6, 1e-6)
        self._note_best()
        met = int(chain.control.risen[0])
        return find_temperature(chain.rises(), HOT * _TRIAL / met) if met >= _ENOUGH else 1.0

    def _note_best(self) -> None:
        decision = self._chain.best_decision()
        self.adopt(self.problem.score(decision), decision)

    def _whole_prices(self) -> list[int]:
        whole: list[int] = np.clip(np.rint(self._prices), 1, DEAREST).astype(int).tolist()
        return whole

    def _reprice(self) -> None:
        """Make terms that are broken now dearer, and all others cheaper."""
        broken = bool(self._chain.present.hard)
        if not broken and (self._prices == USUAL).all():
            return
        before, decision = self._whole_prices(), self._chain.decision()
        for k in self._hard:
            if broken and self.problem.terms[k].shape.value(decision, self.problem.axes):
                self._prices[k] = min(DEAREST, self._prices[k] * DEARER)
            else:
                self._prices[k] = USUAL + (self._prices[k] - USUAL) * CHEAPER
        if self._whole_prices() != before:
            self._renew(decision)

    def _renew(self, decision: Decision) -> None:
        """Lay the problem out with the present prices, and go on from `decision` with the same generator."""
        old = self._chain.control
        self._chain = Chain(pack(self.problem, self._whole_prices()), self._seed, self._shares)
        self._chain.control.words[:] = old.words
        self._chain.control.heat[:] = old.heat
        self._chain.load(decision)


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


def shares(problem: Problem) -> Sequence[float]:
    """Return how often each kind of move is tried: those that change nothing in this problem are not."""
    swap, double, transfer, host_swap, host_change, slot_change = SHARES
    if not problem.axes.visits:
        host_swap = host_change = 0.0
    hosts = problem.axes.option_host
    if not any(len(np.unique(hosts[options])) < len(options) for options in problem.choices):
        slot_change = 0.0
    return (swap, double, transfer, host_swap, host_change, slot_change)
